//! The tokens of an app: fetched on first use, kept, renewed ahead of their end.

use std::sync::Arc;

use dingtalk_client::{AppCredentials, Clock, ErrorKind, Host, Limiter, Reach, Retry};
use dingtalk_tests::Outcome;

use crate::policy::support::{
    Bench, FETCH, code, delete, delete_with, issued, issued_for, millis, ok, seconds,
};

/// Played from left to right: what a fetch brings, and successes of calls.
fn bench(tokens: &[(&str, i64)], calls: usize) -> Bench {
    let fetches = tokens.iter().map(|(token, life)| issued_for(token, *life));
    Bench::new(fetches.chain(vec![ok(); calls]))
}

#[test]
fn a_token_is_fetched_on_first_use_and_kept() {
    let bench = bench(&[("t1", 7200)], 3);
    let client = bench.app();
    assert!(bench.clock.events().is_empty(), "nothing is fetched before it is needed");
    for _ in 0..3 {
        delete(&client).unwrap();
    }
    let t1 = delete_with("t1");
    assert_eq!(bench.events(), [FETCH, &t1, &t1, &t1]);
}

/// Checks that a token of `life` seconds is renewed `time` milliseconds after it was issued, not one earlier.
#[track_caller]
fn assert_renewed_after(life: i64, time: u64) {
    let bench = Bench::new([issued_for("t1", life), ok(), ok(), issued("t2"), ok()]);
    let client = bench.app();
    delete(&client).unwrap();
    bench.clock.advance(millis(time - 1));
    delete(&client).unwrap();
    assert_eq!(bench.clock.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
    bench.clock.advance(millis(1));
    delete(&client).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t2")]);
}

#[test]
fn a_token_is_renewed_ten_minutes_before_its_end_and_not_earlier() {
    assert_renewed_after(7200, 6_600_000);
}

#[test]
fn a_short_token_is_renewed_when_a_tenth_of_its_life_is_left() {
    assert_renewed_after(100, 90_000);
}

#[test]
fn the_life_of_a_token_begins_before_its_answer_comes() {
    let bench = Bench::new([issued_for("t1", 100).after(seconds(5)), ok(), issued("t2"), ok()]);
    let client = bench.app();
    delete(&client).unwrap();
    bench.clock.advance(seconds(85));
    delete(&client).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t1"), FETCH, &delete_with("t2")]);
}

#[test]
fn a_renewal_that_takes_its_time_does_not_keep_a_call_that_has_a_token() {
    let bench =
        Bench::new([issued("t1"), ok(), issued("t2").after(seconds(9)), ok(), issued("t3"), ok()]);
    let client = bench.app();
    delete(&client).unwrap();
    bench.clock.advance(seconds(6_600));
    let before = bench.clock.elapsed();
    delete(&client).unwrap();
    assert_eq!(bench.clock.elapsed(), before + seconds(2));
    // A later call tries again.
    bench.clock.advance(seconds(1));
    delete(&client).unwrap();
    let (t1, t3) = (delete_with("t1"), delete_with("t3"));
    assert_eq!(bench.events(), [FETCH, &t1, FETCH, &t1, FETCH, &t3]);
}

#[test]
fn a_throttled_renewal_does_not_keep_calls_that_have_a_token_for_long() {
    let throttled = || code(90018);
    let bench = Bench::new([
        issued("t1"),
        ok(),
        throttled(),
        ok(),
        throttled(),
        ok(),
        throttled(),
        ok(),
        ok(),
    ]);
    let client = bench.builder().app("key", "5ecret").limiter(Limiter::pauses_only());
    let client = client.build().unwrap();
    delete(&client).unwrap();
    bench.clock.advance(seconds(6_600));
    for _ in 0..4 {
        let before = bench.clock.elapsed();
        delete(&client).unwrap();
        assert!(bench.clock.elapsed() < before + seconds(2));
        bench.clock.advance(seconds(1));
    }
    assert_eq!(bench.sent(), 9);
}

#[test]
fn a_call_whose_token_cannot_be_fetched_in_time_was_not_sent_itself() {
    let bench = Bench::new([ErrorKind::Timeout; 2]);
    let error = delete(&bench.app()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_arrived());
    assert_eq!(bench.sent(), 2);
}

#[test]
fn the_old_token_serves_on_while_it_lives_if_it_cannot_be_renewed() {
    let failed: Outcome = ErrorKind::Unreachable.into();
    let bench = Bench::new([
        issued("t1"),
        ok(),
        failed.clone(),
        ok(),
        ok(),
        failed.clone(),
        ok(),
        failed,
        issued("t2"),
        ok(),
    ]);
    let (client, t1) = (bench.app(), delete_with("t1"));
    delete(&client).unwrap();
    bench.clock.advance(seconds(6_600));
    delete(&client).unwrap();
    // Not again within the second.
    bench.clock.advance(millis(999));
    delete(&client).unwrap();
    bench.clock.advance(millis(1));
    delete(&client).unwrap();
    assert_eq!(bench.clock.events(), [FETCH, &t1, FETCH, &t1, &t1, FETCH, &t1]);
    // Dead, it serves nobody: the call has to have another.
    bench.clock.advance(seconds(599));
    delete(&client).unwrap();
    let fetched = [FETCH, "pause 328 ms", "pause 671 ms", FETCH, &delete_with("t2")];
    assert_eq!(bench.events(), fetched);
}

#[test]
fn tokens_are_kept_apart_by_host() {
    let bench = Bench::new([issued("io"), ok(), issued("com"), ok(), ok(), ok()]);
    let source = Arc::new(AppCredentials::new("key", "5ecret"));
    let client = |host| bench.builder().host(host).token(Arc::clone(&source)).build().unwrap();
    let (io, com) = (client(Host::INTERNATIONAL), client(Host::MAINLAND));
    for client in [&io, &com, &io, &com] {
        delete(client).unwrap();
    }
    // No distance between them either.
    let (first, second) = (delete_with("io"), delete_with("com"));
    assert_eq!(bench.events(), [FETCH, &first, FETCH, &second, &first, &second]);
}

#[test]
fn a_call_without_a_token_is_not_said_to_have_arrived() {
    for (kind, text) in [
        (ErrorKind::Connection, "the connection broke. The call itself was not sent. Repeat it."),
        (
            ErrorKind::Timeout,
            "no answer came in time. The call itself was not sent. Repeat it, or allow more time.",
        ),
    ] {
        let bench = Bench::new([kind]);
        let client = bench.builder().app("key", "5ecret").retry(Retry::off()).build().unwrap();
        let error = delete(&client).unwrap_err();
        assert_eq!(bench.events(), [FETCH]);
        assert_eq!(error.to_string(), format!("auth::get_token for role::delete: {text}"));
        assert_eq!(error.reach(), Reach::NotSent);
        // A program that skips some errors must not skip this one: every call would fail alike.
        assert!(error.is_auth_error());
    }
}

#[test]
fn a_call_that_may_have_arrived_before_its_token_failed_says_so() {
    let lost = || Outcome::from(ErrorKind::Connection);
    let bench = Bench::new([issued_for("t", 0), lost(), lost()]);
    let retry = Retry::new().attempts(2);
    let client = bench.builder().app("key", "5ecret").retry(retry).build().unwrap();
    let error = delete(&client).unwrap_err();
    assert_eq!((bench.sent(), error.reach()), (3, Reach::Unknown));
    assert!(error.to_string().starts_with("auth::get_token for role::delete"), "{error}");
    assert!(error.to_string().contains("Whether the request arrived is not known"), "{error}");
}

#[test]
fn a_blank_token_is_not_used() {
    for blank in ["", "  "] {
        let bench = Bench::new([issued(blank)]);
        let error = delete(&bench.app()).unwrap_err();
        assert_eq!(bench.events(), [FETCH]);
        assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
        assert_eq!(
            error.to_string(),
            "auth::get_token for role::delete: no access token available: the access token in the answer is \
             blank. Find out why the source of tokens fails. Nothing was sent."
        );
    }
}

#[test]
fn a_token_that_does_not_live_serves_one_call() {
    for life in [0, -5, i64::MIN] {
        let bench = Bench::new([issued_for("t1", life), ok(), issued_for("t2", life), ok()]);
        let client = bench.app();
        delete(&client).unwrap();
        delete(&client).unwrap();
        assert_eq!(
            bench.events(),
            [FETCH, &delete_with("t1"), "pause 1000 ms", FETCH, &delete_with("t2")]
        );
    }
}

#[test]
fn a_token_that_lives_for_ever_is_kept() {
    for life in [i64::MAX, 1 << 40] {
        let bench = bench(&[("t1", life)], 2);
        let client = bench.app();
        delete(&client).unwrap();
        bench.clock.advance(seconds(100 * 365 * 24 * 60 * 60));
        delete(&client).unwrap();
        assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
    }
}

#[test]
fn a_wrong_secret_is_asked_about_once_a_second() {
    let bench = Bench::new([code(40096), code(40096)]);
    let client = bench.app();
    for _ in 0..10 {
        let error = delete(&client).unwrap_err();
        assert_eq!(error.code().map(i64::from), Some(40096));
        assert_eq!(error.endpoint().unwrap().name, "auth::get_token");
        assert_eq!(error.request_id(), Some("r40096"));
        // The call itself was never sent.
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(bench.clock.events(), [FETCH]);
    bench.clock.advance(millis(999));
    delete(&client).unwrap_err();
    assert!(bench.clock.events().is_empty());
    bench.clock.advance(millis(1));
    delete(&client).unwrap_err();
    assert_eq!(bench.events(), [FETCH]);
}

#[test]
fn the_distance_between_fetches_is_a_setting() {
    let bench = Bench::new([code(40096), code(40096)]);
    let source = AppCredentials::new("key", "5ecret").with_distance(seconds(60));
    let client = bench.builder().token(source).build().unwrap();
    delete(&client).unwrap_err();
    bench.clock.advance(seconds(59));
    delete(&client).unwrap_err();
    assert_eq!(bench.clock.events(), [FETCH]);
    bench.clock.advance(seconds(1));
    delete(&client).unwrap_err();
    assert_eq!(bench.events(), [FETCH]);
}

#[test]
fn a_call_without_the_time_for_the_distance_fails_alone() {
    let bench = Bench::new([issued_for("t1", 0), ok(), issued("t2"), ok()]);
    let source = Arc::new(AppCredentials::new("key", "5ecret"));
    let client = |timeout| {
        let builder = bench.builder().token(Arc::clone(&source)).timeout(timeout);
        builder.build().unwrap()
    };
    let (patient, hasty) = (client(seconds(30)), client(seconds(1)));
    delete(&patient).unwrap();
    assert_eq!(bench.clock.events(), [FETCH, &delete_with("t1")]);
    let error = delete(&hasty).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
    assert!(error.to_string().contains("was fetched a moment ago"), "{error}");
    delete(&patient).unwrap();
    assert_eq!(bench.events(), ["pause 1000 ms", FETCH, &delete_with("t2")]);
}

#[test]
fn a_failed_fetch_is_repeated_like_any_call_and_once() {
    let bench = Bench::new([ErrorKind::Unreachable.into(), issued("t1"), ok()]);
    let reply = bench.app().role().delete(11).send().unwrap();
    // The pause of the retry, and then what is missing to the distance.
    assert_eq!(bench.events(), [FETCH, "pause 328 ms", "pause 671 ms", FETCH, &delete_with("t1")]);
    assert_eq!(reply.attempts(), 1);

    let bench = Bench::new([ErrorKind::Unreachable, ErrorKind::Timeout]);
    let error = delete(&bench.app()).unwrap_err();
    assert_eq!(bench.events(), [FETCH, "pause 328 ms", "pause 671 ms", FETCH]);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
}
