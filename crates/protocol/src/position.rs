//! Positions in a list that is read page by page.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a page of a list begins. Which variant a list uses is fixed: see
/// [`Paged::first`](crate::Paged::first).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Position {
    /// The first page of a list whose first request has no cursor.
    Start,
    /// How many items to skip.
    Offset(i64),
    /// Page number. It denotes the same items only as long as the page size stays the same.
    Page(i64),
    /// Cursor from the previous answer, or the documented one of the first page.
    Cursor(Cursor),
}

impl Position {
    /// Returns the offset, if the position is one.
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

/// Cursor of the next page of a list. Only the service can interpret it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cursor {
    /// A cursor that is a number on the wire.
    Number(i64),
    /// A cursor that is a text on the wire.
    Text(String),
}

impl Cursor {
    /// Returns whether the cursor is a value that the service takes for the beginning of a list.
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
