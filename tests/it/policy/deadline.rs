//! One deadline over all attempts and pauses of a call.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_client::{
    AccessToken, AppCredentials, Client, Clock, Error, ErrorKind, Retry, SystemClock, TokenCall,
    TokenSource,
};
use dingtalk_sandbox::Sandbox;
use dingtalk_tests::TestClock;

use crate::policy::support::{
    Bench, DELETE, FETCH, code, delete, delete_with, issued, millis, ok, seconds, throttled,
    wrapped,
};
use crate::process::listen;

/// No pause between attempts.
const AT_ONCE: Retry = Retry::new().first_pause(Duration::ZERO);

#[test]
fn a_pause_that_does_not_fit_ends_the_call_at_once_with_the_error_that_it_has() {
    let bench = Bench::new([throttled()]);
    let error = delete(&bench.builder().timeout(seconds(1)).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Throttled, 1));
    assert_eq!(bench.events(), [DELETE]);

    let bench = Bench::new([throttled(), ok()]);
    delete(&bench.builder().timeout(millis(1_001)).build().unwrap()).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE]);

    let bench = Bench::new([wrapped("90002", "until 2026-01-01 08:00:30")]);
    assert_eq!(delete(&bench.client()).unwrap_err().kind(), ErrorKind::Throttled);
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn the_time_that_attempts_take_counts() {
    let slow = throttled().after(seconds(9));
    let bench = Bench::new([slow.clone(), slow.clone(), slow]);
    // 9 + 1 + 9 + 2 + 9 is more than there is, but the last attempt may begin.
    let client = bench.builder().timeout(seconds(25)).build().unwrap();
    let error = delete(&client).unwrap_err();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE, "pause 2000 ms", DELETE]);
    // It was given only the rest of the time.
    assert_eq!(bench.clock.elapsed(), seconds(25));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
}

#[test]
fn an_attempt_has_its_own_time_or_what_is_left_of_the_calls() {
    let never = ok().after(seconds(60));
    let bench = Bench::new(vec![never; 3]);
    let client = bench.builder().timeout(seconds(25)).retry(AT_ONCE.attempts(9)).build().unwrap();
    let error = delete(&client).unwrap_err();
    // 10 s, 10 s, 5 s.
    assert_eq!(bench.events(), [DELETE; 3]);
    assert_eq!(bench.clock.elapsed(), seconds(25));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));

    let bench = Bench::new([ok().after(seconds(4))]);
    let client = bench.builder().attempt_timeout(seconds(3)).retry(Retry::off()).build().unwrap();
    assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(bench.clock.elapsed(), seconds(3));
}

#[test]
fn each_call_has_the_whole_time() {
    let bench = Bench::new(vec![ok().after(seconds(9)); 4]);
    let client = bench.client();
    for _ in 0..4 {
        delete(&client).unwrap();
    }
    assert_eq!(bench.events(), [DELETE; 4]);
}

#[test]
fn the_fetch_of_a_token_takes_from_the_time_of_the_call() {
    let bench = Bench::new([issued("t1").after(seconds(8)), ok().after(seconds(4))]);
    let client = bench.builder().app("key", "5ecret").timeout(seconds(10)).build().unwrap();
    assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(bench.events(), [FETCH.to_owned(), delete_with("t1")]);
    assert_eq!(bench.clock.elapsed(), seconds(10));
}

#[test]
fn a_call_whose_time_is_over_before_it_is_sent_is_not_sent() {
    struct Slow(TestClock);

    impl TokenSource for Slow {
        fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
            self.0.advance(call.remaining());
            Ok("t".into())
        }
    }

    let bench = Bench::silent();
    let client = bench.builder().token(Slow(bench.clock.clone())).build().unwrap();
    let error = delete(&client).unwrap_err();
    assert!(bench.events().is_empty());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
    assert!(!error.may_have_arrived());
    assert!(error.to_string().contains("timeout elapsed before the request was sent"), "{error}");
}

#[test]
fn a_call_may_have_all_the_time_there_is() {
    let bench = Bench::new([code(1002), ok()]);
    let client = bench.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    bench.clock.advance(seconds(5));
    delete(&client.build().unwrap()).unwrap();
    assert_eq!(bench.sent(), 2);
}

#[test]
fn the_client_takes_the_longest_times_there_are() {
    listen();
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .host(sandbox.host())
        .token(sandbox.token())
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .build()
        .unwrap();
    client.user().list_ids(1).send().unwrap();
}

#[test]
fn a_call_that_waits_for_the_token_of_another_has_its_own_deadline() {
    let bench = Bench::silent();
    let source = Arc::new(AppCredentials::new("key", "5ecret"));
    let client = |timeout| {
        let builder = bench.builder().token(Arc::clone(&source)).timeout(timeout);
        builder.build().unwrap()
    };
    let (patient, hasty) = (client(seconds(30)), client(Duration::from_nanos(1)));
    let error = Arc::new(Mutex::new(None));
    let during = Arc::clone(&error);
    let fetch = issued("t1").doing(move || {
        *during.lock().unwrap() = Some(delete(&hasty).unwrap_err());
    });
    bench.script.push(fetch);
    bench.script.push(ok());
    delete(&patient).unwrap();
    assert_eq!(bench.events(), [FETCH.to_owned(), delete_with("t1")]);
    let error = error.lock().unwrap().take().unwrap();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
    assert!(error.to_string().contains("another call was still fetching"), "{error}");
}

#[test]
fn all_clocks_of_this_machine_count_from_the_same_moment() {
    // Clients share limiters and tokens, and with them times. A clock that counted from its own
    // making would be far behind one that has been asked so often.
    let old = SystemClock::new();
    let asked = (0..10_000).map(|_| old.elapsed()).max().unwrap();
    assert!(SystemClock::new().elapsed() >= asked);
}
