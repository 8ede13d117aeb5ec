//! Time on the processor.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What something took.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    pub wall: Duration,
    /// Of this thread, in user space and in the kernel.
    pub cpu: Duration,
}

/// Measures `work`, done by this thread.
pub fn measure(work: impl FnOnce()) -> Took {
    let (cpu, wall) = (of_thread(), Instant::now());
    work();
    Took { wall: wall.elapsed(), cpu: of_thread().saturating_sub(cpu) }
}

/// What this thread has used so far.
pub fn of_thread() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanos)
}
