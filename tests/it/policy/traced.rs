//! Spans and events of `tracing`: their names are part of the interface.

use dingtalk_client::{
    AppCredentials, Error, ErrorKind, Limiter, StoredToken, TokenKey, TokenStore,
};
use dingtalk_tests::Outcome;

use crate::policy::collector::traced;
use crate::policy::support::{Bench, code, delete, issued, millis, ok, throttled};

#[test]
fn a_call_is_a_span_and_its_attempt_an_event() {
    let answer = r#"{"errcode": 0, "request_id": "abc1"}"#;
    let bench = Bench::new([Outcome::from(answer).after(millis(70))]);
    let client = bench.client();
    assert_eq!(
        traced(|| delete(&client)),
        [
            "DEBUG call done endpoint=\"role::delete\" attempt=1 sent=true code=0 \
             request_id=\"abc1\" duration_ms=70 held_back_ms=0 done_before=false",
            "span INFO dingtalk.call endpoint=\"role::delete\" attempts=1 code=0 \
             request_id=\"abc1\" duration_ms=70",
        ]
    );
}

#[test]
fn every_failed_attempt_is_a_warning_and_the_span_has_the_last_error() {
    let bench = Bench::new([throttled(), code(23004)]);
    let client = bench.client();
    assert_eq!(
        traced(|| delete(&client)),
        [
            "WARN attempt failed, another follows endpoint=\"role::delete\" attempt=1 sent=true \
             code=90018 error=Throttled duration_ms=0 held_back_ms=0 pause_ms=1000",
            "WARN call failed endpoint=\"role::delete\" attempt=2 sent=true code=23004 \
             error=Documented request_id=\"r23004\" duration_ms=0 held_back_ms=0",
            "span INFO dingtalk.call endpoint=\"role::delete\" error=Documented attempts=2 \
             code=23004 request_id=\"r23004\" duration_ms=1000",
        ]
    );
}

#[test]
fn an_error_without_a_code_names_its_kind() {
    let bench = Bench::new([ok()]);
    let limited = bench.builder().limiter(Limiter::default()).timeout(millis(10));
    let client = limited.build().unwrap();
    delete(&client).unwrap();
    assert_eq!(
        traced(|| delete(&client)),
        [
            "WARN call failed endpoint=\"role::delete\" attempt=1 sent=false error=HeldBack \
             duration_ms=0 held_back_ms=0",
            "span INFO dingtalk.call endpoint=\"role::delete\" error=HeldBack attempts=0 \
             duration_ms=0",
        ]
    );
}

#[test]
fn a_request_id_that_looks_like_none_is_left_out() {
    let long = "x".repeat(65);
    for odd in ["a b", "id=1", long.as_str()] {
        let answer = format!(r#"{{"errcode": 0, "request_id": "{odd}"}}"#);
        let bench = Bench::new([answer]);
        let client = bench.client();
        let text = traced(|| delete(&client)).join(" ");
        assert!(!text.contains("request_id") && !text.contains(odd), "{text}");
    }
}

#[test]
fn the_fetch_of_a_token_is_a_call_of_its_own() {
    let bench = Bench::new([issued("t1"), ok()]);
    let client = bench.app();
    assert_eq!(
        traced(|| delete(&client)),
        [
            "DEBUG call done endpoint=\"auth::get_token\" attempt=1 sent=true code=0 \
             duration_ms=0 held_back_ms=0 done_before=false",
            "span INFO dingtalk.call endpoint=\"auth::get_token\" attempts=1 code=0 duration_ms=0",
            "INFO access token fetched life_s=7200",
            "DEBUG call done endpoint=\"role::delete\" attempt=1 sent=true code=0 duration_ms=0 \
             held_back_ms=0 done_before=false",
            "span INFO dingtalk.call endpoint=\"role::delete\" attempts=1 code=0 duration_ms=0",
        ]
    );
}

/// A store that keeps nothing.
struct Full;

impl TokenStore for Full {
    fn load(&self, _: &TokenKey) -> Result<Option<StoredToken>, Error> {
        Ok(None)
    }

    fn save(
        &self,
        _: &TokenKey,
        _: Option<&StoredToken>,
        _: &StoredToken,
    ) -> Result<StoredToken, Error> {
        Err(Error::new(ErrorKind::TokenUnavailable).with_detail("the disk is full"))
    }
}

#[test]
fn a_token_that_cannot_be_stored_is_a_warning() {
    let bench = Bench::new([issued("t1"), ok()]);
    let source = AppCredentials::new("key", "5ecret").with_store(Full);
    let client = bench.builder().token(source).build().unwrap();
    let lines = traced(|| delete(&client));
    assert_eq!(
        lines.iter().find(|line| line.contains("not stored")).unwrap(),
        "WARN access token not stored error=TokenUnavailable"
    );
}

#[test]
fn no_token_no_secret_no_query_and_no_body_is_traced() {
    // They read like request ids, and the service echoes them everywhere.
    const TOKEN: &str = "t0kent0kent0ken";
    const SECRET: &str = "5ecret5ecret";
    const USER: &str = "manager4220";
    let echo = |code: i64| -> Outcome {
        format!(
            r#"{{"errcode": {code}, "errmsg": "{TOKEN} {SECRET} {USER}", "request_id": "{TOKEN}"}}"#
        )
        .into()
    };
    let bench = Bench::new([
        format!(r#"{{"errcode": 40096, "errmsg": "{SECRET}", "request_id": "{SECRET}"}}"#).into(),
        issued(TOKEN),
        echo(0),
        echo(1002),
        ErrorKind::Connection.into(),
        echo(22),
    ]);
    let client = bench.builder().app("key", SECRET).build().unwrap();
    let add = || client.role().add_to_users([7_654_321], [USER]).send();
    let lines = traced(|| {
        add().unwrap_err();
        bench.clock.advance(millis(1_000));
        let reply = add().unwrap();
        assert!(!format!("{reply:?}").contains(TOKEN), "{reply:?}");
        add().unwrap_err();
    });
    assert_eq!(bench.sent(), 6);
    let text = lines.join("\n");
    assert!(lines.len() > 10, "{text}");
    for hidden in [TOKEN, SECRET, USER, "7654321", "appkey", "access_token", "oapi", "topapi"] {
        assert!(!text.contains(hidden), "{hidden} is in\n{text}");
    }
}
