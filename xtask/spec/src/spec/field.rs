//! What a file says of one value: a parameter, or a field of an object or of an answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::spec::limits::Limits;
use crate::spec::named::named;
use crate::spec::spanned::{Spanned, Text};
use crate::spec::types::Type;
use crate::spec::words::{Absent, Encoding, Evidence, Place};

/// A parameter, or a field of an object or of an answer.
///
/// The schema in [`crate::read::format`] says which keys each of them has.
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
    /// Set where a `String` holds a list joined by this separator.
    pub separator: Option<Text>,
    /// Type of the items of a joined list without an `id`; `String` if absent.
    pub items: Option<Spanned<Type>>,
    pub encoding: Option<Spanned<Encoding>>,
    /// A name of [`Api::ids`](super::Api::ids).
    pub id: Option<Text>,
    pub secret: Option<Spanned<bool>>,
    /// Whether every call or answer has it.
    pub required: Option<Spanned<bool>>,
    /// What the absence of a list of an answer means, if it means something.
    pub absent: Option<Spanned<Absent>>,
    /// How `absent` is known.
    pub source: Option<Spanned<Evidence>>,
    pub default: Option<Spanned<Scalar>>,
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// The values that the page lists; others may exist. Absent where the names list the same:
    /// [`Endpoint::listed`](super::Endpoint::listed) knows both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Spanned<Scalar>>,
    /// A name of [`Endpoint::enums`](super::Endpoint::enums).
    #[serde(rename = "enum")]
    pub named_values: Option<Text>,
    pub rust: Option<Text>,
    /// As printed on the page.
    pub example: Option<Text>,
    /// The names of the pages that list it; none means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Text>,
    /// Absent while it is undecided.
    pub doc: Option<Text>,
}

impl Field {
    pub fn is_required(&self) -> bool {
        self.required.as_ref().is_some_and(|it| it.value)
    }

    pub fn is_secret(&self) -> bool {
        self.secret.as_ref().is_some_and(|it| it.value)
    }

    /// Returns whether a text holds a list.
    pub fn is_joined(&self) -> bool {
        self.separator.is_some()
    }

    /// Returns whether it holds several values.
    pub fn is_list(&self) -> bool {
        self.is_joined() || self.ty.is_list()
    }

    /// Returns the values that the page lists, unless they have names.
    pub fn unnamed_values(&self) -> &[Spanned<Scalar>] {
        if self.named_values.is_none() { &self.values } else { &[] }
    }

    /// Returns the place of `required`, or else that of the name.
    pub fn required_span(&self) -> &crate::spec::spanned::Span {
        self.required.as_ref().map_or(&self.name.span, |it| &it.span)
    }

    /// Returns whether a parameter travels as JSON: in the body, or as a text that holds it.
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
    /// Absent while it is undecided.
    pub doc: Option<Text>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub fields: Vec<Field>,
}

/// A table of `[enums]`: names for values that pages list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enum {
    /// Name of the Rust type.
    #[serde(skip_serializing)]
    pub name: Text,
    /// Whether it stands in the file of the service, for several endpoints.
    #[serde(skip)]
    pub shared: bool,
    /// If absent, the enum takes the description of the first field that uses it.
    pub doc: Option<Text>,
    #[serde(deserialize_with = "named", skip_serializing)]
    pub values: Vec<Variant>,
}

/// A value that has a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// Name of the Rust variant.
    #[serde(skip_serializing)]
    pub name: Text,
    pub value: Spanned<Scalar>,
    /// Absent where the name says it all.
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

/// As a page prints it.
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
