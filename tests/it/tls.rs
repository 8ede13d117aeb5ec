//! The client over TLS, with certificates made in the tests.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use dingtalk_client::{AccessToken, ClientBuilder, Error, ErrorKind, Host, Reach};
use dingtalk_tests::single_attempts;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{WantsServerCert, WebPkiClientVerifier};
use rustls::{ConfigBuilder, RootCertStore, ServerConfig, ServerConnection, Stream, WantsVerifier};

/// A certificate authority that clients know only if they are configured to.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "an authority of the tests");
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// Returns a certificate for this name, and its key.
    fn sign(&self, name: &str, change: fn(&mut CertificateParams)) -> (Certificate, KeyPair) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// Returns a server's settings with a certificate for this name.
    fn server(&self, name: &str, change: fn(&mut CertificateParams)) -> ServerConfig {
        let (certificate, key) = self.sign(name, change);
        config(server().with_no_client_auth(), &certificate, &key)
    }
}

/// Returns the provider by name: with another test program's feature there are two.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn server() -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap()
}

type Unsigned = ConfigBuilder<ServerConfig, WantsServerCert>;

fn config(builder: Unsigned, certificate: &Certificate, key: &KeyPair) -> ServerConfig {
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    builder.with_single_cert(chain, key).unwrap()
}

/// Passes one connection to `serve`. Returns the port.
fn listen<T: Send + 'static>(
    serve: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (u16, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (port, thread::spawn(move || serve(listener.accept().unwrap().0)))
}

/// Responds to one request over TLS. Returns what was received, which is empty if the handshake fails.
fn speak(config: ServerConfig) -> (u16, JoinHandle<String>) {
    listen(move |mut stream| {
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = Stream::new(&mut connection, &mut stream);
        let mut received = Vec::new();
        while !received.ends_with(b"role_id=11") {
            let mut byte = [0];
            if !matches!(tls.read(&mut byte), Ok(1)) {
                // Closing with bytes unread would be a reset, which can overtake the alert.
                tls.sock.shutdown(Shutdown::Write).unwrap();
                tls.sock.read_to_end(&mut Vec::new()).unwrap();
                return String::new();
            }
            received.extend(byte);
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"errcode\":0}";
        tls.write_all(answer).unwrap();
        String::from_utf8(received).unwrap()
    })
}

fn builder(port: u16) -> ClientBuilder {
    let host = Host::custom(&format!("https://localhost:{port}")).unwrap();
    single_attempts().host(host).token(AccessToken::new("t0ken"))
}

fn delete(builder: ClientBuilder) -> Result<(), Error> {
    builder.build().unwrap().role().delete(11).send().map(drop)
}

/// The error of a call that must have ended before anything was sent, and that says so.
#[track_caller]
fn assert_unsent(error: &Error, says: &str) {
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Unreachable, Reach::NotSent), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn a_call_over_tls_trusts_an_authority_that_it_is_told() {
    let authority = Authority::new();
    let (port, server) = speak(authority.server("localhost", |_| {}));
    delete(builder(port).root_certificates(authority.pem())).unwrap();
    let received = server.join().unwrap();
    let line = "POST /topapi/role/deleterole?access_token=t0ken HTTP/1.1\r\n";
    assert!(received.starts_with(line), "{received}");
}

#[test]
fn a_client_shows_its_certificate_to_a_host_that_asks_for_one() {
    let authority = Authority::new();
    let ask = || {
        let mut roots = RootCertStore::empty();
        roots.add(authority.certificate.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider())
            .build()
            .unwrap();
        let (certificate, key) = authority.sign("localhost", |_| {});
        config(server().with_client_cert_verifier(verifier), &certificate, &key)
    };
    let (certificate, key) = authority.sign("a client", |_| {});
    let (port, server) = speak(ask());
    let client = builder(port).root_certificates(authority.pem());
    delete(client.client_certificate(certificate.pem(), key.serialize_pem())).unwrap();
    assert!(server.join().unwrap().starts_with("POST "));

    let (port, server) = speak(ask());
    let error = delete(builder(port).root_certificates(authority.pem())).unwrap_err();
    assert!(error.to_string().contains("does not accept the client's certificate"), "{error}");
    assert_eq!(server.join().unwrap(), "");
}

#[test]
fn each_fault_of_a_certificate_is_told_from_the_others() {
    let (ours, other) = (Authority::new(), Authority::new());
    // As `openssl req -x509` makes it: an authority that is a server as well.
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let by_itself = params.self_signed(&key).unwrap();
    let by_itself = config(server().with_no_client_auth(), &by_itself, &key);
    for (server, says) in [
        (by_itself, "signed by itself"),
        (other.server("localhost", |_| {}), "certificate is not trusted"),
        (
            ours.server("localhost", |it| it.not_after = date_time_ymd(2020, 1, 1)),
            "certificate has expired",
        ),
        (
            ours.server("localhost", |it| it.not_before = date_time_ymd(4000, 1, 1)),
            "certificate is not valid yet",
        ),
        (ours.server("another.example", |_| {}), "certificate is for another name"),
    ] {
        let (port, server) = speak(server);
        let error = delete(builder(port).root_certificates(ours.pem())).unwrap_err();
        assert_unsent(&error, says);
        assert_eq!(server.join().unwrap(), "");
    }
}

#[test]
fn a_port_that_speaks_no_tls_or_an_old_one_is_told_as_such() {
    let answers: [(&[u8], &str); 3] = [
        (
            b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
            "does not speak TLS at this port",
        ),
        // A fatal alert: protocol_version.
        (&[21, 3, 1, 0, 2, 2, 70], "needs TLS 1.2 or 1.3"),
        (b"", "closed the connection before it was established"),
    ];
    for (answer, says) in answers {
        let (port, server) = listen(move |mut stream| {
            // A hello is longer than that.
            stream.read_exact(&mut [0; 100]).unwrap();
            stream.write_all(answer).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let _ = stream.read_to_end(&mut Vec::new());
        });
        assert_unsent(&delete(builder(port)).unwrap_err(), says);
        server.join().unwrap();
    }
}

#[test]
fn a_name_that_is_not_known_is_told_as_such() {
    // Longer than a part of a name can be, so that no server is asked.
    let host = Host::custom(&format!("https://{}.invalid", "a".repeat(64))).unwrap();
    let client = single_attempts().host(host).token(AccessToken::new("t0ken"));
    assert_unsent(&delete(client).unwrap_err(), "name is not known");
}

#[test]
fn certificates_that_cannot_be_read_are_refused_by_name() {
    let (certificate, key) = Authority::new().sign("localhost", |_| {});
    let broken = "-----BEGIN CERTIFICATE-----\nAA\n";
    for (builder, says) in [
        (builder(1).root_certificates("no certificate"), "root_certificates"),
        (builder(1).root_certificates(broken), "root_certificates"),
        (builder(1).root_certificates(key.serialize_pem()), "root_certificates"),
        (builder(1).client_certificate(key.serialize_pem(), key.serialize_pem()), "certificate"),
        (builder(1).client_certificate(certificate.pem(), certificate.pem()), "key"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        assert!(error.to_string().contains(says), "{error}");
        assert!(!error.to_string().contains("BEGIN"), "{error}");
    }
}
