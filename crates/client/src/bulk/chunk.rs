//! A part of a bulk, and what became of it.

use dingtalk_protocol::Error;

/// A part of a bulk that is one call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Chunk<R> {
    /// What the call asks for.
    pub request: R,
    /// What became of it.
    pub result: ChunkResult,
}

/// What became of a chunk, and with it of all its pairs.
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
        /// Whether the journal says so, and this process has not sent it.
        from_journal: bool,
    },
    /// The call failed. [`Error::reach`] says whether it may have taken effect.
    Failed(Error),
    /// Nothing was sent: the bulk stopped before, or the call was held back beyond its deadline.
    NotAttempted,
}
