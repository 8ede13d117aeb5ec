//! A transport that follows a script, on a clock that tests move by hand: what is sent and how long
//! the client pauses, exactly.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use dingtalk_client::{Clock, Error, ErrorKind, Transport};

/// A clock that stands still but for what is slept on it. Clones share the time.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    elapsed: Duration,
    /// What happened, in its order; shared with the transport.
    events: Vec<String>,
}

/// 2026-01-01 00:00:00 UTC.
const BEGIN: Duration = Duration::from_secs(1_767_225_600);

impl TestClock {
    /// Returns a clock at 2026-01-01 00:00:00 UTC.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Time { elapsed: Duration::ZERO, events: Vec::new() })))
    }

    /// Advances the clock without a pause of a client.
    pub fn advance(&self, time: Duration) {
        self.lock().elapsed += time;
    }

    /// Returns what has happened since the last time that this was asked.
    pub fn events(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().events)
    }

    fn record(&self, event: String) {
        self.lock().events.push(event);
    }

    fn lock(&self) -> MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn elapsed(&self) -> Duration {
        self.lock().elapsed
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + BEGIN + self.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        let mut time = self.lock();
        time.elapsed += duration;
        time.events.push(format!("pause {} ms", duration.as_millis()));
    }
}

/// The sandbox's time is the client's.
impl dingtalk_sandbox::Clock for TestClock {
    fn now(&self) -> SystemTime {
        Clock::now(self)
    }
}

/// How one attempt ends.
#[derive(Clone)]
pub enum Outcome {
    /// With this body and status 200.
    Body(String),
    /// With this header, like the other, which has a body.
    With(&'static str, &'static str, Box<Outcome>),
    /// With an error of the transport.
    Fails(ErrorKind),
    /// After this time, like the other.
    After(Duration, Box<Outcome>),
    /// Like the other, once this was done.
    Doing(Arc<dyn Fn() + Send + Sync>, Box<Outcome>),
}

impl Outcome {
    /// Returns the same, after some time.
    #[must_use]
    pub fn after(self, time: Duration) -> Self {
        Self::After(time, Box::new(self))
    }

    /// Returns the same, with a header.
    #[must_use]
    pub fn with(self, name: &'static str, value: &'static str) -> Self {
        Self::With(name, value, Box::new(self))
    }

    /// Returns the same, with something that happens between the request and the answer.
    #[must_use]
    pub fn doing(self, what: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Doing(Arc::new(what), Box::new(self))
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(body) => f.debug_tuple("Body").field(body).finish(),
            Self::With(name, value, then) => {
                f.debug_tuple("With").field(name).field(value).field(then).finish()
            }
            Self::Fails(kind) => f.debug_tuple("Fails").field(kind).finish(),
            Self::After(time, then) => f.debug_tuple("After").field(time).field(then).finish(),
            Self::Doing(_, then) => f.debug_tuple("Doing").field(then).finish(),
        }
    }
}

impl From<&str> for Outcome {
    fn from(body: &str) -> Self {
        Self::Body(body.to_owned())
    }
}

impl From<String> for Outcome {
    fn from(body: String) -> Self {
        Self::Body(body)
    }
}

impl From<ErrorKind> for Outcome {
    fn from(kind: ErrorKind) -> Self {
        Self::Fails(kind)
    }
}

/// A transport that answers what a test has written down, in its order, and records on the clock what
/// was sent. Clones share the script.
#[derive(Debug, Clone)]
pub struct Script {
    clock: TestClock,
    outcomes: Arc<Mutex<VecDeque<Outcome>>>,
}

impl Script {
    /// Returns a script that begins with `outcomes`.
    pub fn new(clock: &TestClock, outcomes: impl IntoIterator<Item: Into<Outcome>>) -> Self {
        let outcomes = outcomes.into_iter().map(Into::into).collect();
        let outcomes = Arc::new(Mutex::new(outcomes));
        Self { clock: clock.clone(), outcomes }
    }

    /// Adds to the end of the script.
    pub fn push(&self, outcome: impl Into<Outcome>) {
        self.lock().push_back(outcome.into());
    }

    /// Returns how much of the script is left.
    pub fn left(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Outcome>> {
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let uri = request.uri().path_and_query().map_or("", |path| path.as_str());
        self.clock.record(format!("{} {uri}", request.method()));
        let mut headers = http::HeaderMap::new();
        let mut outcome = self.lock().pop_front().expect("the script has no answer left");
        loop {
            outcome = match outcome {
                Outcome::After(duration, _) if duration > time => {
                    self.clock.advance(time);
                    return Err(Error::new(ErrorKind::Timeout));
                }
                Outcome::After(duration, then) => {
                    self.clock.advance(duration);
                    *then
                }
                Outcome::Doing(what, then) => {
                    what();
                    *then
                }
                Outcome::With(name, value, then) => {
                    headers.insert(name, http::HeaderValue::from_static(value));
                    *then
                }
                Outcome::Body(body) => {
                    let mut response = http::Response::new(body.into_bytes());
                    *response.headers_mut() = headers;
                    return Ok(response);
                }
                Outcome::Fails(kind) => return Err(Error::new(kind)),
            }
        }
    }
}
