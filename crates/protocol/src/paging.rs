//! What the specification says of a list that comes page by page.

use std::fmt::Debug;
use std::hash::Hash;

use crate::Request;

/// A request whose list comes page by page, by offset and size. The implementations are generated.
pub trait Paged: Request + Clone {
    /// An item of the list.
    type Item: Clone + Debug + Eq + Hash + Send + Sync;

    /// How many items a page holds at most.
    const MAX_PAGE_SIZE: i64;

    /// The part of the list that the request asks for, if it says so.
    fn position(&self) -> Option<Position>;

    /// The same request for another part of the list.
    #[must_use]
    fn at(self, position: Position) -> Self;

    /// Whether the answer says that another page follows.
    fn has_more(response: &Self::Response) -> bool;

    /// The items of the answer.
    fn items(response: &Self::Response) -> &[Self::Item];

    /// The items of the answer, taken out of it.
    fn into_items(response: Self::Response) -> Vec<Self::Item>;
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// How many items to skip.
    pub offset: i64,
    /// How many items to answer at most.
    pub size: i64,
}

impl Position {
    /// The position that two parameters say, each of which may have been left out: one of them alone
    /// says something as well, where to begin or how much at once. `max_size` is the size that is
    /// taken where none is said.
    pub fn of(
        offset: impl Into<Option<i64>>,
        size: impl Into<Option<i64>>,
        max_size: i64,
    ) -> Option<Self> {
        match (offset.into(), size.into()) {
            (None, None) => None,
            (offset, size) => {
                Some(Self { offset: offset.unwrap_or_default(), size: size.unwrap_or(max_size) })
            }
        }
    }
}
