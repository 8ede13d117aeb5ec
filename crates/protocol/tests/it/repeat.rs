//! How far a failed call got, and whether and when it is repeated: every body that the service is
//! known to answer, and every failure of a transport.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use dingtalk_protocol::role::{add_to_users, delete, list_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{
    AccessToken, Error, ErrorKind, Host, Reach, Repetition, Request, Wait, decode, encode,
};

const BACKOFF: Repetition = Repetition::After(Wait::Backoff);
const ONE_SECOND: Repetition = Repetition::After(Wait::Doubling(Duration::from_secs(1)));
const FIVE_MINUTES: Repetition = Repetition::After(Wait::For(Duration::from_secs(300)));

fn error<R: Request>(body: impl AsRef<[u8]>) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success"),
        Err(error) => error,
    }
}

/// What `error` is, once its endpoint is known to be safe to repeat.
#[track_caller]
fn assert_facts(error: &Error, kind: ErrorKind, reach: Reach, repetition: Repetition) {
    assert!(error.endpoint().is_some_and(|endpoint| endpoint.repeat_safe));
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.reach(), reach, "{error}");
    assert_eq!(error.may_have_arrived(), reach != Reach::NotSent, "{error}");
    assert!(error.repeat_is_safe(), "{error}");
    assert_eq!(error.repetition(), repetition, "{error}");
}

/// Returns a rejection as the gateway wraps it.
fn wrapped(sub_code: &str, sub_msg: &str) -> String {
    format!(
        r#"{{"errcode":88,"sub_code":"{sub_code}","sub_msg":"{sub_msg}","errmsg":"ding talk error[subcode={sub_code},submsg={sub_msg}]","request_id":"r"}}"#
    )
}

#[test]
fn rejections_of_the_gateway_changed_nothing() {
    for (code, kind, repetition) in [
        (40014, ErrorKind::TokenRejected, Repetition::WithNewToken),
        (42001, ErrorKind::TokenRejected, Repetition::WithNewToken),
        (40001, ErrorKind::TokenRejected, Repetition::WithNewToken),
        (41001, ErrorKind::TokenMissing, Repetition::No),
        (40000, ErrorKind::TokenMissing, Repetition::No),
        (60011, ErrorKind::PermissionMissing, Repetition::No),
        (60020, ErrorKind::CallerNotAllowed, Repetition::No),
        (90018, ErrorKind::Throttled, ONE_SECOND),
        (90002, ErrorKind::Throttled, ONE_SECOND),
        (90020, ErrorKind::QuotaExhausted, Repetition::No),
        (22, ErrorKind::UnknownPath, Repetition::No),
    ] {
        let plain = format!(r#"{{"errcode":{code},"errmsg":"m"}}"#);
        let as_text = format!(r#"{{"errcode":"{code}"}}"#);
        for body in [plain, as_text, wrapped(&code.to_string(), "why")] {
            let error = error::<list_users::Request>(&body);
            assert_eq!(error.code().map(i64::from), Some(code));
            assert_facts(&error, kind, Reach::Refused, repetition);
        }
    }
}

#[test]
fn a_ban_lasts_five_minutes() {
    let body = r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#;
    let error = error::<list_users::Request>(body);
    assert_facts(&error, ErrorKind::IpBanned, Reach::Refused, FIVE_MINUTES);
    assert_eq!(error.code().map(i64::from), None);
}

#[test]
fn the_end_that_a_throttling_names_beats_the_computed_pause() {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_147_200);
    for code in ["90018", "90002"] {
        let error = error::<delete::Request>(wrapped(code, "until 2026-11-20 12:00:00"));
        let until = Repetition::After(Wait::Until(end));
        assert_facts(&error, ErrorKind::Throttled, Reach::Refused, until);
    }
}

#[test]
fn timeouts_of_the_gateway_may_have_taken_effect() {
    for (body, code) in [
        (r#"{"errcode":15,"sub_code":"isp.top-remote-connection-timeout","errmsg":"e"}"#, 15),
        (r#"{"errcode":88,"sub_code":"","errmsg":"e"}"#, 88),
    ] {
        let error = error::<delete::Request>(body);
        assert_eq!(error.code().map(i64::from), Some(code));
        assert_facts(&error, ErrorKind::GatewayTimeout, Reach::Unknown, BACKOFF);
    }
}

#[test]
fn a_busy_service_may_have_done_something_in_each_of_its_codes() {
    for error in [
        error::<add_to_users::Request>(r#"{"errcode":1002,"errmsg":"系统繁忙"}"#),
        error::<list_ids::Request>(r#"{"errcode":-1,"errmsg":"系统繁忙"}"#),
        error::<list_users::Request>(r#"{"errcode":400001,"errmsg":"System error"}"#),
    ] {
        assert_facts(&error, ErrorKind::Busy, Reach::Unknown, BACKOFF);
    }
}

/// A mistake stays one, however often it is repeated. That it changed nothing is nowhere promised.
#[test]
fn other_codes_are_never_repeated() {
    let documented = error::<delete::Request>(r#"{"errcode":33011,"errmsg":"Invalid roleId"}"#);
    assert_facts(&documented, ErrorKind::Documented, Reach::Unknown, Repetition::No);
    for body in [
        r#"{"errcode":777}"#,
        r#"{"errcode":15,"sub_code":"isv.other"}"#,
        r#"{"errcode":88,"sub_code":"isv.other"}"#,
        r#"{"errcode":88}"#,
    ] {
        let error = error::<delete::Request>(body);
        assert_facts(&error, ErrorKind::Undocumented, Reach::Unknown, Repetition::No);
    }
}

#[test]
fn what_is_not_an_answer_may_hide_one() {
    for (body, kind) in [
        (&b""[..], ErrorKind::EmptyBody),
        (b"<html><title>502 Bad Gateway</title></html>", ErrorKind::Html),
        (br#"{"errcode":0,"request_id":"#, ErrorKind::Truncated),
        (b"\xb3\xc9\xb9\xa6", ErrorKind::NotUtf8),
        (b"upstream error", ErrorKind::NotJson),
        (br#"{"success":true}"#, ErrorKind::NoErrcode),
        (br#"{"errcode":{}}"#, ErrorKind::NoErrcode),
    ] {
        assert_facts(&error::<delete::Request>(body), kind, Reach::Unknown, BACKOFF);
    }
}

#[test]
fn a_success_that_cannot_be_read_was_one() {
    for body in [
        r#"{"errcode":0,"result":{"hasMore":"maybe"}}"#,
        r#"{"errcode":0,"result":null}"#,
        r#"{"errcode":"0","result":{"list":[]}}"#,
    ] {
        let error = error::<list_users::Request>(body);
        assert_facts(&error, ErrorKind::UnexpectedShape, Reach::Done, Repetition::No);
    }
}

#[test]
fn a_request_that_is_refused_before_it_is_sent_never_arrived() {
    let host = Host::INTERNATIONAL;
    let request = add_to_users::Request::new(1..=21, ["u"]);
    let error = encode(&request, &host, &AccessToken::new("t")).unwrap_err();
    assert_facts(&error, ErrorKind::InvalidRequest, Reach::NotSent, Repetition::No);

    for token in [None, Some(&AccessToken::new(" "))] {
        let error = encode(&delete::Request::new(1), &host, token).unwrap_err();
        assert_facts(&error, ErrorKind::TokenMissing, Reach::NotSent, Repetition::No);
    }

    let error = Host::custom("oapi.dingtalk.io").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(!error.may_have_arrived() && error.repeat_is_safe());
    assert_eq!(error.repetition(), Repetition::No);
}

#[test]
fn failures_without_an_answer() {
    for (kind, reach, repetition) in [
        (ErrorKind::TokenUnavailable, Reach::NotSent, Repetition::No),
        (ErrorKind::HeldBack, Reach::NotSent, Repetition::No),
        (ErrorKind::Unreachable, Reach::NotSent, BACKOFF),
        (ErrorKind::Connection, Reach::Unknown, BACKOFF),
        (ErrorKind::Timeout, Reach::Unknown, BACKOFF),
        (ErrorKind::BodyTooLarge, Reach::Unknown, Repetition::No),
        (ErrorKind::NoProgress, Reach::Done, Repetition::No),
        (ErrorKind::TooManyItems, Reach::Done, Repetition::No),
        (ErrorKind::Redirect, Reach::Unknown, Repetition::No),
        (ErrorKind::Compressed, Reach::Unknown, Repetition::No),
        (ErrorKind::CredentialsRejected, Reach::Refused, Repetition::No),
        (ErrorKind::Journal, Reach::Unknown, Repetition::No),
    ] {
        let error = Error::new(kind).of(list_users::Request::ENDPOINT);
        assert_facts(&error, kind, reach, repetition);
    }
}

#[test]
fn a_call_that_may_have_arrived_is_not_repeated_while_no_endpoint_is_known() {
    for kind in ErrorKind::ALL {
        let error = Error::new(*kind);
        if matches!(error.reach(), Reach::Unknown | Reach::Done) {
            assert!(!error.repeat_is_safe(), "{kind:?}");
            assert_eq!(error.repetition(), Repetition::No, "{kind:?}");
        }
    }
}

/// Whatever the kinds say one by one, these hold for all of them.
#[test]
fn every_kind_is_listed_once_and_repeated_only_where_that_is_safe() {
    let names: BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| format!("{kind:?}")).collect();
    assert_eq!(names.len(), ErrorKind::ALL.len());
    for kind in ErrorKind::ALL {
        for error in [Error::new(*kind), Error::new(*kind).of(delete::Request::ENDPOINT)] {
            assert!(error.repetition() == Repetition::No || error.repeat_is_safe(), "{kind:?}");
            assert!(error.reach() != Reach::Done || error.repetition() == Repetition::No);
            let repeated = error.repetition() == BACKOFF;
            let is_repeated_otherwise =
                matches!(kind, ErrorKind::IpBanned | ErrorKind::Redirect | ErrorKind::Compressed);
            assert!(
                !kind.is_not_an_answer()
                    || repeated == error.repeat_is_safe()
                    || is_repeated_otherwise
            );
        }
    }
}
