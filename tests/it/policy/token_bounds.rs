//! What no call exceeds, whatever its fetches and its attempts bring.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_client::{Client, Clock, Error, ErrorKind, Limiter, Transport};
use dingtalk_tests::{Outcome, Script, TestClock};

use crate::policy::support::{code, delete, issued, issued_for, ok, seconds, throttled};
use crate::process::listen;

/// A transport that answers as the digits of a number say, the first time by the last digit.
#[derive(Clone)]
struct Digits {
    clock: TestClock,
    left: Arc<Mutex<usize>>,
    /// When tokens were fetched.
    fetches: Arc<Mutex<Vec<Duration>>>,
    calls: Arc<Mutex<usize>>,
}

impl Transport for Digits {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let fetch = request.uri().path() == "/gettoken";
        let digit = {
            let mut left = self.left.lock().unwrap();
            let digit = *left % BASE;
            *left /= BASE;
            digit
        };
        let outcome: Outcome = if fetch {
            self.fetches.lock().unwrap().push(self.clock.elapsed());
            match digit {
                0 => issued("t"),
                1 => ErrorKind::Unreachable.into(),
                2 => code(40096),
                3 => throttled(),
                4 => issued_for("t", 0),
                _ => "<html>".into(),
            }
        } else {
            *self.calls.lock().unwrap() += 1;
            match digit {
                0 => ok(),
                1 => code(40014),
                2 => ErrorKind::Unreachable.into(),
                3 => throttled(),
                4 => code(33011),
                _ => ErrorKind::Timeout.into(),
            }
        };
        Script::new(&TestClock::new(), [outcome]).send(request, time)
    }
}

const BASE: usize = 6;

#[test]
fn no_combination_of_failures_causes_more_than_two_fetches_or_four_attempts_a_call() {
    listen();
    let (mut most_fetches, mut most_calls) = (0, 0);
    for number in 0..BASE.pow(5) {
        let clock = TestClock::new();
        let digits = Digits {
            clock: clock.clone(),
            left: Arc::new(Mutex::new(number)),
            fetches: Arc::default(),
            calls: Arc::default(),
        };
        let client = Client::builder()
            .app("key", "5ecret")
            .transport(digits.clone())
            .clock(clock.clone())
            .random_seed(number as u64)
            .limiter(if number % 2 == 0 { Limiter::off() } else { Limiter::default() })
            .timeout(seconds(600))
            .build()
            .unwrap();
        let attempts = match client.role().delete(11).send() {
            Ok(reply) => reply.attempts(),
            Err(error) => error.attempts(),
        };
        let calls = std::mem::take(&mut *digits.calls.lock().unwrap());
        assert_eq!(attempts as usize, calls, "{number}");
        let fetches = digits.fetches.lock().unwrap().len();
        assert!(fetches <= 2 && calls <= 4, "{number}: {fetches} fetches, {calls} attempts");
        most_fetches = most_fetches.max(fetches);
        most_calls = most_calls.max(calls);

        // Fetches keep their distance over calls as well.
        let _ = delete(&client);
        let times = digits.fetches.lock().unwrap();
        for pair in times.windows(2) {
            assert!(pair[0] + seconds(1) <= pair[1], "{number}: {times:?}");
        }
    }
    assert_eq!((most_fetches, most_calls), (2, 4));
}
