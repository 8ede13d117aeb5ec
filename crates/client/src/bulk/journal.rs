//! The journal of a bulk operation: one line per finished chunk.

use std::io;
use std::path::PathBuf;

use dingtalk_protocol::{Error, Host, Pairs};

use super::chunk::{Chunk, ChunkResult};
use super::line::Format;
use crate::journal::LineFile;

/// Journal of a bulk operation, open for appending lines.
pub(super) struct Journal {
    file: LineFile,
    format: Format,
}

impl Journal {
    /// Opens the file, or creates it, and reads the chunks that are done.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`](dingtalk_protocol::ErrorKind::Journal).
    pub(super) fn open<R: Pairs>(
        path: PathBuf,
        host: &Host,
        request: &R,
    ) -> Result<(Self, Vec<Chunk<R>>), Error> {
        let format = Format::new::<R>(host);
        let file = LineFile::open(path, R::ENDPOINT)?;
        let mut done = Vec::new();
        // A torn last line is cut off: its chunk may have been sent, and sending it again is safe.
        file.read(format.begin(), |line| {
            done.extend(format.read(line, request)?);
            Ok(())
        })?;
        Ok((Self { file, format }, done))
    }

    /// Adds the line of a finished chunk.
    ///
    /// # Errors
    ///
    /// Those of [`LineFile::append`].
    pub(super) fn write<R: Pairs>(&mut self, chunk: &R, result: &ChunkResult) -> Result<(), Error> {
        let line = self.format.write(chunk, result).map_err(io::Error::from);
        let line = line.map_err(|error| self.file.unwritten(&error))?;
        self.file.append(&line)
    }
}
