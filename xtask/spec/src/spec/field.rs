//! One value in a file: a parameter, or a field of an object or of an answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::spec::limits::Limits;
use crate::spec::named::named;
use crate::spec::spanned::{Spanned, Text};
use crate::spec::types::Type;
use crate::spec::words::{Absent, Encoding, Evidence, Place};

/// A parameter, or a field of an object or of an answer.
///
/// The schema in [`crate::read::format`] says which keys each kind has.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Wire name.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Set on parameters only.
    #[serde(rename = "in")]
    pub place: Option<Spanned<Place>>,
    #[serde(rename = "type")]
    pub ty: Spanned<Type>,
    /// Set if a `String` contains a list joined by this separator.
    pub separator: Option<Text>,
    /// Type of the items of a joined list without an `id`; `String` if absent.
    pub items: Option<Spanned<Type>>,
    pub encoding: Option<Spanned<Encoding>>,
    /// A name of [`Api::ids`](super::Api::ids).
    pub id: Option<Text>,
    pub secret: Option<Spanned<bool>>,
    /// Whether every call or answer includes it.
    pub required: Option<Spanned<bool>>,
    /// Meaning of the absence of a list in an answer, if it has one.
    pub absent: Option<Spanned<Absent>>,
    /// Source of `absent`.
    pub source: Option<Spanned<Evidence>>,
    pub default: Option<Spanned<Scalar>>,
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Values that the page lists; others may exist. Empty if the enum lists the same:
    /// [`Endpoint::listed`](super::Endpoint::listed) returns them in either case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Spanned<Scalar>>,
    /// A name of [`Endpoint::enums`](super::Endpoint::enums).
    #[serde(rename = "enum")]
    pub named_values: Option<Text>,
    pub rust: Option<Text>,
    /// As printed on the page.
    pub example: Option<Text>,
    /// Names of the pages that list it; empty for all pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Text>,
    /// Absent if undecided.
    pub doc: Option<Text>,
}

impl Field {
    pub fn is_required(&self) -> bool {
        self.required.as_ref().is_some_and(|it| it.value)
    }

    pub fn is_secret(&self) -> bool {
        self.secret.as_ref().is_some_and(|it| it.value)
    }

    /// Returns whether it is a text with a joined list.
    pub fn is_joined(&self) -> bool {
        self.separator.is_some()
    }

    /// Returns whether it holds several values.
    pub fn is_list(&self) -> bool {
        self.is_joined() || self.ty.is_list()
    }

    /// Returns the values that the page lists, unless they have an enum.
    pub fn unnamed_values(&self) -> &[Spanned<Scalar>] {
        if self.named_values.is_none() { &self.values } else { &[] }
    }

    /// Returns the span of `required`, or else that of the name.
    pub fn required_span(&self) -> &crate::spec::spanned::Span {
        self.required.as_ref().map_or(&self.name.span, |it| &it.span)
    }

    /// Returns whether a parameter is sent as JSON: in the body, or within a text.
    pub fn is_json(&self) -> bool {
        let in_body = self.place.as_ref().is_some_and(|it| it.value == Place::Body);
        !self.is_joined() && (in_body || self.encoding.is_some())
    }
}

/// A table of `[types]`: the shape of an object in a request or an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Object {
    /// As the page spells it.
    #[serde(skip_serializing)]
    pub name: Text,
    pub rust: Option<Text>,
    /// Absent if undecided.
    pub doc: Option<Text>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub fields: Vec<Field>,
}

/// A table of `[enums]`: names for the values that pages list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enum {
    /// Name of the Rust type.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Whether it is in the file of the service, for several endpoints.
    #[serde(skip)]
    pub shared: bool,
    /// If absent, the enum takes the description of the first field that uses it.
    pub doc: Option<Text>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub values: Vec<Variant>,
}

/// A value with its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// Name of the Rust variant.
    #[serde(skip_serializing)]
    pub name: Text,
    pub value: Spanned<Scalar>,
    /// Absent if the name says enough.
    pub doc: Option<Text>,
}

/// A literal whose type depends on its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    Number(i64),
    Boolean(bool),
    String(String),
}

impl Default for Scalar {
    fn default() -> Self {
        Self::String(String::new())
    }
}

/// As printed on a page.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::String(text) => text.fmt(f),
        }
    }
}

impl From<&Scalar> for serde_json::Value {
    fn from(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Number(number) => (*number).into(),
            Scalar::Boolean(flag) => (*flag).into(),
            Scalar::String(text) => text.as_str().into(),
        }
    }
}
