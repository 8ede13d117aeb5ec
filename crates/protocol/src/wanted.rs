//! What a type asks for when it is read.

/// What the type that is read asks for.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    Any,
    Boolean,
    Integer,
    Float,
    Text,
    List,
    /// An object for which no names are documented.
    Map,
    /// An object with documented names.
    Object,
}

impl Wanted {
    /// Returns what an error says was expected; `None` for what only the type can name.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Boolean => Some("a boolean"),
            Self::Integer => Some("an integer"),
            Self::Float => Some("a number"),
            Self::Text => Some("a string"),
            Self::List => Some("a list"),
            Self::Map | Self::Object => Some("an object"),
        }
    }
}
