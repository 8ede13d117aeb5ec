//! `cargo xtask docs read`: files and folders in, JSON out.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::Serialize;

use crate::compare::digest;
use crate::report::Status;
use xtask_pages::facts::{Page, Refusal, RefusalKind};
use xtask_pages::read_bytes;

/// How many pages are read before they are printed.
const AT_ONCE: usize = 256;

/// Writes the facts of every page: of one named by itself as indented JSON, of those in a folder
/// as one line each. What is refused or skipped goes to `refused`, with the reason.
pub fn read(
    paths: &[PathBuf],
    output: &mut impl Write,
    refused: &mut impl Write,
) -> Result<Status> {
    let mut outcome = Status::Clean;
    for path in paths {
        let folder = path.is_dir();
        let files = if folder { files_in(path, refused)? } else { vec![path.clone()] };
        for files in files.chunks(AT_ONCE) {
            for page in files.par_iter().map(|file| print(file, folder)).collect::<Vec<_>>() {
                match page? {
                    Ok(json) => writeln!(output, "{json}")?,
                    Err((refusal, reason)) => {
                        outcome = outcome.max(reason);
                        writeln!(refused, "{}: {}", refusal.file, refusal.reason)?;
                    }
                }
            }
        }
    }
    Ok(outcome)
}

/// Facts and their digest.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    page: Page,
    digest: String,
}

fn print(path: &Path, in_line: bool) -> Result<Result<String, (Refusal, Status)>> {
    let page = match read_file(path, in_line) {
        Ok(page) => page,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let printed = Printed { digest: digest(&page), page };
    let json = if in_line { serde_json::to_string } else { serde_json::to_string_pretty };
    Ok(Ok(json(&printed)?))
}

/// A file that cannot be read is refused as well: the others still count.
fn read_file(path: &Path, in_folder: bool) -> Result<Page, (Refusal, Status)> {
    let file = path.display().to_string().replace('\\', "/");
    let refuse = |reason: String| {
        let kind = RefusalKind::Unreadable;
        (Refusal { file: file.clone(), kind, reason }, Status::Unread)
    };
    // Named by itself, a pipe is what a shell makes of `<(…)`; in a folder it may never end.
    if in_folder && fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(refuse("neither a file nor a folder: remove it".to_owned()));
    }
    let bytes = fs::read(path).map_err(|error| refuse(format!("cannot read the file: {error}")))?;
    read_bytes(&file, &bytes).map_err(|refusal| {
        let failed = refusal.kind.is_failure();
        (refusal, if failed { Status::Unread } else { Status::Found })
    })
}

/// The files of a folder by name. Folders within are named, so that none is missed silently.
fn files_in(folder: &Path, skipped: &mut impl Write) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        files.push(entry.with_context(|| format!("cannot list {}", folder.display()))?.path());
    }
    files.sort();
    let hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    files.retain(|path| !hidden(path));
    for inner in files.iter().filter(|path| path.is_dir()) {
        writeln!(skipped, "{}: a folder in a folder: name it to read it", inner.display())?;
    }
    files.retain(|path| !path.is_dir());
    Ok(files)
}
