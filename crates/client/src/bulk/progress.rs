//! How far a bulk is.

use dingtalk_protocol::Pairs;

use super::chunk::ChunkResult;

/// How far a bulk is, counted in chunks and in pairs. What was done before it began is included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Chunks, each of them one call.
    pub chunks: Counts,
    /// Pairs of an item of one list and an item of the other.
    pub pairs: Counts,
}

/// How many there are, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All of them.
    pub total: u64,
    /// Those that are done.
    pub done: u64,
    /// Those that have failed.
    pub failed: u64,
}

/// A function that is shown the progress.
pub(super) type OnProgress<'p> = Box<dyn Fn(&Progress) + Sync + 'p>;

impl Counts {
    /// Returns the number of those that were neither done nor failed: not attempted, or in flight.
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
