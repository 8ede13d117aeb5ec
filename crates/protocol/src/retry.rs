//! How many times and after which pauses a call is repeated.
//!
//! The doubling is one line of arithmetic, so no back-off library is used.

use std::time::Duration;

/// How many times a call is attempted and how long the pauses grow, for a [`Driver`](crate::driver::Driver).
///
/// Which failures are repeated is not a setting: [`Error::repetition`](crate::Error::repetition) decides that
/// from the specification. A pause has a random length between zero and a bound ("full jitter"); the bound
/// begins with [`first_pause`](Self::first_pause) and doubles up to [`longest_pause`](Self::longest_pause).
/// A time until which the service asks to wait, and pauses that the vendor advises, take precedence.
///
/// A call that is repeated with a new token counts as an attempt, but does not use up
/// [`attempts`](Self::attempts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

impl Retry {
    /// Returns the default: at most 3 attempts; pauses of at most 500 ms first and never more than 10 s.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(10),
        }
    }

    /// Returns a policy without retries: a single attempt, and one more with a new token if the first is rejected.
    pub const fn off() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the largest number of attempts, apart from the additional one after a rejected token; 0 counts as
    /// 1.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the bound of the first pause.
    pub const fn first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// Sets the largest bound.
    pub const fn longest_pause(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }

    /// Returns the bound of the pause after `failures` failures; `None` if that was the last attempt.
    pub(crate) fn bound(&self, failures: u32) -> Option<Duration> {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        (failures < self.attempts)
            .then(|| self.first_pause.saturating_mul(doubled).min(self.longest_pause))
    }
}
