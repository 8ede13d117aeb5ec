//! The chunks of a bulk operation, and their results.

use dingtalk_protocol::Error;

/// A part of a bulk operation, sent as one call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Chunk<R> {
    /// The request of the call.
    pub request: R,
    /// Result of the call.
    pub result: ChunkResult,
}

/// Result of a chunk, and so of all its pairs.
#[derive(Debug, Clone)]
pub enum ChunkResult {
    /// The call succeeded.
    #[non_exhaustive]
    Done {
        /// The id that the vendor's support asks for.
        request_id: Option<String>,
        /// How often the request was sent; 0 if that is not known.
        attempts: u32,
        /// Whether an earlier attempt did the work already.
        done_before: bool,
        /// Whether the result is from the journal, and not from a call of this process.
        from_journal: bool,
    },
    /// The call failed. [`Error::reach`] says whether it may have taken effect.
    Failed(Error),
    /// Nothing was sent: the bulk operation stopped before, or the call was held back beyond its
    /// deadline.
    NotAttempted,
}
