//! Values that the documentation does not list.

use std::fmt;

/// A value that the documentation does not list, in the variant `Other` of an enum.
///
/// It is created only by the conversions from wire values, which first look for a documented value: a
/// documented value is never `Other`, and two equal values are always the same variant. To recognise an
/// undocumented value, compare the wire value; that keeps working if the value gets a variant later.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::user::list::SortOrder;
///
/// assert_eq!(SortOrder::from("entry_asc"), SortOrder::EntryAscending);
/// match SortOrder::from("by_height") {
///     SortOrder::EntryAscending => println!("who came first"),
///     SortOrder::Other(other) => println!("something new: {other}"),
///     _ => {}
/// }
/// assert_eq!(SortOrder::from("by_height").as_str(), "by_height");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unlisted<T>(T);

impl<T> Unlisted<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }
}

/// Marks `new` as used: without a service that has enums, nothing else calls it.
const _: fn(i64) -> Unlisted<i64> = Unlisted::new;

impl Unlisted<i64> {
    /// Returns the number on the wire.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl Unlisted<String> {
    /// Returns the text on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for Unlisted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
