//! Faults that are no answers: bytes and connections.

use std::io::ErrorKind;
use std::time::Duration;

use dingtalk_sandbox::{Answer, DEFAULT_TOKEN, Fault, Gate, Sandbox, seeded};

use crate::raw::{ADD, Connection, FORM, LIST_IDS, PATIENCE, form, request};

const FIELDS: &str = "roleIds=11&userIds=user1";

/// Returns a sandbox and a connection on which an assignment with a fault is in flight.
fn sent(fault: Fault) -> (Sandbox, Connection) {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next(ADD, Answer::fault(fault));
    let connection = send_to(&sandbox);
    (sandbox, connection)
}

fn send_to(sandbox: &Sandbox) -> Connection {
    let mut connection = Connection::open(sandbox.address());
    let target = format!("{ADD}?access_token={DEFAULT_TOKEN}");
    connection.send(&request("POST", &target, FORM, FIELDS.as_bytes())).unwrap();
    connection
}

fn is_applied(sandbox: &Sandbox) -> bool {
    sandbox.with_organisation(|org| org.holds(seeded::OBSOLETE_ROLE, seeded::USER_1))
}

const ORDINARY: &str = r#"{"errcode":0,"errmsg":"ok","request_id":"sandbox000001"}"#;

#[test]
fn a_truncated_body_has_the_length_it_says() {
    let (sandbox, mut connection) = sent(Fault::TruncatedBody);
    assert_eq!(connection.answer().unwrap().body, ORDINARY[..ORDINARY.len() / 2]);
    assert!(is_applied(&sandbox));
}

#[test]
fn a_wrong_length_leaves_the_caller_with_too_little() {
    let (sandbox, mut connection) = sent(Fault::WrongLength);
    let head = connection.head().unwrap();
    assert!(head.contains(&format!("content-length: {}\r\n", ORDINARY.len() + 100)), "{head}");
    assert_eq!(connection.rest(), ORDINARY.as_bytes());
    assert!(is_applied(&sandbox));
}

#[test]
fn resets_come_before_and_after_the_change() {
    for (fault, applied) in [(Fault::ResetBefore, false), (Fault::ResetAfter, true)] {
        let (sandbox, mut connection) = sent(fault);
        assert_eq!(connection.answer().unwrap_err().kind(), ErrorKind::ConnectionReset);
        assert_eq!(is_applied(&sandbox), applied);
        // The next connection is as good as ever.
        assert_eq!(form(&sandbox, ADD, FIELDS).code(), 0);
    }
}

#[test]
fn pages_and_empty_bodies_come_with_and_without_effect() {
    for applied in [false, true] {
        let (sandbox, mut connection) = sent(Fault::BadGateway { applied });
        let answer = connection.answer().unwrap();
        assert_eq!(answer.status, 502);
        assert!(answer.body.starts_with("<html>"), "{}", answer.body);
        assert_eq!(is_applied(&sandbox), applied);

        let (sandbox, mut connection) = sent(Fault::EmptyBody { applied });
        let answer = connection.answer().unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        assert_eq!(is_applied(&sandbox), applied);
    }
}

#[test]
fn an_oversize_body_is_the_ordinary_one_and_much_white_space() {
    let (sandbox, mut connection) = sent(Fault::OversizeBody { bytes: 3_000_000 });
    let answer = connection.answer().unwrap();
    assert_eq!(answer.body.len(), 3_000_000);
    assert_eq!(answer.body.trim_end(), ORDINARY);
    assert!(is_applied(&sandbox));
}

#[test]
fn a_body_that_is_not_utf8_is_whole_otherwise() {
    let (sandbox, mut connection) = sent(Fault::NotUtf8);
    connection.head().unwrap();
    let mut expected = ORDINARY.as_bytes().to_vec();
    let at = ORDINARY.find("ok").unwrap();
    expected[at] = 0xff;
    connection.close_sending_side();
    assert_eq!(connection.rest(), expected);
    assert!(is_applied(&sandbox));
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_slow_answer_takes_effect_before_it_leaves() {
    let (sandbox, mut connection) = sent(Fault::SlowHeaders { delay: Duration::from_millis(5) });
    assert_eq!(connection.answer().unwrap().body, ORDINARY);
    assert!(is_applied(&sandbox));

    // One that is late for good: others get theirs, and it has nothing when all ends.
    let (sandbox, gate) = (Sandbox::start().unwrap(), Gate::new());
    sandbox.answer_next(ADD, Answer::fault(Fault::SlowHeaders { delay: HOUR }).held_at(&gate));
    let mut late = send_to(&sandbox);
    assert!(gate.wait_for(1, PATIENCE));
    assert!(is_applied(&sandbox));
    gate.open();
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
    drop(sandbox);
    assert_eq!(late.rest(), b"");
}

#[test]
fn a_slow_body_follows_its_head() {
    let (sandbox, mut connection) = sent(Fault::SlowBody { over: Duration::from_millis(5) });
    assert_eq!(connection.answer().unwrap().body, ORDINARY);
    assert!(is_applied(&sandbox));

    // One that is late for good: the head is there, the body is not.
    let (sandbox, mut late) = sent(Fault::SlowBody { over: HOUR });
    let head = late.head().unwrap();
    assert!(head.contains(&format!("content-length: {}\r\n", ORDINARY.len())), "{head}");
    assert!(is_applied(&sandbox));
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
    drop(sandbox);
    assert_eq!(late.rest(), b"");
}
