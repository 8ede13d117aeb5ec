//! Comparing two revisions of the spec.

mod callers;
mod cases;
mod format;
mod generated;
mod report;
mod revisions;
mod specs;
mod verdicts;

use std::path::PathBuf;

/// Returns the root of the repository.
fn root() -> PathBuf {
    crate::workspace::root()
}
