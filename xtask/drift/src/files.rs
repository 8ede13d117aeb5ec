//! Files named by arguments: single pages, and folders of pages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xtask_pages::facts::{Page, Refusal, RefusalKind};
use xtask_pages::read_bytes;

/// Files found for the arguments.
pub(crate) struct Files {
    /// In the order of the arguments, and by name within a folder; a refusal for each that cannot be found.
    pub(crate) pages: Vec<Result<PathBuf, Refusal>>,
    /// Folders within folders, which are not searched.
    pub(crate) folders: Vec<String>,
    /// Whether more than one page was given.
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
                    // A job that saved no pages must not look like one without differences.
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

/// Refuses files in folders that are not regular, such as a named pipe without a writer, which would block
/// forever. As an argument, a pipe is allowed: shells pass `<(…)` as one.
fn regular(path: PathBuf) -> Result<PathBuf, Refusal> {
    // A missing file is reported when it is read.
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(unreadable(&path, "neither a file nor a folder: remove it".to_owned()));
    }
    Ok(path)
}

/// Reads a page. A file that cannot be read becomes a refusal, so that the others are still processed.
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

/// Returns a path for display, in one line.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/").replace(char::is_control, "\u{fffd}")
}
