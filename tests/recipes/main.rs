//! What takes long to build: the recipes of the guide for crates that these know nothing of (SQL and JSON
//! Schema), the example with `rusqlite`, and TLS by aws-lc-rs.

mod sync_directory;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use dingtalk_client::role::list_users::User;
use dingtalk_client::{AccessToken, Client, Host, RoleId, UserId};
use rusqlite::{Connection, params};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivateKeyDer;
use rustls::{NamedGroup, ServerConfig, ServerConnection, Stream};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[test]
fn ids_go_into_sql_as_texts_and_integers_and_come_back_as_ids() {
    let database = Connection::open_in_memory().unwrap();
    database
        .execute_batch("CREATE TABLE holders (user_id TEXT, role_id INTEGER, name TEXT)")
        .unwrap();
    let role = RoleId::new(1_507_113_578);
    let mut user = User::new("manager4220");
    user.name = Some("张三".into());
    database
        .execute(
            "INSERT INTO holders VALUES (?1, ?2, ?3)",
            params![user.user_id.as_str(), role.get(), user.name],
        )
        .unwrap();

    let holder: (UserId, RoleId) = database
        .query_row("SELECT user_id, role_id FROM holders", [], |row| {
            Ok((row.get::<_, String>(0)?.into(), row.get::<_, i64>(1)?.into()))
        })
        .unwrap();
    assert_eq!(holder, (user.user_id, role));
}

#[test]
fn a_whole_response_goes_into_one_column_as_json() {
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch("CREATE TABLE users (json TEXT)").unwrap();
    let user = User::new("manager4220");
    let json = serde_json::to_string(&user).unwrap();
    database.execute("INSERT INTO users VALUES (?1)", [json]).unwrap();
    let json: String = database.query_row("SELECT json FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(serde_json::from_str::<User>(&json).unwrap(), user);
}

/// A type of one's own that holds ids.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Holder {
    #[schemars(with = "String")]
    user_id: UserId,
    #[schemars(with = "i64")]
    role_id: RoleId,
}

#[test]
fn the_schema_of_a_type_of_ones_own_says_what_its_ids_are_in_json() {
    let schema = schema_for!(Holder);
    assert_eq!(schema.get("properties").unwrap()["user_id"], json!({"type": "string"}));
    assert_eq!(
        schema.get("properties").unwrap()["role_id"],
        json!({"type": "integer", "format": "int64"})
    );
    let holder = Holder { user_id: "manager4220".into(), role_id: 11.into() };
    assert_eq!(
        serde_json::to_value(holder).unwrap(),
        json!({"user_id": "manager4220", "role_id": 11})
    );
}

#[test]
fn the_feature_aws_lc_rs_chooses_that_provider_of_cryptography() {
    // A key exchange that ring does not have.
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups.retain(|group| group.name() == NamedGroup::X25519MLKEM768);
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = Stream::new(&mut connection, &mut stream);
        let mut received = Vec::new();
        while !received.ends_with(b"role_id=11") {
            let mut byte = [0];
            tls.read_exact(&mut byte).unwrap();
            received.extend(byte);
        }
        tls.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"errcode\":0}").unwrap();
    });

    let host = Host::custom(&format!("https://localhost:{port}")).unwrap();
    let client = Client::builder().host(host).token(AccessToken::new("t0ken"));
    let client = client.root_certificates(own.cert.pem()).build().unwrap();
    client.role().delete(11).send().unwrap();
    server.join().unwrap();
}
