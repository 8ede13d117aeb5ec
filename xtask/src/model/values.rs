//! Objects, their values, and the types of values.

use xtask_spec::spec::{DateSpan, Either, LimitKind, Place, Scalar, Variant};

/// A struct: the request, the response, or an object in one of them.
#[derive(Debug)]
pub struct Object {
    pub name: String,
    pub doc: String,
    /// In the order of the page.
    pub fields: Vec<Value>,
    /// Fields of which some have to be sent.
    pub either: Vec<Either>,
    /// Dates that may lie only so far apart.
    pub spans: Vec<DateSpan>,
    pub derives: Vec<&'static str>,
    /// Whether it, or an object in it, has limits that are checked before it is sent.
    pub checked: bool,
}

/// A value on the wire: a parameter, or a field of an object.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Value {
    /// Name on the wire.
    pub wire: String,
    /// What limits and their texts call it: a field of a sent object with its object, `ItemVo.name`.
    pub label: String,
    /// Name of the field.
    pub name: String,
    pub place: Place,
    pub encoding: Encoding,
    pub ty: Type,
    /// The field's type: `Option<Vec<RoleId>>`.
    pub rust_type: String,
    /// Whether the field always has a value, and is no `Option`.
    pub required: bool,
    /// Whether the absence of the list from an answer means that it is empty.
    pub absent_is_empty: bool,
    /// Whether every call sends it although it is no argument of `new`: signing sets it.
    pub set_by_signing: bool,
    /// Whether an empty text or list is refused before it is sent.
    pub not_empty: bool,
    /// Index into [`Endpoint::groups`](super::Endpoint::groups).
    pub group: Option<usize>,
    pub limits: Vec<Limit>,
    pub default: Option<Default>,
    /// The values that the page lists, if they have no names.
    pub values: Option<Values>,
    pub example: Option<String>,
    pub doc: String,
}

/// The names of the values that a page lists: an enum.
#[derive(Debug)]
pub struct Enum {
    pub name: String,
    pub doc: String,
    /// Whether it is one of the service, and not of one endpoint alone.
    pub shared: bool,
    /// Whether the values are integers, and not texts.
    pub numeric: bool,
    /// Whether a list of them is joined by commas.
    pub joined: bool,
    pub derives: Vec<&'static str>,
    /// In the order of the file.
    pub variants: Vec<Variant>,
}

/// How a value travels in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A scalar as a text; in a JSON body as a scalar of JSON.
    Plain,
    /// A list as a text, joined by commas.
    Joined,
    /// A list or object in a JSON body.
    Json,
    /// A list or object as a text that holds JSON.
    JsonText,
}

/// A limit and the constant that holds it.
#[derive(Debug)]
pub struct Limit {
    pub kind: LimitKind,
    pub constant: String,
    pub rust_type: &'static str,
    pub value: i64,
}

/// What the service uses where a value is not sent.
#[derive(Debug)]
pub struct Default {
    pub constant: String,
    pub rust_type: String,
    pub value: Scalar,
}

/// The values that the page lists.
#[derive(Debug)]
pub struct Values {
    /// Where the value is sent; none chooses that of an answer.
    pub constant: String,
    /// The type of one.
    pub rust_type: &'static str,
    pub values: Vec<Scalar>,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    pub base: Base,
    /// The Rust type of `base`: that of an item of the innermost list.
    pub item: String,
    /// How many lists are around each other; 0 for a single value.
    pub lists: usize,
    /// Whether the item stands in a `Box`, because it may hold its own type.
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
    /// Returns the fields that `new` takes.
    pub fn required(&self) -> impl Iterator<Item = &Value> {
        self.fields.iter().filter(|field| field.required)
    }

    /// Returns the field of a wire name.
    ///
    /// # Panics
    ///
    /// If there is none: the spec is checked, and names fields that are there.
    pub fn field(&self, wire: &str) -> &Value {
        let field = self.fields.iter().find(|field| field.wire == wire);
        field.unwrap_or_else(|| panic!("`{}` has no field `{wire}`", self.name))
    }

    /// Returns whether a field is a secret.
    pub fn has_secret(&self) -> bool {
        self.fields.iter().any(|field| field.ty.base == Base::Secret)
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

    /// Returns whether arguments are of the very type, without `Into`.
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
