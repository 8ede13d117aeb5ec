//! The clock of a client, and the deadline of a call.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use crate::cancel::{Cancellation, INTERVAL};

/// Time source of a client, which also does its waiting. Tests can supply one that they advance by hand.
///
/// Connection timeouts always run on the machine's own clock; so do the waits for a token that another
/// call is fetching and for a token store.
pub trait Clock: Debug + Send + Sync {
    /// Returns the time since an arbitrary fixed moment. It never decreases.
    ///
    /// Clients that share a [`Limiter`](crate::Limiter) or a source of tokens share the times that these
    /// store: their clocks have to count from the same moment.
    fn elapsed(&self) -> Duration;

    /// Returns the current date and time, which decides when a token expires, and when throttling ends
    /// if the response has no `Date`.
    fn now(&self) -> SystemTime;

    /// Sleeps for `duration`.
    fn sleep(&self, duration: Duration);
}

/// The clock of this machine. All instances count from the same moment.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl SystemClock {
    /// Returns the clock.
    pub const fn new() -> Self {
        Self
    }
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        START.elapsed()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A clock that several clients share.
impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) {
        (**self).sleep(duration);
    }
}

/// Deadline of a call. Once the call is cancelled, no time remains.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline<'c> {
    clock: &'c dyn Clock,
    end: Duration,
    cancellation: Option<&'c Cancellation>,
}

impl<'c> Deadline<'c> {
    pub(crate) fn after(
        clock: &'c dyn Clock,
        time: Duration,
        cancellation: Option<&'c Cancellation>,
    ) -> Self {
        Self { clock, end: clock.elapsed().saturating_add(time), cancellation }
    }

    /// Returns the time that is left.
    pub(crate) fn remaining(&self) -> Duration {
        if self.is_cancelled() {
            return Duration::ZERO;
        }
        self.end.saturating_sub(self.clock.elapsed())
    }

    /// Returns this deadline, but at most `time` from now.
    pub(crate) fn within(&self, time: Duration) -> Self {
        Self { end: self.end.min(self.clock.elapsed().saturating_add(time)), ..*self }
    }

    pub(crate) fn cancellation(&self) -> Option<&'c Cancellation> {
        self.cancellation
    }

    /// Returns whether the call was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancellation.is_some_and(Cancellation::is_cancelled)
    }

    /// Sleeps for `duration` if the deadline allows it. Returns whether it slept to the end.
    pub(crate) fn sleep(&self, duration: Duration) -> bool {
        let is_allowed = duration < self.remaining();
        if is_allowed {
            self.pause(duration);
        }
        is_allowed && !self.is_cancelled()
    }

    /// Sleeps for `duration`, or until the call is cancelled.
    pub(crate) fn pause(&self, duration: Duration) {
        let mut left = duration;
        while !left.is_zero() && !self.is_cancelled() {
            let slice = self.slice(left);
            self.clock.sleep(slice);
            left = left.saturating_sub(slice);
        }
    }

    /// Returns how much of `time` to wait before checking whether the call was cancelled.
    pub(crate) fn slice(&self, time: Duration) -> Duration {
        if self.cancellation.is_some() { time.min(INTERVAL) } else { time }
    }
}
