//! Progress of a bulk operation.

use dingtalk_protocol::Pairs;

use super::chunk::ChunkResult;

/// Progress of a bulk operation, counted in chunks and in pairs. Those done before it started are
/// included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Chunks, each of them one call.
    pub chunks: Counts,
    /// Pairs of an item of one list and an item of the other.
    pub pairs: Counts,
}

/// Numbers of chunks or pairs, by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Total number.
    pub total: u64,
    /// Number that are done.
    pub done: u64,
    /// Number that have failed.
    pub failed: u64,
}

/// Function that is called with the progress.
pub(super) type OnProgress<'p> = Box<dyn Fn(&Progress) + Sync + 'p>;

impl Counts {
    /// Returns the number that are neither done nor failed: not attempted, or in flight.
    pub fn rest(&self) -> u64 {
        self.total - self.done - self.failed
    }
}

impl Progress {
    /// Returns the sum over all chunks.
    pub(super) fn of<'a, R: Pairs + 'a>(
        chunks: impl IntoIterator<Item = (&'a R, &'a ChunkResult)>,
    ) -> Self {
        let mut progress = Self::default();
        for (chunk, result) in chunks {
            progress.chunks.total += 1;
            progress.pairs.total += pairs(chunk);
            progress.add(chunk, result);
        }
        progress
    }

    /// Counts the result of a chunk that is in the total already.
    pub(super) fn add<R: Pairs>(&mut self, chunk: &R, result: &ChunkResult) {
        let Self { chunks, pairs } = self;
        let (of_chunks, of_pairs) = match result {
            ChunkResult::Done { .. } => (&mut chunks.done, &mut pairs.done),
            ChunkResult::Failed(_) => (&mut chunks.failed, &mut pairs.failed),
            ChunkResult::NotAttempted => return,
        };
        *of_chunks += 1;
        *of_pairs += self::pairs(chunk);
    }
}

fn pairs<R: Pairs>(chunk: &R) -> u64 {
    chunk.first().len() as u64 * chunk.second().len() as u64
}
