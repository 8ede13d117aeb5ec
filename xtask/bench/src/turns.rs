//! Measurements that take turns.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::Side;

/// Returns the median of what `measure` says of each side, ours first.
///
/// Both sides are measured once more before, which does not count.
pub fn medians(rounds: usize, mut measure: impl FnMut(Side) -> f64) -> [f64; 2] {
    let mut figures = [Vec::new(), Vec::new()];
    for side in Side::BOTH {
        measure(side);
    }
    for round in 0..rounds {
        let mut order = Side::BOTH;
        // The side that comes second may find the machine warmer.
        if round % 2 == 1 {
            order.reverse();
        }
        for side in order {
            figures[side as usize].push(measure(side));
        }
    }
    figures.map(|mut of_side| {
        of_side.sort_by(f64::total_cmp);
        of_side[rounds / 2]
    })
}

/// Returns the seconds that `work` takes.
pub fn wall(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Returns the seconds that `work` takes on a clock of the processor. On that of this thread, what other
/// programs do does not count.
pub fn processor(clock: ClockId, work: impl FnOnce()) -> f64 {
    let now = || Duration::try_from(clock_gettime(clock)).unwrap_or_default();
    let start = now();
    work();
    now().saturating_sub(start).as_secs_f64()
}
