//! Measurements that take turns.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::Side;

/// Returns the median of what each side took, in seconds, ours first.
///
/// Both sides run once more before, without being measured.
pub fn medians(rounds: usize, mut run: impl FnMut(Side) -> Duration) -> [f64; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for side in Side::BOTH {
        run(side);
    }
    for round in 0..rounds {
        // The side that comes second may find the machine warmer.
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for index in order {
            times[index].push(run(Side::BOTH[index]));
        }
    }
    times.map(|times| median(times).as_secs_f64())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Returns the time that `work` takes.
pub fn wall(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Returns the processor time that `work` takes on this thread: what other programs do does not count.
pub fn processor(work: impl FnOnce()) -> Duration {
    let start = clock(ClockId::ThreadCPUTime);
    work();
    clock(ClockId::ThreadCPUTime).saturating_sub(start)
}

/// Returns what a clock of the system shows.
pub fn clock(id: ClockId) -> Duration {
    let time = clock_gettime(id);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanos)
}
