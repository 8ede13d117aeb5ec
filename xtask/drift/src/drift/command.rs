//! `cargo xtask docs diff`: pages in, a report out.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::drift;
use crate::report::{Format, Status, shown, version, write};
use xtask_spec::{load, read};

/// Compares pages with the spec of the repository at `root`, and writes what differs.
///
/// # Errors
///
/// If there is no good spec, or the report cannot be written.
pub fn diff(
    root: &Path,
    paths: &[PathBuf],
    format: Format,
    output: &mut impl Write,
) -> Result<Status> {
    let sources = load::load(&root.join("spec"))?;
    let (spec, problems) = read::read(&sources);
    if !problems.is_empty() {
        bail!("the spec has problems\n{}", shown(&problems, &sources));
    }
    let report = drift::diff(paths, &spec, &version(root)?)?;
    write(&report, format, output)?;
    Ok(match () {
        () if !report.refused.is_empty() => Status::Unread,
        () if report.has_changes() => Status::Found,
        () => Status::Clean,
    })
}
