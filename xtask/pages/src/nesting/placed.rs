//! Where a row stands in the tree of fields.

use super::shape::Shape;

/// Deeper than any page.
pub(super) const MOST_DEPTH: usize = 24;

/// Where a reading puts a row.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) parent: Option<usize>,
    /// What the example shows at this place.
    pub(super) confirmed: Option<&'a Shape>,
    /// Whether the example shows fields of the object at all.
    pub(super) shown: bool,
}
