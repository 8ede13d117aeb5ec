//! The example that receives events, as a program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use dingtalk_client::callback::{Callback, Query, Sealed};

const RANDOM: [u8; 16] = *b"fedcba9876543210";

fn callback() -> Callback {
    Callback::new("123456", "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", "dingapp").unwrap()
}

/// The program, which ends with the test.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callback"))
            .args(["--port", "0"])
            .env("DINGTALK_CALLBACK_TOKEN", "123456")
            .env("DINGTALK_CALLBACK_KEY", "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij")
            .env("DINGTALK_APP_KEY", "dingapp")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening at http://").unwrap().to_owned();
        Self { child, out, address }
    }

    /// Posts an event, and returns the status line and the body of the answer.
    fn post(&self, event: &Sealed) -> (String, String) {
        let body = format!("{{\"encrypt\":\"{}\"}}", event.encrypt);
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST /callback?signature={}&timestamp={}&nonce={} HTTP/1.1\r\nHost: a\r\n\
             Connection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            event.msg_signature,
            event.timestamp,
            event.nonce,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    /// Ends the program, and returns what it complained of.
    fn complaints(mut self) -> String {
        self.child.kill().unwrap();
        let mut complaints = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        complaints
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It fails only if the program has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn now() -> String {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().to_string()
}

#[test]
fn an_event_is_printed_and_answered_with_success_and_a_forged_or_old_one_is_not() {
    let mut server = Server::start();
    let text = "{\"EventType\":\"user_add_org\",\"userId\":[\"user1\"]}";
    let (status, body) = server.post(&callback().seal(text, &now(), "n1", RANDOM));
    assert_eq!(status, "HTTP/1.1 200 OK");
    let answer: Sealed = serde_json::from_str(&body).unwrap();
    let query = Query::new(answer.msg_signature, answer.timestamp, answer.nonce);
    let opened = callback().open(&query, body.as_bytes()).unwrap();
    assert_eq!(opened.text(), "success");
    assert_eq!(server.line(), "user_add_org: UsersAdded([UserId(\"user1\")])\n");

    // A known event without its fields cannot be read at any later time either.
    let odd = callback().seal("{\"EventType\":\"user_add_org\"}", &now(), "n2", RANDOM);
    assert_eq!(server.post(&odd).0, "HTTP/1.1 200 OK");
    assert!(server.line().starts_with("unreadable: the event user_add_org does not fit"));

    let mut forged = callback().seal(text, &now(), "n3", RANDOM);
    forged.nonce = "n4".to_owned();
    let old = callback().seal(text, "1445827045067", "n5", RANDOM);
    for event in [forged, old] {
        assert_eq!(server.post(&event), ("HTTP/1.1 400 Bad Request".to_owned(), String::new()));
    }
    let complaints = server.complaints();
    assert!(complaints.contains("signature of the callback does not match"), "{complaints}");
    assert!(complaints.contains("signed too long ago"), "{complaints}");
}
