//! Pauses that the service asks for, kept by every call of a limiter.

use std::sync::{Arc, Barrier};
use std::thread;

use dingtalk_client::{Client, Clock, Error, ErrorKind, Limiter, Retry};
use dingtalk_tests::Outcome;

use crate::policy::support::{
    Bench, DELETE, FETCH, banned, code, delete, delete_with, issued, millis, ok, seconds,
    throttled, wrapped,
};

const LIST: &str = "POST /topapi/user/listid?access_token=t";

fn list_ids(client: &Client) -> Result<(), Error> {
    client.user().list_ids(1).send().map(drop)
}

fn listed() -> Outcome {
    r#"{"errcode": 0, "result": {"userid_list": []}}"#.into()
}

/// Returns a client that attempts calls once and keeps pauses.
fn once(bench: &Bench) -> Client {
    let builder = bench.builder().retry(Retry::off()).limiter(Limiter::pauses_only());
    builder.timeout(seconds(600)).build().unwrap()
}

#[test]
fn a_throttled_endpoint_pauses_for_every_call_and_the_others_go_on() {
    for throttle in [throttled(), code(90002), wrapped("90002", "all together")] {
        let bench = Bench::new([throttle, listed(), ok()]);
        let client = once(&bench);
        assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::Throttled);
        list_ids(&client).unwrap();
        delete(&client.clone()).unwrap();
        assert_eq!(bench.events(), [DELETE, LIST, "pause 1000 ms", DELETE]);
    }
}

#[test]
fn the_end_that_the_service_names_is_the_end_of_the_pause() {
    let until = |time: &str| wrapped("90002", &format!("until {time}"));
    let bench = Bench::new([until("2026-01-01 08:00:05"), ok()]);
    let client = once(&bench);
    delete(&client).unwrap_err();
    bench.clock.advance(millis(1_500));
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 3500 ms", DELETE]);

    let bench = Bench::new([until("2026-01-01 07:00:00"), ok()]);
    let client = once(&bench);
    delete(&client).unwrap_err();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE]);
}

#[test]
fn an_end_that_no_throttling_can_have_does_not_silence_the_endpoint() {
    let bench = Bench::new([wrapped("90002", "until 2999-12-31 23:59:59"), ok()]);
    let client = once(&bench);
    delete(&client).unwrap_err();
    assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::HeldBack);
    bench.clock.advance(seconds(60 * 60));
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, DELETE]);
}

#[test]
fn another_answer_of_the_service_ends_the_row_of_throttles() {
    let bench = Bench::new([throttled(), code(23004), throttled(), ok()]);
    let client = once(&bench);
    for _ in 0..4 {
        let _ = delete(&client);
    }
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE, DELETE, "pause 1000 ms", DELETE]);
}

#[test]
fn throttles_in_a_row_double_the_pause_and_a_success_ends_the_row() {
    let bench = Bench::new([throttled(), throttled(), throttled(), ok(), throttled(), ok()]);
    let client = once(&bench);
    for _ in 0..6 {
        let _ = delete(&client);
    }
    assert_eq!(
        bench.events(),
        [
            DELETE,
            "pause 1000 ms",
            DELETE,
            "pause 2000 ms",
            DELETE,
            "pause 4000 ms",
            DELETE,
            DELETE,
            "pause 1000 ms",
            DELETE
        ]
    );
}

#[test]
fn pauses_stop_doubling_at_about_a_minute() {
    let bench = Bench::new(vec![throttled(); 40]);
    let client = once(&bench);
    for _ in 0..40 {
        delete(&client).unwrap_err();
    }
    let events = bench.events();
    assert_eq!(events[11], "pause 32000 ms");
    assert!(events[13..].iter().skip(2).step_by(2).all(|event| event == "pause 64000 ms"));
}

#[test]
fn a_call_that_is_repeated_does_not_wait_twice() {
    let bench = Bench::new([throttled(), throttled(), ok()]);
    let client = bench.builder().limiter(Limiter::default()).build().unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE, "pause 2000 ms", DELETE]);
}

#[test]
fn a_pause_beyond_the_deadline_fails_the_call_at_once_and_says_why() {
    let bench = Bench::new([wrapped("90002", "until 2026-01-01 08:01:00"), ok()]);
    let client = bench.builder().limiter(Limiter::default()).build().unwrap();
    delete(&client).unwrap_err();
    bench.clock.advance(millis(500));
    let error = delete(&client).unwrap_err();
    assert_eq!(bench.clock.events(), [DELETE]);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
    assert_eq!(
        error.to_string(),
        "role::delete: the call was held back beyond its deadline: the service asked for a pause \
         with code 90002, of which 59.5 s are left. Call less often, or allow the call more time. \
         Nothing was sent."
    );
    bench.clock.advance(seconds(59));
    delete(&client).unwrap();
    assert_eq!(bench.events(), ["pause 500 ms", DELETE]);
}

#[test]
fn a_ban_pauses_every_endpoint_for_five_minutes() {
    let bench = Bench::new([banned(), ok(), listed()]);
    let client = once(&bench);
    assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::IpBanned);
    bench.clock.advance(seconds(100));
    delete(&client).unwrap();
    list_ids(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 200000 ms", DELETE, LIST]);
}

#[test]
fn of_a_ban_and_a_pause_of_the_endpoint_the_longer_one_counts() {
    for (throttle, pause) in [
        (throttled(), "pause 300000 ms"),
        (wrapped("90002", "until 2026-01-01 08:06:00"), "pause 360000 ms"),
    ] {
        let bench = Bench::new([throttle, banned(), ok()]);
        let client = once(&bench);
        delete(&client).unwrap_err();
        list_ids(&client).unwrap_err();
        delete(&client).unwrap();
        assert_eq!(bench.events(), [DELETE, LIST, pause, DELETE]);
    }
}

#[test]
fn during_a_ban_calls_fail_at_once_and_no_token_is_fetched() {
    let bench = Bench::new([issued("t1"), banned()]);
    let limiter = Limiter::default();
    let builder = || bench.builder().app("key", "5ecret").limiter(limiter.clone());
    let client = builder().build().unwrap();
    delete(&client).unwrap_err();
    assert_eq!(bench.events(), [FETCH.to_owned(), delete_with("t1")]);
    let text = "the gateway has banned this IP address for another 300.0 s";
    for error in [list_ids(&client).unwrap_err(), delete(&client).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::HeldBack);
        assert!(error.to_string().contains(text), "{error}");
    }
    // Another client of the same limiter has no token yet.
    let error = delete(&builder().build().unwrap()).unwrap_err();
    assert_eq!(error.endpoint().unwrap().name, "auth::get_token");
    assert!(error.to_string().contains(text), "{error}");
    assert!(bench.events().is_empty());
}

#[test]
fn a_throttled_fetch_pauses_fetches_alone() {
    let bench = Bench::new([code(90018), ok(), issued("t1"), ok()]);
    let limiter = Limiter::pauses_only();
    let builder = || bench.builder().retry(Retry::off()).limiter(limiter.clone());
    let app = || builder().app("key", "5ecret").build().unwrap();
    assert_eq!(delete(&app()).unwrap_err().kind(), ErrorKind::Throttled);
    delete(&builder().build().unwrap()).unwrap();
    delete(&app()).unwrap();
    assert_eq!(bench.events(), [FETCH, DELETE, "pause 1000 ms", FETCH, &delete_with("t1")]);
}

#[test]
fn a_limiter_that_is_off_keeps_no_pause() {
    let bench = Bench::new([throttled(), ok(), banned(), ok()]);
    let client = bench.builder().retry(Retry::off()).build().unwrap();
    for _ in 0..4 {
        let _ = delete(&client);
    }
    assert_eq!(bench.events(), [DELETE; 4]);
}

#[test]
fn threads_that_get_the_same_throttle_count_once() {
    const THREADS: usize = 4;
    let barrier = Arc::new(Barrier::new(THREADS));
    let bench = Bench::silent();
    for _ in 0..THREADS {
        let barrier = Arc::clone(&barrier);
        bench.script.push(throttled().doing(move || {
            barrier.wait();
        }));
    }
    bench.script.push(ok());
    let client = once(&bench);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| delete(&client).unwrap_err());
        }
    });
    delete(&client).unwrap();
    let expected = [vec![DELETE; THREADS], vec!["pause 1000 ms", DELETE]].concat();
    assert_eq!(bench.events(), expected);
}

#[test]
fn a_call_under_way_that_learns_a_later_end_extends_the_pause() {
    let bench = Bench::silent();
    let client = once(&bench);
    let other = client.clone();
    // While this call waits for its answer, another is throttled for a second.
    let named = wrapped("90002", "until 2026-01-01 08:00:30");
    bench.script.push(named.doing(move || drop(delete(&other).unwrap_err())));
    bench.script.push(throttled());
    bench.script.push(ok());
    delete(&client).unwrap_err();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, DELETE, "pause 30000 ms", DELETE]);
}

#[test]
fn a_success_that_was_under_way_does_not_end_a_pause() {
    let bench = Bench::silent();
    let client = once(&bench);
    let other = client.clone();
    bench.script.push(ok().doing(move || drop(delete(&other).unwrap_err())));
    bench.script.push(throttled());
    bench.script.push(throttled());
    bench.script.push(ok());
    delete(&client).unwrap();
    delete(&client).unwrap_err();
    delete(&client).unwrap();
    // Nor does it end the row.
    assert_eq!(bench.events(), [DELETE, DELETE, "pause 1000 ms", DELETE, "pause 2000 ms", DELETE]);
    assert_eq!(bench.clock.elapsed(), seconds(3));
}

#[test]
fn the_end_of_a_pause_is_a_time_of_the_service_whatever_the_clock_of_this_machine_says() {
    // The clock of the test says 2026-01-01 00:00:00 UTC, which is 08:00:00 in the message: this
    // machine is ten minutes slow, or ten minutes fast.
    for (date, end) in [
        ("Thu, 01 Jan 2026 00:10:00 GMT", "2026-01-01 08:10:05"),
        ("Wed, 31 Dec 2025 23:50:00 GMT", "2026-01-01 07:50:05"),
    ] {
        let throttle = wrapped("90018", &format!("until {end}")).with("date", date);
        // Repeated by the call itself, and kept by the limiter for the next.
        let bench = Bench::new([throttle.clone(), ok()]);
        let client = bench.builder().limiter(Limiter::off()).build().unwrap();
        delete(&client).unwrap();
        assert_eq!(bench.events(), [DELETE, "pause 5000 ms", DELETE]);
        let bench = Bench::new([throttle, ok()]);
        let client = once(&bench);
        delete(&client).unwrap_err();
        delete(&client).unwrap();
        assert_eq!(bench.events(), [DELETE, "pause 5000 ms", DELETE]);
    }
}

#[test]
fn without_a_date_the_message_itself_shows_that_this_machine_is_slow() {
    // Ten minutes slow, right, and ten minutes fast, which leaves the end past.
    for (from, end, pause) in [
        ("2026-01-01 08:10:00", "2026-01-01 08:10:02", "pause 2000 ms"),
        ("2026-01-01 07:59:59", "2026-01-01 08:00:01", "pause 1000 ms"),
        ("2026-01-01 07:50:00", "2026-01-01 07:50:02", "pause 1000 ms"),
    ] {
        let message = format!("from 2026-01-01 07:00:00 to {from} over 20 calls, ends at {end}");
        let bench = Bench::new([wrapped("90018", &message), ok()]);
        let client = once(&bench);
        delete(&client).unwrap_err();
        delete(&client).unwrap();
        assert_eq!(bench.events(), [DELETE, pause, DELETE]);
    }
}

#[test]
fn a_pause_that_a_header_asks_for_is_kept() {
    // A gateway that failed, and the service itself.
    for (outcome, pause) in [
        (Outcome::from("<html>busy</html>").with("retry-after", "2"), "pause 2000 ms"),
        (code(1002).with("retry-after", "2"), "pause 2000 ms"),
        (throttled().with("retry-after", "7"), "pause 7000 ms"),
        // The service's own rule asks for more.
        (throttled().with("retry-after", "0"), "pause 1000 ms"),
    ] {
        let bench = Bench::new([outcome, ok()]);
        delete(&bench.client()).unwrap();
        assert_eq!(bench.events(), [DELETE, pause, DELETE]);
    }
    // Other calls of a throttled endpoint keep it as well.
    let bench = Bench::new([throttled().with("retry-after", "7"), ok()]);
    let client = once(&bench);
    delete(&client).unwrap_err();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 7000 ms", DELETE]);
    // One that does not fit into the call ends it.
    let bench = Bench::new([code(1002).with("retry-after", "3600")]);
    assert_eq!(delete(&bench.client()).unwrap_err().kind(), ErrorKind::Busy);
    assert_eq!(bench.events(), [DELETE]);
}
