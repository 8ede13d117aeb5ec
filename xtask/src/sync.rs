//! `sync`: text → disk, or a report of what is stale.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use similar::TextDiff;

use crate::parallel;
use crate::render::MARK;
use crate::stamp::{self, Contents};

/// How the report of a run ends that has nothing to do.
const UP_TO_DATE: &str = ": up to date";

/// What has to be on disk after a run, by path below the root of the repository.
#[derive(Debug, Default)]
pub struct Wanted {
    pub files: BTreeMap<String, String>,
    pub regions: Vec<Region>,
}

impl Wanted {
    /// Puts everything generated into a copy of the files that people wrote.
    ///
    /// # Errors
    ///
    /// A file of the copy lacks its region.
    pub fn put_into(self, files: &mut BTreeMap<String, String>) -> Result<()> {
        for region in &self.regions {
            if let Some(text) = files.get_mut(&region.path) {
                *text = with_region(text, region)?;
            }
        }
        files.extend(self.files);
        Ok(())
    }
}

/// A part of a hand-written file.
#[derive(Debug)]
pub struct Region {
    pub path: String,
    pub name: String,
    pub text: String,
}

/// What a run has to change, found without changing anything.
#[derive(Debug, Default)]
pub struct Plan {
    changes: Vec<Change>,
    unchanged: usize,
    contents: Contents,
}

#[derive(Debug)]
struct Change {
    path: String,
    /// `None` for a file that is not there yet.
    old: Option<String>,
    /// `None` for a file that has to go.
    new: Option<String>,
}

/// Compares `wanted` with what is below `root`. Only files in `folders` can be orphans.
///
/// # Errors
///
/// A file that is in the way but does not carry the generated mark; a missing region; I/O.
pub fn plan(root: &Path, folders: &[&str], wanted: &Wanted) -> Result<Plan> {
    let mut plan = Plan::default();
    let mut strangers = Vec::new();
    let files: Vec<_> = wanted.files.iter().collect();
    let changes = parallel::map(&files, |(path, new)| -> Result<_> {
        let old = read(root, path)?;
        Ok(match old {
            Some(old) if old == **new => None,
            old => Some(Change { path: (*path).clone(), old, new: Some((*new).clone()) }),
        })
    });
    for change in changes {
        match change? {
            None => plan.unchanged += 1,
            Some(Change { path, old: Some(old), .. }) if !old.starts_with(MARK) => {
                strangers.push(path);
            }
            Some(change) => plan.changes.push(change),
        }
    }
    for folder in folders {
        for path in files_below(root, folder)? {
            if wanted.files.contains_key(&path) {
                continue;
            }
            match read(root, &path)? {
                Some(old) if old.starts_with(MARK) => plan.add(&path, Some(old), None),
                _ => strangers.push(path),
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
        plan.contents.insert(region.path.clone(), stamp::content(new.as_bytes()));
        plan.add(&region.path, Some(old), Some(new));
    }
    let contents = parallel::map(&files, |(_, text)| stamp::content(text.as_bytes()));
    plan.contents.extend(files.into_iter().map(|(path, _)| path.clone()).zip(contents));
    Ok(plan)
}

impl Plan {
    /// Whether everything on disk is as it should be.
    pub fn is_up_to_date(&self) -> bool {
        self.changes.is_empty()
    }

    /// A unified diff from what is on disk to what should be.
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

    /// Brings the disk up to date, and touches nothing that is.
    ///
    /// # Errors
    ///
    /// I/O, with the path.
    pub fn apply(&self, root: &Path) -> Result<()> {
        parallel::map(&self.changes, |change| write(root, change))
            .into_iter()
            .collect::<Result<()>>()?;
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            let path = root.join(&change.path);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            // A folder that is still in use stays, and so do those around it.
            let folders = path.ancestors().skip(1);
            let _ = folders.take_while(|folder| *folder != root).try_for_each(fs::remove_dir);
        }
        Ok(())
    }

    /// What is on disk after the run.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// What the run does, a line per file that it touches and a line that counts them.
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
            text.push_str(UP_TO_DATE);
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

fn write(root: &Path, change: &Change) -> Result<()> {
    let (path, Some(new)) = (root.join(&change.path), &change.new) else { return Ok(()) };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(&path, new).with_context(|| format!("cannot write {}", path.display()))
}

/// `text` with the part between the region's marks replaced.
///
/// # Errors
///
/// The marks are not there.
pub fn with_region(text: &str, region: &Region) -> Result<String> {
    let Region { path, name, text: new } = region;
    // The file's own line ends, whoever checked it out.
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new = new.replace('\n', end_of_line);
    let (open, close) = comment(path);
    let begin = format!("{open} @generated {name}: begin{close}{end_of_line}");
    let end = format!("{open} @generated {name}: end{close}");
    // The end is a line of its own: within one, a text may speak of it.
    let after = |rest: &str| {
        let at = if rest.starts_with(&end) { 0 } else { rest.find(&format!("\n{end}"))? + 1 };
        Some(rest[at + end.len()..].to_owned())
    };
    let parts = text.split_once(&begin).and_then(|(before, rest)| Some((before, after(rest)?)));
    let Some((before, after)) = parts else {
        bail!(
            "{path} has no place for the generated {name}: put the lines\n{begin}{end}\nwhere it belongs"
        );
    };
    Ok(format!("{before}{begin}{new}{end}{after}"))
}

/// What a comment in a file begins and ends with.
fn comment(path: &str) -> (&'static str, &'static str) {
    let is_toml = Path::new(path).extension().is_some_and(|extension| extension == "toml");
    if is_toml { ("#", "") } else { ("<!--", " -->") }
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

/// Every file below `folder`, sorted; none if the folder does not exist.
pub(crate) fn files_below(root: &Path, folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(error).with_context(|| format!("cannot list {folder}")),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {folder}"))?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().with_context(|| format!("cannot read {path}"))?.is_dir() {
            files.extend(files_below(root, &path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
