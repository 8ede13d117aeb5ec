//! Values of the page's request as Rust expressions.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::model::{Base, Endpoint, Object, Type};

/// Writes values, and collects the types that they name.
pub(super) struct Writer<'e> {
    pub(super) endpoint: &'e Endpoint,
    pub(super) types: BTreeSet<&'e str>,
}

impl<'e> Writer<'e> {
    /// Returns a value as an argument of a generic function that converts it.
    pub(super) fn argument(&mut self, ty: &'e Type, value: &Value) -> String {
        match (ty.lists, value) {
            (1, Value::Array(items)) if items.is_empty() => self.empty(ty),
            (1, Value::Array(items)) => {
                let items = items.iter().map(|item| self.one(ty, item, true));
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            (0, value) => self.one(ty, value, false),
            (lists, value) => self.exact(ty, lists, value),
        }
    }

    /// Returns a value of exactly the type, within `lists` lists.
    pub(super) fn exact(&mut self, ty: &'e Type, lists: usize, value: &Value) -> String {
        if let (1.., Value::Array(items)) = (lists, value) {
            let items = items.iter().map(|item| self.exact(ty, lists - 1, item));
            return format!("vec![{}]", items.collect::<Vec<_>>().join(", "));
        }
        let text = self.one(ty, value, true);
        match ty.base {
            Base::Number
            | Base::Float
            | Base::Boolean
            | Base::Object
            | Base::Json
            | Base::Enum { .. } => text,
            // A negated literal needs a type before it can be converted.
            _ if text.starts_with('-') && !text.ends_with("_i64") => format!("({text}_i64).into()"),
            _ if text.starts_with('-') => format!("({text}).into()"),
            _ => format!("{text}.into()"),
        }
    }

    /// Returns a single value; `alike` if all values around it must have the same type.
    fn one(&mut self, ty: &'e Type, value: &Value, alike: bool) -> String {
        match (&ty.base, value) {
            (Base::Json, value) => free(value, alike),
            (Base::Object, Value::Object(members)) => match self.endpoint.sent_object(&ty.item) {
                Some(object) => self.constructed(object, members),
                None => value.to_string(),
            },
            (Base::Enum { .. }, value) => self.named(ty, value),
            (Base::Float, Value::Number(number)) => {
                format!("{:?}", number.as_f64().unwrap_or_default())
            }
            (_, Value::String(text)) => format!("{text:?}"),
            (Base::Id { .. }, value) if needs_suffix(value) => format!("{value}_i64"),
            (_, value) => value.to_string(),
        }
    }

    /// Returns a listed value as its variant, and any other as a conversion.
    fn named(&mut self, ty: &'e Type, value: &Value) -> String {
        self.types.insert(&ty.item);
        let variants = self.endpoint.enumeration(&ty.item).map_or(&[][..], |it| &it.spec.values);
        match variants.iter().find(|it| Value::from(&it.value.value) == *value) {
            Some(variant) => format!("{}::{}", ty.item, *variant.name),
            None => format!("{}::from({value})", ty.item),
        }
    }

    /// Returns the expression that builds an object.
    fn constructed(&mut self, object: &'e Object, members: &Map<String, Value>) -> String {
        self.types.insert(&object.name);
        let mut arguments = Vec::new();
        let mut setters = String::new();
        for field in &object.fields {
            let Some(value) = members.get(&field.wire) else { continue };
            let value = self.argument(&field.ty, value);
            if field.required {
                arguments.push(value);
            } else {
                let _ = write!(setters, ".with_{}({value})", field.name);
            }
        }
        format!("{}::new({}){setters}", object.name, arguments.join(", "))
    }

    /// Returns an empty list with the type of its items, which nothing else determines.
    fn empty(&mut self, ty: &'e Type) -> String {
        match ty.base {
            Base::Number | Base::Id { numeric: true } => "[0_i64; 0]".to_owned(),
            Base::Float => "[0.0; 0]".to_owned(),
            Base::Boolean => "[false; 0]".to_owned(),
            Base::Object | Base::Enum { .. } => {
                self.types.insert(&ty.item);
                format!("Vec::<{}>::new()", ty.item)
            }
            _ => "[\"\"; 0]".to_owned(),
        }
    }
}

/// Returns whether a number is too large for `i32`, the type that literals have by default.
fn needs_suffix(value: &Value) -> bool {
    value.as_i64().is_some_and(|number| i32::try_from(number).is_err())
}

/// Returns JSON of any shape as an expression that converts into it.
fn free(value: &Value, alike: bool) -> String {
    let plain = match value {
        Value::String(text) => format!("{text:?}"),
        Value::Bool(boolean) => boolean.to_string(),
        Value::Number(number) if number.is_i64() => format!("{number}_i64"),
        Value::Number(number) if number.is_u64() => format!("{number}_u64"),
        Value::Number(number) => format!("{:?}", number.as_f64().unwrap_or_default()),
        Value::Null => return "serde_json::Value::Null".to_owned(),
        value => {
            let text = value.to_string();
            return format!("serde_json::from_str::<serde_json::Value>({text:?}).unwrap()");
        }
    };
    if alike { format!("serde_json::Value::from({plain})") } else { plain }
}
