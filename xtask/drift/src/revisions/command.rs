//! Names of two specs in, a report out.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow};

use super::{Report, WORK_TREE, load};
use crate::compare::{State, compare};
use crate::report::{Format, Status, shown, version, write};

/// Compares two specs, each named as [`load`](fn@load) takes it, and writes what differs.
///
/// # Errors
///
/// If one of the two cannot be read or has problems, or if the report cannot be written.
pub fn diff(
    root: &Path,
    old: &str,
    new: Option<&str>,
    format: Format,
    output: &mut impl Write,
) -> Result<Status> {
    let (before, after) = (state(root, Some(old))?, state(root, new)?);
    let differences = compare(&before, &after);
    let report = Report::of(old, new.unwrap_or(WORK_TREE), differences, &version(root)?)?;
    write(&report, format, output)?;
    Ok(if report.verdict.is_some() { Status::Found } else { Status::Clean })
}

fn state(root: &Path, name: Option<&str>) -> Result<State> {
    State::of(load(root, name)?).map_err(|(sources, problems)| {
        let shown = shown(&problems, &sources);
        let Some(name) = name else {
            return anyhow!("the spec of {WORK_TREE} has problems: mend them first\n{shown}");
        };
        anyhow!(
            "the spec `{name}` has problems, so it cannot be compared. If its format is that of \
             another time, give a revision since the format changed, or the folder of a mended \
             copy\n{shown}"
        )
    })
}
