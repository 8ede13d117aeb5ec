//! What an observer sees of a call.

use std::time::Duration;

use dingtalk_protocol::{Endpoint, Error};

/// One attempt of a call, after it has ended: for metrics. It holds no token, no parameter and no
/// body.
///
/// Fetches of access tokens are attempts of `auth::get_token`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The endpoint that was called.
    pub endpoint: &'static Endpoint,
    /// Counts the attempts of the call, from 1, those that were not sent among them.
    pub number: u32,
    /// Whether anything was given to the transport. Otherwise no token could be had, or the limiter
    /// had no room before the deadline.
    pub sent: bool,
    /// How long the limiter held the attempt back.
    pub held_back: Duration,
    /// How long request and answer took.
    pub duration: Duration,
    /// The error that it ended with; `None` for a success.
    pub error: Option<&'a Error>,
    /// The id that the vendor's support asks for.
    pub request_id: Option<&'a str>,
    /// Whether the answer said that an attempt before this one had done the work.
    pub done_before: bool,
    /// The pause before the next attempt; `None` if this was the last.
    pub pause: Option<Duration>,
}

/// Who looks at every attempt.
pub(crate) type Observer = Box<dyn Fn(&Attempt<'_>) + Send + Sync>;
