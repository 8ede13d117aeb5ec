//! Many threads, one fetch.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, SystemTime};

use dingtalk_client::{
    AppCredentials, Client, ClientBuilder, Clock, Error, ErrorKind, Limiter, Retry,
};
use dingtalk_tests::{Outcome, Script, TestClock};

use crate::policy::support::{FETCH, code, delete, delete_with, issued, ok, seconds};
use crate::process::listen;

const THREADS: usize = 8;

const SECOND: Duration = Duration::from_secs(1);

/// A clock that knows who has looked at it. Whoever needs a token looks at the time of day while it
/// holds the lock that the end of a fetch needs as well: once all have looked, and the fetch ends,
/// all the others wait for it.
#[derive(Debug, Clone)]
struct Watched {
    clock: TestClock,
    seen: Arc<(Mutex<HashSet<ThreadId>>, Condvar)>,
}

impl Watched {
    fn new() -> Self {
        listen();
        Self { clock: TestClock::new(), seen: Arc::default() }
    }

    fn wait_for(&self, threads: usize) {
        let (seen, changed) = &*self.seen;
        drop(changed.wait_while(seen.lock().unwrap(), |seen| seen.len() < threads).unwrap());
    }
}

impl Clock for Watched {
    fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    fn now(&self) -> SystemTime {
        self.seen.0.lock().unwrap().insert(thread::current().id());
        self.seen.1.notify_all();
        Clock::now(&self.clock)
    }

    fn sleep(&self, duration: Duration) {
        self.clock.sleep(duration);
    }
}

/// Returns what the calls of all threads bring, where the first answer comes once all threads need it.
fn together(
    clock: &Watched,
    first: Outcome,
    rest: Vec<Outcome>,
    calls: usize,
    distance: Duration,
) -> (Vec<Result<(), Error>>, Vec<String>) {
    let held = {
        let clock = clock.clone();
        first.doing(move || clock.wait_for(THREADS))
    };
    let script = Script::new(&clock.clock, [held].into_iter().chain(rest));
    let client = Client::builder()
        .token(AppCredentials::new("key", "5ecret").with_distance(distance))
        .transport(script.clone())
        .clock(clock.clone())
        .limiter(Limiter::off())
        .retry(Retry::off())
        .build()
        .unwrap();
    let results = thread::scope(|scope| {
        let thread = || (0..calls).map(|_| delete(&client)).collect::<Vec<_>>();
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(thread)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(script.left(), 0);
    (results, clock.clock.events())
}

/// Returns a client of the app `key` that holds nothing back.
fn app(clock: &Watched, script: &Script) -> ClientBuilder {
    Client::builder()
        .app("key", "5ecret")
        .transport(script.clone())
        .clock(clock.clone())
        .limiter(Limiter::off())
}

#[test]
fn any_number_of_threads_cause_one_fetch() {
    let (results, events) =
        together(&Watched::new(), issued("t1"), vec![ok(); THREADS * 5], 5, SECOND);
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let mut expected = vec![delete_with("t1"); THREADS * 5];
    expected.insert(0, FETCH.to_owned());
    assert_eq!(events, expected);
}

#[test]
fn threads_that_wait_for_a_fetch_share_its_failure() {
    // Without a distance nobody shares it later, but those who wait do.
    for (outcome, calls, distance) in [
        (code(40096), 3, SECOND),
        (ErrorKind::Timeout.into(), 3, SECOND),
        (code(40096), 1, Duration::ZERO),
    ] {
        let (results, events) = together(&Watched::new(), outcome, vec![], calls, distance);
        assert_eq!(results.len(), THREADS * calls);
        for result in results {
            assert_eq!(result.unwrap_err().endpoint().unwrap().name, "auth::get_token");
        }
        assert_eq!(events, [FETCH]);
    }
}

#[test]
fn a_fetch_that_panics_is_made_again_by_those_who_waited_for_it() {
    let clock = Watched::new();
    let script = Script::new(&clock.clock, [code(40096)]);
    let client = app(&clock, &script).retry(Retry::off()).timeout(Duration::MAX).build().unwrap();
    // A failure of long ago, which nobody may be told now.
    delete(&client).unwrap_err();
    clock.clock.advance(seconds(60));
    let all_but_this_thread = {
        let clock = clock.clone();
        move || {
            clock.wait_for(THREADS + 1);
            panic!("the transport is broken");
        }
    };
    script.push(ok().doing(all_but_this_thread));
    script.push(issued("t1"));
    for _ in 1..THREADS {
        script.push(ok());
    }
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| delete(&client))).collect();
        threads.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
    assert!(results.iter().flatten().all(Result::is_ok), "{results:?}");
    let expected = [vec![FETCH.to_owned(); 3], vec![delete_with("t1"); THREADS - 1]].concat();
    assert_eq!(clock.clock.events(), expected);
}

#[test]
fn a_token_that_is_due_serves_the_others_while_one_thread_renews_it() {
    let clock = Watched::new();
    let script = Script::new(&clock.clock, [issued("t1"), ok()]);
    let client = app(&clock, &script).build().unwrap();
    delete(&client).unwrap();
    clock.clock.advance(seconds(6_600));

    // The renewal is on its way before the others call, and ends only after them.
    let begun = Arc::new(std::sync::Barrier::new(2));
    let others = Arc::new((Mutex::new(0), Condvar::new()));
    let renewed = {
        let (begun, others) = (Arc::clone(&begun), Arc::clone(&others));
        issued("t2").doing(move || {
            begun.wait();
            let (done, changed) = &*others;
            let done = done.lock().unwrap();
            drop(changed.wait_while(done, |done| *done < THREADS - 1).unwrap());
        })
    };
    script.push(renewed);
    for _ in 0..THREADS {
        script.push(ok());
    }
    thread::scope(|scope| {
        scope.spawn(|| delete(&client).unwrap());
        begun.wait();
        for _ in 1..THREADS {
            scope.spawn(|| {
                delete(&client).unwrap();
                *others.0.lock().unwrap() += 1;
                others.1.notify_all();
            });
        }
    });
    let events = clock.clock.events();
    let (t1, t2) = (delete_with("t1"), delete_with("t2"));
    assert_eq!(events[..3], [FETCH, &t1, FETCH]);
    assert_eq!(events[3..], [vec![t1; THREADS - 1], vec![t2]].concat());
}

#[test]
fn threads_whose_token_is_rejected_together_cause_one_fetch() {
    let clock = Watched::new();
    let script = Script::new(&clock.clock, [issued("t1"), ok()]);
    let client = app(&clock, &script).retry(Retry::off()).build().unwrap();
    delete(&client).unwrap();
    clock.clock.advance(seconds(60));
    clock.clock.events();

    // Every thread has sent the old token before the first of them is told.
    let barrier = Arc::new(std::sync::Barrier::new(THREADS));
    for _ in 0..THREADS {
        let barrier = Arc::clone(&barrier);
        script.push(code(40014).doing(move || {
            barrier.wait();
        }));
    }
    script.push(issued("t2"));
    for _ in 0..THREADS {
        script.push(ok());
    }
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| delete(&client).unwrap());
        }
    });
    let expected = [vec![delete_with("t1"); THREADS], vec![FETCH.to_owned()]].concat();
    let expected = [expected, vec![delete_with("t2"); THREADS]].concat();
    assert_eq!(clock.clock.events(), expected);
    assert_eq!(script.left(), 0);
}
