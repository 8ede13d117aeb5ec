//! A clock on which a pause takes no time.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use dingtalk_client::Clock;

/// 2026-01-01 00:00:00 UTC.
const BEGIN: Duration = Duration::from_secs(1_767_225_600);

thread_local! {
    /// What the clock has shown this thread since it was asked last.
    static READINGS: RefCell<Vec<Duration>> = const { RefCell::new(Vec::new()) };
}

/// A clock that stands still but for pauses. Clones share the time.
///
/// A pause ends when it would have ended: counted from when the thread last looked at the clock. So
/// threads that pause at the same time do it side by side, and to a thread that was slow, much of
/// its pause has gone by already.
#[derive(Debug, Clone, Default)]
pub(crate) struct SoakClock(Arc<Time>);

#[derive(Debug, Default)]
struct Time {
    nanoseconds: AtomicU64,
    pauses: AtomicU64,
}

impl SoakClock {
    /// Returns the time since the beginning.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_nanos(self.0.nanoseconds.load(Ordering::SeqCst))
    }

    /// Returns how many pauses there were.
    pub(crate) fn pauses(&self) -> u64 {
        self.0.pauses.load(Ordering::SeqCst)
    }

    /// Returns what this thread has seen since this was called last.
    pub(crate) fn take_readings() -> Vec<Duration> {
        READINGS.take()
    }

    fn read(&self) -> Duration {
        let time = self.time();
        READINGS.with_borrow_mut(|readings| readings.push(time));
        time
    }
}

impl Clock for SoakClock {
    fn elapsed(&self) -> Duration {
        self.read()
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + BEGIN + self.read()
    }

    fn sleep(&self, duration: Duration) {
        let from = READINGS.with_borrow(|readings| readings.last().copied());
        let until = from.unwrap_or_else(|| self.time()).saturating_add(duration);
        let until = u64::try_from(until.as_nanos()).expect("a soak ends before that");
        self.0.nanoseconds.fetch_max(until, Ordering::SeqCst);
        self.0.pauses.fetch_add(1, Ordering::SeqCst);
    }
}

/// The sandbox's time is the client's.
impl dingtalk_sandbox::Clock for SoakClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + BEGIN + self.time()
    }
}
