//! One difference and its verdict.

use serde::Serialize;

/// What a difference means for those who call the generated crates.
///
/// The order is that of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No more than documentation changes in the generated crates.
    DocumentationOnly,
    /// Code that worked still compiles, and its calls are still accepted.
    Compatible,
    /// Code that worked no longer compiles, or has calls refused that were accepted.
    BreaksCallers,
}

/// How a fact differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Added,
    Removed,
    Changed,
    /// A departure is about something that the page no longer prints.
    Obsolete,
}

impl Kind {
    /// Returns how a fact differs that has one of these values and then the other.
    pub(super) fn between<T>(old: Option<T>, new: Option<T>) -> Self {
        match (old, new) {
            (None, Some(_)) => Self::Added,
            (Some(_), None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}

/// One fact of an endpoint that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// By wire names, from the outside in: `parameters.size.max`, `response.result.list.name.type`,
    /// `errors.33011.message`.
    pub subject: String,
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    pub verdict: Verdict,
    /// What follows for callers, or for the spec, in a few words.
    pub consequence: String,
}
