//! No token in any log, even at the level at which the HTTP library logs every byte it sends.
//!
//! A test binary of its own, because a process has one logger.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Mutex;
use std::thread;

use dingtalk_client::{AccessToken, Host};
use dingtalk_tests::single_attempts;

/// Percent-encoding changes it, so both forms can leak.
const TOKEN: &str = "5ecret/t0ken+with&odd=chars";
const ENCODED: &str = "5ecret%2Ft0ken%2Bwith%26odd%3Dchars";

static LOG: Mutex<String> = Mutex::new(String::new());

struct Recorder;

impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        use std::fmt::Write;
        let mut log = LOG.lock().unwrap();
        writeln!(log, "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

/// Answers one request and returns what was received.
fn serve_once(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    while !received.ends_with(b"role_id=7") {
        let length = stream.read(&mut buffer).unwrap();
        assert_ne!(length, 0, "the client hung up");
        received.extend_from_slice(&buffer[..length]);
    }
    let body = r#"{"errcode": 0}"#;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    String::from_utf8(received).unwrap()
}

#[test]
fn the_token_reaches_the_service_but_no_log() {
    log::set_logger(&Recorder).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = Host::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = thread::spawn(move || serve_once(&listener));

    let client = single_attempts().host(host).token(AccessToken::new(TOKEN)).build().unwrap();
    client.role().delete(7).send().unwrap();

    let received = server.join().unwrap();
    let line = received.lines().next().unwrap();
    assert_eq!(line, format!("POST /topapi/role/deleterole?access_token={ENCODED} HTTP/1.1"));

    let log = LOG.lock().unwrap();
    assert!(log.contains("/topapi/role/deleterole?***"), "the URL was not logged at all:\n{log}");
    assert!(!log.contains(TOKEN) && !log.contains(ENCODED), "{log}");
    // At this level sent bytes are logged in rows of sixteen, so the whole token may stand in none.
    for row in ENCODED.as_bytes().windows(8) {
        let part = str::from_utf8(row).unwrap();
        assert!(!log.contains(part), "the log holds {part:?}, a part of the token:\n{log}");
    }
}
