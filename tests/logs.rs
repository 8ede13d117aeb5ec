//! No token, no secret and no name in any log, even at the level at which the HTTP library logs every
//! byte that it sends or receives.
//!
//! A test binary of its own, because a process has one logger: its tests take turns.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, JoinHandle};

use dingtalk_client::role::list_users;
use dingtalk_client::{AccessToken, Client, ClientBuilder, Error, ErrorKind, Host};
use dingtalk_tests::single_attempts;
use log::LevelFilter;

/// Percent-encoding changes it, so both forms can leak.
const TOKEN: &str = "5ecret/t0ken+with&odd=chars";
const ENCODED: &str = "5ecret%2Ft0ken%2Bwith%26odd%3Dchars";

const APP_SECRET: &str = "5ecret-0f-the-app";

/// What answers hold.
const NEW_TOKEN: &str = "fre5h-t0ken-0f-an-app";
const NAME: &str = "欧阳明月 Wilhelmine Ångström";

static LOG: Mutex<String> = Mutex::new(String::new());
static ALONE: Mutex<()> = Mutex::new(());

struct Recorder;

impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(log, "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

/// What is logged during `work`.
fn log_of(work: impl FnOnce()) -> String {
    static INSTALL: Once = Once::new();
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    INSTALL.call_once(|| log::set_logger(&Recorder).unwrap());
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clear();
    log::set_max_level(LevelFilter::Trace);
    work();
    log::set_max_level(LevelFilter::Off);
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Does `work` with and without a log: it comes to the same, and the log shows bodies as asterisks.
fn the_same_with_and_without_a_log(work: impl Fn()) {
    let log = log_of(&work);
    assert!(log.contains("ureq_proto::util 2a2a 2a2a"), "no body was logged at all");
    for secret in [TOKEN, ENCODED, APP_SECRET, NEW_TOKEN, NAME] {
        assert_hidden(&log, secret);
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    log::set_max_level(LevelFilter::Off);
    work();
}

/// Bytes are logged in rows of sixteen, in hexadecimal and as text, so the whole secret may stand in
/// none.
fn assert_hidden(log: &str, secret: &str) {
    let digits = log.replace(' ', "");
    for row in secret.as_bytes().windows(8) {
        let mut hex = String::new();
        for byte in row {
            write!(hex, "{byte:02x}").unwrap();
        }
        let shown =
            digits.contains(&hex) || str::from_utf8(row).is_ok_and(|part| log.contains(part));
        assert!(!shown, "the log holds {hex}, a part of {secret:?}");
    }
}

/// An answer as it is written: in these pieces.
type Answer = Vec<Vec<u8>>;

/// How the answer with a body is written.
type Form = fn(&str) -> Vec<u8>;

/// Answers the requests of one connection after the other. Returns the requests.
fn serve(connections: Vec<Vec<Answer>>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let mut requests = Vec::new();
        for answers in connections {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_nodelay(true).unwrap();
            for answer in answers {
                requests.push(read_request(&mut stream));
                for piece in answer {
                    // A client that has seen enough hangs up.
                    if stream.write_all(&piece).is_err() {
                        break;
                    }
                }
            }
        }
        requests
    });
    (url, server)
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut received = Vec::new();
    while !received.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        received.extend(byte);
    }
    let mut request = String::from_utf8(received).unwrap();
    let length = request.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    request.push_str(str::from_utf8(&body).unwrap());
    request
}

fn with_length(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn in_chunks(body: &str, size: usize) -> Vec<u8> {
    let mut answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n".to_vec();
    for chunk in body.as_bytes().chunks(size) {
        write!(answer, "{:x}; part=1\r\n", chunk.len()).unwrap();
        answer.extend_from_slice(chunk);
        answer.extend_from_slice(b"\r\n");
    }
    write!(answer, "0\r\nx-name: {NAME}\r\n\r\n").unwrap();
    answer
}

fn until_close(body: &str) -> Vec<u8> {
    format!("HTTP/1.0 200 OK\r\n\r\n{body}").into_bytes()
}

fn after_continue(body: &str) -> Vec<u8> {
    [b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), with_length(body)].concat()
}

fn token_body() -> String {
    format!(r#"{{"errcode": 0, "access_token": "{NEW_TOKEN}", "expires_in": 7200}}"#)
}

fn users_body(users: usize) -> String {
    let user = |number| format!(r#"{{"userid": "user{number}", "name": "{NAME}"}}"#);
    let list = (0..users).map(user).collect::<Vec<_>>().join(", ");
    format!(r#"{{"errcode": 0, "result": {{"hasMore": false, "list": [{list}]}}}}"#)
}

fn builder(url: &str) -> ClientBuilder {
    single_attempts().host(Host::custom(url).unwrap()).token(AccessToken::new(TOKEN))
}

fn list(client: &Client) -> Result<list_users::Response, Error> {
    client.role().list_users(7).send().map(dingtalk_client::Reply::into_inner)
}

/// Lists users and sees all of them.
fn assert_lists(client: &Client, users: usize) {
    let reply = list(client).unwrap();
    assert_eq!(reply.users.len(), users);
    for (number, user) in reply.users.iter().enumerate() {
        assert_eq!(user.user_id.as_str(), format!("user{number}"));
        assert_eq!(user.name.as_deref(), Some(NAME));
    }
}

#[test]
fn the_token_reaches_the_service_but_no_log() {
    let log = log_of(|| {
        let (url, server) = serve(vec![vec![vec![with_length(r#"{"errcode": 0}"#)]]]);
        builder(&url).build().unwrap().role().delete(7).send().unwrap();
        let requests = server.join().unwrap();
        let line = requests[0].lines().next().unwrap();
        assert_eq!(line, format!("POST /topapi/role/deleterole?access_token={ENCODED} HTTP/1.1"));
    });
    assert!(log.contains("/topapi/role/deleterole?***"), "the URL was not logged at all:\n{log}");
    assert_hidden(&log, TOKEN);
    assert_hidden(&log, ENCODED);
}

#[test]
fn new_tokens_and_names_reach_the_caller_but_no_log() {
    let forms: [(Form, bool); 5] = [
        (with_length, true),
        (|body| in_chunks(body, 16), true),
        (|body| in_chunks(body, 1), true),
        (after_continue, true),
        (until_close, false),
    ];
    the_same_with_and_without_a_log(|| {
        for (form, keeps_connection) in forms {
            let answers = [vec![form(&token_body())], vec![form(&users_body(2))]];
            let (url, server) = serve(if keeps_connection {
                vec![answers.to_vec()]
            } else {
                answers.map(|answer| vec![answer]).to_vec()
            });
            let client = single_attempts().host(Host::custom(&url).unwrap());
            let client = client.app("an app key", APP_SECRET).build().unwrap();
            assert_lists(&client, 2);
            let requests = server.join().unwrap();
            assert!(requests[1].contains(&format!("?access_token={NEW_TOKEN} ")), "{requests:?}");
        }
    });
}

#[test]
fn an_answer_can_come_in_any_two_pieces() {
    the_same_with_and_without_a_log(|| {
        for answer in [with_length(&users_body(1)), in_chunks(&users_body(1), 40)] {
            let part = |at| vec![answer[..at].to_vec(), answer[at..].to_vec()];
            let (url, server) = serve(vec![(1..answer.len()).map(part).collect()]);
            let client = builder(&url).build().unwrap();
            (1..answer.len()).for_each(|_| assert_lists(&client, 1));
            server.join().unwrap();
        }
    });
}

#[test]
fn an_answer_can_be_larger_than_any_buffer() {
    let body = users_body(3000);
    assert!(body.len() > 200_000);
    the_same_with_and_without_a_log(|| {
        let answers = [with_length(&body), in_chunks(&body, 70_000), until_close(&body)];
        let (url, server) = serve(vec![answers.map(|answer| vec![answer]).to_vec()]);
        let client = builder(&url).build().unwrap();
        (0..3).for_each(|_| assert_lists(&client, 3000));
        server.join().unwrap();
    });
}

#[test]
fn after_an_answer_that_fails_the_next_is_read_as_if_it_were_the_first() {
    let body = users_body(20);
    let whole = with_length(&body);
    let chunks = in_chunks(&body, 100);
    let cut = |answer: &[u8]| vec![answer[..answer.len() - 300].to_vec()];
    let broken = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n", body.as_bytes()];
    the_same_with_and_without_a_log(|| {
        let (url, server) = serve(vec![
            vec![cut(&whole)],
            vec![cut(&chunks)],
            vec![vec![broken.concat()]],
            vec![vec![whole.clone()], vec![chunks.clone()], vec![with_length(&users_body(2))]],
            vec![vec![whole.clone()]],
        ]);
        let client = builder(&url).build().unwrap();
        for _ in 0..3 {
            assert_eq!(list(&client).unwrap_err().kind(), ErrorKind::Connection);
        }
        assert_lists(&client, 20);
        assert_lists(&client, 20);
        assert_lists(&client, 2);
        let client = builder(&url).max_response_bytes(1000).build().unwrap();
        assert_eq!(list(&client).unwrap_err().kind(), ErrorKind::BodyTooLarge);
        server.join().unwrap();
    });
}

#[test]
fn a_log_can_be_switched_between_two_calls_of_a_connection() {
    let log = log_of(|| {
        let answers = (1..=4).map(|users| vec![with_length(&users_body(users))]).collect();
        let (url, server) = serve(vec![answers]);
        let client = builder(&url).build().unwrap();
        for (users, level) in (1..=4).zip([LevelFilter::Trace, LevelFilter::Off].repeat(2)) {
            log::set_max_level(level);
            assert_lists(&client, users);
        }
        server.join().unwrap();
    });
    assert_hidden(&log, NAME);
}

#[test]
fn an_answer_can_come_through_a_proxy() {
    the_same_with_and_without_a_log(|| {
        let tunnel = b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec();
        let answer = in_chunks(&users_body(2), 50);
        let (proxy, server) = serve(vec![vec![vec![tunnel], vec![answer.clone()], vec![answer]]]);
        let client = builder("http://127.0.0.1:9").proxy(proxy).build().unwrap();
        assert_lists(&client, 2);
        assert_lists(&client, 2);
        let requests = server.join().unwrap();
        assert!(requests[0].starts_with("CONNECT 127.0.0.1:9 "), "{requests:?}");
        assert!(requests[1].starts_with("POST "), "{requests:?}");
    });
}

#[test]
fn a_redirect_that_repeats_the_url_does_not_bring_the_token_into_the_log() {
    let location = format!("https://gateway.example/?access_token={ENCODED}");
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\n\r\n<html>{NAME}</html>");
    the_same_with_and_without_a_log(|| {
        let (head, rest) = answer.split_at(answer.len() / 2);
        let (url, server) = serve(vec![vec![vec![head.into(), rest.into()]]]);
        let error = list(&builder(&url).build().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Html);
        server.join().unwrap();
    });
}
