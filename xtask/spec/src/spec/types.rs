//! Types of parameters and fields.

/// A type and how the page spells it: `Number`, `Long`, `String[]`, `Array of PageVo`.
///
/// Two are equal that mean the same.
#[derive(Debug, Clone)]
pub struct Type {
    /// As in the file.
    pub spelling: String,
    pub base: BaseType,
    /// How many lists are around each other; 0 for a single value.
    pub lists: usize,
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base && self.lists == other.lists
    }
}

impl Eq for Type {}

impl Type {
    /// Whether it is a single value of the type `base`.
    pub fn is(&self, base: &BaseType) -> bool {
        self.lists == 0 && self.base == *base
    }

    pub fn is_list(&self) -> bool {
        self.lists > 0
    }

    /// The name of the object that it is or holds.
    pub fn object(&self) -> Option<&str> {
        match &self.base {
            BaseType::Object(name) => Some(name),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaseType {
    /// An integer.
    Number,
    /// A number that may have a fraction.
    Float,
    String,
    Boolean,
    /// A value whose shape the page does not say.
    Json,
    /// Name of an [`Object`](super::Object) of the same file.
    Object(String),
}
