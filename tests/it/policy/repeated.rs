//! Which failures are repeated, and which never are.

use dingtalk_client::role::delete;
use dingtalk_client::{Client, Endpoint, Error, ErrorKind, Request};
use dingtalk_tests::Outcome;
use serde::{Deserialize, Serialize};

use crate::policy::support::{
    Bench, DELETE, banned, code, delete as delete_role, throttled, wrapped,
};

/// Returns the error of a call each of whose attempts ends with `outcome`. Checks their number.
#[track_caller]
fn fails_after(attempts: usize, outcome: impl Into<Outcome>) -> Error {
    calls_fail_after(attempts, outcome, delete_role)
}

#[track_caller]
fn calls_fail_after(
    attempts: usize,
    outcome: impl Into<Outcome>,
    call: impl Fn(&Client) -> Result<(), Error>,
) -> Error {
    let bench = Bench::new(vec![outcome.into(); attempts]);
    let error = call(&bench.client()).unwrap_err();
    assert_eq!(bench.sent(), attempts, "{error}");
    assert_eq!(error.attempts() as usize, attempts, "{error}");
    error
}

#[test]
fn a_call_that_reaches_nobody_is_repeated() {
    let error = fails_after(3, ErrorKind::Unreachable);
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}

#[test]
fn a_call_whose_answer_is_lost_is_repeated_where_that_is_safe() {
    for kind in [ErrorKind::Connection, ErrorKind::Timeout] {
        assert_eq!(fails_after(3, kind).kind(), kind);
    }
    for (body, kind) in [
        ("", ErrorKind::EmptyBody),
        ("<html>502</html>", ErrorKind::Html),
        (r#"{"errcode": 0"#, ErrorKind::Truncated),
        ("upstream connect error", ErrorKind::NotJson),
        (r#"{"success": true}"#, ErrorKind::NoErrcode),
    ] {
        assert_eq!(fails_after(3, body).kind(), kind);
    }
}

#[test]
fn a_gateway_that_waits_in_vain_is_asked_again() {
    let body = r#"{"errcode": 15, "sub_code": "isp.top-remote-connection-timeout"}"#;
    assert_eq!(fails_after(3, body).kind(), ErrorKind::GatewayTimeout);
    assert_eq!(fails_after(3, wrapped("", "")).kind(), ErrorKind::GatewayTimeout);
    // The pair is what has the meaning.
    let body = r#"{"errcode": 15, "sub_code": "isp.other"}"#;
    assert_eq!(fails_after(1, body).kind(), ErrorKind::Undocumented);
}

#[test]
fn a_busy_service_is_asked_again_under_each_of_its_codes() {
    let add = |client: &Client| client.role().add_to_users([1], ["u"]).send().map(drop);
    let remove = |client: &Client| client.role().remove_from_users([1], ["u"]).send().map(drop);
    let list_users = |client: &Client| client.role().list_users(1).send().map(drop);
    let list_ids = |client: &Client| client.user().list_ids(1).send().map(drop);
    let errors = [
        calls_fail_after(3, code(1002), add),
        calls_fail_after(3, code(1002), delete_role),
        calls_fail_after(3, code(-1), remove),
        calls_fail_after(3, code(-1), list_ids),
        calls_fail_after(3, code(400_001), list_users),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Busy, "{error}");
    }
    // The codes are those of a page, not of every page.
    let error = calls_fail_after(1, code(1002), list_users);
    assert_eq!(error.kind(), ErrorKind::Undocumented);
}

#[test]
fn what_repeating_cannot_mend_is_sent_once() {
    let shape = r#"{"errcode": 0, "result": 5}"#;
    let list_users = |client: &Client| client.role().list_users(1).send().map(drop);
    let error = calls_fail_after(1, shape, list_users);
    assert_eq!(error.kind(), ErrorKind::UnexpectedShape);

    for (outcome, kind) in [
        (code(90020), ErrorKind::QuotaExhausted),
        (wrapped("90020", "used up"), ErrorKind::QuotaExhausted),
        (code(33011), ErrorKind::Documented),
        (code(23004), ErrorKind::Documented),
        (code(987_654), ErrorKind::Undocumented),
        (wrapped("60011", "requiredScopes=[a]"), ErrorKind::PermissionMissing),
        (wrapped("60020", "not allowed"), ErrorKind::CallerNotAllowed),
        (code(22), ErrorKind::UnknownPath),
        (code(41001), ErrorKind::TokenMissing),
        (wrapped("40000", "blank"), ErrorKind::TokenMissing),
        (ErrorKind::BodyTooLarge.into(), ErrorKind::BodyTooLarge),
    ] {
        let error = fails_after(1, outcome);
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn a_request_beyond_a_limit_is_not_sent_at_all() {
    let bench = Bench::silent();
    let error = bench.client().role().add_to_users(1..=21, ["u"]).send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert!(bench.events().is_empty());
}

#[test]
fn a_throttled_call_is_repeated_and_a_ban_is_waited_for_where_there_is_time() {
    assert_eq!(fails_after(3, throttled()).kind(), ErrorKind::Throttled);
    // Five minutes do not fit into the time of a call.
    assert_eq!(fails_after(1, banned()).kind(), ErrorKind::IpBanned);

    let bench = Bench::new([banned(), crate::policy::support::ok()]);
    let client = bench.builder().timeout(crate::policy::support::seconds(600)).build().unwrap();
    delete_role(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 300000 ms", DELETE]);
}

/// An endpoint whose second call does more than the first.
#[derive(Debug, Serialize, Deserialize)]
struct CountUp {}

static COUNT_UP: Endpoint = Endpoint::post("count::up", "/topapi/count/up").form();

impl Request for CountUp {
    type Response = delete::Response;
    const ENDPOINT: &'static Endpoint = &COUNT_UP;
}

#[test]
fn a_call_that_may_not_be_repeated_is_repeated_only_if_nothing_has_changed() {
    let count_up = |client: &Client| client.send(&CountUp {}).map(drop);
    for kind in [ErrorKind::Connection, ErrorKind::Timeout] {
        let error = calls_fail_after(1, kind, count_up);
        assert!(error.may_have_arrived() && !error.repeat_is_safe());
    }
    for body in ["", "<html>502</html>", r#"{"errcode": 0"#] {
        calls_fail_after(1, body, count_up);
    }
    for busy in [1002, 15] {
        calls_fail_after(1, code(busy), count_up);
    }
    for outcome in [throttled(), ErrorKind::Unreachable.into()] {
        let error = calls_fail_after(3, outcome, count_up);
        assert!(error.repeat_is_safe());
    }
}
