//! Values that the documentation does not list.

use std::fmt;

/// A value that the documentation does not list: what the variant `Other` of an enum holds.
///
/// It is made by the conversions from what travels, which look for a name first: a value with a name is
/// never `Other`, and two equal values are always the same variant. Code that waits for a value without
/// a name compares what travels, which goes on working once the value gets a name.
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

/// Without a service that has enums, nothing else makes one.
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
