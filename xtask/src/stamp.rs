//! The stamp of a run: what was read, what was made of it and by whom, as one number.
//!
//! A run that finds the same again has nothing to do, and knows it without generating. The number
//! stands for the contents of every file that is read or written and for the names in their folders,
//! so that a file which was edited, removed or added by hand counts as well. It is kept beside the
//! program, which is a build folder and never committed: `--check` does not look at it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use crate::emit::{FOLDERS, HAND_WRITTEN};
use crate::parallel;
use crate::sync::files_below;
use xtask_spec::load::Sources;

/// Files by path, each with what stands for its content.
pub type Contents = BTreeMap<String, u64>;

/// Where the stamp is kept, and who keeps it.
#[derive(Debug)]
pub struct Stamp {
    path: PathBuf,
    /// Changes with every build of the generator.
    generator: (u64, SystemTime),
}

impl Stamp {
    /// The stamp of this program; `None` if it cannot tell where it is.
    pub fn of_program() -> Option<Self> {
        Self::of(&env::current_exe().ok()?)
    }

    /// The stamp of the program at `path`.
    pub fn of(path: &Path) -> Option<Self> {
        let program = fs::metadata(path).ok()?;
        let generator = (program.len(), program.modified().ok()?);
        Some(Self { path: path.with_extension("codegen-stamp"), generator })
    }

    /// The report of the run that left everything as it is now, if there was one.
    pub fn report(&self, root: &Path, sources: &Sources) -> Option<String> {
        let stamp = fs::read_to_string(&self.path).ok()?;
        let contents = on_disk(root)?;
        (stamp == self.number(sources, &contents))
            .then(|| format!("0 written, 0 removed, {} left alone: up to date", contents.len()))
    }

    /// Remembers that `contents` is what comes of `sources`. If that fails, the next run generates.
    pub fn keep(&self, sources: &Sources, contents: &Contents) {
        let own = self.path.with_extension(format!("codegen-stamp-{}", process::id()));
        // At once, or another run may read a part of it.
        let is_kept = fs::write(&own, self.number(sources, contents))
            .and_then(|()| fs::rename(&own, &self.path));
        if is_kept.is_err() {
            let _ = fs::remove_file(own);
        }
    }

    fn number(&self, sources: &Sources, contents: &Contents) -> String {
        let of_sources = parallel::map(&sources.files, |file| content(&file.bytes));
        let paths = sources.files.iter().map(|file| &file.path);
        let mut hasher = DefaultHasher::new();
        paths.zip(of_sources).collect::<Vec<_>>().hash(&mut hasher);
        (self.generator, &sources.empty_folders, contents).hash(&mut hasher);
        format!("{:016x}\n", hasher.finish())
    }
}

/// What stands for the content of a file.
pub fn content(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Every file that a run compares or writes; `None` if one cannot be read.
fn on_disk(root: &Path) -> Option<Contents> {
    let mut paths: Vec<_> = HAND_WRITTEN.map(str::to_owned).into();
    for folder in FOLDERS {
        paths.extend(files_below(root, folder).ok()?);
    }
    let contents = parallel::map(&paths, |path| {
        let path = root.join(path);
        let is_link = fs::symlink_metadata(&path).ok()?.is_symlink();
        (!is_link).then(|| fs::read(&path).ok()).flatten().map(|bytes| content(&bytes))
    });
    paths.into_iter().zip(contents).map(|(path, content)| Some((path, content?))).collect()
}
