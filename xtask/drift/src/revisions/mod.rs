//! `cargo xtask spec diff`: two revisions of the spec, and what lies between them.

pub mod command;
mod git;
mod report;

use std::path::Path;

use anyhow::{Context, Result};

pub use self::report::Report;
use xtask_spec::load::{self, Sources};

/// What the spec of the work tree is called.
pub const WORK_TREE: &str = "the work tree";

/// Reads a spec by name: the folder of one, if there is an `api.toml` in it, else the `spec/` of a
/// git revision of the repository at `root`. Without a name, the `spec/` of the work tree.
///
/// # Errors
///
/// If there is no spec of that name; the text says what to do.
pub fn load(root: &Path, name: Option<&str>) -> Result<Sources> {
    let Some(name) = name else { return load::load(&root.join("spec")) };
    let folder = Path::new(name);
    if folder.join("api.toml").is_file() {
        let absolute = folder.canonicalize();
        let absolute = absolute.with_context(|| format!("cannot find {}", folder.display()))?;
        return load::load(&absolute);
    }
    git::load(root, name)
}
