//! What is repeated of a call whose every repetition changes more.

use std::time::Duration;

use dingtalk_protocol::{
    DocumentedError, Endpoint, Error, ErrorCode, ErrorKind, Reach, Repetition, Request, Wait,
    decode,
};
use serde::{Deserialize, Serialize};

static CODES: [DocumentedError; 2] = [
    DocumentedError::new("BUSY", ErrorCode::new(-1), "Busy", "Wait.").retry(),
    DocumentedError::new("INVALID_ID", ErrorCode::new(33011), "Invalid id", "Correct it."),
];

static UNSAFE: Endpoint =
    Endpoint::post("test::count_up", "/topapi/test/countup").form().errors(&CODES);

/// It needs no token.
static OPEN: Endpoint =
    Endpoint::post("test::count_up", "/topapi/test/countup").form().without_token();

/// Every further call changes more.
#[derive(Debug, Serialize, Deserialize)]
struct CountUp {}

impl Request for CountUp {
    type Response = CountUp;
    const ENDPOINT: &'static Endpoint = &UNSAFE;
}

#[test]
fn without_a_safe_endpoint_only_what_changed_nothing_is_repeated() {
    for kind in ErrorKind::ALL {
        // Where no endpoint is named, none is known to be safe.
        for error in [Error::new(*kind), Error::new(*kind).of(&UNSAFE)] {
            let changed_nothing = matches!(error.reach(), Reach::NotSent | Reach::Refused);
            assert_eq!(error.repeat_is_safe(), changed_nothing, "{kind:?}");
            let is_repeated = error.repetition() != Repetition::No;
            let expected = [
                ErrorKind::Unreachable,
                ErrorKind::TokenRejected,
                ErrorKind::Throttled,
                ErrorKind::IpBanned,
            ];
            assert_eq!(is_repeated, expected.contains(kind), "{kind:?}");
        }
    }
}

#[test]
fn answers_of_an_endpoint_that_is_not_safe_to_repeat() {
    for (body, expected) in [
        (r#"{"errcode":88,"sub_code":"40014"}"#, Repetition::WithNewToken),
        (
            r#"{"errcode":88,"sub_code":"90018"}"#,
            Repetition::After(Wait::Doubling(Duration::from_secs(1))),
        ),
        (
            r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#,
            Repetition::After(Wait::For(Duration::from_secs(300))),
        ),
        (r#"{"errcode":15,"sub_code":"isp.top-remote-connection-timeout"}"#, Repetition::No),
        (r#"{"errcode":88,"sub_code":""}"#, Repetition::No),
        (r#"{"errcode":-1}"#, Repetition::No),
        (r#"{"errcode":33011}"#, Repetition::No),
        ("<html></html>", Repetition::No),
        ("", Repetition::No),
        (r#"{"errcode":0"#, Repetition::No),
    ] {
        let error = decode::<CountUp, _>(http::Response::new(body)).unwrap_err();
        assert_eq!(error.endpoint(), Some(&UNSAFE));
        assert_eq!(error.repetition(), expected, "{body}");
        assert_eq!(error.repeat_is_safe(), expected != Repetition::No, "{body}");
    }
}

#[test]
fn after_a_lost_attempt_no_error_says_that_nothing_has_changed() {
    for kind in ErrorKind::ALL {
        let error = Error::new(*kind).of(&UNSAFE).with_reach(Reach::Unknown);
        assert_eq!(error.reach(), Reach::Unknown, "{kind:?}");
        assert!(!error.repeat_is_safe(), "{kind:?}");
    }
}

#[test]
fn a_call_that_carries_no_token_is_not_repeated_with_a_new_one() {
    let error = Error::new(ErrorKind::TokenRejected).of(&OPEN);
    assert_eq!(error.repetition(), Repetition::No);
}
