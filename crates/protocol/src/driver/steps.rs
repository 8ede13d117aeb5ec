//! What a driver asks for, and what it is told.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::reply::Reply;
use crate::secret::AccessToken;

/// What the caller of a [`Driver`](super::Driver) has to do next. What came of it is the next
/// [`Event`].
#[must_use = "the call waits for this step"]
pub enum Next<T> {
    /// Get the access token, from wherever it is kept or issued. Answer with [`Event::Token`].
    FetchToken,
    /// The service has rejected this token: drop it, unless another has replaced it already. Answer with
    /// [`Event::Dropped`].
    DropToken(AccessToken),
    /// Send this request, once. Its URL is as secret as the token. Answer with [`Event::Answer`].
    Send(http::Request<Vec<u8>>),
    /// The attempt has failed and will be repeated: wait this long, which can be zero. Answer with
    /// [`Event::Waited`].
    Wait(Duration),
    /// The call has ended.
    Done(Result<Reply<T>, Error>),
}

/// What came of the last step.
pub enum Event {
    /// Nothing yet: the call begins.
    Begin,
    /// The token, or why there is none. An error that may pass is waited for like any other.
    Token(Result<AccessToken, Error>),
    /// The rejected token is dropped.
    Dropped {
        /// Whether a different token is available.
        another: bool,
    },
    /// The response, or the transport's error.
    Answer(Result<http::Response<Vec<u8>>, Error>),
    /// The request was not sent and shall not be, in place of any other answer: for example because a
    /// limit of calls leaves no room for it. The call ends with this error, or with the one that an
    /// earlier attempt failed with if this one is [`HeldBack`](crate::ErrorKind::HeldBack).
    Unsent(Error),
    /// The time to wait is over.
    Waited,
}

/// Time and chance at an event: the driver has neither a clock nor a source of random numbers.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The time of day.
    pub now: SystemTime,
    /// How much time the call has left; zero ends it before its next attempt.
    pub remaining: Duration,
    /// A random number from 0 to 1, which the length of a pause is taken from.
    pub random: f64,
}

impl Moment {
    /// Creates a moment.
    pub const fn new(now: SystemTime, remaining: Duration, random: f64) -> Self {
        Self { now, remaining, random }
    }
}

impl<T: fmt::Debug> fmt::Debug for Next<T> {
    // The URL of a request holds the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FetchToken => f.write_str("FetchToken"),
            Self::DropToken(_) => f.write_str("DropToken(…)"),
            Self::Send(_) => f.write_str("Send(…)"),
            Self::Wait(pause) => f.debug_tuple("Wait").field(pause).finish(),
            Self::Done(result) => f.debug_tuple("Done").field(result).finish(),
        }
    }
}

impl fmt::Debug for Event {
    // A response can hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("Begin"),
            Self::Token(token) => f.debug_tuple("Token").field(token).finish(),
            Self::Dropped { another } => {
                f.debug_struct("Dropped").field("another", another).finish()
            }
            Self::Answer(Ok(response)) => {
                f.debug_tuple("Answer").field(&response.status()).finish()
            }
            Self::Answer(Err(error)) => f.debug_tuple("Answer").field(error).finish(),
            Self::Unsent(error) => f.debug_tuple("Unsent").field(error).finish(),
            Self::Waited => f.write_str("Waited"),
        }
    }
}
