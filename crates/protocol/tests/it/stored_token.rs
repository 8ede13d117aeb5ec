//! A token as processes hand it to each other, in clear.

use std::time::{Duration, SystemTime};

use dingtalk_protocol::{ErrorKind, StoredToken};

fn token(expires_at: SystemTime) -> StoredToken {
    StoredToken { token: "6d1b\"xxxx".into(), expires_at, life: Duration::from_millis(7_200_001) }
}

#[test]
fn a_token_comes_back_as_it_was_to_the_nanosecond() {
    let token = token(SystemTime::UNIX_EPOCH + Duration::new(1_767_225_600, 123_456_789));
    assert_eq!(StoredToken::from_json(&token.expose_json()).unwrap(), token);
}

#[test]
fn an_end_before_1970_is_written_as_1970() {
    let token = token(SystemTime::UNIX_EPOCH - Duration::from_secs(1));
    let read = StoredToken::from_json(&token.expose_json()).unwrap();
    assert_eq!(read.expires_at, SystemTime::UNIX_EPOCH);
}

#[test]
fn what_cannot_be_read_is_an_error_that_repeats_nothing_of_it() {
    let whole = token(SystemTime::UNIX_EPOCH).expose_json();
    let half = &whole[..whole.len() - 1];
    let two = whole.repeat(2);
    let overflowing = whole.replace("\"secs\":7200", "\"secs\":-7200");
    for text in ["", "null", "\"6d1bxxxx\"", "{\"6d1bxxxx\":1}", half, &two, &overflowing] {
        let error = StoredToken::from_json(text).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert_eq!(error.kind(), ErrorKind::TokenUnavailable, "{text}");
        assert!(shown.contains("cannot be read") && !shown.contains("6d1b"), "{shown}");
    }
}

#[test]
fn a_lifetime_that_is_no_number_is_over_at_once() {
    let now = SystemTime::UNIX_EPOCH;
    let token = StoredToken::issued("6d1bxxxx", Some(f64::NAN), now);
    assert_eq!((token.life, token.is_alive(now)), (Duration::ZERO, false));
}
