//! Allocations of a piece of work.

use std::alloc::System;

use serde::Serialize;
pub use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// How often memory was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Counts {
    /// New pieces.
    pub allocations: usize,
    /// Pieces that were made larger or smaller.
    pub regrowths: usize,
}

/// Counts what `work` does once with the allocator, which has to be the program's own.
///
/// The allocator counts for all threads. Should another one have come between, the least of several
/// runs is without it; the work itself always does the same.
pub fn count(allocator: &StatsAlloc<System>, mut work: impl FnMut()) -> Counts {
    work();
    let once = || {
        let before = allocator.stats();
        work();
        let change = allocator.stats() - before;
        Counts { allocations: change.allocations, regrowths: change.reallocations }
    };
    std::iter::repeat_with(once).take(10).min().expect("it ran")
}
