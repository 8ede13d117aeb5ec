//! A deletion whose first answer was lost, and whose repetition finds nothing to delete.

use dingtalk_client::role::delete;
use dingtalk_client::{Error, ErrorCode, ErrorKind, Reply};
use dingtalk_tests::Outcome;

use crate::policy::support::{Bench, code, issued, throttled, wrapped};

/// What `deleterole` says of a role that does not exist.
const GONE: ErrorCode = delete::error::INVALID_ROLE_ID;

fn deleted(outcomes: impl IntoIterator<Item = Outcome>) -> Result<Reply<delete::Response>, Error> {
    let bench = Bench::new(outcomes);
    let result = bench.client().role().delete(11).send();
    bench.events();
    result
}

#[test]
fn a_deletion_whose_answer_was_lost_is_done_when_the_role_is_gone() {
    for lost in [
        ErrorKind::Connection.into(),
        ErrorKind::Timeout.into(),
        "".into(),
        "<html>502</html>".into(),
        r#"{"errcode":"#.into(),
        wrapped("", ""),
    ] {
        let reply = deleted([lost, code(GONE)]).unwrap();
        assert!(reply.done_before());
        assert_eq!((reply.attempts(), reply.request_id()), (2, Some("r33011")));
    }
}

#[test]
fn a_lost_answer_is_remembered_over_the_attempts_that_follow() {
    let reply = deleted([ErrorKind::Connection.into(), throttled(), code(GONE)]).unwrap();
    assert_eq!((reply.done_before(), reply.attempts()), (true, 3));
}

#[test]
fn a_role_that_is_gone_is_an_error_where_no_attempt_can_have_deleted_it() {
    // "Busy" is an answer: the service does not say that it has done anything.
    for refused in [ErrorKind::Unreachable.into(), throttled(), code(1002)] {
        let error = deleted([refused, code(GONE)]).unwrap_err();
        assert_eq!((error.code(), error.attempts()), (Some(GONE), 2));
    }
    assert_eq!(deleted([code(GONE)]).unwrap_err().attempts(), 1);

    let bench = Bench::new([issued("t1"), wrapped("40014", "bad"), issued("t2"), code(GONE)]);
    let error = bench.app().role().delete(11).send().unwrap_err();
    assert_eq!(bench.sent(), 4);
    assert_eq!((error.code(), error.attempts()), (Some(GONE), 2));
}

#[test]
fn other_errors_stay_errors_after_a_lost_answer() {
    let error = deleted([ErrorKind::Connection.into(), code(23004)]).unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some(delete::error::SYSTEM_ROLE), 2));
}

#[test]
fn a_second_success_after_a_lost_answer_is_a_plain_one() {
    let reply = deleted([ErrorKind::Connection.into(), crate::policy::support::ok()]).unwrap();
    assert_eq!((reply.done_before(), reply.attempts()), (false, 2));
}

#[test]
fn a_lost_answer_of_one_call_says_nothing_of_the_next() {
    let bench =
        Bench::new([ErrorKind::Connection.into(), crate::policy::support::ok(), code(GONE)]);
    let client = bench.client();
    client.role().delete(11).send().unwrap();
    assert_eq!(client.role().delete(11).send().unwrap_err().code(), Some(GONE));
    assert_eq!(bench.sent(), 3);
}
