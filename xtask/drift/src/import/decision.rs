//! What a person has to decide on a file that was imported.

/// Something that a person has to decide or to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The key of the file: `parameters.size.required`.
    pub key: String,
    /// What is needed, and what stands there meanwhile.
    pub need: String,
    /// Whether nothing may be published before.
    pub is_open: bool,
}

impl Decision {
    /// Returns something to look at.
    pub(super) fn new(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: false }
    }

    /// Returns something that has to be decided before anything is published.
    pub(super) fn open(key: impl Into<String>, need: impl Into<String>) -> Self {
        Self { key: key.into(), need: need.into(), is_open: true }
    }
}
