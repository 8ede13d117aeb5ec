//! Outcome of a bulk operation.

use std::fmt;

use dingtalk_protocol::{Error, Host, Pairs};

use super::chunk::{Chunk, ChunkResult};
use super::progress::Progress;
use super::workers::End;

/// Outcome of a bulk operation: every pair of its two lists is in exactly one chunk, and every chunk has
/// exactly one result.
#[derive(Clone)]
#[must_use = "a bulk runs to its end although chunks fail: look at what became of them"]
pub struct Outcome<R> {
    host: Host,
    request: R,
    chunks: Vec<Chunk<R>>,
    held_back: Option<Error>,
    journal_error: Option<Error>,
    panicked: bool,
}

impl<R: Pairs> Outcome<R> {
    pub(super) fn new(host: Host, request: R, end: End<R>) -> Self {
        let End { chunks, held_back, journal_error, panicked } = end;
        Self { host, request, chunks, held_back, journal_error, panicked }
    }

    /// Returns every chunk, in the order of the lists.
    pub fn chunks(&self) -> &[Chunk<R>] {
        &self.chunks
    }

    /// Returns the chunks that are done.
    pub fn done(&self) -> impl Iterator<Item = &R> {
        let done = |chunk: &&Chunk<R>| matches!(chunk.result, ChunkResult::Done { .. });
        self.chunks.iter().filter(done).map(|chunk| &chunk.request)
    }

    /// Returns the chunks that failed, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&R, &Error)> {
        self.chunks.iter().filter_map(|chunk| match &chunk.result {
            ChunkResult::Failed(error) => Some((&chunk.request, error)),
            _ => None,
        })
    }

    /// Returns the chunks of which nothing was sent.
    pub fn not_attempted(&self) -> impl Iterator<Item = &R> {
        let left = |chunk: &&Chunk<R>| matches!(chunk.result, ChunkResult::NotAttempted);
        self.chunks.iter().filter(left).map(|chunk| &chunk.request)
    }

    /// Returns whether every chunk is done.
    pub fn is_complete(&self) -> bool {
        self.done().count() == self.chunks.len()
    }

    /// Returns the numbers of chunks and pairs: in total, done and failed.
    pub fn progress(&self) -> Progress {
        Progress::of(self.chunks.iter().map(|chunk| (&chunk.request, &chunk.result)))
    }

    /// Returns why chunks were not attempted: the call would have had to wait beyond its timeout, for
    /// example because the service asked for a pause (the error's text says how long it lasts), or the
    /// bulk operation was cancelled.
    pub fn held_back(&self) -> Option<&Error> {
        self.held_back.as_ref()
    }

    /// Returns why writing the journal failed. No further chunk was started after that; chunks in flight
    /// are missing from the journal, but have their results here.
    pub fn journal_error(&self) -> Option<&Error> {
        self.journal_error.as_ref()
    }

    /// Returns whether the progress function panicked, or a call, for example in the source of tokens.
    /// No further chunk was started then. A chunk whose call panicked has failed.
    pub fn panicked(&self) -> bool {
        self.panicked
    }

    /// Returns the original request, with its whole lists.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Returns the host that was called.
    pub fn host(&self) -> &Host {
        &self.host
    }

    pub(super) fn into_done(self) -> Vec<Chunk<R>> {
        let done = |chunk: &Chunk<R>| matches!(chunk.result, ChunkResult::Done { .. });
        self.chunks.into_iter().filter(done).collect()
    }
}

impl<R: Pairs> fmt::Debug for Outcome<R> {
    // The lists may be very long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Progress { chunks, pairs } = self.progress();
        f.debug_struct("Outcome")
            .field("endpoint", &R::ENDPOINT.name)
            .field("host", &self.host)
            .field("chunks", &chunks)
            .field("pairs", &pairs)
            .field("held_back", &self.held_back)
            .field("journal_error", &self.journal_error)
            .field("panicked", &self.panicked)
            .finish_non_exhaustive()
    }
}
