//! One difference and its verdict.

use serde::Serialize;

/// Effect of a difference on users of the generated crates.
///
/// The variants are in the order of severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Only documentation changes in the generated crates.
    DocumentationOnly,
    /// Existing code still compiles, and its calls are still accepted.
    Compatible,
    /// Existing code no longer compiles, or some of its calls are now refused.
    BreaksCallers,
}

/// How a fact differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Added,
    Removed,
    Changed,
    /// A departure describes something that the page no longer prints.
    Obsolete,
}

impl Kind {
    /// Returns the kind of a change from one optional value to another.
    pub(super) fn between<T>(old: Option<T>, new: Option<T>) -> Self {
        match (old, new) {
            (None, Some(_)) => Self::Added,
            (Some(_), None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}

/// A change of one fact of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Path of wire names: `parameters.size.max`, `response.result.list.name.type`, `errors.33011.message`.
    pub subject: String,
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    pub verdict: Verdict,
    /// Consequence for callers, or for the spec, in a few words.
    pub consequence: String,
}
