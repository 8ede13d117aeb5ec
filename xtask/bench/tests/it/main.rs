//! The tests of the benchmarks.

mod allocations;
mod same_work;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits until no other test runs: one of them counts allocations, of whatever thread.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
