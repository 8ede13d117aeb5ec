//! Facts of the specification about a call that treats every pair of two lists.

use std::fmt::Debug;
use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::request::Request;

/// A request that does its work for every item of one list and every item of another, and that may be split
/// into several requests. The implementations are generated.
pub trait Pairs: Request + Clone {
    /// An item of the first list.
    type First: Clone + Debug + Eq + Hash + Send + Sync + Serialize + DeserializeOwned;

    /// An item of the second list.
    type Second: Clone + Debug + Eq + Hash + Send + Sync + Serialize + DeserializeOwned;

    /// Wire name of the first list.
    const FIRST: &'static str;

    /// Wire name of the second list.
    const SECOND: &'static str;

    /// How many items of the first list one call takes.
    const MAX_FIRST: usize;

    /// How many items of the second list one call takes.
    const MAX_SECOND: usize;

    /// Returns the first list.
    fn first(&self) -> &[Self::First];

    /// Returns the second list.
    fn second(&self) -> &[Self::Second];

    /// Returns the same request with other lists.
    #[must_use]
    fn with_lists(&self, first: Vec<Self::First>, second: Vec<Self::Second>) -> Self;
}
