//! Encoding and decoding allocate no more often than they did.
//!
//! Counts are exact: the code decides them, and not the machine or how busy it is.

use std::alloc::System;
use std::iter;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use xtask_bench::Side;
use xtask_bench::work::Work;

use crate::alone;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations and reallocations. Lower a number when the code gets better; raise one only for a
/// reason that is worth it.
const MOST: [(Work, [usize; 2]); 4] = [
    (Work::Encode, [7, 0]),
    (Work::DecodePage, [503, 5]),
    (Work::DecodeError, [4, 0]),
    (Work::DecodeWrappedError, [6, 0]),
];

#[test]
fn work_allocates_no_more_than_before() {
    let _alone = alone();
    let mut above = Vec::new();
    for (work, most) in MOST {
        let now = count(work.prepare(Side::Ours));
        if now[0] > most[0] || now[1] > most[1] {
            above.push(format!("{}: {now:?}, at most {most:?}", work.name()));
        }
    }
    assert!(above.is_empty(), "allocates more often than before:\n{}", above.join("\n"));
}

/// Counts the allocations and reallocations of doing the work once.
///
/// The allocator counts for all threads. The least of several runs is without those of the test runner.
fn count(mut work: impl FnMut()) -> [usize; 2] {
    work();
    let once = || {
        let before = ALLOCATOR.stats();
        work();
        let change = ALLOCATOR.stats() - before;
        [change.allocations, change.reallocations]
    };
    iter::repeat_with(once).take(10).min().expect("it ran")
}
