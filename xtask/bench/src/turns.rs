//! Measurements that alternate between the sides.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::Side;

/// Returns the median of the results of `measure` for each side, ours first.
///
/// Both sides are first measured once as a warm-up, which is not counted.
pub fn medians(rounds: usize, mut measure: impl FnMut(Side) -> f64) -> [f64; 2] {
    let mut figures = [Vec::new(), Vec::new()];
    for side in Side::BOTH {
        measure(side);
    }
    for round in 0..rounds {
        let mut order = Side::BOTH;
        // The order alternates, because the second side may find the machine warmer.
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

/// Returns the seconds that `work` takes on a processor clock. The clock of this thread excludes the time of
/// other programs.
pub fn processor(clock: ClockId, work: impl FnOnce()) -> f64 {
    let now = || Duration::try_from(clock_gettime(clock)).unwrap_or_default();
    let start = now();
    work();
    now().saturating_sub(start).as_secs_f64()
}
