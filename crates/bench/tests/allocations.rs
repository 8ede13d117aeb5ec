//! Encoding and decoding ask for memory no more often than they did.
//!
//! Counts are exact: the code decides them, and not the machine or how busy it is.

use std::alloc::System;

use dingtalk_bench::Side;
use dingtalk_bench::counter::{Counts, INSTRUMENTED_SYSTEM, StatsAlloc, count};
use dingtalk_bench::work::Work;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// New pieces and regrowths. Lower a number when the code gets better; raise none without a reason
/// that is worth it.
const MOST: [(Work, usize, usize); 5] = [
    (Work::Encode, 5, 1),
    (Work::DecodePage, 403, 5),
    (Work::WalkPage, 403, 5),
    (Work::DecodeError, 4, 0),
    (Work::DecodeWrappedError, 6, 0),
];

/// One test for all, as the allocator counts what all threads do.
#[test]
fn work_allocates_no_more_than_before() {
    let mut above = Vec::new();
    for (work, allocations, regrowths) in MOST {
        let most = Counts { allocations, regrowths };
        let now = count(ALLOCATOR, work.prepare(Side::Ours));
        if now.allocations > most.allocations || now.regrowths > most.regrowths {
            above.push(format!("{}: {now:?}, at most {most:?}", work.name()));
        }
    }
    assert!(above.is_empty(), "allocates more often than before:\n{}", above.join("\n"));
}
