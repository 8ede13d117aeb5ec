//! How long to wait before a call is repeated.

use std::time::{Duration, SystemTime};

/// How long to wait before a call is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// As long as the caller's own backoff.
    Backoff,
    /// This long after the first failure, twice as long after each further one.
    Doubling(Duration),
    /// This long.
    For(Duration),
    /// Until this time, which the service named. It may be past.
    Until(SystemTime),
}

impl Wait {
    /// Returns the length of the wait at `now`, after `failures` failures in a row; `None` if the caller's
    /// own backoff decides. An `Until` in the past counts as `Doubling` from 1 s, and one over an hour away as
    /// an hour.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use dingtalk_protocol::Wait;
    ///
    /// let wait = Wait::Doubling(Duration::from_secs(1));
    /// let pauses = [1, 2, 3].map(|failures| wait.length(failures, SystemTime::now()));
    /// assert_eq!(pauses, [1, 2, 4].map(|seconds| Some(Duration::from_secs(seconds))));
    /// ```
    pub fn length(self, failures: u32, now: SystemTime) -> Option<Duration> {
        let doubled = |first: Duration| {
            first.saturating_mul(1 << failures.saturating_sub(1).min(MOST_DOUBLINGS))
        };
        match self {
            Self::Backoff => None,
            Self::Doubling(first) => Some(doubled(first)),
            Self::For(time) => Some(time),
            Self::Until(end) => {
                let left = end.duration_since(now).ok().filter(|left| !left.is_zero());
                Some(left.map_or_else(|| doubled(THROTTLE), |left| left.min(LONGEST)))
            }
        }
    }
}

/// Upper bound of a wait for a named end, so that a misread one cannot block a caller for good.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Most times that a pause doubles: 1 s becomes 64 s.
const MOST_DOUBLINGS: u32 = 6;

/// First pause after throttling without a named end: the vendor advises 1 s, 2 s, 4 s for code 90002, and
/// counts calls by the second for 90018.
pub(crate) const THROTTLE: Duration = Duration::from_secs(1);
