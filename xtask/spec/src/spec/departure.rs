//! Where page and spec differ, and the words by which a departure says so.

use serde::{Deserialize, Serialize};

use crate::spec::spanned::Text;

/// What a side of a departure says of something that is not there.
pub const ABSENT: &str = "absent";

/// The subject of what the example of the answer writes in another form than the tables say.
pub const EXAMPLE_OF_ANSWER: &str = "examples.response";

/// A place where the specification says something else than the page prints.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Departure {
    #[serde(rename = "name", skip_serializing)]
    pub subject: Text,
    pub page: Text,
    pub spec: Text,
    /// The names of the pages that print it; none means all.
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

/// Returns the parts of a subject. A name in the middle may hold dots.
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

/// Returns what a side of a departure says: nothing, if it is empty or [`ABSENT`].
pub fn stated(side: &str) -> Option<&str> {
    Some(side).filter(|text| !text.is_empty() && *text != ABSENT)
}
