//! Recorded differences between page and spec, and the words used in them.

use serde::{Deserialize, Serialize};

use crate::spec::spanned::Text;

/// A departure's value for something that does not exist.
pub const ABSENT: &str = "absent";

/// Subject of the fields whose form in the response example differs from the tables.
pub const EXAMPLE_OF_ANSWER: &str = "examples.response";

/// A place where the specification differs from the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Departure {
    #[serde(rename = "name", skip_serializing)]
    pub subject: Text,
    pub page: Text,
    pub spec: Text,
    /// Names of the pages with the difference; empty for all pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Text>,
    pub reason: Text,
}

impl Departure {
    /// Returns the parts of the subject.
    pub fn parts(&self) -> Vec<&str> {
        parts(&self.subject)
    }
}

/// Returns the parts of a subject. A name in the middle may contain dots.
pub fn parts(subject: &str) -> Vec<&str> {
    let Some((table, rest)) = subject.split_once('.') else { return vec![subject] };
    let object = rest.split_once('.').filter(|_| table == "types");
    let (object, rest) = object.map_or((None, rest), |(object, rest)| (Some(object), rest));
    let mut parts = vec![table];
    parts.extend(object);
    match rest.rsplit_once('.') {
        Some((name, key)) => parts.extend([name, key]),
        None => parts.push(rest),
    }
    parts
}

/// Returns a departure's value; `None` if it is empty or [`ABSENT`].
pub fn stated(side: &str) -> Option<&str> {
    Some(side).filter(|text| !text.is_empty() && *text != ABSENT)
}
