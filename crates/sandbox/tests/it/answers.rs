//! Responses that a test sets.

use dingtalk_sandbox::{Answer, Gate, Sandbox, seeded};

use crate::raw::{ADD, Connection, DELETE, FORM, LIST, LIST_IDS, PATIENCE, REMOVE, form, request};

fn with_token(path: &str, fields: &str) -> Vec<u8> {
    let body = format!("access_token={}&{fields}", dingtalk_sandbox::DEFAULT_TOKEN);
    request("POST", path, FORM, body.as_bytes())
}

fn exchange(sandbox: &Sandbox, path: &str, fields: &str) -> Vec<u8> {
    let mut connection = Connection::open(sandbox.address());
    connection.send(&with_token(path, fields)).unwrap();
    connection.close_sending_side();
    connection.rest()
}

#[test]
fn codes_that_no_state_leads_to() {
    let sandbox = Sandbox::start().unwrap();
    for (path, code, message) in [
        (ADD, 12012, "The organization does not exist"),
        (ADD, 1002, "System busy"),
        (DELETE, 1002, "System busy"),
        (REMOVE, -1, "System busy"),
        (LIST, 400_001, "System error"),
        (LIST_IDS, -1, "系统繁忙"),
    ] {
        sandbox.answer_next(path, Answer::error(code, message));
        let answer = form(&sandbox, path, "");
        assert_eq!((answer.code(), answer.json()["errmsg"].as_str()), (code, Some(message)));
        assert_ne!(form(&sandbox, path, "").code(), code, "only once");
    }
}

#[test]
fn ordered_answers_queue_up_per_path() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next_n(LIST_IDS, 2, Answer::error(1, "one"));
    sandbox.answer_next(LIST_IDS, Answer::error(2, "two"));
    sandbox.answer_next(LIST, Answer::error(3, "three"));
    let codes = [(); 4].map(|()| form(&sandbox, LIST_IDS, "dept_id=1").code());
    assert_eq!(codes, [1, 1, 2, 0]);
    sandbox.clear_answers();
    assert_eq!(form(&sandbox, LIST, "role_id=1203141").code(), 0);
}

#[test]
fn a_raw_answer_arrives_as_it_is() {
    let sandbox = Sandbox::start().unwrap();
    let page = http::Response::builder()
        .status(502)
        .header("Content-Type", "text/html")
        .header("X-Odd", "yes")
        .body("<html>Bad Gateway</html>")
        .unwrap();
    sandbox.answer_next(LIST, Answer::http(page));
    let answer = form(&sandbox, LIST, "role_id=1203141");
    assert_eq!((answer.status, answer.body.as_str()), (502, "<html>Bad Gateway</html>"));
    assert_eq!(answer.header("content-type"), Some("text/html"));
    assert_eq!(answer.header("x-odd"), Some("yes"));
    assert_eq!(sandbox.requests()[0].code(), None);
}

#[test]
fn a_connection_closed_before_the_request_took_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next(DELETE, Answer::hang_up());
    assert_eq!(exchange(&sandbox, DELETE, "role_id=11"), b"");
    assert!(sandbox.with_organisation(|org| org.role(seeded::OBSOLETE_ROLE).is_some()));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn a_connection_closed_after_the_request_took_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next(DELETE, Answer::ordinary().lost());
    assert_eq!(exchange(&sandbox, DELETE, "role_id=11"), b"");
    assert!(sandbox.with_organisation(|org| org.role(seeded::OBSOLETE_ROLE).is_none()));
    assert_eq!(sandbox.requests()[0].code(), Some(0));
}

#[test]
fn a_body_cut_off_after_some_bytes() {
    let sandbox = Sandbox::start().unwrap();
    let whole = form(&sandbox, LIST, "role_id=1507113600");
    let length = whole.body.len();
    for bytes in [0, 1, length / 2, length - 1] {
        sandbox.answer_next(LIST, Answer::ordinary().cut_after(bytes));
        let answer =
            String::from_utf8_lossy(&exchange(&sandbox, LIST, "role_id=1507113600")).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {length}")), "{head}");
        // The request ids differ, and they come last.
        let ids = whole.body.find("request_id").unwrap();
        let same = ids.min(bytes).min(body.len());
        assert_eq!(body.as_bytes()[..same], whole.body.as_bytes()[..same]);
        assert_eq!(body.len(), bytes);
    }
}

#[test]
fn a_content_length_that_is_wrong() {
    let sandbox = Sandbox::start().unwrap();
    for (declared, sent) in [("100", "{}"), ("1", "{")] {
        let response = http::Response::builder().header("content-length", declared).body("{}");
        sandbox.answer_next(LIST, Answer::http(response.unwrap()));
        let answer = String::from_utf8(exchange(&sandbox, LIST, "")).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {declared}")), "{head}");
        assert_eq!(body, sent);
    }
}

#[test]
fn an_answer_that_waits_at_a_gate() {
    let sandbox = Sandbox::start().unwrap();
    let gate = Gate::new();
    sandbox.answer_next(DELETE, Answer::ordinary().held_at(&gate));
    let mut held = Connection::open(sandbox.address());
    held.send(&with_token(DELETE, "role_id=11")).unwrap();
    assert!(gate.wait_for(1, PATIENCE));

    // It has taken effect, it is in the log, and others get their answers meanwhile.
    assert!(sandbox.with_organisation(|org| org.role(seeded::OBSOLETE_ROLE).is_none()));
    assert_eq!(sandbox.requests()[0].path(), DELETE);
    assert_eq!(form(&sandbox, LIST, "role_id=1203141").code(), 0);

    gate.open();
    assert_eq!(held.answer().unwrap().code(), 0);
    sandbox.answer_next(LIST, Answer::error(7, "through an open gate").held_at(&gate));
    assert_eq!(form(&sandbox, LIST, "").code(), 7);
    assert_eq!(gate.arrived(), 2);
    assert!(!gate.wait_for(3, std::time::Duration::ZERO));
}

#[test]
fn orders_show_no_secret() {
    let body = http::Response::new("a token".to_owned());
    let shown = format!("{:?}", Answer::http(body).held_at(&Gate::new()).cut_after(1));
    assert_eq!(
        shown,
        "Answer { content: 200, delivery: Cut(1), gate: Some(Gate { open: false, arrived: 0 }) }"
    );
}

#[test]
fn a_large_body_cut_off() {
    let sandbox = Sandbox::start().unwrap();
    for bytes in [100_000, 1_000_000, 9_999_999] {
        let large = Answer::http(http::Response::new(vec![b'x'; 10_000_000]));
        sandbox.answer_next(LIST, large.cut_after(bytes));
        let answer = exchange(&sandbox, LIST, "");
        let body = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(answer.len() - body, bytes);
    }
}
