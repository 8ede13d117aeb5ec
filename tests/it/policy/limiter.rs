//! Calls per second, held back before the service refuses them.

use std::num::NonZeroU32;
use std::thread;

use dingtalk_client::{Client, Clock, ErrorKind, Limiter, Retry};

use crate::policy::support::{
    Bench, DELETE, FETCH, code, delete, delete_with, issued, millis, ok, seconds, throttled,
};

fn per_second(calls: u32) -> Limiter {
    Limiter::per_second(NonZeroU32::new(calls).unwrap())
}

fn limited(bench: &Bench, limiter: &Limiter) -> Client {
    bench.builder().limiter(limiter.clone()).build().unwrap()
}

#[test]
fn twenty_calls_a_second_are_one_every_fifty_milliseconds() {
    let bench = Bench::new(vec![ok(); 41]);
    let client = limited(&bench, &Limiter::default());
    for _ in 0..41 {
        delete(&client).unwrap();
    }
    let events = bench.events();
    assert_eq!(events[..5], [DELETE, "pause 50 ms", DELETE, "pause 50 ms", DELETE]);
    assert_eq!(events.iter().filter(|event| *event == "pause 50 ms").count(), 40);
    assert_eq!(bench.clock.elapsed(), seconds(2));
}

#[test]
fn the_default_of_a_client_is_twenty_calls_a_second() {
    let bench = Bench::new([ok(), ok()]);
    let client = Client::builder()
        .token(dingtalk_client::AccessToken::new("t"))
        .transport(bench.script.clone())
        .clock(bench.clock.clone())
        .build()
        .unwrap();
    delete(&client).unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 50 ms", DELETE]);
}

#[test]
fn time_that_has_gone_by_counts_but_is_not_saved_up() {
    let bench = Bench::new(vec![ok(); 4]);
    let client = limited(&bench, &Limiter::default());
    delete(&client).unwrap();
    bench.clock.advance(millis(30));
    delete(&client).unwrap();
    bench.clock.advance(seconds(10));
    delete(&client).unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 20 ms", DELETE, DELETE, "pause 50 ms", DELETE]);
}

#[test]
fn each_endpoint_has_its_own_calls() {
    let bench = Bench::new([ok(), code(60121), ok(), code(60121)]);
    let client = limited(&bench, &Limiter::default());
    delete(&client).unwrap();
    client.user().list_ids(1).send().unwrap_err();
    delete(&client).unwrap();
    client.user().list_ids(1).send().unwrap_err();
    let list = "POST /topapi/user/listid?access_token=t";
    assert_eq!(bench.events(), [DELETE, list, "pause 50 ms", DELETE, list]);
}

#[test]
fn clones_and_clients_with_the_same_limiter_share_it() {
    let bench = Bench::new(vec![ok(); 4]);
    let limiter = Limiter::default();
    let one = limited(&bench, &limiter);
    let clone = one.clone();
    let two = limited(&bench, &limiter);
    let apart = limited(&bench, &Limiter::default());
    for client in [&one, &clone, &two, &apart] {
        delete(client).unwrap();
    }
    assert_eq!(bench.events(), [DELETE, "pause 50 ms", DELETE, "pause 50 ms", DELETE, DELETE]);
}

#[test]
fn the_rate_is_a_setting() {
    for (calls, pause) in [(1, "pause 1000 ms"), (5, "pause 200 ms"), (1_000, "pause 1 ms")] {
        let bench = Bench::new(vec![ok(); 3]);
        let client = limited(&bench, &per_second(calls));
        for _ in 0..3 {
            delete(&client).unwrap();
        }
        assert_eq!(bench.events(), [DELETE, pause, DELETE, pause, DELETE]);
    }
    // More than there are nanoseconds.
    let bench = Bench::new(vec![ok(); 3]);
    let client = limited(&bench, &per_second(u32::MAX));
    for _ in 0..3 {
        delete(&client).unwrap();
    }
    assert_eq!(bench.sent(), 3);
}

#[test]
fn a_limiter_that_is_off_or_only_pauses_knows_no_rate() {
    for limiter in [Limiter::off(), Limiter::pauses_only()] {
        let bench = Bench::new(vec![ok(); 30]);
        let client = limited(&bench, &limiter);
        for _ in 0..30 {
            delete(&client).unwrap();
        }
        assert_eq!(bench.events(), [DELETE; 30]);
    }
}

#[test]
fn a_repetition_waits_for_its_place_too() {
    let bench = Bench::new([ErrorKind::Unreachable.into(), ok()]);
    let retry = Retry::new().first_pause(millis(0));
    let client = bench.builder().retry(retry).limiter(per_second(1)).build().unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [DELETE, "pause 1000 ms", DELETE]);
}

#[test]
fn fetches_of_tokens_have_a_place_of_their_own() {
    let bench = Bench::new([issued("t1"), ok(), code(40014), issued("t2"), ok()]);
    let client = bench.builder().app("key", "5ecret").limiter(per_second(1)).build().unwrap();
    delete(&client).unwrap();
    delete(&client).unwrap();
    let (t1, t2) = (delete_with("t1"), delete_with("t2"));
    let pause = "pause 1000 ms";
    assert_eq!(bench.events(), [FETCH, &t1, pause, &t1, FETCH, pause, &t2]);
}

#[test]
fn a_place_beyond_the_deadline_is_not_waited_for() {
    let bench = Bench::new([ok(), ok()]);
    let client = bench.builder().limiter(per_second(1)).timeout(millis(500)).build().unwrap();
    delete(&client).unwrap();
    let error = delete(&client).unwrap_err();
    assert_eq!(bench.clock.events(), [DELETE]);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HeldBack, 0));
    assert_eq!(
        error.to_string(),
        "role::delete: the call was held back beyond its deadline: the limit of calls per second \
         would delay the call by 1.0 s. Call less often, or allow the call more time. Nothing was sent."
    );
    bench.clock.advance(millis(501));
    delete(&client).unwrap();
    assert_eq!(bench.events(), ["pause 499 ms", DELETE]);
}

#[test]
fn a_short_wait_is_not_told_as_none() {
    let bench = Bench::new([ok()]);
    let client = bench.builder().limiter(per_second(50)).timeout(millis(5)).build().unwrap();
    delete(&client).unwrap();
    let error = delete(&client).unwrap_err();
    assert!(error.to_string().contains("would delay the call by 0.020 s"), "{error}");
}

#[test]
fn a_repetition_that_is_held_back_leaves_the_error_that_made_it_necessary() {
    let bench = Bench::new([ErrorKind::Unreachable]);
    let retry = Retry::new().first_pause(millis(0));
    let client = bench.builder().retry(retry).limiter(per_second(1)).timeout(millis(900));
    let error = delete(&client.build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unreachable, 1));
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn threads_share_the_rate_and_none_is_lost() {
    let bench = Bench::new(vec![ok(); 64]);
    let client = bench.builder().limiter(Limiter::default()).timeout(seconds(600)).build().unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..8).for_each(|_| delete(&client).unwrap()));
        }
    });
    assert_eq!(bench.sent(), 64);
    assert!(bench.clock.elapsed() >= millis(63 * 50));
}

#[test]
fn a_limiter_shows_nothing_of_its_calls() {
    let limiter = Limiter::default();
    let bench = Bench::new([throttled()]);
    delete(&bench.builder().limiter(limiter.clone()).retry(Retry::off()).build().unwrap())
        .unwrap_err();
    bench.events();
    assert_eq!(format!("{limiter:?}"), "Limiter { pauses: true, .. }");
}

#[test]
fn a_process_of_four_makes_a_fourth_of_the_calls() {
    let bench = Bench::new(vec![ok(); 3]);
    let client = limited(&bench, &Limiter::default().split_among(NonZeroU32::new(4).unwrap()));
    for _ in 0..3 {
        delete(&client).unwrap();
    }
    assert_eq!(bench.events(), [DELETE, "pause 200 ms", DELETE, "pause 200 ms", DELETE]);
}
