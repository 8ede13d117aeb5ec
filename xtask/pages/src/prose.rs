//! Facts that stand in sentences: bounds, defaults, pairs, enumerated values.
//!
//! Sentences are compared in lower case and half width. Very long ones are cut.

mod bounds;
mod values;

use crate::clean::{fold, head};
use crate::nesting::{self, Nature};
pub(crate) use bounds::bounds;
pub(crate) use values::{default, enumeration, partner, typed};

const LONGEST: usize = 3000;

/// A description, ready to be searched.
pub(crate) struct Prose<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: Option<&'a str>,
    /// As printed.
    pub(crate) printed: &'a str,
    pub(crate) folded: String,
}

/// What the bounds of a value bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    List,
    Other,
}

impl<'a> Prose<'a> {
    pub(crate) fn new(name: &'a str, ty: Option<&'a str>, description: &'a str) -> Self {
        let printed = head(description, LONGEST);
        Self { name, ty, printed, folded: fold(printed) }
    }

    pub(crate) fn kind(&self) -> Kind {
        let ty = fold(self.ty.unwrap_or("string"));
        if nesting::is_list(self.ty) {
            Kind::List
        } else if nesting::nature(self.ty) != Nature::Leaf {
            Kind::Other
        } else if ["string", "字符", "text", "char"].iter().any(|name| ty.starts_with(name)) {
            Kind::Text
        } else if ["bool", "布尔", "date", "file"].iter().any(|name| ty.starts_with(name)) {
            Kind::Other
        } else {
            Kind::Number
        }
    }
}
