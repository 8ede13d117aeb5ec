//! A description, prepared for the search for facts.

use crate::table::Entry;
use crate::vocabulary::spelling::{fold, half_width, head};
use crate::vocabulary::types::{Nature, is_list, nature};

const LONGEST: usize = 3000;

/// The description of a parameter or a field.
pub(crate) struct Prose<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: Option<&'a str>,
    example: Option<&'a str>,
    /// As printed.
    pub(crate) printed: &'a str,
    /// As printed, with ordinary punctuation.
    pub(crate) half: String,
    /// In lower case and half width.
    pub(crate) folded: String,
}

/// Kind of value to which bounds apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    List,
    Other,
}

impl<'a> Prose<'a> {
    pub(crate) fn of(entry: &'a Entry) -> Self {
        let printed = head(&entry.description, LONGEST);
        Self {
            name: &entry.name,
            ty: entry.ty.as_deref(),
            example: entry.example.as_deref(),
            printed,
            half: printed.chars().map(half_width).collect(),
            folded: fold(printed),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        let ty = fold(self.ty.unwrap_or("string"));
        let is = |names: &[&str]| names.iter().any(|name| ty.starts_with(name));
        if is_list(self.ty) {
            Kind::List
        } else if nature(self.ty) != Nature::Leaf || is(&["bool", "布尔", "date", "file"]) {
            Kind::Other
        } else if is(&["string", "字符", "text", "char"]) {
            Kind::Text
        } else {
            Kind::Number
        }
    }

    pub(crate) fn is_boolean(&self) -> bool {
        self.ty.is_some_and(|ty| ["bool", "布尔"].iter().any(|name| fold(ty).starts_with(name)))
    }

    /// Returns whether the value is an object or JSON in a text, so that the words of its description are
    /// keys rather than values.
    pub(crate) fn holds_json(&self) -> bool {
        let example = self.example.unwrap_or_default().trim_start_matches(['"', '\\', '“', ' ']);
        nature(self.ty) != Nature::Leaf && !is_list(self.ty)
            || example.starts_with('{')
            || example.starts_with("[{")
    }
}
