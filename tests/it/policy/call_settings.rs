//! Settings of one call, in place of the client's.

use std::thread;

use dingtalk_client::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use dingtalk_client::{ErrorKind, Limiter, Retry};

use crate::policy::support::{Bench, DELETE, code, millis, ok, seconds};

#[test]
fn a_call_can_be_moved_to_another_thread() {
    let bench = Bench::new([ok()]);
    let call = bench.client().role().delete(11);
    thread::spawn(move || call.send()).join().unwrap().unwrap();
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn a_call_can_have_its_own_timeout() {
    let bench = Bench::new([code(1002).after(millis(600)), ok()]);
    let client = bench.builder().timeout(seconds(1)).build().unwrap();
    let call = client.role().delete(11);
    // The clients' second is too short for the pause that follows.
    let retry = Retry::new().first_pause(millis(500));
    call.clone().timeout(seconds(10)).retry(retry).send().unwrap();
    assert_eq!(bench.events().len(), 3);

    let bench = Bench::silent();
    let error = bench.client().role().delete(11).timeout(millis(0)).send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
}

#[test]
fn a_call_can_have_its_own_retry() {
    let bench = Bench::new([code(1002)]);
    let error = bench.client().role().delete(11).retry(Retry::off()).send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Busy, 1));
    assert_eq!(bench.events(), [DELETE]);

    let bench = Bench::new([code(1002), code(1002), code(1002), code(1002), ok()]);
    let retry = Retry::new().attempts(5).first_pause(millis(0));
    bench.client().role().delete(11).retry(retry).send().unwrap();
    assert_eq!(bench.sent(), 5);
}

#[test]
fn headers_of_a_call_come_before_the_clients_and_none_replaces_the_requests_own() {
    let name = |name| HeaderName::from_static(name);
    let value = |value| HeaderValue::from_static(value);
    let bench = Bench::silent();
    let client = bench
        .builder()
        .header(name("x-gateway"), value("a key"))
        .header(name("traceparent"), value("of the client"))
        .build()
        .unwrap();
    let call = client.role().delete(11).header(name("traceparent"), value("of the call"));
    let call = call.header(CONTENT_TYPE, value("text/plain"));
    assert!(!format!("{call:?}").contains("of the call"), "{call:?}");
    let request = call.dry_run().unwrap();
    assert_eq!(request.headers()["x-gateway"], "a key");
    assert_eq!(request.headers()["traceparent"], "of the call");
    assert_eq!(request.headers()[CONTENT_TYPE], "application/x-www-form-urlencoded;charset=utf-8");
}

#[test]
fn the_settings_of_a_call_hold_for_every_page_of_its_list() {
    let page = |more: bool, id: &str| {
        format!(
            r#"{{"errcode": 0, "result": {{"hasMore": {more}, "list": [{{"userid": "{id}"}}]}}}}"#
        )
    };
    let bench = Bench::new([page(true, "a"), r#"{"errcode": 400001}"#.to_owned()]);
    let client = bench.builder().limiter(Limiter::off()).build().unwrap();
    let call = client.role().list_users(1).retry(Retry::off());
    let error = call.collect_complete().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Busy, 1));
    assert_eq!(bench.sent(), 2);
}
