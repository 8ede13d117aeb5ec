//! A token that the service rejects: dropped, fetched once, the call repeated once.

use std::sync::{Arc, OnceLock};

use dingtalk_client::{Client, ErrorKind, Retry};
use dingtalk_tests::Outcome;

use crate::policy::support::{
    Bench, DELETE, FETCH, code, delete, delete_with, issued, issued_for, millis, ok, seconds,
    wrapped,
};

#[test]
fn a_rejected_token_is_fetched_anew_and_the_call_repeated() {
    for rejected in [
        code(40014),
        code(42001),
        code(40001),
        wrapped("40014", "bad"),
        wrapped("42001", "bad"),
        wrapped("40001", "bad"),
    ] {
        let bench = Bench::new([issued("t1"), ok(), rejected, issued("t2"), ok(), ok()]);
        let client = bench.app();
        delete(&client).unwrap();
        bench.clock.advance(seconds(60));
        let reply = client.role().delete(11).send().unwrap();
        assert_eq!(reply.attempts(), 2);
        delete(&client).unwrap();
        let (t1, t2) = (delete_with("t1"), delete_with("t2"));
        assert_eq!(bench.events(), [FETCH, &t1, &t1, FETCH, &t2, &t2]);
    }
}

#[test]
fn the_repetition_needs_no_retry() {
    let bench = Bench::new([issued("t1"), code(40014), issued("t2"), ok()]);
    let client = bench.builder().app("key", "5ecret").retry(Retry::off()).build().unwrap();
    delete(&client).unwrap();
    // A token that is rejected as soon as it is fetched is not fetched again before a second.
    assert_eq!(
        bench.events(),
        [FETCH, &delete_with("t1"), "pause 1000 ms", FETCH, &delete_with("t2")]
    );
}

#[test]
fn a_second_rejection_is_an_error() {
    let bench = Bench::new([issued("t1"), code(40014), issued("t2"), wrapped("42001", "bad")]);
    let error = delete(&bench.app()).unwrap_err();
    assert_eq!(
        (error.kind(), error.code().map(i64::from), error.attempts()),
        (ErrorKind::TokenRejected, Some(42001), 2)
    );
    assert_eq!(
        bench.events(),
        [FETCH, &delete_with("t1"), "pause 1000 ms", FETCH, &delete_with("t2")]
    );
}

#[test]
fn a_call_may_be_retried_before_and_after_its_token_is_renewed() {
    let bench = Bench::new([
        issued("t1"),
        ErrorKind::Unreachable.into(),
        code(40014),
        issued("t2"),
        ErrorKind::Unreachable.into(),
        ok(),
    ]);
    let reply = bench.app().role().delete(11).send().unwrap();
    // Three attempts, and the one with the new token.
    assert_eq!(reply.attempts(), 4);
    let (t1, t2) = (delete_with("t1"), delete_with("t2"));
    assert_eq!(
        bench.events(),
        [FETCH, &t1, "pause 328 ms", &t1, "pause 671 ms", FETCH, &t2, "pause 9 ms", &t2]
    );
}

#[test]
fn a_missing_token_is_no_rejected_one() {
    for missing in [code(41001), code(40000), wrapped("41001", ""), wrapped("40000", "")] {
        let bench = Bench::new([issued("t1"), missing, ok()]);
        let client = bench.app();
        assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::TokenMissing);
        // And it is kept.
        delete(&client).unwrap();
        assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
    }
}

#[test]
fn a_fixed_token_that_is_rejected_is_an_error_at_once() {
    let bench = Bench::new([code(40014)]);
    let error = delete(&bench.client()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenRejected, 1));
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn a_rejected_token_that_another_call_has_replaced_meanwhile_is_not_fetched_again() {
    let client = Arc::new(OnceLock::<Client>::new());
    let another_call = {
        let client = Arc::clone(&client);
        move || delete(client.get().unwrap()).unwrap()
    };
    let bench = Bench::new([
        issued("t1"),
        // While this call waits for its answer, the next three belong to another.
        code(40014).doing(another_call),
        code(40014),
        issued("t2"),
        ok(),
        ok(),
    ]);
    client.set(bench.app()).unwrap();
    delete(client.get().unwrap()).unwrap();
    let (t1, t2) = (delete_with("t1"), delete_with("t2"));
    assert_eq!(bench.events(), [FETCH, &t1, &t1, "pause 1000 ms", FETCH, &t2, &t2]);
}

#[test]
fn a_token_that_cannot_be_fetched_anew_leaves_the_error_of_the_fetch() {
    let bench = Bench::new([issued("t1"), ok(), code(40014), code(40096)]);
    let client = bench.app();
    delete(&client).unwrap();
    bench.clock.advance(seconds(60));
    let error = delete(&client).unwrap_err();
    assert_eq!((error.code().map(i64::from), error.attempts()), (Some(40096), 1));
    assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1"), FETCH]);
}

#[test]
fn that_a_call_has_used_up_its_fetches_is_nothing_that_others_share() {
    let failed: Outcome = ErrorKind::Unreachable.into();
    let bench = Bench::new([
        failed.clone(),
        // It serves one attempt.
        issued_for("t1", 0),
        failed,
        issued("t2"),
        ok(),
    ]);
    let client = bench.app();
    let error = delete(&client).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenUnavailable, 1));
    bench.clock.events();
    delete(&client).unwrap();
    assert_eq!(bench.events(), ["pause 760 ms", FETCH, &delete_with("t2")]);
}

#[test]
fn a_call_that_has_used_up_its_fetches_says_that_its_token_was_rejected() {
    let failed: Outcome = ErrorKind::Unreachable.into();
    let bench = Bench::new([failed, issued("t1"), code(40014), issued("t2"), ok()]);
    let client = bench.app();
    let error = delete(&client).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TokenRejected, 1), "{error}");
    bench.clock.events();
    // That is no failure of a fetch, which others would share.
    bench.clock.advance(millis(500));
    delete(&client).unwrap();
    assert_eq!(bench.events(), ["pause 500 ms", FETCH, &delete_with("t2")]);
}
