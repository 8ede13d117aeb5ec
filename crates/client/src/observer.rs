//! The record of an attempt that an observer gets.

use std::time::Duration;

use dingtalk_protocol::{Endpoint, Error};

/// Record of an attempt of a call that has ended, for metrics. It contains no token, no parameter and no
/// body.
///
/// Fetches of access tokens are reported as attempts of their own endpoint, such as `auth::get_token`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The endpoint that was called.
    pub endpoint: &'a Endpoint,
    /// Number of the attempt within its call, from 1. Attempts that were not sent count as well.
    pub number: u32,
    /// Whether anything was given to the transport. Otherwise there was no access token, or the attempt was
    /// held back beyond the deadline.
    pub sent: bool,
    /// How long the limiter, or another call that sent the same [`Upload`](crate::Upload), held the attempt
    /// back.
    pub held_back: Duration,
    /// How long request and response took.
    pub duration: Duration,
    /// The error of the attempt; `None` for a success.
    pub error: Option<&'a Error>,
    /// The id that the vendor's support asks for.
    pub request_id: Option<&'a str>,
    /// Whether the response said that an earlier attempt did the work.
    pub done_before: bool,
    /// The pause before the next attempt; `None` if this was the last.
    pub pause: Option<Duration>,
}

/// Function that is called after every attempt.
pub(crate) type Observer = Box<dyn Fn(&Attempt<'_>) + Send + Sync>;
