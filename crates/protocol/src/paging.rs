//! Facts of the specification about a list that is read page by page.

use std::fmt::Debug;
use std::hash::Hash;

use crate::position::{Cursor, Position};
use crate::request::Request;

/// A request whose list is read page by page. The implementations are generated.
///
/// [`Walk`](crate::Walk) reads such a list from its first page to its last, or to an error.
pub trait Paged: Request + Clone {
    /// An item of the list.
    type Item: Clone + Debug + Send + Sync;

    /// Most items that a page can have, if documented.
    const MAX_PAGE_SIZE: Option<i64> = None;

    /// Returns where the list begins.
    fn first() -> Position;

    /// Returns where the requested page begins, if the request sets it.
    fn position(&self) -> Option<Position>;

    /// Returns the same request for another page; `None` if the list does not have positions of this kind.
    fn at(self, position: &Position) -> Option<Self>;

    /// Returns how many items the request asks for, if it sets a page size.
    fn page_size(&self) -> Option<i64> {
        None
    }

    /// Returns the same request for pages of another size, or an unchanged one if the page size cannot be
    /// chosen.
    #[must_use]
    fn sized(self, size: i64) -> Self {
        let _ = size;
        self
    }

    /// Returns whether the answer says that another page follows; `None` if it cannot say so.
    fn has_more(response: &Self::Response) -> Option<bool> {
        let _ = response;
        None
    }

    /// Returns the cursor of the next page, for lists whose pages have cursors.
    fn next(response: &Self::Response) -> Option<Cursor> {
        let _ = response;
        None
    }

    /// Returns the total number of items in all pages, if the answer gives it.
    fn total(response: &Self::Response) -> Option<i64> {
        let _ = response;
        None
    }

    /// Returns the items of the answer.
    fn items(response: &Self::Response) -> &[Self::Item];

    /// Returns the items of the answer by value.
    fn into_items(response: Self::Response) -> Vec<Self::Item>;

    /// Returns what identifies an item: its id, if it has one. A page whose items have the same keys as an
    /// earlier page is no progress for a walk, even if other fields have changed.
    fn key(item: &Self::Item) -> impl Hash;
}

/// A list whose pages begin at an offset.
pub trait PagedByOffset: Paged {}

/// A list whose page size can be chosen.
pub trait PageSized: Paged {}
