//! Calls that are signed: what is sent, by each attempt, and what is shown of it.

use dingtalk_client::robot::send::Text;
use dingtalk_client::{AccessToken, Client, ErrorKind, Limiter, Retry};
use dingtalk_tests::{Outcome, Script, TestClock};

const SECRET: &str = "this is secret";

/// By Python's `hmac`, at the beginning of the test and a second later.
const SIGNATURE: &str = "Ihwj8FyPJfT4YIXi/adIQljYfR8hNknkj4tQ+v3VTqM=";
const SIGNATURE_LATER: &str = "eX+W1tXrypeBjPXo3ifxcq6ZiyFC0qzxcPeh4LoAkeA=";

fn client(answers: &[&str]) -> (Client, TestClock) {
    let clock = TestClock::new();
    let script = Script::new(&clock, answers.iter().map(|body| Outcome::from(*body)));
    let client = Client::builder().token(AccessToken::new("unused"));
    let client = client.transport(script).clock(clock.clone()).limiter(Limiter::off());
    (client.retry(Retry::off()).build().unwrap(), clock)
}

fn sent(timestamp: u64, signature: &str) -> String {
    let encoded = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("POST /robot/send?access_token=t0ken&timestamp={timestamp}&sign={encoded}")
}

#[test]
fn each_attempt_is_signed_when_it_is_made() {
    const THROTTLED: &str = r#"{"errcode": 88, "sub_code": "90018"}"#;
    let (client, clock) = client(&[THROTTLED, r#"{"errcode": 0}"#]);
    let call = client.robot().send("t0ken", "text").with_text(Text::new().with_content("Hello"));
    call.signed_by(SECRET).retry(Retry::new()).send().unwrap();
    let first = sent(1_767_225_600_000, SIGNATURE);
    let second = sent(1_767_225_601_000, SIGNATURE_LATER);
    assert_eq!(clock.events(), [first, "pause 1000 ms".to_owned(), second]);
}

#[test]
fn a_signature_of_the_request_gives_way_to_that_of_the_attempt() {
    let (client, clock) = client(&[r#"{"errcode": 0}"#]);
    let call = client.robot().send("t0ken", "text").with_timestamp(1).with_signature("old");
    call.signed_by(SECRET).send().unwrap();
    assert_eq!(clock.events(), [sent(1_767_225_600_000, SIGNATURE)]);
}

#[test]
fn neither_secret_nor_signature_is_shown() {
    let echo =
        format!(r#"{{"errcode": 310000, "errmsg": "sign not match: {SECRET} {SIGNATURE}"}}"#);
    let (client, _) = client(&[&echo]);
    let call = client.robot().send("t0ken", "text").signed_by(SECRET);
    let dry = call.dry_run().unwrap();
    let query = "access_token=***&timestamp=1767225600000&sign=***";
    assert_eq!(dry.uri().query(), Some(query));
    let error = call.send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Documented);
    let shown = format!("{call:?} {error} {error:?} {:?}", error.message());
    assert!(shown.contains("sign not match"), "{shown}");
    assert!(!shown.contains(SECRET) && !shown.contains(SIGNATURE), "{shown}");
}

#[test]
fn a_call_that_has_to_be_signed_is_not_sent_without_a_signature() {
    let (client, clock) = client(&[]);
    let call = client.app_authorization().get("suitexxxx", "tick3t", "ding1");
    let error = call.send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("signature is missing: sign the request"), "{error}");
    assert_eq!(clock.events(), Vec::<String>::new());
    assert!(call.signed_by("s3cret").dry_run().is_ok());
}
