//! Time, from outside.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

/// Where the client gets the time from and how it waits. Tests bring one that they move by hand.
///
/// The time-outs of a connection are the transport's and run on the machine's own clock; so does the
/// time for which a call waits for the token that another one is fetching.
pub trait Clock: Debug + Send + Sync {
    /// The time since any moment that stays the same. It never runs backwards.
    ///
    /// Clients that share a [`Limiter`](crate::Limiter) or a source of tokens share what these
    /// remember: their clocks have to count from the same moment.
    fn elapsed(&self) -> Duration;

    /// The time of day, which decides when a token expires and a named end of a throttling comes.
    fn now(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration);
}

/// The clocks of this machine. All of them count from the same moment.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl SystemClock {
    /// The clock.
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

/// The moment at which the time of a call is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline<'c> {
    clock: &'c dyn Clock,
    end: Duration,
}

impl<'c> Deadline<'c> {
    pub(crate) fn after(clock: &'c dyn Clock, time: Duration) -> Self {
        Self { clock, end: clock.elapsed().saturating_add(time) }
    }

    pub(crate) fn remaining(&self) -> Duration {
        self.end.saturating_sub(self.clock.elapsed())
    }

    /// The same, but after `time` at the latest.
    pub(crate) fn within(&self, time: Duration) -> Self {
        Self { end: self.end.min(self.clock.elapsed().saturating_add(time)), ..*self }
    }

    /// Waits, if the time is enough for it and something is left afterwards. Tells whether it was.
    pub(crate) fn sleep(&self, duration: Duration) -> bool {
        let enough = duration < self.remaining();
        if enough && !duration.is_zero() {
            self.clock.sleep(duration);
        }
        enough
    }
}
