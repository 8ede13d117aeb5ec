//! Where page and spec differ, and the words by which a departure says so.

use serde::Deserialize;

use crate::spec::named::Named;
use crate::spec::spanned::Text;

/// What a side of a departure says of something that is not there.
pub const ABSENT: &str = "absent";

/// A place where the specification says something else than the page prints.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Departure {
    #[serde(skip)]
    pub subject: Text,
    pub page: Text,
    pub spec: Text,
    /// The names of the pages that print it; none means all.
    pub pages: Vec<Text>,
    pub reason: Text,
}

impl Named for Departure {
    fn set_name(&mut self, name: Text) {
        self.subject = name;
    }
}

/// Returns what a side of a departure says: nothing, if it is empty or [`ABSENT`].
pub fn stated(side: &str) -> Option<&str> {
    Some(side).filter(|text| !text.is_empty() && *text != ABSENT)
}
