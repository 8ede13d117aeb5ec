//! The version of the crates that follows from what changed.

use anyhow::{Context, Result};
use semver::Version;

use crate::compare::Verdict;

/// Returns the version after `current`, when the worst of all changes is `worst`.
///
/// # Errors
///
/// If `current` is no version.
pub fn next_version(current: &str, worst: Verdict) -> Result<Version> {
    let current = Version::parse(current)
        .with_context(|| format!("`{current}` is no version: expected one such as 1.2.3"))?;
    let Version { major, minor, patch, .. } = current;
    Ok(match (worst, major) {
        (Verdict::BreaksCallers, 1..) => Version::new(major + 1, 0, 0),
        // Before 1.0, cargo takes the second number for the one that breaks.
        (Verdict::BreaksCallers, 0) | (Verdict::Compatible, 1..) => {
            Version::new(major, minor + 1, 0)
        }
        _ => Version::new(major, minor, patch + 1),
    })
}
