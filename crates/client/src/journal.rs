//! Journal files, which outlive the process. Each line is a JSON object that begins with the same bytes
//! as every other line of the file and ends with a checksum of the bytes before it.

use std::fmt::Display;
use std::fs::{FileType, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use dingtalk_protocol::{Endpoint, Error, ErrorKind};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::file_lock::LockableFile;

/// A journal file, open for appending lines. No other run can open it until it is dropped.
pub(crate) struct LineFile {
    path: PathBuf,
    file: LockableFile,
    /// Endpoint of the journalled calls, for errors.
    endpoint: &'static Endpoint,
}

impl LineFile {
    /// Opens the file, or creates it, and locks it against other runs.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`].
    pub(crate) fn open(path: PathBuf, endpoint: &'static Endpoint) -> Result<Self, Error> {
        let refused = |error: io::Error| {
            failed(endpoint, format_args!("{} cannot be opened: {error}", path.display()))
        };
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        // The ids in it may be personal data.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = LockableFile(options.open(&path).map_err(refused)?);
        let kind = file.0.metadata().map_err(refused)?.file_type();
        if is_pipe(kind) {
            let pipe = io::Error::other("it is a pipe, which remembers nothing: give a file");
            return Err(refused(pipe));
        }
        // Two runs would send the same twice. A device stores no lines, so any number may write to it.
        if kind.is_file() {
            match file.0.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(refused(io::Error::other(
                        "another run is using it: wait for its end",
                    )));
                }
                // The file system has no locks, and a journal without one is better than none.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => {
                    let path = path.display();
                    return Err(failed(endpoint, format_args!("{path} cannot be locked: {error}")));
                }
            }
        }
        Ok(Self { path, file, endpoint })
    }

    /// Passes each line to `take`, without its line feed, and cuts off a last line that was only partly
    /// written. Every line begins with `begin`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`], also for a line that `take` refuses.
    pub(crate) fn read(
        &self,
        begin: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), &'static str>,
    ) -> Result<(), Error> {
        // A device stores no lines, and reading it may never end.
        let kind = self.file.0.metadata().map_err(|error| self.failed(1, &error))?.file_type();
        if !kind.is_file() {
            return Ok(());
        }
        let mut reader = BufReader::new(&self.file.0);
        let mut line = Vec::new();
        let mut whole = 0;
        for number in 1_u64.. {
            line.clear();
            let length = reader
                .read_until(b'\n', &mut line)
                .map_err(|error| self.failed(number, format_args!("cannot be read: {error}")))?;
            match line.split_last() {
                None => break,
                Some((b'\n', line)) => {
                    take(line).map_err(|what| self.failed(number, what))?;
                    whole += length as u64;
                }
                Some(_) if is_torn(begin, &line, number == 1) => {
                    self.file.0.set_len(whole).map_err(|error| {
                        self.failed(number, format_args!("is torn and cannot be cut off: {error}"))
                    })?;
                }
                // Cutting the line off could destroy a file that never was a journal.
                Some(_) => {
                    return Err(self.failed(number, "has no end, and is not of this journal"));
                }
            }
        }
        Ok(())
    }

    /// Appends a line in one write, so that a crash leaves either the whole line or a torn last line.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`]. Part of the line may have been written, and no other line may follow it.
    pub(crate) fn append(&mut self, line: &[u8]) -> Result<(), Error> {
        self.file.0.write_all(line).map_err(|error| self.unwritten(&error))
    }

    /// Waits until every line is on the disk.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`].
    #[cfg(feature = "work_notification")]
    pub(crate) fn sync(&self) -> Result<(), Error> {
        self.file.0.sync_data().map_err(|error| self.unwritten(&error))
    }

    /// Returns the error for a line that cannot be written.
    pub(crate) fn unwritten(&self, error: &io::Error) -> Error {
        let path = self.path.display();
        failed(self.endpoint, format_args!("{path} cannot be written: {error}"))
    }

    fn failed(&self, line: u64, what: impl Display) -> Error {
        failed(self.endpoint, format_args!("line {line} of {} {what}", self.path.display()))
    }
}

fn failed(endpoint: &'static Endpoint, what: impl Display) -> Error {
    Error::new(ErrorKind::Journal).of(endpoint).with_detail(what.to_string())
}

/// Returns the bytes at the start of every line whose first fields are those of the object `head`.
pub(crate) fn begin(head: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut begin = serde_json::to_vec(head)?;
    // Without the closing brace, other fields can follow.
    begin.pop();
    Ok(begin)
}

/// Returns the line for an object, with the checksum as its last field and a line feed at its end.
pub(crate) fn sealed(object: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = begin(object)?;
    let check = check(&line);
    line.extend_from_slice(check.as_bytes());
    line.push(b'\n');
    Ok(line)
}

/// Returns whether the checksum of a line, given without its line feed, matches the bytes before it.
pub(crate) fn is_sound(line: &[u8]) -> bool {
    let checked = &line[..line.len().saturating_sub(check(b"").len())];
    line.ends_with(check(checked).as_bytes())
}

/// Returns the checksum field and closing brace of an object that begins with `begin`.
fn check(begin: &[u8]) -> String {
    format!(r#","check":"{:016x}"}}"#, xxh3_64(begin))
}

/// Returns whether `end`, the bytes after the last line feed of a file, can be a partly written line.
fn is_torn(begin: &[u8], end: &[u8], is_first: bool) -> bool {
    // A power cut can leave zeros where the last lines were.
    let kept = end.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let end = &end[..kept];
    // A file of nothing but zeros may not be a journal.
    end.starts_with(begin) || (begin.starts_with(end) && !(is_first && kept == 0))
}

/// Returns whether the file is a named pipe, where writing blocks for ever if no process reads.
fn is_pipe(kind: FileType) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::FileTypeExt::is_fifo(&kind);
    #[cfg(not(unix))]
    return {
        let _ = kind;
        false
    };
}
