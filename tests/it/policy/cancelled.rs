//! Calls that are given up from another thread.

use std::sync::Arc;
use std::time::Duration;

use dingtalk_client::{
    AppCredentials, Cancellation, Client, Clock, ErrorKind, Limiter, Reach, Retry,
};
use dingtalk_sandbox::{Answer, Gate, Sandbox};

use crate::policy::support::{Bench, DELETE, FETCH, code, issued, millis, ok, seconds};

#[test]
fn a_call_that_is_given_up_before_it_begins_sends_nothing() {
    let bench = Bench::silent();
    let cancellation = Cancellation::new();
    let call = bench.client().role().delete(11).cancelled_by(&cancellation);
    cancellation.cancel();
    let error = call.send().unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::NotSent));
    assert_eq!(error.attempts(), 0);
}

#[test]
fn a_call_that_is_given_up_during_an_attempt_is_not_repeated() {
    let cancellation = Cancellation::new();
    let bench = Bench::silent();
    let cancel = cancellation.clone();
    bench.script.push(code(1002).doing(move || cancel.cancel()));
    let error = bench.client().role().delete(11).cancelled_by(&cancellation).send().unwrap_err();
    // The first attempt may have taken effect.
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::Unknown));
    assert_eq!(error.attempts(), 1);
    assert_eq!(bench.events(), [DELETE]);
}

#[test]
fn a_call_that_can_be_given_up_pauses_as_long_as_any_other() {
    let bench = Bench::new([code(1002), ok()]);
    let retry = Retry::new().first_pause(millis(500));
    let call = bench.client().role().delete(11).retry(retry);
    call.cancelled_by(&Cancellation::new()).send().unwrap();
    let events = bench.events();
    assert_eq!((&events[0][..], &events[events.len() - 1][..]), (DELETE, DELETE));
    // In slices, after each of which it looks whether it was given up.
    assert!(events[1..events.len() - 1].iter().all(|event| event.starts_with("pause ")));
    let bound = Bench::new([code(1002), ok()]);
    bound.client().role().delete(11).retry(retry).send().unwrap();
    assert_eq!(bench.clock.elapsed(), bound.clock.elapsed());
}

#[test]
fn a_fetch_of_a_token_that_is_given_up_leaves_the_source_to_the_others() {
    let bench = Bench::silent();
    let source = Arc::new(AppCredentials::new("key", "5ecret"));
    let client = bench.builder().token(source).build().unwrap();
    let cancellation = Cancellation::new();
    let cancel = cancellation.clone();
    bench.script.push(code(-1).doing(move || cancel.cancel()));
    let error = client.role().delete(11).cancelled_by(&cancellation).send().unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::NotSent));
    bench.clock.advance(seconds(1));
    bench.script.push(issued("t"));
    bench.script.push(ok());
    client.role().delete(11).send().unwrap();
    assert_eq!(bench.events(), [FETCH, FETCH, DELETE]);
}

#[test]
fn a_call_that_waits_for_its_response_can_be_given_up_and_leaves_nothing_behind() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .host(sandbox.host())
        .token(sandbox.token())
        .limiter(Limiter::off())
        .timeout(Duration::from_secs(600))
        .attempt_timeout(Duration::from_secs(600))
        .build()
        .unwrap();
    let gate = Gate::new();
    sandbox.answer_next("/topapi/user/listid", Answer::ordinary().held_at(&gate));
    let cancellation = Cancellation::new();
    let call = client.user().list_ids(1).cancelled_by(&cancellation);
    let thread = std::thread::spawn(move || call.send());
    assert!(gate.wait_for(1, Duration::from_secs(60)));
    cancellation.cancel();
    let error = thread.join().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.reach()), (ErrorKind::Cancelled, Reach::Unknown));
    // The response to the call that was given up is not read by the next.
    gate.open();
    let reply = client.user().list_ids(1).cancelled_by(&Cancellation::new()).send().unwrap();
    assert_eq!(reply.attempts(), 1);
}
