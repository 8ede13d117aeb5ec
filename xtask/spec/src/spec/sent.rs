//! What parameters and the fields of their objects have in common.

use crate::spec::{Field, Object, Parameter, Place, Scalar, Spanned, Text, Type};

/// What is said of a value that a call sends, be it a parameter or a field of its object.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The object that has the field.
    pub owner: Option<&'a Object>,
    pub name: &'a Text,
    pub ty: &'a Spanned<Type>,
    pub separator: Option<&'a Text>,
    pub items: Option<&'a Spanned<Type>>,
    pub id: Option<&'a Text>,
    pub required: Option<&'a Spanned<bool>>,
    pub default: Option<&'a Spanned<Scalar>>,
    pub min: Option<&'a Spanned<i64>>,
    pub max: Option<&'a Spanned<i64>>,
    pub max_items: Option<&'a Spanned<i64>>,
    pub max_chars: Option<&'a Spanned<i64>>,
    pub values: &'a [Spanned<Scalar>],
    pub example: Option<&'a Text>,
    pub rust: Option<&'a Text>,
}

impl Parameter {
    /// The parameter as a value that is sent.
    pub fn sent(&self) -> Sent<'_> {
        Sent {
            owner: None,
            name: &self.name,
            ty: &self.ty,
            separator: self.separator.as_ref(),
            items: self.items.as_ref(),
            id: self.id.as_ref(),
            required: Some(&self.required),
            default: self.default.as_ref(),
            min: self.min.as_ref(),
            max: self.max.as_ref(),
            max_items: self.max_items.as_ref(),
            max_chars: self.max_chars.as_ref(),
            values: &self.values,
            example: self.example.as_ref(),
            rust: self.rust.as_ref(),
        }
    }

    /// Whether it travels as JSON: in the body, or as a text that holds it.
    pub fn is_json(&self) -> bool {
        self.separator.is_none() && (self.place.value == Place::Body || self.encoding.is_some())
    }
}

impl Sent<'_> {
    /// Whether it holds several values.
    pub fn is_list(&self) -> bool {
        self.separator.is_some() || self.ty.is_list()
    }
}

impl Field {
    /// The field of an object as a value that is sent.
    pub fn sent<'a>(&'a self, owner: Option<&'a Object>) -> Sent<'a> {
        Sent {
            owner,
            name: &self.name,
            ty: &self.ty,
            separator: None,
            items: None,
            id: self.id.as_ref(),
            required: self.required.as_ref(),
            default: self.default.as_ref(),
            min: self.min.as_ref(),
            max: self.max.as_ref(),
            max_items: self.max_items.as_ref(),
            max_chars: self.max_chars.as_ref(),
            values: &self.values,
            example: self.example.as_ref(),
            rust: self.rust.as_ref(),
        }
    }
}
