//! Steps that a driver asks for, and events that report their outcome.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::reply::Reply;
use crate::secret::AccessToken;

/// Next step for the caller of a [`Driver`](super::Driver). Its outcome is the next [`Event`].
#[must_use = "the call waits for this step"]
pub enum Next<T> {
    /// Get the access token from its store or its issuer. Report it with [`Event::Token`].
    FetchToken,
    /// The service has rejected this token: drop it, unless another one has replaced it already. Report it
    /// with [`Event::Dropped`].
    DropToken(AccessToken),
    /// Send this request, once. Its URL is as secret as the token. Report the outcome with [`Event::Answer`].
    Send(http::Request<Vec<u8>>),
    /// The attempt has failed and will be repeated: wait this long, which can be zero. Then report
    /// [`Event::Waited`].
    Wait(Duration),
    /// The call has ended.
    Done(Result<Reply<T>, Error>),
}

/// Outcome of the last step.
pub enum Event {
    /// There was no step yet: the call begins.
    Begin,
    /// The token, or why there is none. A temporary error is followed by a pause like any other.
    Token(Result<AccessToken, Error>),
    /// The rejected token is dropped.
    Dropped {
        /// Whether a different token is available.
        another: bool,
    },
    /// The response, or the transport's error.
    Answer(Result<http::Response<Vec<u8>>, Error>),
    /// Instead of any other event: the request was not and will not be sent, for example because a rate limit
    /// leaves no room for it. The call ends with this error, or with that of an earlier attempt if this one
    /// is [`HeldBack`](crate::ErrorKind::HeldBack).
    Unsent(Error),
    /// The wait is over.
    Waited,
}

/// Time and randomness at an event: the driver has neither a clock nor a random number generator.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Current time.
    pub now: SystemTime,
    /// Remaining time for the call; zero ends it before its next attempt.
    pub remaining: Duration,
    /// A random number from 0 to 1, which determines the length of a pause.
    pub random: f64,
}

impl Moment {
    /// Creates a moment.
    pub const fn new(now: SystemTime, remaining: Duration, random: f64) -> Self {
        Self { now, remaining, random }
    }
}

impl<T: fmt::Debug> fmt::Debug for Next<T> {
    // The request is left out: its URL contains the token.
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
    // The response is left out: it can contain secrets.
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
