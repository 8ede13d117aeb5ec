//! Load: reads the folder `spec/` as paths and bytes. Nothing else reads the file system.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::ops::Index;
use std::path::Path;
use std::str::Utf8Error;

use anyhow::{Context as _, Result, bail};
use walkdir::{DirEntry, WalkDir};

use crate::spec::FileId;

/// All files below the spec folder, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The spec folder's own name, which every path begins with.
    pub root: String,
    pub files: Vec<SourceFile>,
}

#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path for display, always with `/`: `spec/role/list_users.toml`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Reads every file below `spec_dir` except those of editors and file managers.
pub fn load(spec_dir: &Path) -> Result<Sources> {
    let root = match spec_dir.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => bail!("{} does not name a folder", spec_dir.display()),
    };
    let files = files_below(spec_dir)?.into_iter().map(|below| {
        let path = spec_dir.join(&below);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(SourceFile { path: format!("{root}/{below}"), bytes })
    });
    let files = files.collect::<Result<_>>()?;
    Ok(Sources { root, files })
}

/// Returns the paths below `folder` of all files except those of editors and file managers, sorted and with `/`.
///
/// # Errors
///
/// I/O, links to folders, and entries that are neither files nor folders.
pub fn files_below(folder: &Path) -> Result<Vec<String>> {
    let is_ours = |entry: &DirEntry| {
        entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy())
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).into_iter().filter_entry(is_ours) {
        let entry = match entry {
            // Another run has just removed the file.
            Err(error) if error.depth() > 0 && is_not_found(&error) => continue,
            entry => entry.with_context(|| format!("cannot list {}", folder.display()))?,
        };
        let path = entry.path();
        let mut kind = entry.file_type();
        if kind.is_symlink() {
            // A linked file counts as a file; a linked folder may form a cycle.
            let linked = fs::metadata(path);
            let linked = linked.with_context(|| format!("cannot read {}", path.display()))?;
            kind = linked.file_type();
        }
        if kind.is_dir() && entry.path_is_symlink() {
            bail!("{} is a link to a folder: put the folder itself there", path.display());
        } else if kind.is_file() {
            let below = path.strip_prefix(folder)?.iter().map(OsStr::to_string_lossy);
            files.push(below.collect::<Vec<_>>().join("/"));
        } else if !kind.is_dir() {
            bail!("{} is neither a file nor a folder: remove it", path.display());
        }
    }
    files.sort();
    Ok(files)
}

fn is_not_found(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

impl Sources {
    /// Returns the files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index), file))
    }

    /// Returns a file's path below the spec folder: `role/list_users.toml`.
    pub fn below_root<'a>(&self, file: &'a SourceFile) -> &'a str {
        let path = file.path.strip_prefix(self.root.as_str()).unwrap_or(&file.path);
        path.trim_start_matches('/')
    }
}

impl Index<FileId> for Sources {
    type Output = SourceFile;

    fn index(&self, file: FileId) -> &SourceFile {
        &self.files[file.0]
    }
}

impl SourceFile {
    pub fn text(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.bytes)
    }
}

/// Returns whether a file or folder of this name belongs to an editor or a file manager: a hidden one
/// (`.x.toml.swp`, `.#x.toml`, `.DS_Store`), a backup (`x~`) or an autosave (`#x#`).
pub fn is_passed_over(name: &str) -> bool {
    let is_autosave = name.starts_with('#') && name.ends_with('#');
    let is_of_windows = ["Thumbs.db", "desktop.ini"].iter().any(|it| name.eq_ignore_ascii_case(it));
    name.starts_with('.') || name.ends_with('~') || is_autosave || is_of_windows
}
