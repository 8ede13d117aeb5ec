//! Sources of tokens other than an app's key and secret, and secrets in texts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dingtalk_client::auth::get_token;
use dingtalk_client::role::delete as delete_role;
use dingtalk_client::{
    AccessToken, AppCredentials, Error, ErrorKind, Secret, TokenCall, TokenSource,
};
use dingtalk_tests::Outcome;

use crate::policy::support::{
    Bench, DELETE, FETCH, code, delete, delete_with, issued, ok, throttled, wrapped,
};

/// Supplies `own1`, `own2` and so on: another one after each rejection.
#[derive(Default)]
struct Own(AtomicU32);

impl TokenSource for Own {
    fn token(&self, _: &TokenCall<'_>) -> Result<AccessToken, Error> {
        Ok(format!("own{}", self.0.load(Ordering::SeqCst) + 1).into())
    }

    fn rejected(&self, token: &AccessToken, _: &TokenCall<'_>) -> bool {
        assert_eq!(token.expose(), format!("own{}", self.0.fetch_add(1, Ordering::SeqCst) + 1));
        true
    }
}

#[test]
fn a_source_of_ones_own_can_replace_a_rejected_token() {
    let bench = Bench::new([code(40014), ok()]);
    delete(&bench.builder().token(Own::default()).build().unwrap()).unwrap();
    assert_eq!(bench.events(), [delete_with("own1"), delete_with("own2")]);

    let bench = Bench::new([code(40014), code(40014)]);
    let error = delete(&bench.builder().token(Own::default()).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenRejected, 2));
    assert_eq!(bench.events(), [delete_with("own1"), delete_with("own2")]);
}

/// Fails with this kind, and counts how often it is asked.
struct Broken(ErrorKind, Arc<AtomicU32>);

impl TokenSource for Broken {
    fn token(&self, _: &TokenCall<'_>) -> Result<AccessToken, Error> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Err(Error::new(self.0).with_detail("the vault is sealed"))
    }
}

#[test]
fn the_error_of_a_source_names_the_call_that_needed_it() {
    let bench = Bench::silent();
    let asked = Arc::<AtomicU32>::default();
    let source = Broken(ErrorKind::TokenUnavailable, Arc::clone(&asked));
    let error = delete(&bench.builder().token(source).build().unwrap()).unwrap_err();
    assert!(bench.events().is_empty());
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        error.to_string(),
        "role::delete: no access token available: the vault is sealed. Find out why the source \
         of tokens fails. Nothing was sent."
    );
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn a_source_that_reaches_nobody_is_asked_again() {
    let bench = Bench::silent();
    let asked = Arc::<AtomicU32>::default();
    let source = Broken(ErrorKind::Unreachable, Arc::clone(&asked));
    let error = delete(&bench.builder().token(source).build().unwrap()).unwrap_err();
    assert_eq!(bench.events(), ["pause 328 ms", "pause 239 ms"]);
    assert_eq!((error.attempts(), asked.load(Ordering::SeqCst)), (0, 3));
}

/// Fetches as often as it may.
struct Greedy;

impl TokenSource for Greedy {
    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        // One that needs a token has none here.
        let error = call.fetch(&delete_role::Request::new(1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenMissing);
        let reply = call.fetch(&get_token::Request::new("key", "5ecret"))?;
        assert_eq!(reply.attempts(), 1);
        Err(call.fetch(&get_token::Request::new("key", "5ecret")).unwrap_err())
    }
}

#[test]
fn a_source_can_send_two_requests_for_a_call() {
    let bench = Bench::new([issued("t1")]);
    let error = delete(&bench.builder().token(Greedy).build().unwrap()).unwrap_err();
    assert_eq!(bench.events(), [FETCH]);
    assert_eq!(
        error.to_string(),
        "auth::get_token for role::delete: no access token available: two requests for one call have brought \
         no token that works. Find out why the source of tokens fails. Nothing was sent."
    );
}

#[test]
fn a_blank_token_of_a_source_is_not_sent() {
    /// Supplies a blank token.
    struct Blank;

    impl TokenSource for Blank {
        fn token(&self, _: &TokenCall<'_>) -> Result<AccessToken, Error> {
            Ok(" ".into())
        }
    }

    let bench = Bench::silent();
    let client = bench.builder().token(Blank).build().unwrap();
    let error = delete(&client).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenMissing, 0));
    assert!(!error.may_have_arrived());
}

#[test]
fn an_endpoint_that_needs_no_token_asks_for_none() {
    let bench = Bench::new([throttled(), issued("t1")]);
    let asked = Arc::<AtomicU32>::default();
    let source = Broken(ErrorKind::TokenUnavailable, Arc::clone(&asked));
    let client = bench.builder().token(source).build().unwrap();
    let reply = client.send(&get_token::Request::new("key", "5ecret")).unwrap();
    assert_eq!((reply.attempts(), reply.expires_in), (2, Some(7200.0)));
    assert_eq!(bench.events(), [FETCH, "pause 1000 ms", FETCH]);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

/// Percent-encoding changes it.
const SECRET: &str = "5ecret/wi+th&odd=chars";
const ENCODED: [&str; 2] = ["5ecret%2Fwi%2Bth%26odd%3Dchars", "5ecret%2fwi%2bth%26odd%3dchars"];

#[track_caller]
fn assert_clean(text: &str) {
    for secret in [SECRET, ENCODED[0], ENCODED[1]] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn the_secret_of_the_app_is_in_no_text() {
    let bench = Bench::silent();
    let builder = bench.builder().app("key", SECRET);
    assert_clean(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    let request = get_token::Request::new("key", SECRET);
    let source = AppCredentials::new("key", SECRET);
    assert_clean(&format!("{client:?} {request:?} {source:?} {:?}", Secret::new(SECRET)));
}

#[test]
fn a_service_that_echoes_the_secret_does_not_bring_it_into_the_error() {
    for echo in [SECRET, ENCODED[0], ENCODED[1]] {
        let echoes: [Outcome; 5] = [
            format!(r#"{{"errcode": 40096, "errmsg": "bad {echo}", "request_id": "{echo}"}}"#)
                .into(),
            wrapped(echo, echo),
            format!(r#"{{"errcode": 0, "access_token": {{"{echo}": 1}}}}"#).into(),
            format!("<html>{echo}").into(),
            format!(r#"{{"errcode": "{echo}"}}"#).into(),
        ];
        for outcome in echoes {
            let bench = Bench::new(vec![outcome; 2]);
            let client = bench.builder().app("key", SECRET).build().unwrap();
            let error = delete(&client).unwrap_err();
            assert_clean(&format!("{error} {error:?} {error:#?}"));
            for text in [error.message(), error.request_id(), error.sub_code()] {
                assert_clean(text.unwrap_or_default());
            }
        }
    }
}

#[test]
fn a_fixed_token_is_sent_as_it_is() {
    let bench = Bench::new([ok()]);
    delete(&bench.client()).unwrap();
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn a_credential_with_something_around_it_is_refused_by_name() {
    let token = |token: &str| Bench::silent().builder().token(AccessToken::new(token)).build();
    let app = |key: &str, secret: &str| Bench::silent().builder().app(key, secret).build();
    for (result, name, fault) in [
        (token("t\r\n"), "access token", "line end"),
        (token(""), "access token", "is blank"),
        (token(" t"), "access token", "blank"),
        (app("\u{feff}key", "5ecret"), "app key", "byte order mark"),
        (app("", "5ecret"), "app key", "is blank"),
        (app("key", "5ecret\n"), "app secret", "line end"),
        (app("key", "5ecret\u{a0}"), "app secret", "blank"),
        (app("key", "\0 5ecret"), "app secret", "blank"),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        let text = error.to_string();
        assert!(text.contains(name) && text.contains(fault), "{text}");
        assert!(!text.contains("5ecret") && !text.contains("key\n"), "{text}");
    }
    app("a key", "a secret, with blanks within").unwrap();
}
