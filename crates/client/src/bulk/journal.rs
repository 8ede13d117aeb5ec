//! The file that outlives the process: one line per finished chunk.

use std::fmt::Display;
use std::fs::{File, FileType, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use dingtalk_protocol::{Error, ErrorKind, Host, Pairs};

use super::chunk::{Chunk, ChunkResult};
use super::line::Format;

/// A journal that lines are added to.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    format: Format,
}

impl Journal {
    /// Opens the file, or makes it, and reads what is done.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`].
    pub(super) fn open<R: Pairs>(
        path: PathBuf,
        host: &Host,
        request: &R,
    ) -> Result<(Self, Vec<Chunk<R>>), Error> {
        let format = Format::new::<R>(host);
        let refused = |error: io::Error| {
            failed::<R>(format_args!("{} cannot be opened: {error}", path.display()))
        };
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = file.map_err(refused)?;
        let kind = file.metadata().map_err(refused)?.file_type();
        if is_pipe(kind) {
            let pipe = io::Error::other("it is a pipe, which remembers nothing: give a file");
            return Err(refused(pipe));
        }
        // A device remembers nothing either, and reading it may never end.
        let remembers = kind.is_file();
        let done = if remembers { read(&path, &file, &format, request)? } else { Vec::new() };
        Ok((Self { path, file, format }, done))
    }

    /// Adds the line of a finished chunk, in one write, so that it stands there as a whole or as the
    /// torn last line.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`]. Part of the line may stand there, which nothing may follow.
    pub(super) fn write<R: Pairs>(&mut self, chunk: &R, result: &ChunkResult) -> Result<(), Error> {
        let line = self.format.write(chunk, result).map_err(io::Error::from);
        let written = line.and_then(|line| {
            self.file.write_all(&line)?;
            self.file.flush()
        });
        written.map_err(|error| {
            failed::<R>(format_args!("{} cannot be written: {error}", self.path.display()))
        })
    }
}

/// Reads the chunks that are done. Cuts the last line off if it is torn.
fn read<R: Pairs>(
    path: &Path,
    file: &File,
    format: &Format,
    request: &R,
) -> Result<Vec<Chunk<R>>, Error> {
    let mut done = Vec::new();
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut whole = 0;
    for number in 1.. {
        let refused =
            |what: &str| failed::<R>(format_args!("line {number} of {} {what}", path.display()));
        line.clear();
        let length = reader
            .read_until(b'\n', &mut line)
            .map_err(|error| refused(&format!("cannot be read: {error}")))?;
        match line.split_last() {
            None => break,
            Some((b'\n', line)) => {
                done.extend(format.read(line, request).map_err(refused)?);
                whole += length as u64;
            }
            // Its chunk may have been sent, and sending it again is safe.
            Some(_) if format.is_torn(&line, number == 1) => {
                file.set_len(whole)
                    .map_err(|error| refused(&format!("is torn and cannot be cut off: {error}")))?;
            }
            // To cut it off could destroy a file that never was a journal.
            Some(_) => return Err(refused("has no end, and is not of this journal")),
        }
    }
    Ok(done)
}

fn failed<R: Pairs>(what: impl Display) -> Error {
    Error::new(ErrorKind::Journal).of(R::ENDPOINT).with_detail(what.to_string())
}

/// Returns whether it is a pipe: if no process ever reads it, writing waits for ever.
fn is_pipe(kind: FileType) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::FileTypeExt::is_fifo(&kind);
    #[cfg(not(unix))]
    return {
        let _ = kind;
        false
    };
}
