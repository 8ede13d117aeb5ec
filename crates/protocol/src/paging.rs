//! What the specification says about a list that comes page by page.

use std::fmt::Debug;
use std::hash::Hash;

use crate::request::Request;

/// A request whose list comes page by page, by offset and size. The implementations are generated.
pub trait Paged: Request + Clone {
    /// An item of the list.
    type Item: Clone + Debug + Send + Sync;

    /// How many items a page holds at most.
    const MAX_PAGE_SIZE: i64;

    /// Returns the part of the list that the request asks for, if it says so.
    fn position(&self) -> Option<Position>;

    /// Returns the same request for another part of the list.
    #[must_use]
    fn at(self, position: Position) -> Self;

    /// Returns whether the answer says that another page follows.
    fn has_more(response: &Self::Response) -> bool;

    /// Returns the items of the answer.
    fn items(response: &Self::Response) -> &[Self::Item];

    /// Returns the items of the answer, taken out of it.
    fn into_items(response: Self::Response) -> Vec<Self::Item>;

    /// Returns what identifies an item: its id, where it has one. A page whose items have the ids of an
    /// earlier page does not move the walk on, whatever else has changed.
    fn key(item: &Self::Item) -> impl Hash;
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// How many items to skip.
    pub offset: i64,
    /// How many items to return at most.
    pub size: i64,
}

impl Position {
    /// Returns the position that two parameters say, each of which may be absent: one of them alone
    /// says something as well, where to begin or how much at once. `max_size` is used where no size is
    /// given.
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
