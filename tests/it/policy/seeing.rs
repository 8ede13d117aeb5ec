//! What an observer of attempts sees.

use std::sync::{Arc, Mutex};

use dingtalk_client::{Attempt, Client, ClientBuilder, ErrorKind, Limiter, Retry};

use crate::policy::support::{Bench, code, delete, issued, millis, ok, seconds, throttled};

type Seen = Arc<Mutex<Vec<String>>>;

/// Returns every field of an attempt, the empty ones left out.
fn line(attempt: &Attempt<'_>) -> String {
    use std::fmt::Write;

    let mut line = format!("{} #{}", attempt.endpoint.name, attempt.number);
    let mut add = |text: String| write!(line, " {text}").unwrap();
    if !attempt.sent {
        add("unsent".into());
    }
    add(format!("{:?}+{:?}", attempt.held_back, attempt.duration));
    if let Some(error) = attempt.error {
        add(format!("{:?}", error.kind()));
    }
    if let Some(request_id) = attempt.request_id {
        add(format!("id={request_id}"));
    }
    if attempt.done_before {
        add("done before".into());
    }
    if let Some(pause) = attempt.pause {
        add(format!("then {} ms", pause.as_millis()));
    }
    line
}

fn observed(builder: ClientBuilder) -> (Client, Seen) {
    let seen = Seen::default();
    let observer = {
        let seen = Arc::clone(&seen);
        move |attempt: &Attempt<'_>| seen.lock().unwrap().push(line(attempt))
    };
    (builder.on_attempt(observer).build().unwrap(), seen)
}

#[test]
fn every_attempt_is_seen_with_its_times_and_its_end() {
    let bench = Bench::new([
        code(1002).after(millis(30)),
        throttled().after(millis(40)),
        r#"{"errcode": 0, "request_id": "abc"}"#.into(),
    ]);
    let (client, seen) = observed(bench.builder());
    delete(&client).unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "role::delete #1 0ns+30ms Busy id=r1002 then 328 ms",
            "role::delete #2 0ns+40ms Throttled then 1000 ms",
            "role::delete #3 0ns+0ns id=abc",
        ]
    );
}

#[test]
fn an_attempt_that_finds_the_work_done_is_seen_as_such() {
    let bench = Bench::new([ErrorKind::Connection.into(), code(33011)]);
    let (client, seen) = observed(bench.builder());
    delete(&client).unwrap();
    assert_eq!(seen.lock().unwrap()[1..], ["role::delete #2 0ns+0ns id=r33011 done before"]);
}

#[test]
fn the_last_attempt_names_no_pause() {
    for timeout in [millis(500), millis(1_000)] {
        let bench = Bench::new([throttled()]);
        let (client, seen) = observed(bench.builder().timeout(timeout));
        delete(&client).unwrap_err();
        assert_eq!(*seen.lock().unwrap(), ["role::delete #1 0ns+0ns Throttled"]);
    }
}

#[test]
fn the_wait_for_the_limiter_is_seen() {
    let bench = Bench::new([ok(), ok()]);
    let limited = bench.builder().limiter(Limiter::default()).timeout(millis(60));
    let (client, seen) = observed(limited);
    delete(&client).unwrap();
    delete(&client).unwrap();
    bench.clock.advance(millis(50));
    assert_eq!(*seen.lock().unwrap(), ["role::delete #1 0ns+0ns", "role::delete #1 50ms+0ns"]);
}

#[test]
fn an_attempt_that_is_held_back_is_seen_as_unsent() {
    let bench = Bench::new([ok()]);
    let limited = bench.builder().limiter(Limiter::default()).timeout(millis(50));
    let (client, seen) = observed(limited);
    delete(&client).unwrap();
    delete(&client).unwrap_err();
    assert_eq!(seen.lock().unwrap()[1..], ["role::delete #1 unsent 0ns+0ns HeldBack"]);
}

#[test]
fn fetches_are_attempts_of_their_own() {
    let bench = Bench::new([issued("t1").after(millis(5)), ok(), code(40014), issued("t2"), ok()]);
    let (client, seen) = observed(bench.builder().app("key", "5ecret"));
    delete(&client).unwrap();
    bench.clock.advance(seconds(60));
    delete(&client).unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "auth::get_token #1 0ns+5ms",
            "role::delete #1 0ns+0ns",
            "role::delete #1 0ns+0ns TokenRejected id=r40014 then 0 ms",
            "auth::get_token #1 0ns+0ns",
            "role::delete #2 0ns+0ns",
        ]
    );
}

#[test]
fn an_attempt_that_has_no_token_counts_as_one_that_was_not_sent() {
    let bench = Bench::new([issued("t1"), code(40014), code(40096)]);
    let (client, seen) = observed(bench.builder().app("key", "5ecret"));
    let error = delete(&client).unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "auth::get_token #1 0ns+0ns",
            "role::delete #1 0ns+0ns TokenRejected id=r40014 then 0 ms",
            "auth::get_token #1 0ns+0ns CredentialsRejected id=r40096",
            "role::delete #2 unsent 0ns+0ns CredentialsRejected id=r40096",
        ]
    );
}

#[test]
fn a_request_that_is_refused_before_it_is_sent_is_no_attempt() {
    let bench = Bench::silent();
    let (client, seen) = observed(bench.builder());
    client.role().add_to_users(1..=21, ["u"]).send().unwrap_err();
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn an_observer_that_panics_breaks_its_own_call_alone() {
    let bench = Bench::new([issued("t1"), issued("t2"), ok()]);
    let first = Mutex::new(true);
    let client = bench
        .builder()
        .app("key", "5ecret")
        .retry(Retry::off())
        .on_attempt(move |_| {
            let first = std::mem::take(&mut *first.lock().unwrap());
            assert!(!first, "the observer is broken");
        })
        .build()
        .unwrap();
    let call = std::panic::AssertUnwindSafe(|| delete(&client));
    std::panic::catch_unwind(call).unwrap_err();
    delete(&client).unwrap();
    assert_eq!(bench.sent(), 3);
}
