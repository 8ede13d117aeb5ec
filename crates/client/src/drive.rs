//! The loop of a call, as [`dingtalk_protocol::driver`] decides it: token → attempt → (wait →)* reply.

use std::sync::PoisonError;

use dingtalk_protocol::driver::{Driver, Event, Exchange, Moment, Next};
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Reach, Reply, Retry};

use crate::attempt::{Ended, Record, Sender};
use crate::clock::Deadline;
use crate::observer::Attempt;
use crate::settings::CallSettings;
use crate::trace;

/// Source of the tokens of a call.
pub(crate) trait Tokens {
    /// Returns the token, or why there is none.
    fn token(&self) -> Event;

    /// Drops a rejected token. Returns whether there can be another one.
    fn rejected(&self, token: &AccessToken) -> bool;
}

/// Source without tokens, for the calls that fetch tokens.
pub(crate) struct NoTokens;

impl Tokens for NoTokens {
    fn token(&self) -> Event {
        Event::Unsent(Error::new(ErrorKind::TokenMissing))
    }

    fn rejected(&self, _: &AccessToken) -> bool {
        false
    }
}

impl Sender {
    /// Makes a call, with as many attempts as it needs and `retry` allows.
    pub(crate) fn drive<E: Exchange>(
        &self,
        exchange: E,
        retry: Retry,
        settings: &CallSettings,
        deadline: Deadline<'_>,
        tokens: &impl Tokens,
        record: Option<&dyn Record>,
    ) -> Result<Reply<E::Response>, Error> {
        let endpoint = exchange.endpoint();
        let span = trace::Call::begin(&endpoint, &*self.clock);
        let mut driver = Driver::new(exchange, &self.host, retry);
        // Record of the attempt, empty until it is sent.
        let mut ended = Some(Ended::default());
        let mut number = 0;
        let mut event = Event::Begin;
        let result = loop {
            let next = driver.next(event, || self.moment(deadline));
            if let Some(ended) = ended.take_if(|_| matches!(next, Next::Wait(_) | Next::Done(_))) {
                number += 1;
                self.learn(&endpoint, &ended, driver.failure());
                self.observe(&attempt(&driver, &next, &ended, number));
                if let (Some(record), Next::Wait(_)) = (record, &next)
                    && ended.sent
                    && driver.failure().is_some_and(|error| error.reach() <= Reach::Refused)
                {
                    record.did_nothing();
                }
            }
            event = match next {
                Next::FetchToken => {
                    ended = Some(Ended::default());
                    tokens.token()
                }
                Next::DropToken(token) => Event::Dropped { another: tokens.rejected(&token) },
                Next::Send(http) => {
                    let (event, took) = self.send(&endpoint, http, settings, deadline, record);
                    ended = Some(took);
                    event
                }
                Next::Wait(pause) => {
                    // If the deadline or a cancellation cuts the pause short, no time remains, and the
                    // driver gives up.
                    deadline.pause(pause.min(deadline.remaining()));
                    Event::Waited
                }
                Next::Done(Err(error)) if deadline.is_cancelled() => {
                    let cancelled = Error::new(ErrorKind::Cancelled).of(endpoint.clone());
                    break Err(cancelled
                        .after_attempts(error.attempts())
                        .with_reach(error.reach()));
                }
                Next::Done(result) => break result,
            };
        };
        span.end(&result);
        result
    }

    fn moment(&self, deadline: Deadline<'_>) -> Moment {
        let random = self.random.lock().unwrap_or_else(PoisonError::into_inner).f64();
        Moment::new(self.clock.now(), deadline.remaining(), random)
    }
}

/// Returns the record of an ended attempt for the observer.
fn attempt<'a, E: Exchange>(
    driver: &'a Driver<'_, E>,
    next: &'a Next<E::Response>,
    ended: &Ended,
    number: u32,
) -> Attempt<'a> {
    let error = driver.failure();
    let reply = if let Next::Done(Ok(reply)) = next { Some(reply) } else { None };
    let pause = if let Next::Wait(pause) = next { Some(*pause) } else { None };
    Attempt {
        endpoint: driver.endpoint(),
        number,
        sent: ended.sent,
        held_back: ended.held_back,
        duration: ended.duration,
        error,
        request_id: reply.map_or(error.and_then(Error::request_id), Reply::request_id),
        done_before: reply.is_some_and(Reply::done_before),
        pause,
    }
}
