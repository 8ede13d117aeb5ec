//! Values of the page's request as Rust expressions.

use std::fmt::Write as _;

use serde_json::Value;

use crate::model::{Base, Endpoint, Object, Scalar, Type};

/// Returns a value as an argument, which takes whatever becomes the type.
pub(super) fn argument<'e>(
    endpoint: &'e Endpoint,
    ty: &'e Type,
    value: &Value,
    types: &mut Vec<&'e str>,
) -> String {
    match (ty.lists, value) {
        (1, Value::Array(items)) if items.is_empty() => empty(ty, types),
        (1, Value::Array(items)) => {
            let items = items.iter().map(|item| one(endpoint, ty, item, true, types));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        (0, value) => one(endpoint, ty, value, false, types),
        _ => exact(endpoint, ty, value, types),
    }
}

/// Returns a value of the very type.
pub(super) fn exact<'e>(
    endpoint: &'e Endpoint,
    ty: &'e Type,
    value: &Value,
    types: &mut Vec<&'e str>,
) -> String {
    nested(endpoint, ty, ty.lists, value, types)
}

fn nested<'e>(
    endpoint: &'e Endpoint,
    ty: &'e Type,
    lists: usize,
    value: &Value,
    types: &mut Vec<&'e str>,
) -> String {
    if let (1.., Value::Array(items)) = (lists, value) {
        let items = items.iter().map(|item| nested(endpoint, ty, lists - 1, item, types));
        return format!("vec![{}]", items.collect::<Vec<_>>().join(", "));
    }
    let text = one(endpoint, ty, value, true, types);
    match ty.base {
        Base::Number
        | Base::Float
        | Base::Boolean
        | Base::Object
        | Base::Json
        | Base::Enum { .. } => text,
        // What a minus applies to has to have a type before it can be converted.
        _ if text.starts_with('-') && !text.ends_with("_i64") => format!("({text}_i64).into()"),
        _ if text.starts_with('-') => format!("({text}).into()"),
        _ => format!("{text}.into()"),
    }
}

/// Returns a single value; `alike` where all values around it have to be of one type.
fn one<'e>(
    endpoint: &'e Endpoint,
    ty: &'e Type,
    value: &Value,
    alike: bool,
    types: &mut Vec<&'e str>,
) -> String {
    match (&ty.base, value) {
        (Base::Json, value) => free(value, alike),
        (Base::Object, Value::Object(members)) => match endpoint.sent_object(&ty.item) {
            Some(object) => {
                types.push(&object.name);
                let get = |wire: &str| members.get(wire);
                constructed(endpoint, object, &get, types)
            }
            None => value.to_string(),
        },
        (Base::Enum { .. }, value) => {
            types.push(&ty.item);
            named(endpoint, ty, value)
        }
        (Base::Float, Value::Number(number)) => {
            format!("{:?}", number.as_f64().unwrap_or_default())
        }
        (_, Value::String(text)) => format!("{text:?}"),
        (Base::Id { .. }, value) if needs_suffix(value) => format!("{value}_i64"),
        (_, value) => value.to_string(),
    }
}

/// Returns a value that has a name by that, and another one as what becomes it.
fn named(endpoint: &Endpoint, ty: &Type, value: &Value) -> String {
    let variants = endpoint.enumeration(&ty.item).map_or(&[][..], |it| &it.variants);
    let is_same = |scalar: &Scalar| match scalar {
        Scalar::Number(number) => value.as_i64() == Some(*number),
        Scalar::Boolean(boolean) => value.as_bool() == Some(*boolean),
        Scalar::String(text) => value.as_str() == Some(text),
    };
    match variants.iter().find(|it| is_same(&it.value)) {
        Some(variant) => format!("{}::{}", ty.item, variant.name),
        None => format!("{}::from({value})", ty.item),
    }
}

/// Returns whether a number is too large for `i32`, the type that literals have by default.
fn needs_suffix(value: &Value) -> bool {
    value.as_i64().is_some_and(|number| i32::try_from(number).is_err())
}

/// Returns the expression that makes an object.
fn constructed<'e, 'v>(
    endpoint: &'e Endpoint,
    object: &'e Object,
    get: &dyn Fn(&str) -> Option<&'v Value>,
    types: &mut Vec<&'e str>,
) -> String {
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for field in &object.fields {
        let Some(value) = get(&field.wire) else { continue };
        let value = argument(endpoint, &field.ty, value, types);
        if field.required {
            arguments.push(value);
        } else {
            let _ = write!(setters, ".with_{}({value})", field.name);
        }
    }
    format!("{}::new({}){setters}", object.name, arguments.join(", "))
}

/// Returns JSON of any shape as something that becomes it.
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

/// Returns an empty list, whose items nothing else gives a type.
fn empty<'e>(ty: &'e Type, types: &mut Vec<&'e str>) -> String {
    match ty.base {
        Base::Number | Base::Id { numeric: true } => "[0_i64; 0]".to_owned(),
        Base::Float => "[0.0; 0]".to_owned(),
        Base::Boolean => "[false; 0]".to_owned(),
        Base::Object | Base::Enum { .. } => {
            types.push(&ty.item);
            format!("Vec::<{}>::new()", ty.item)
        }
        _ => "[\"\"; 0]".to_owned(),
    }
}
