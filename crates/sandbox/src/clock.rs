//! The time source of the sandbox.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::lock;

/// Time source of the sandbox, which a test can set. Only the delays of faults run on the machine's own clock.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the time now.
    fn now(&self) -> SystemTime;
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that only moves when it is advanced. Clones share the time, so that a test can keep one and
/// pass another to the sandbox.
///
/// ```
/// use std::time::Duration;
///
/// use dingtalk_sandbox::{ManualClock, Sandbox};
///
/// let clock = ManualClock::new();
/// let sandbox = Sandbox::builder().clock(clock.clone()).start()?;
/// clock.advance(Duration::from_secs(7200));
/// // … every token that `sandbox` issued has expired.
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<SystemTime>>);

impl ManualClock {
    /// Returns a clock that shows 2026-01-01T00:00:00Z.
    pub fn new() -> Self {
        Self::starting_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
    }

    /// Returns a clock that shows this time.
    pub fn starting_at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Returns the time that the clock shows.
    pub fn now(&self) -> SystemTime {
        *lock(&self.0)
    }

    /// Moves the time forward.
    pub fn advance(&self, by: Duration) {
        *lock(&self.0) += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        Self::now(self)
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}
