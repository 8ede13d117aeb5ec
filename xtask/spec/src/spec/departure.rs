//! Where page and spec differ, and the words by which a departure says so.

use crate::spec::Text;

/// What a side of a departure says of something that is not there.
pub const ABSENT: &str = "absent";

/// What the spec's side says of an example that is none of the page's.
pub const MADE: &str = "made";

/// A place where the specification says something else than the page prints.
#[derive(Debug)]
pub struct Departure {
    pub subject: Text,
    pub page: Text,
    pub spec: Text,
    pub reason: Text,
}

/// What a side of a departure says: nothing, if it is empty or [`ABSENT`].
pub fn stated(side: &str) -> Option<&str> {
    Some(side).filter(|text| !text.is_empty() && *text != ABSENT)
}
