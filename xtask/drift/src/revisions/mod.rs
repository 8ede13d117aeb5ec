//! `cargo xtask spec diff`: compares two revisions of the spec.

mod git;
mod report;

use std::path::Path;

use anyhow::{Context, Result, anyhow};

pub use self::report::Report;
use self::report::WORK_TREE;
use crate::compare::{State, compare};
use crate::report::{shown, version};
use xtask_spec::load::{self, Sources};

/// Compares two specs given by name: a folder if it contains an `api.toml`, else the `spec/` of a git
/// revision of the repository at `root`. Without a second name, it is the `spec/` of the work tree.
///
/// # Errors
///
/// If one of the two cannot be read or has problems; the error says what to do.
pub fn run(root: &Path, old: &str, new: Option<&str>) -> Result<Report> {
    let (before, after) = (state(root, Some(old))?, state(root, new)?);
    let differences = compare(&before, &after);
    Report::of(old, new.unwrap_or(WORK_TREE), differences, &version(root)?)
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

fn load(root: &Path, name: Option<&str>) -> Result<Sources> {
    let Some(name) = name else { return load::load(&root.join("spec")) };
    let folder = Path::new(name);
    if folder.join("api.toml").is_file() {
        let absolute = folder.canonicalize();
        let absolute = absolute.with_context(|| format!("cannot find {}", folder.display()))?;
        return load::load(&absolute);
    }
    git::load(root, name)
}
