//! How often a call is repeated, and after which pauses.

use std::time::Duration;

use dingtalk_client::{ErrorKind, Retry};
use dingtalk_tests::Outcome;

use crate::policy::support::{Bench, DELETE, code, delete, millis, ok, throttled, wrapped};

/// Returns the pauses of a call whose every attempt fails, in milliseconds.
fn pauses(retry: Retry, outcome: impl Into<Outcome>, attempts: usize) -> Vec<u64> {
    seeded_pauses(1, retry, outcome, attempts)
}

/// Returns the same, with random numbers that begin with a seed.
fn seeded_pauses(
    seed: u64,
    retry: Retry,
    outcome: impl Into<Outcome>,
    attempts: usize,
) -> Vec<u64> {
    let bench = Bench::new(vec![outcome.into(); attempts]);
    let client =
        bench.builder().retry(retry).random_seed(seed).timeout(Duration::MAX).build().unwrap();
    delete(&client).unwrap_err();
    let events = bench.events();
    let pauses = events.iter().filter_map(|event| event.strip_prefix("pause "));
    pauses.map(|pause| pause.strip_suffix(" ms").unwrap().parse().unwrap()).collect()
}

#[test]
fn a_call_is_attempted_three_times_with_random_pauses_between() {
    let bench = Bench::new([ErrorKind::Unreachable, ErrorKind::Connection, ErrorKind::Timeout]);
    let error = delete(&bench.client()).unwrap_err();
    assert_eq!(bench.events(), [DELETE, "pause 328 ms", DELETE, "pause 239 ms", DELETE]);
    // The last error is the call's.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    assert_eq!(
        error.to_string(),
        "role::delete: no answer came in time, after 3 attempts. Whether the request \
         arrived is not known. Repeat it if that is safe, or allow more time."
    );
}

#[test]
fn an_error_after_a_lost_attempt_does_not_say_that_nothing_arrived() {
    for (first, arrived) in [(ErrorKind::Connection, true), (ErrorKind::Unreachable, false)] {
        let bench = Bench::new([first, ErrorKind::Unreachable, ErrorKind::Unreachable]);
        let error = delete(&bench.client()).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unreachable, 3));
        assert_eq!(error.may_have_arrived(), arrived);
    }
}

#[test]
fn a_success_ends_the_attempts_and_tells_how_many_there_were() {
    let bench = Bench::new([ErrorKind::Unreachable.into(), code(1002), ok()]);
    let reply = bench.client().role().delete(11).send().unwrap();
    assert_eq!((reply.attempts(), reply.done_before()), (3, false));
    assert_eq!(bench.sent(), 3);

    let bench = Bench::new([ok()]);
    assert_eq!(bench.client().role().delete(11).send().unwrap().attempts(), 1);
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn the_number_of_attempts_is_a_setting_and_one_is_possible() {
    for (retry, attempts) in [
        (Retry::off(), 1),
        (Retry::new().attempts(0), 1),
        (Retry::new().attempts(2), 2),
        (Retry::new().attempts(5), 5),
    ] {
        let bench = Bench::new(vec![ErrorKind::Unreachable; attempts]);
        let error = delete(&bench.builder().retry(retry).build().unwrap()).unwrap_err();
        assert_eq!(bench.sent(), attempts);
        assert_eq!(error.attempts() as usize, attempts);
        assert_eq!(error.to_string().contains("attempts"), attempts > 1, "{error}");
    }
}

#[test]
fn pauses_are_random_below_bounds_that_double() {
    let mut seen = [[u64::MAX, 0]; 5];
    for seed in 0..300 {
        let retry = Retry::new().attempts(6).longest_pause(millis(3_000));
        let pauses = seeded_pauses(seed, retry, ErrorKind::Unreachable, 6);
        assert_eq!(pauses.len(), 5);
        for ([least, most], pause) in seen.iter_mut().zip(pauses) {
            *least = pause.min(*least);
            *most = pause.max(*most);
        }
    }
    for ([least, most], bound) in seen.into_iter().zip([500, 1_000, 2_000, 3_000, 3_000]) {
        assert!(most < bound, "{most} ms, and the bound is {bound} ms");
        // Full jitter: the whole range is used.
        assert!(least < bound / 20 && most > bound / 20 * 19, "{least} to {most} of {bound} ms");
    }
}

#[test]
fn no_pause_exceeds_the_longest_one_not_even_the_first() {
    for seed in 0..50 {
        let retry = Retry::new().longest_pause(millis(100));
        for pause in seeded_pauses(seed, retry, ErrorKind::Unreachable, 3) {
            assert!(pause < 100, "{pause} ms");
        }
    }
}

#[test]
fn a_pause_of_nothing_and_one_of_centuries_are_settings_too() {
    let none = Retry::new().first_pause(Duration::ZERO);
    assert!(pauses(none, ErrorKind::Unreachable, 3).is_empty());
    let century = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let endless = Retry::new().first_pause(century).longest_pause(Duration::MAX);
    assert_eq!(pauses(endless, ErrorKind::Unreachable, 3).len(), 2);
}

#[test]
fn the_same_seed_gives_the_same_pauses_and_another_seed_others() {
    let of = |seed| seeded_pauses(seed, Retry::new(), ErrorKind::Unreachable, 3);
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    // Calls of one client do not pause in step.
    let bench = Bench::new([ErrorKind::Unreachable; 6]);
    let client = bench.client();
    delete(&client).unwrap_err();
    delete(&client).unwrap_err();
    let events = bench.events();
    assert_ne!(events[1], events[6]);
}

#[test]
fn a_throttled_call_waits_as_the_vendor_advises() {
    let retry = Retry::new().attempts(5);
    assert_eq!(pauses(retry, throttled(), 5), [1_000, 2_000, 4_000, 8_000]);
    assert_eq!(pauses(retry, code(90002), 5), [1_000, 2_000, 4_000, 8_000]);
    // It stops doubling at about a minute.
    let pauses = pauses(Retry::new().attempts(10), throttled(), 10);
    assert_eq!(pauses[5..], [32_000, 64_000, 64_000, 64_000]);
}

#[test]
fn the_end_of_a_throttling_that_the_service_names_beats_the_computed_pause() {
    // Five seconds after the clock's beginning, in Beijing's time.
    let until = |time: &str| wrapped("90002", &format!("limited until {time}, slow down"));
    let bench = Bench::new([until("2026-01-01 08:00:05"), ok()]);
    let reply = bench.client().role().delete(11).send().unwrap();
    assert_eq!(reply.attempts(), 2);
    assert_eq!(bench.events(), [DELETE, "pause 5000 ms", DELETE]);

    // An end that is over by now says no more than one that is not named.
    let bench = Bench::new([until("2026-01-01 07:59:59"), ok()]);
    delete(&bench.client()).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE]);
}
