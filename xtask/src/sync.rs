//! `sync`: text → disk, or a report of what is stale.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use similar::TextDiff;
use xtask_spec::load::files_below;
use xtask_spec::store;

use crate::region::{Region, with_region};
use crate::render::MARK;

/// Required files and regions after a run, by path below the root of the repository.
#[derive(Debug, Default)]
pub struct Wanted {
    pub files: BTreeMap<String, String>,
    pub regions: Vec<Region>,
    /// Undecided parts of the spec: file and subject.
    pub undecided: Vec<String>,
}

/// Changes that a run has to make, computed without changing anything.
#[derive(Debug, Default)]
pub struct Plan {
    changes: Vec<Change>,
    unchanged: usize,
    /// Undecided parts of the spec, one per line.
    pub undecided: Vec<String>,
}

#[derive(Debug)]
struct Change {
    path: String,
    /// `None` for a file that does not exist yet.
    old: Option<String>,
    /// `None` for a file to be removed.
    new: Option<String>,
}

/// Compares `wanted` with the files below `root`. Only files in `folders` can be orphans.
///
/// # Errors
///
/// A file that is in the way but does not carry the generated mark; a missing region; I/O.
pub fn plan(root: &Path, folders: &[&str], wanted: &Wanted) -> Result<Plan> {
    let mut plan = Plan { undecided: wanted.undecided.clone(), ..Plan::default() };
    let mut strangers = Vec::new();
    for (path, new) in &wanted.files {
        let old = read(root, path)?;
        if old.as_deref().is_some_and(|old| old != new && !is_generated(old)) {
            strangers.push(path.clone());
        } else {
            plan.add(path, old, Some(new.clone()));
        }
    }
    for folder in folders {
        let below =
            if root.join(folder).exists() { files_below(&root.join(folder))? } else { Vec::new() };
        for path in below.iter().map(|below| format!("{folder}/{below}")) {
            if wanted.files.contains_key(&path) {
                continue;
            }
            match read(root, &path)? {
                Some(old) if is_generated(&old) => plan.add(&path, Some(old), None),
                Some(_) => strangers.push(path),
                // Another run has just removed the file.
                None => {}
            }
        }
    }
    if !strangers.is_empty() {
        bail!(
            "files without the generated mark are in a folder for generated files, and nothing was touched: {}\n\
             move them elsewhere, or delete them if they are not needed",
            strangers.join(", ")
        );
    }
    for region in &wanted.regions {
        let old =
            read(root, &region.path)?.with_context(|| format!("{} does not exist", region.path))?;
        let new = with_region(&old, region)?;
        plan.add(&region.path, Some(old), Some(new));
    }
    Ok(plan)
}

impl Plan {
    /// Returns whether everything on disk is up to date.
    pub fn is_up_to_date(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns a unified diff from the state on disk to the wanted one.
    pub fn diff(&self) -> String {
        let mut text = String::new();
        for change in &self.changes {
            let (old, new) = (change.old.as_deref(), change.new.as_deref());
            let name = |side: Option<&str>, prefix| {
                side.map_or_else(|| "/dev/null".to_owned(), |_| format!("{prefix}/{}", change.path))
            };
            let diff = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
            let _ = write!(
                text,
                "{}",
                diff.unified_diff().context_radius(3).header(&name(old, "a"), &name(new, "b"))
            );
        }
        text
    }

    /// Updates the disk. A file that is already up to date keeps its modification time.
    ///
    /// # Errors
    ///
    /// I/O, with the path.
    pub fn apply(&self, root: &Path) -> Result<()> {
        for Change { path, new, .. } in &self.changes {
            let path = root.join(path);
            match new {
                Some(new) => {
                    store::replace(&path, new)
                        .with_context(|| format!("cannot write {}", path.display()))?;
                }
                None => remove(root, &path)
                    .with_context(|| format!("cannot remove {}", path.display()))?,
            }
        }
        Ok(())
    }

    /// Returns a report of the run: a line per changed file and a line with the counts.
    pub fn report(&self) -> String {
        let mut text = String::new();
        let (mut wrote, mut removed) = (0, 0);
        for change in &self.changes {
            let verb = if change.new.is_some() { "wrote" } else { "removed" };
            *(if change.new.is_some() { &mut wrote } else { &mut removed }) += 1;
            let _ = writeln!(text, "{verb} {}", change.path);
        }
        let _ = write!(text, "{wrote} written, {removed} removed, {} left alone", self.unchanged);
        if self.is_up_to_date() {
            text.push_str(": up to date");
        }
        text
    }

    fn add(&mut self, path: &str, old: Option<String>, new: Option<String>) {
        if old == new {
            self.unchanged += 1;
        } else {
            self.changes.push(Change { path: path.to_owned(), old, new });
        }
    }
}

/// Returns whether a file may be replaced, because it is generated or empty.
fn is_generated(text: &str) -> bool {
    text.lines().next().is_none_or(|first| first.contains(MARK))
}

/// Removes a file, and any folders that become empty.
fn remove(root: &Path, path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        // Another run has already removed the file.
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        result => result?,
    }
    // `remove_dir` fails for a folder that is not empty, and that ends the loop.
    let folders = path.ancestors().skip(1);
    let _ = folders.take_while(|folder| *folder != root).try_for_each(fs::remove_dir);
    Ok(())
}

fn read(root: &Path, path: &str) -> Result<Option<String>> {
    let is_link = fs::symlink_metadata(root.join(path)).is_ok_and(|kind| kind.is_symlink());
    if is_link {
        bail!("{path} is a link, and writing to it would change a file elsewhere: remove it");
    }
    match fs::read(root.join(path)) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes);
            Ok(Some(text.map_err(|_| anyhow!("{path} is not UTF-8, so it is left as it is"))?))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
    }
}
