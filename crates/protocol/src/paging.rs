//! What the specification says about a list that comes page by page.

use std::fmt::Debug;
use std::hash::Hash;

use crate::position::{Cursor, Position};
use crate::request::Request;

/// A request whose list comes page by page. The implementations are generated.
///
/// [`Walk`](crate::Walk) reads such a list from its first page to its last, or to an error.
pub trait Paged: Request + Clone {
    /// An item of the list.
    type Item: Clone + Debug + Send + Sync;

    /// How many items a page holds at most, where the documentation says it.
    const MAX_PAGE_SIZE: Option<i64> = None;

    /// Returns where the list begins.
    fn first() -> Position;

    /// Returns where the page begins that the request asks for, if it says so.
    fn position(&self) -> Option<Position>;

    /// Returns the same request for another page; `None` if the list has no such positions.
    fn at(self, position: &Position) -> Option<Self>;

    /// Returns how many items the request asks for, if it says so.
    fn page_size(&self) -> Option<i64> {
        None
    }

    /// Returns the same request for pages of another size. It is the same where the list's pages have
    /// no size that could be chosen.
    #[must_use]
    fn sized(self, size: i64) -> Self {
        let _ = size;
        self
    }

    /// Returns whether the answer says that another page follows; `None` if answers do not say it.
    fn has_more(response: &Self::Response) -> Option<bool> {
        let _ = response;
        None
    }

    /// Returns the cursor of the next page. Only for lists whose pages have cursors.
    fn next(response: &Self::Response) -> Option<Cursor> {
        let _ = response;
        None
    }

    /// Returns how many items the answer says that all pages hold together.
    fn total(response: &Self::Response) -> Option<i64> {
        let _ = response;
        None
    }

    /// Returns the items of the answer.
    fn items(response: &Self::Response) -> &[Self::Item];

    /// Returns the items of the answer, taken out of it.
    fn into_items(response: Self::Response) -> Vec<Self::Item>;

    /// Returns what identifies an item: its id, where it has one. A page whose items have the ids of an
    /// earlier page does not move the walk on, whatever else has changed.
    fn key(item: &Self::Item) -> impl Hash;
}

/// A list whose pages begin at an offset.
pub trait PagedByOffset: Paged {}

/// A list whose page size can be chosen.
pub trait PageSized: Paged {}
