//! Load: the folder `spec/` as paths and bytes. Nothing else reads the file system.

use std::fs;
use std::ops::Index;
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use anyhow::{Context as _, Result, bail};

use crate::spec::FileId;

/// Everything below the spec folder, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The spec folder's own name, which every path begins with.
    pub root: String,
    pub files: Vec<SourceFile>,
    /// Folders without any entry, the spec folder included.
    pub empty_folders: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct SourceFile {
    /// For people, and always with `/`: `spec/role/list_users.toml`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Reads every file below `spec_dir` but those of editors and file managers.
pub fn load(spec_dir: &Path) -> Result<Sources> {
    let root = match spec_dir.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => bail!("{} does not name a folder", spec_dir.display()),
    };
    let mut sources = Sources { root: root.clone(), ..Sources::default() };
    let mut paths = Vec::new();
    walk(spec_dir, &root, &mut paths, &mut sources.empty_folders)?;
    paths.sort_by(|(_, a), (_, b)| a.cmp(b));
    let files = paths.iter().map(|(path, shown)| {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(SourceFile { path: shown.clone(), bytes })
    });
    sources.files = files.collect::<Result<_>>()?;
    sources.empty_folders.sort();
    Ok(sources)
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

/// Returns whether a file or folder of this name belongs to an editor or a file manager, not to its folder:
/// a hidden one (`.x.toml.swp`, `.#x.toml`, `.DS_Store`), a backup (`x~`) or an autosave (`#x#`).
pub fn is_passed_over(name: &str) -> bool {
    let is_autosave = name.starts_with('#') && name.ends_with('#');
    let is_of_windows = ["Thumbs.db", "desktop.ini"].iter().any(|it| name.eq_ignore_ascii_case(it));
    name.starts_with('.') || name.ends_with('~') || is_autosave || is_of_windows
}

fn walk(
    folder: &Path,
    shown: &str,
    files: &mut Vec<(PathBuf, String)>,
    empty_folders: &mut Vec<String>,
) -> Result<()> {
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .with_context(|| format!("cannot list {}", folder.display()))?;
    let mut is_empty = true;
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_passed_over(&name) {
            continue;
        }
        is_empty = false;
        let shown = format!("{shown}/{name}");
        // Follows links, so that a linked file counts as a file; a linked folder may lead in circles.
        let kind =
            fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if kind.is_dir() && path.is_symlink() {
            bail!("{shown} is a link to a folder: put the folder itself there");
        } else if kind.is_dir() {
            walk(&path, &shown, files, empty_folders)?;
        } else if !kind.is_file() {
            bail!("{shown} is neither a file nor a folder: remove it");
        } else {
            files.push((path, shown));
        }
    }
    if is_empty {
        empty_folders.push(shown.to_owned());
    }
    Ok(())
}
