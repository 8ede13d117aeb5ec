//! The files that arguments name: pages by themselves, and folders of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xtask_pages::facts::{Page, Refusal, RefusalKind};
use xtask_pages::read_bytes;

/// What the arguments name.
pub(crate) struct Files {
    /// In the order of the arguments, those of a folder by name; refused where one cannot be found.
    pub(crate) pages: Vec<Result<PathBuf, Refusal>>,
    /// Folders within folders, which are not entered.
    pub(crate) folders: Vec<String>,
    /// Whether more than one page was asked for.
    pub(crate) several: bool,
}

/// Finds the files of the arguments.
pub(crate) fn collect(paths: &[PathBuf]) -> Files {
    let mut collected = Files { pages: Vec::new(), folders: Vec::new(), several: paths.len() > 1 };
    for path in paths {
        if !path.is_dir() {
            collected.pages.push(Ok(path.clone()));
            continue;
        }
        collected.several = true;
        match list(path) {
            Ok(entries) => {
                let (folders, files): (Vec<_>, Vec<_>) =
                    entries.into_iter().partition(|entry| entry.is_dir());
                if files.is_empty() {
                    // A job that saved nothing must not look like pages that say the same.
                    let reason = "the folder holds no page: save some into it".to_owned();
                    collected.pages.push(Err(unreadable(path, reason)));
                }
                collected.folders.extend(folders.iter().map(|folder| shown(folder)));
                collected.pages.extend(files.into_iter().map(regular));
            }
            Err(error) => {
                let reason = format!("cannot list the folder: {error}");
                collected.pages.push(Err(unreadable(path, reason)));
            }
        }
    }
    collected
}

/// Refuses what may never end, such as a named pipe that nobody writes to. Named by itself, a pipe
/// is what a shell makes of `<(…)`.
fn regular(path: PathBuf) -> Result<PathBuf, Refusal> {
    // What cannot be found says so when it is read.
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(unreadable(&path, "neither a file nor a folder: remove it".to_owned()));
    }
    Ok(path)
}

/// Reads a page. A file that cannot be read is refused as well: the others still count.
pub(crate) fn read(path: &Path) -> Result<Page, Refusal> {
    let refuse = |error| unreadable(path, format!("cannot read the file: {error}"));
    read_bytes(&shown(path), &fs::read(path).map_err(refuse)?)
}

fn unreadable(path: &Path, reason: String) -> Refusal {
    Refusal { file: shown(path), kind: RefusalKind::Unreadable, reason }
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    let hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    entries.retain(|path| !hidden(path));
    entries.sort();
    Ok(entries)
}

/// For people, in one line.
fn shown(path: &Path) -> String {
    let path = path.display().to_string().replace('\\', "/");
    path.replace(char::is_control, "\u{fffd}")
}
