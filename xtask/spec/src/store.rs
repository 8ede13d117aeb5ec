//! Files that are replaced whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process;

/// Writes a file beside `path` and renames it, so that a reader finds the old text or the new one,
/// and a run that is killed leaves one of them. The name is the process's own, so that several runs
/// at once do not meet, and one that [`load`](fn@crate::load::load) passes over.
///
/// # Errors
///
/// I/O.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", process::id()));
    let beside = folder.join(beside);
    let written = fs::write(&beside, text)
        .and_then(|()| match fs::metadata(path) {
            Ok(old) => fs::set_permissions(&beside, old.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
