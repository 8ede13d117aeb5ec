//! Decisions that a person has to make on an imported file.

/// Something that a person has to decide or to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Key in the file: `parameters.size.required`.
    pub key: String,
    /// What is needed, and the value used until then.
    pub need: String,
    /// Whether nothing may be published until it is decided.
    pub is_open: bool,
}

impl Decision {
    /// Creates something to check.
    pub(super) fn new(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: false }
    }

    /// Creates something that has to be decided before anything is published.
    pub(super) fn open(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: true }
    }
}
