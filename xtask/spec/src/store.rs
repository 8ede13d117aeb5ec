//! Atomic replacement of files.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process;

/// Replaces `path` by writing a file beside it and renaming it, so that a reader finds, and a killed run leaves,
/// either the old text or the new one. The name of the file beside it is unique to the process, so that parallel
/// runs do not collide, and [`load`](fn@crate::load::load) ignores it.
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
