//! Comparing two revisions of the spec.

mod callers;
mod cases;
mod format;
mod generated;
mod report;
mod revisions;
mod specs;
mod verdicts;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
