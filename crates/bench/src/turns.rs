//! Measurements that take turns.

use std::time::Duration;

use crate::Side;

/// The median of what each side took, in seconds, ours first.
///
/// Both sides run once more before, without being measured.
pub fn medians(rounds: usize, mut run: impl FnMut(Side) -> Duration) -> [f64; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for side in Side::BOTH {
        run(side);
    }
    for round in 0..rounds {
        // Whoever comes second may find the machine warmer.
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
