//! The recipes of the guide for crates that these know nothing of: SQL and JSON Schema.

use dingtalk_client::role::list_users::User;
use dingtalk_client::{RoleId, UserId};
use rusqlite::{Connection, params};
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
