//! Places in a list that comes page by page.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a page of a list begins. Which of them a list has is fixed: see
/// [`Paged::first`](crate::Paged::first).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Position {
    /// The first page of a list that is asked for without a cursor.
    Start,
    /// How many items to skip.
    Offset(i64),
    /// The number of the page. It names the same items only as long as pages have the same size.
    Page(i64),
    /// What the answer before it says, or the documentation of the first page.
    Cursor(Cursor),
}

impl Position {
    /// Returns the offset, where the list's pages begin at one.
    pub fn offset(&self) -> Option<i64> {
        match self {
            Self::Offset(offset) => Some(*offset),
            _ => None,
        }
    }
}

/// Shows the position without the text of a cursor, which can be the id of a person.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("the start"),
            Self::Offset(offset) => write!(f, "offset {offset}"),
            Self::Page(number) => write!(f, "page {number}"),
            Self::Cursor(Cursor::Number(cursor)) => write!(f, "cursor {cursor}"),
            Self::Cursor(Cursor::Text(_)) => f.write_str("a cursor"),
        }
    }
}

/// Names the place in a list from which the next page follows. It means nothing to anyone but the
/// service.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cursor {
    /// A cursor that is a number on the wire.
    Number(i64),
    /// A cursor that is a text on the wire.
    Text(String),
}

impl Cursor {
    /// Returns whether it is what services take for the beginning of a list.
    pub(crate) fn is_beginning(&self) -> bool {
        match self {
            Self::Number(number) => *number == 0,
            Self::Text(text) => text.is_empty() || text == "0",
        }
    }
}

impl From<i64> for Cursor {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cursor {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Hides a text, which can be the id of a person.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.debug_tuple("Number").field(number).finish(),
            Self::Text(_) => f.debug_tuple("Text").finish_non_exhaustive(),
        }
    }
}
