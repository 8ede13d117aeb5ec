//! Decisions of a whole call, including its token and its repetitions, without I/O.
//!
//! A [`Driver`] says what to do next: get a token, send a request, wait. The caller does it, blocking or
//! asynchronously, and reports the outcome. The blocking client works that way; on another transport, a call
//! that fetches its token and is repeated if that is safe is one loop:
//!
//! ```
//! use std::time::{Duration, Instant, SystemTime};
//!
//! use dingtalk_protocol::driver::{Driver, Event, Moment, Next};
//! use dingtalk_protocol::{AccessToken, Error, Host, Reply, Request, Retry, validate};
//!
//! fn send<R: Request>(request: &R) -> Result<Reply<R::Response>, Error> {
//!     let end = Instant::now() + Duration::from_secs(30);
//!     let mut driver = Driver::new(validate(request)?, &Host::MAINLAND, Retry::new());
//!     let mut event = Event::Begin;
//!     loop {
//!         let left = || end.saturating_duration_since(Instant::now());
//!         event = match driver.next(event, || Moment::new(SystemTime::now(), left(), random())) {
//!             Next::FetchToken => Event::Token(Ok(AccessToken::new("6ed1xxxx"))),
//!             Next::DropToken(_) => Event::Dropped { another: false },
//!             Next::Send(http) => Event::Answer(exchange(http)),
//!             Next::Wait(pause) => {
//!                 std::thread::sleep(pause);
//!                 Event::Waited
//!             }
//!             Next::Done(result) => return result,
//!         }
//!     }
//! }
//!
//! fn exchange(_: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Error> {
//!     // … your transport …
//!     # Ok(http::Response::new(br#"{"errcode":0,"result":{"userid_list":["usxxx"]}}"#.into()))
//! }
//! # fn random() -> f64 { 0.5 }
//! # let reply = send(&dingtalk_protocol::user::list_ids::Request::new(1))?;
//! # assert_eq!((reply.user_ids.len(), reply.attempts()), (1, 1));
//! # Ok::<(), Error>(())
//! ```

mod steps;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::error::Error;
pub use crate::exchange::Exchange;
use crate::host::Host;
use crate::kind::ErrorKind;
use crate::reach::Reach;
use crate::repeat::Repetition;
use crate::reply::Reply;
use crate::retry::Retry;
use crate::secret::{AccessToken, Secret};
pub use steps::{Event, Moment, Next};

/// A call in flight: decides what comes next, and does no I/O itself.
///
/// [`Error::repetition`] determines whether a failure is repeated: a rejected token is replaced once, a
/// throttled call waits as long as the service says, and safe repetitions follow [`Retry`]. If a pause does
/// not fit into the remaining time, the call ends with its last error.
pub struct Driver<'h, E> {
    exchange: E,
    endpoint: Cow<'static, Endpoint>,
    host: &'h Host,
    retry: Retry,
    token: Option<AccessToken>,
    sent: u32,
    /// Number of throttled attempts.
    throttled: u32,
    /// The number of failures that are repeated, other than a rejected token.
    failures: u32,
    /// Farthest reach of all attempts.
    reach: Reach,
    /// Whether the response to any attempt was lost.
    lost: bool,
    renewed: bool,
    /// Error of the last attempt.
    failure: Option<Error>,
    /// Error of the previous attempt, the reason for another one.
    reason: Option<Error>,
}

impl<'h, E: Exchange> Driver<'h, E> {
    /// Creates the driver of a call that has not begun.
    pub fn new(exchange: E, host: &'h Host, retry: Retry) -> Self {
        Self {
            endpoint: exchange.endpoint(),
            exchange,
            host,
            retry,
            token: None,
            sent: 0,
            throttled: 0,
            failures: 0,
            reach: Reach::NotSent,
            lost: false,
            renewed: false,
            failure: None,
            reason: None,
        }
    }

    /// Returns the endpoint that is called.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns the error of the last attempt; `None` if it has not ended yet or succeeded.
    pub fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// Returns what to do next. The first event is [`Event::Begin`]; every further event reports the outcome
    /// of the previous step. `moment` is called at most once, and only after a failed attempt.
    pub fn next(&mut self, event: Event, moment: impl FnOnce() -> Moment) -> Next<E::Response> {
        match event {
            Event::Begin => self.begin_attempt(),
            Event::Waited => {
                if moment().remaining.is_zero() {
                    self.give_up()
                } else {
                    self.begin_attempt()
                }
            }
            Event::Token(Ok(token)) => {
                self.token = Some(token);
                self.send()
            }
            Event::Token(Err(error)) => {
                let error = self.of_this_call(error);
                self.repeat_or_give_up(error, moment)
            }
            Event::Unsent(error) => {
                self.failure = Some(self.of_this_call(error));
                self.give_up()
            }
            Event::Answer(answer) => self.answered(answer, moment),
            Event::Dropped { another } => {
                let is_first = !std::mem::replace(&mut self.renewed, true);
                let again = another && is_first && self.exchange.can_be_repeated();
                if again && !moment().remaining.is_zero() {
                    Next::Wait(Duration::ZERO)
                } else {
                    self.give_up()
                }
            }
        }
    }

    fn begin_attempt(&mut self) -> Next<E::Response> {
        self.reason = self.failure.take();
        if self.endpoint.authenticated { Next::FetchToken } else { self.send() }
    }

    fn send(&mut self) -> Next<E::Response> {
        match self.exchange.encode(self.host, self.token.as_ref()) {
            Ok(request) => Next::Send(request),
            Err(error) => {
                self.failure = Some(error.of(self.endpoint.clone()));
                self.give_up()
            }
        }
    }

    fn answered(
        &mut self,
        answer: Result<http::Response<Vec<u8>>, Error>,
        moment: impl FnOnce() -> Moment,
    ) -> Next<E::Response> {
        self.sent += 1;
        let secrets = self.exchange.secrets();
        let token = self.token.as_ref().map(AccessToken::expose);
        let secrets = secrets.iter().map(Secret::expose).chain(token);
        let result = answer
            .map_err(|error| error.of(self.endpoint.clone()))
            .and_then(|response| self.exchange.decode(response, self.lost));
        let error = match result {
            Ok(reply) => {
                let reply = secrets.fold(reply, Reply::without);
                return Next::Done(Ok(reply.after_attempts(self.sent)));
            }
            Err(error) => secrets.fold(error, Error::without),
        };
        self.throttled += u32::from(error.kind() == ErrorKind::Throttled);
        self.reach = self.reach.max(error.reach());
        self.lost |= error.answer_was_lost();
        match (error.repetition(), &self.token) {
            (Repetition::WithNewToken, Some(token)) => {
                let token = token.clone();
                self.failure = Some(error);
                Next::DropToken(token)
            }
            _ => self.repeat_or_give_up(error, moment),
        }
    }

    fn repeat_or_give_up(
        &mut self,
        error: Error,
        moment: impl FnOnce() -> Moment,
    ) -> Next<E::Response> {
        let pause = self.pause(&error, moment);
        self.failure = Some(error);
        pause.map_or_else(|| self.give_up(), Next::Wait)
    }

    /// Returns the pause before the next attempt; `None` if there is no next attempt, or no time for it.
    fn pause(&mut self, error: &Error, moment: impl FnOnce() -> Moment) -> Option<Duration> {
        let Repetition::After(wait) = error.repetition() else { return None };
        if !self.exchange.can_be_repeated() {
            return None;
        }
        self.failures += 1;
        let bound = self.retry.bound(self.failures)?;
        let moment = moment();
        let length = wait.length(self.throttled, error.service_time(moment.now));
        // Full jitter keeps callers that failed together from retrying together.
        let jittered = Duration::try_from_secs_f64(bound.as_secs_f64() * moment.random);
        let pause = length.or(jittered.ok()).unwrap_or(bound);
        let pause = pause.max(error.retry_after(moment.now));
        (pause < moment.remaining).then_some(pause)
    }

    /// Ends the call with the error of the last attempt.
    fn give_up(&mut self) -> Next<E::Response> {
        // `HeldBack` only says that no time was left; the earlier error says why another attempt was needed.
        let error = match (&self.failure, &self.reason) {
            (Some(failure), Some(reason)) if failure.kind() == ErrorKind::HeldBack => reason,
            (Some(error), _) | (None, Some(error)) => error,
            (None, None) => &Error::new(ErrorKind::HeldBack).of(self.endpoint.clone()),
        };
        Next::Done(Err(error.clone().after_attempts(self.sent).with_reach(self.reach)))
    }

    /// Adds this call's endpoint to the error of a step, such as fetching the token.
    fn of_this_call(&self, error: Error) -> Error {
        // The token's own call is a better description of what failed.
        match error.endpoint() {
            Some(of) if of.name == self.endpoint.name => error,
            Some(_) => error.on_behalf_of(self.endpoint.clone()),
            None => error.of(self.endpoint.clone()),
        }
    }
}

impl<E> fmt::Debug for Driver<'_, E> {
    // The exchange is left out: a request can contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver")
            .field("endpoint", &self.endpoint.name)
            .field("sent", &self.sent)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}
