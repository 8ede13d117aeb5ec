//! Workspaces beside the repository's, with the same versions of everything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::place::{Place, cargo};
use super::{by_hand, spec};
use xtask::emit::FOLDERS;
use xtask::lower::lower;
use xtask_spec::read::read;

/// A folder with a workspace and what cargo built of it.
pub(super) struct Workspace {
    pub(super) folder: PathBuf,
}

impl Workspace {
    /// The two published crates, for a spec of so many endpoints.
    pub(super) fn ours(place: &Place, endpoints: usize) -> Result<Self> {
        let mut files = BTreeMap::new();
        for name in ["crates/protocol", "crates/client"] {
            copy(&place.root, name, &mut files)?;
        }
        spec::generate(&spec::of(&place.root, endpoints)?)?.put_into(&mut files)?;
        Self::new(place, &format!("compile/ours-{endpoints}"), "crates/*", files)
    }

    /// The package that somebody would write by hand.
    pub(super) fn by_hand(place: &Place, endpoints: usize) -> Result<Self> {
        let sources = spec::of(&place.root, endpoints)?;
        let files = by_hand::files(&lower(&read(&sources).0, &sources));
        let files = files.into_iter().map(|(path, text)| (format!("by-hand/{path}"), text));
        Self::new(place, &format!("compile/by-hand-{endpoints}"), "by-hand", files.collect())
    }

    /// A workspace of nothing but these files, apart from what cargo built before.
    pub(super) fn new(
        place: &Place,
        name: &str,
        member: &str,
        mut files: BTreeMap<String, String>,
    ) -> Result<Self> {
        let manifest = read_text(&place.root.join("Cargo.toml"))?;
        let (before, after) =
            manifest.split_once("members = [").context("Cargo.toml names no members")?;
        let (_, after) = after.split_once(']').context("the members of Cargo.toml have no end")?;
        files.insert("Cargo.toml".to_owned(), format!("{before}members = [\"{member}\"]{after}"));
        files.insert("Cargo.lock".to_owned(), read_text(&place.root.join("Cargo.lock"))?);
        let folder = place.folder(name)?;
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("target") {
                fs::remove_dir_all(&path)?;
            }
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(Self { folder })
    }

    /// Cargo in this workspace, which builds everything from scratch or not at all.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.args(arguments).args(["--offline", "--quiet"]);
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target")).env("CARGO_INCREMENTAL", "0");
        cargo
    }

    /// Makes cargo take a file for changed.
    pub(super) fn touch(&self, path: &str) -> Result<()> {
        let path = self.folder.join(path);
        let file = fs::File::options().append(true).open(&path);
        file.and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("cannot touch {}", path.display()))
    }
}

/// Everything of a crate but its tests, its examples and what is generated.
fn copy(root: &Path, name: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let skipped = FOLDERS.iter().map(|it| root.join(it));
    let skipped: Vec<_> =
        skipped.chain(["tests", "examples"].map(|it| root.join(name).join(it))).collect();
    let mut folders = vec![root.join(name)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))? {
            let path = entry?.path();
            if skipped.contains(&path) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            files.insert(below, without_dev_dependencies(&read_text(&path)?));
        }
    }
    Ok(())
}

/// The tests of the crates stay behind, and what they need with them.
fn without_dev_dependencies(text: &str) -> String {
    let Some((before, after)) = text.split_once("[dev-dependencies]\n") else {
        return text.to_owned();
    };
    let after = after.split_once("\n[").map(|(_, after)| format!("[{after}"));
    format!("{before}{}", after.unwrap_or_default())
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
