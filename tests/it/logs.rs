//! No token and no secret of a request in any log, even at the level at which the HTTP library logs
//! every byte that it sends or receives.
//!
//! A process has one level of logging: these tests take turns.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::PoisonError;
use std::thread::{self, JoinHandle};

use dingtalk_client::{AccessToken, ClientBuilder, ErrorKind, Host};
use dingtalk_tests::single_attempts;
use log::LevelFilter;

use crate::process::{LOG_LEVEL, listen};

/// Percent-encoding changes it, so both forms can leak.
const TOKEN: &str = "5ecret/t0ken+with&odd=chars";
const ENCODED: &str = "5ecret%2Ft0ken%2Bwith%26odd%3Dchars";
const TWICE: &str = "5ecret%252Ft0ken%252Bwith%2526odd%253Dchars";

const APP_SECRET: &str = "5ecret-0f-the-app";

type Work = Box<dyn FnOnce()>;

thread_local! {
    /// What this thread's logger does once, at the next record about a request that has a URL.
    static NEXT: Cell<Option<Work>> = const { Cell::new(None) };
}

thread_local! {
    /// What this thread has logged, while a test takes it.
    static LOG: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes a record, if a test wants those of this thread.
pub(crate) fn record(record: &log::Record<'_>) {
    let text = format!("{} {}", record.target(), record.args());
    let is_taken = LOG
        .with_borrow_mut(|log| log.as_mut().map(|log| writeln!(log, "{text}").unwrap()).is_some());
    if is_taken
        && text.contains("?***")
        && let Some(work) = NEXT.take()
    {
        work();
    }
}

/// Returns what is logged during `work`.
fn log_of(work: impl FnOnce()) -> String {
    listen();
    let _level = LOG_LEVEL.lock().unwrap_or_else(PoisonError::into_inner);
    LOG.set(Some(String::new()));
    log::set_max_level(LevelFilter::Trace);
    work();
    log::set_max_level(LevelFilter::Off);
    LOG.take().unwrap()
}

/// Does `work` with and without a log: the result is the same, and the log holds no secret.
fn the_same_with_and_without_a_log(work: impl Fn()) -> String {
    let log = log_of(&work);
    for secret in [TOKEN, ENCODED, TWICE, APP_SECRET] {
        assert_hidden(&log, secret);
    }
    let _level = LOG_LEVEL.lock().unwrap_or_else(PoisonError::into_inner);
    work();
    log
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

/// Responds to the requests of one connection after the other. Returns the requests.
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

/// Returns a head that repeats the token in every form.
fn echo() -> String {
    format!(
        "HTTP/1.1 100 Continue\r\n\r\n\
         HTTP/1.1 200 OK\r\nLocation: https://portal.example/?access_token={ENCODED}\r\n\
         x-next: https://portal.example/?url=https%3A%2F%2Foapi%3Faccess_token%3D{TWICE}\r\n\
         content-type: text/{TOKEN}\r\nContent-Length: 13\r\n\r\n<html></html>"
    )
}

fn builder(url: &str) -> ClientBuilder {
    single_attempts().host(Host::custom(url).unwrap()).token(AccessToken::new(TOKEN))
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
fn the_secret_of_an_app_reaches_the_service_but_no_log() {
    let answer = format!(
        "HTTP/1.1 403 Forbidden\r\nlocation: /login?appsecret={APP_SECRET}\r\nContent-Length: 0\r\n\r\n"
    );
    the_same_with_and_without_a_log(|| {
        let (url, server) = serve(vec![vec![vec![answer.clone().into_bytes()]]]);
        let client = single_attempts().host(Host::custom(&url).unwrap());
        client.app("an app key", APP_SECRET).build().unwrap().role().delete(7).send().unwrap_err();
        let requests = server.join().unwrap();
        assert!(requests[0].contains(&format!("&appsecret={APP_SECRET} ")), "{requests:?}");
    });
}

#[test]
fn a_response_that_repeats_the_token_in_its_head_does_not_bring_it_into_the_log() {
    let log = the_same_with_and_without_a_log(|| {
        let echo = echo().into_bytes();
        // In one piece, and parted anywhere.
        let parted =
            (1..echo.len()).step_by(7).map(|at| vec![echo[..at].to_vec(), echo[at..].to_vec()]);
        let answers: Vec<Answer> = std::iter::once(vec![echo.clone()]).chain(parted).collect();
        let calls = answers.len();
        let (url, server) = serve(vec![answers]);
        let client = builder(&url).build().unwrap();
        for _ in 0..calls {
            let error = client.role().delete(7).send().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Html, "{error:?}");
            assert!(!format!("{error} {error:?}").contains(TOKEN));
        }
        server.join().unwrap();
    });
    assert!(
        log.contains("portal.example/?access_token=*"),
        "the head was not logged at all:\n{log}"
    );
}

#[test]
fn a_call_through_a_proxy_keeps_the_token_out_of_the_log() {
    the_same_with_and_without_a_log(|| {
        let tunnel = b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec();
        let answer = with_length(r#"{"errcode": 0}"#);
        let answers = vec![vec![tunnel], vec![answer], vec![echo().into_bytes()]];
        let (proxy, server) = serve(vec![answers]);
        let client = builder("http://127.0.0.1:9").proxy(proxy).build().unwrap();
        client.role().delete(7).send().unwrap();
        client.role().delete(7).send().unwrap_err();
        let requests = server.join().unwrap();
        assert!(requests[0].starts_with("CONNECT 127.0.0.1:9 "), "{requests:?}");
        assert!(requests[1].contains(&format!("?access_token={ENCODED} ")), "{requests:?}");
    });
}

#[test]
fn a_logger_that_makes_calls_itself_does_not_break_the_call_that_it_logs() {
    let calls = 3;
    let answers = || vec![vec![with_length(r#"{"errcode": 0}"#)]; calls];
    let (inner_url, inner) = serve(vec![answers()]);
    let shipper = builder(&inner_url).build().unwrap();
    let (url, server) = serve(vec![answers()]);
    let client = builder(&url).build().unwrap();
    let log = log_of(|| {
        for _ in 0..calls {
            // While ureq writes the request line, which it logs, the logger makes a call of its own.
            let shipper = shipper.clone();
            NEXT.set(Some(Box::new(move || drop(shipper.role().delete(8).send().unwrap()))));
            client.role().delete(7).send().unwrap();
        }
    });
    for (server, body) in [(server, "role_id=7"), (inner, "role_id=8")] {
        for request in server.join().unwrap() {
            assert!(request.contains(&format!("?access_token={ENCODED} HTTP/1.1")), "{request}");
            assert!(request.ends_with(body), "{request}");
        }
    }
    assert_hidden(&log, TOKEN);
    assert_hidden(&log, ENCODED);
}
