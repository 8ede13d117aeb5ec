//! The client when the network or the answer is broken, and settings that cannot work.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread;
use std::time::Duration;

use dingtalk_client::{AccessToken, Client, ClientBuilder, Error, ErrorKind, Host};
use dingtalk_sandbox::{Answer, Gate, Sandbox};
use dingtalk_tests::single_attempts;

const PATH: &str = "/topapi/role/deleterole";

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    single_attempts().host(sandbox.host()).token(sandbox.token())
}

fn failed_call(client: &Client) -> Error {
    let error = client.role().delete(11).send().unwrap_err();
    assert_eq!(error.endpoint().unwrap().name, "role::delete");
    assert!(error.advice().is_some(), "{error}");
    error
}

/// Returns the error of a call that got this answer.
fn answered(status: u16, content_type: &str, body: &[u8]) -> Error {
    let sandbox = Sandbox::start().unwrap();
    let answer =
        http::Response::builder().status(status).header("content-type", content_type).body(body);
    sandbox.answer_next(PATH, Answer::http(answer.unwrap()));
    failed_call(&builder(&sandbox).build().unwrap())
}

/// Reads one request up to the end of its head, answers with these bytes, and waits for the other
/// side to hang up. Returns the head.
fn answer_raw(listener: &TcpListener, answer: &[u8]) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut received = Vec::new();
    while !received.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        received.extend(byte);
    }
    stream.write_all(answer).unwrap();
    // Closing with bytes unread would be a reset, which can overtake the answer.
    stream.shutdown(Shutdown::Write).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    String::from_utf8(received).unwrap()
}

#[test]
fn an_answer_that_does_not_come_is_a_time_out() {
    let sandbox = Sandbox::start().unwrap();
    let gate = Gate::new();
    sandbox.answer_next(PATH, Answer::ordinary().held_at(&gate));
    let client = builder(&sandbox).timeout(Duration::from_millis(200)).build().unwrap();
    assert_eq!(failed_call(&client).kind(), ErrorKind::Timeout);
    gate.open();
}

#[test]
fn a_time_out_names_the_setting_that_ended_the_call() {
    let sandbox = Sandbox::start().unwrap();
    let (gate, time) = (Gate::new(), Duration::from_millis(200));
    for (client, setting) in [
        (builder(&sandbox).timeout(time), "the timeout of the call elapsed"),
        (builder(&sandbox).attempt_timeout(time), "the timeout of the attempt elapsed"),
    ] {
        sandbox.answer_next(PATH, Answer::ordinary().held_at(&gate));
        let error = failed_call(&client.build().unwrap());
        assert!(error.to_string().contains(setting), "{error}");
    }
    gate.open();
}

#[test]
fn an_answer_beyond_the_limit_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let body = format!(r#"{{"errcode": 0, "padding": "{}"}}"#, "x".repeat(2000));
    for limit in [body.len() as u64 - 1, body.len() as u64] {
        sandbox.answer_next(PATH, Answer::http(http::Response::new(body.clone())));
        let client = builder(&sandbox).max_response_bytes(limit).build().unwrap();
        let result = client.role().delete(11).send();
        if limit == body.len() as u64 {
            result.unwrap();
        } else {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
            assert!(error.to_string().contains(&limit.to_string()), "{error}");
        }
    }
}

#[test]
fn the_default_limit_is_ten_mebibytes() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).build().unwrap();
    let frame = r#"{"errcode": 0, "padding": ""}"#.len();
    for excess in [0, 1] {
        let padding = "x".repeat(10 * 1024 * 1024 - frame + excess);
        let body = format!(r#"{{"errcode": 0, "padding": "{padding}"}}"#);
        sandbox.answer_next(PATH, Answer::http(http::Response::new(body)));
        let kind = client.role().delete(11).send().err().map(|error| error.kind());
        assert_eq!(kind, (excess == 1).then_some(ErrorKind::BodyTooLarge));
    }
}

#[test]
fn calls_share_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = Host::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = thread::spawn(move || {
        // Only one connection is ever accepted.
        let (mut stream, _) = listener.accept().unwrap();
        for _ in 0..3 {
            let mut received = Vec::new();
            while !received.ends_with(b"role_id=11") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                received.extend(byte);
            }
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"errcode\":0}";
            stream.write_all(answer).unwrap();
        }
    });
    let client = single_attempts().host(host).token(AccessToken::new("t")).build().unwrap();
    client.role().delete(11).send().unwrap();
    client.clone().role().delete(11).send().unwrap();
    client.role().delete(11).send().unwrap();
    server.join().unwrap();
}

#[test]
fn a_connection_that_is_not_made_in_time_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let host = Host::custom(&format!("http://{address}")).unwrap();
    let client = single_attempts()
        .host(host)
        .token(AccessToken::new("t"))
        .attempt_timeout(Duration::from_nanos(1))
        .build()
        .unwrap();
    let error = failed_call(&client);
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
}

#[test]
fn a_closed_connection_is_told_from_one_that_was_never_made() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).build().unwrap();
    sandbox.answer_next(PATH, Answer::hang_up());
    assert_eq!(failed_call(&client).kind(), ErrorKind::Connection);
    sandbox.answer_next(PATH, Answer::ordinary().cut_after(5));
    assert_eq!(failed_call(&client).kind(), ErrorKind::Connection);
    drop(sandbox);
    assert_eq!(failed_call(&client).kind(), ErrorKind::Unreachable);
}

#[test]
fn an_error_page_reports_status_and_content_type() {
    let error = answered(502, "text/html", b"<html><body>Bad Gateway</body></html>");
    assert_eq!(error.kind(), ErrorKind::Html);
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.content_type(), Some("text/html"));
    let text = error.to_string();
    assert!(
        text.contains("502") && text.contains("text/html") && !text.contains("Bad Gateway"),
        "{text}"
    );
}

#[test]
fn the_envelope_decides_and_not_the_status() {
    let sandbox = Sandbox::start().unwrap();
    let client = builder(&sandbox).build().unwrap();
    let answer = http::Response::builder().status(500).body(r#"{"errcode": 0}"#).unwrap();
    sandbox.answer_next(PATH, Answer::http(answer));
    client.role().delete(11).send().unwrap();
    let error = answered(400, "application/json", br#"{"errcode": 1002, "errmsg": "System busy"}"#);
    assert_eq!(error.kind(), ErrorKind::Busy);
}

#[test]
fn an_ip_ban_is_not_a_success() {
    let body = br#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0f"}"#;
    assert_eq!(answered(200, "application/json", body).kind(), ErrorKind::IpBanned);
}

#[test]
fn a_redirect_is_not_followed() {
    let (sandbox, elsewhere) = (Sandbox::start().unwrap(), Sandbox::start().unwrap());
    let location = format!("{}{PATH}", elsewhere.url());
    let answer =
        http::Response::builder().status(307).header("location", location).body("").unwrap();
    sandbox.answer_next(PATH, Answer::http(answer));
    let error = failed_call(&builder(&sandbox).build().unwrap());
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Redirect, 307));
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn a_server_that_speaks_no_http_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = Host::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = thread::spawn(move || {
        answer_raw(&listener, b"220 mail.example ESMTP\r\n\r\n");
    });
    let client = single_attempts().host(host).token(AccessToken::new("t")).build().unwrap();
    assert_eq!(failed_call(&client).kind(), ErrorKind::Connection);
    server.join().unwrap();
}

#[test]
fn a_proxy_is_used_only_if_it_is_set() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://someone:pa55word@{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
        answer_raw(&listener, refusal)
    });
    let client = single_attempts().token(AccessToken::new("t0ken")).proxy(proxy).build().unwrap();
    let error = failed_call(&client);
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(!format!("{error} {error:?}").contains("pa55word"));
    let received = server.join().unwrap();
    assert!(received.starts_with("CONNECT oapi.dingtalk.com:443 HTTP/1.1\r\n"), "{received}");
    // The proxy sees the host, and neither path nor token.
    assert!(!received.contains("t0ken"));
}

#[test]
fn settings_that_cannot_work_are_refused_by_name() {
    let host =
        |url| single_attempts().host(Host::custom(url).unwrap()).token(AccessToken::new("t"));
    let good = || host("https://example.com");
    let cases = [
        ("token", single_attempts()),
        ("https", host("http://example.com")),
        ("https", host("http://10.0.0.1:8900")),
        ("https", host("http://localhost.example.com")),
        ("https", host("http://127.0.0.1.example.com")),
        ("connect_timeout", good().connect_timeout(Duration::ZERO)),
        ("timeout", good().timeout(Duration::ZERO)),
        ("max_response_bytes", good().max_response_bytes(0)),
        ("user_agent", good().user_agent("a\r\nb: c")),
        ("proxy", host("http://127.0.0.1:8900").proxy("http://proxy.example.com:3128")),
        ("proxy", host("http://localhost:8900").proxy("https://someone:pa55word@10.0.0.1:3128")),
        ("proxy", good().proxy("ftp://example.com:1080")),
        ("proxy", good().proxy("http://someone:pa55word@")),
    ];
    for (word, builder) in cases {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        let text = error.to_string();
        assert!(text.contains(word) && !text.contains("pa55word"), "{word}: {text}");
    }
    for url in
        ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8900", "http://localhost:8900"]
    {
        host(url).build().unwrap();
    }
    for proxy in ["http://127.0.0.1:3128", "http://someone:pa55word@[::1]:3128"] {
        host("http://127.0.0.1:1").proxy(proxy).build().unwrap();
    }
}
