//! Objects, their values, and the types of values.

use xtask_spec::names;
use xtask_spec::spec::{self, DateSpan, Either, Field, LimitKind, Place, Scalar};

/// A struct: the request, the response, or an object in one of them.
#[derive(Debug)]
pub struct Object {
    pub name: String,
    pub doc: String,
    /// In the order of the page.
    pub fields: Vec<Value>,
    /// Groups of fields, some of which must be sent.
    pub either: Vec<Either>,
    /// Pairs of dates and the largest distance between them.
    pub spans: Vec<DateSpan>,
    pub derives: Vec<&'static str>,
    /// Whether the object, or one in it, has limits that are checked before it is sent.
    pub checked: bool,
}

/// A value on the wire: a parameter, or a field of an object.
#[derive(Debug)]
pub struct Value {
    /// The value's entry in the file.
    pub spec: Field,
    /// Name on the wire.
    pub wire: String,
    /// Name in violations and their texts; for a field of a sent object with the object's name, `ItemVo.name`.
    pub label: String,
    /// Name of the field.
    pub name: String,
    /// Stem of its constants' names: `SIZE`.
    pub constant: String,
    pub place: Place,
    pub encoding: Encoding,
    pub ty: Type,
    /// The field's type: `Option<Vec<RoleId>>`.
    pub rust_type: String,
    /// Whether the field always has a value, so that it is not an `Option`.
    pub required: bool,
    /// Whether every call sends the value although it is not an argument of `new`: signing sets it.
    pub set_by_signing: bool,
    /// Whether an empty text or list, or JSON that is `null`, is refused before it is sent.
    pub not_empty: bool,
    /// Index into [`Endpoint::groups`](super::Endpoint::groups).
    pub group: Option<usize>,
}

/// An enum of the values that a page lists.
#[derive(Debug)]
pub struct Enum {
    pub spec: spec::Enum,
    pub doc: String,
    /// Whether the values are integers rather than texts.
    pub numeric: bool,
    /// Whether a list of them is joined by commas.
    pub joined: bool,
}

/// Encoding of a value at its place in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A scalar as a text, or in a JSON body as a JSON scalar.
    Plain,
    /// A list as a text, joined by commas.
    Joined,
    /// A list or object in a JSON body.
    Json,
    /// A list or object as a text with its JSON.
    JsonText,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    pub base: Base,
    /// The Rust type of `base`: that of an item of the innermost list.
    pub item: String,
    /// Number of nested lists; 0 for a single value.
    pub lists: usize,
    /// Whether the item is in a `Box`, because it may contain its own type.
    pub boxed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    Number,
    Float,
    /// JSON of a shape that the page does not document.
    Json,
    Boolean,
    String,
    Secret,
    File,
    Id {
        numeric: bool,
    },
    Enum {
        numeric: bool,
    },
    Object,
}

impl Object {
    /// Returns the fields that are arguments of `new`.
    pub fn required(&self) -> impl Iterator<Item = &Value> {
        self.fields.iter().filter(|field| field.required)
    }

    /// Returns the field of a wire name.
    ///
    /// # Panics
    ///
    /// If there is none: the spec is checked, and names only existing fields.
    pub fn field(&self, wire: &str) -> &Value {
        let field = self.fields.iter().find(|field| field.wire == wire);
        field.unwrap_or_else(|| panic!("`{}` has no field `{wire}`", self.name))
    }

    /// Returns whether a field is a secret.
    pub fn has_secret(&self) -> bool {
        self.fields.iter().any(|field| field.ty.base == Base::Secret)
    }
}

impl Value {
    /// Returns the limit of a kind, and the name of its constant.
    pub fn limit(&self, kind: LimitKind) -> Option<(i64, String)> {
        let limit = self.spec.limits.get(kind)?;
        Some((limit.value, kind.constant(&self.constant)))
    }

    /// Returns all limits, with the names of their constants.
    pub fn limits(&self) -> impl Iterator<Item = (LimitKind, i64, String)> {
        let limits = self.spec.limits.iter();
        limits.map(|(kind, limit)| (kind, limit.value, kind.constant(&self.constant)))
    }

    /// Returns the value that the service uses if none is sent, and the name of its constant.
    pub fn default(&self) -> Option<(&Scalar, String)> {
        let default = self.spec.default.as_ref()?;
        Some((&default.value, names::default(&self.constant)))
    }

    /// Returns the type of constants with a value such as this one.
    pub fn constant_type(&self, value: &Scalar) -> &str {
        match (&self.ty.base, value) {
            (Base::Float, _) => "f64",
            (Base::Enum { .. }, _) if !self.ty.is_list() => &self.ty.item,
            (_, Scalar::Number(_)) => "i64",
            (_, Scalar::Boolean(_)) => "bool",
            (_, Scalar::String(_)) => "&str",
        }
    }
}

impl Type {
    /// Returns the name of the type if it is one that endpoints share.
    pub fn shared(&self) -> Option<&str> {
        matches!(self.base, Base::Id { .. } | Base::Secret | Base::File)
            .then_some(self.item.as_str())
    }

    /// Returns the type of a field.
    pub fn rust(&self, required: bool) -> String {
        let item = if self.boxed { format!("Box<{}>", self.item) } else { self.item.clone() };
        let ty = (0..self.lists).fold(item, |item, _| format!("Vec<{item}>"));
        if required { ty } else { format!("Option<{ty}>") }
    }

    pub fn is_list(&self) -> bool {
        self.lists > 0
    }

    /// Returns whether a value is a text that can be empty.
    pub fn is_text(&self) -> bool {
        !self.is_list()
            && matches!(
                self.base,
                Base::String
                    | Base::Secret
                    | Base::Id { numeric: false }
                    | Base::Enum { numeric: false }
            )
    }

    /// Returns whether arguments have exactly this type, without `Into`.
    pub fn is_scalar(&self) -> bool {
        matches!(self.base, Base::Number | Base::Float | Base::Boolean)
    }

    /// Returns whether a single value is an integer with a type of its own.
    pub fn is_whole(&self) -> bool {
        matches!(self.base, Base::Id { numeric: true } | Base::Enum { numeric: true })
    }

    /// Returns whether the type is `Copy`.
    pub fn is_copy(&self) -> bool {
        !self.is_list() && (self.is_scalar() || self.is_whole())
    }
}
