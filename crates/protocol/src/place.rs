//! Where a value stands that is read, and what is allowed there.

use std::cell::Cell;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The object that an answer consists of: without any documented field it is refused.
    Payload,
    /// A value within an answer: an object may be empty.
    Nested,
    /// The parameters of a request: there, a list or an object may be a text that holds its JSON.
    #[cfg(feature = "server")]
    Parameters,
}

impl Mode {
    /// Returns the mode of what is within.
    fn nested(self) -> Self {
        match self {
            Self::Payload | Self::Nested => Self::Nested,
            #[cfg(feature = "server")]
            Self::Parameters => Self::Parameters,
        }
    }

    /// Returns whether an object may have none of its documented fields.
    pub(crate) fn may_lack_fields(self, is_empty: bool) -> bool {
        match self {
            Self::Payload => false,
            Self::Nested => is_empty,
            #[cfg(feature = "server")]
            Self::Parameters => true,
        }
    }
}

/// Where a value stands.
pub(crate) struct Place {
    pub(crate) mode: Mode,
    /// Set when a value is read there. Types skip the value of a field that they do not know.
    pub(crate) is_read: Cell<bool>,
}

impl Place {
    pub(crate) fn new(mode: Mode) -> Self {
        Self { mode, is_read: Cell::new(false) }
    }

    /// Returns the place of the values within this one.
    pub(crate) fn within(&self) -> Self {
        Self::new(self.mode.nested())
    }

    /// Returns the JSON that a text holds, where it may hold any.
    pub(crate) fn json_in_text(&self, text: &str) -> Option<serde_json::Value> {
        let may_hold = match self.mode {
            Mode::Payload | Mode::Nested => false,
            #[cfg(feature = "server")]
            Mode::Parameters => true,
        };
        if may_hold { serde_json::from_str(text).ok() } else { None }
    }
}
