//! Whether a failed call may be repeated. Only facts and rules: the caller has the clock.

use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::kind::ErrorKind;
use crate::reach::Reach;
use crate::wait::{THROTTLE, Wait};

/// Recommended reaction to a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// Do not repeat the call: that cannot help, or could do harm.
    No,
    /// Repeat the call once with a new access token.
    WithNewToken,
    /// Repeat the call after a pause.
    After(Wait),
}

/// How long the gateway bans an IP address.
const BAN: Duration = Duration::from_secs(5 * 60);

impl Error {
    /// Returns how far the call got over [all its attempts](Self::with_reach).
    pub fn reach(&self) -> Reach {
        self.reach_of_all_attempts().unwrap_or_else(|| self.reach_of_last_attempt())
    }

    fn reach_of_last_attempt(&self) -> Reach {
        // Without a token, `encode` fails before anything is sent.
        if self.kind() == ErrorKind::TokenMissing && self.code().is_none() {
            return Reach::NotSent;
        }
        self.kind().reach()
    }

    /// Returns whether the request may have reached the service.
    pub fn may_have_arrived(&self) -> bool {
        self.reach() != Reach::NotSent
    }

    /// Returns whether the answer was lost on its way, so that the call may have taken effect although the
    /// endpoint reported nothing. Read the answer to its repetition with
    /// [`decode_repeated`](crate::decode_repeated).
    pub fn answer_was_lost(&self) -> bool {
        let said = matches!(
            self.kind(),
            ErrorKind::Busy | ErrorKind::Documented | ErrorKind::Undocumented
        );
        self.reach_of_last_attempt() == Reach::Unknown && !said
    }

    /// Returns whether repeating the call does no harm: nothing has changed yet, or the endpoint's
    /// [`repeat_safe`](crate::Endpoint::repeat_safe) says that repeating leaves the same state.
    pub fn repeat_is_safe(&self) -> bool {
        matches!(self.reach(), Reach::NotSent | Reach::Refused)
            || self.endpoint().is_some_and(|endpoint| endpoint.repeat_safe)
    }

    /// Returns whether and when to repeat the call.
    ///
    /// | kind | repetition |
    /// |---|---|
    /// | `TokenRejected` | once, with a new token, if the endpoint takes one |
    /// | `Throttled` | at the end that the message names, else after 1 s, 2 s, 4 s, … |
    /// | `IpBanned` | after 5 minutes |
    /// | `Unreachable` | after the caller's backoff |
    /// | `Connection`, `Timeout`, `GatewayTimeout`, `Busy`, and every other [that is not an answer](ErrorKind::is_not_an_answer) except `Redirect` and `Compressed` | after the caller's backoff, if [`repeat_is_safe`](Self::repeat_is_safe) |
    /// | every other | never |
    pub fn repetition(&self) -> Repetition {
        match self.kind() {
            ErrorKind::TokenRejected if self.endpoint().is_none_or(|it| it.authenticated) => {
                Repetition::WithNewToken
            }
            _ if !self.repeat_is_safe() => Repetition::No,
            ErrorKind::Throttled => Repetition::After(
                self.throttled_until().map_or(Wait::Doubling(THROTTLE), Wait::Until),
            ),
            ErrorKind::IpBanned => Repetition::After(Wait::For(BAN)),
            // The request was not sent, the service's answer was lost, or the service asks for another call.
            ErrorKind::Unreachable
            | ErrorKind::Connection
            | ErrorKind::Timeout
            | ErrorKind::EmptyBody
            | ErrorKind::Html
            | ErrorKind::Truncated
            | ErrorKind::NotUtf8
            | ErrorKind::NotJson
            | ErrorKind::NoErrcode
            | ErrorKind::GatewayTimeout
            | ErrorKind::Busy => Repetition::After(Wait::Backoff),
            _ => Repetition::No,
        }
    }

    /// Returns the service's current time, on which the times in its messages are based: the `Date` of the
    /// response, or else `now`, the caller's own time, unless the message shows that the service's clock is
    /// ahead.
    pub fn service_time(&self, now: SystemTime) -> SystemTime {
        let date = self.hints().date();
        date.unwrap_or_else(|| self.throttled_since().map_or(now, |since| since.max(now)))
    }

    /// Returns how long the response asks to wait with `Retry-After`, at most an hour; zero if it does
    /// not ask. `now` is the caller's own time, for a response without a `Date`.
    pub fn retry_after(&self, now: SystemTime) -> Duration {
        self.hints().retry_after(now)
    }
}
