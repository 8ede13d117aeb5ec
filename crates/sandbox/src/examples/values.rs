//! Checks values against their types and limits.

use serde_json::{Map, Value};

use super::data::{Endpoint, Field};
use super::groups;
use super::problem::Problem;
use super::read::{bounds, bytes, integer, kind, number, read};
use super::sent::Sent;

/// Checks the parameters of a request, in the order of the page.
pub(super) fn check(endpoint: &Endpoint, sent: &Sent<'_>) -> Result<(), Problem> {
    let mut values = Map::new();
    for parameter in &endpoint.parameters {
        if let Some(found) = sent.find(parameter) {
            values.insert(parameter.name.clone(), read(parameter, found)?);
        }
    }
    object(endpoint, None, &endpoint.parameters, &values, "")?;
    groups::upload(endpoint, &values)
}

/// Checks the parameters, or the fields of a named object.
fn object(
    endpoint: &Endpoint,
    name: Option<&str>,
    fields: &[Field],
    values: &Map<String, Value>,
    at: &str,
) -> Result<(), Problem> {
    for field in fields {
        match values.get(&field.name).filter(|value| !value.is_null()) {
            Some(found) => value(endpoint, field, found, at)?,
            None if field.required => return Err(Problem::missing(field, at)),
            None => {}
        }
    }
    groups::check(endpoint, name, fields, values, at)
}

fn value(endpoint: &Endpoint, field: &Field, value: &Value, at: &str) -> Result<(), Problem> {
    let lists = if field.joined { 1 } else { field.lists };
    items(endpoint, field, lists, value, at)?;
    limits(field, value).map_err(|what| Problem::wrong(field, at, what))
}

/// Checks each single value within `lists` nested lists.
fn items(
    endpoint: &Endpoint,
    field: &Field,
    lists: usize,
    value: &Value,
    at: &str,
) -> Result<(), Problem> {
    let wrong = |what: String| Problem::wrong(field, at, what);
    if lists > 0 {
        let Some(list) = value.as_array() else {
            return Err(wrong(format!("is no list, but {}", kind(value))));
        };
        return list.iter().try_for_each(|item| items(endpoint, field, lists - 1, item, at));
    }
    if field.joined && value == "" {
        return Err(wrong("holds an empty item".to_owned()));
    }
    if let Some(fields) = endpoint.objects.get(&field.ty) {
        let Some(members) = value.as_object() else {
            return Err(wrong(format!("is no object, but {}", kind(value))));
        };
        let at = format!("{at}{}.", field.name);
        return object(endpoint, Some(&field.ty), fields, members, &at);
    }
    let fits = match field.ty.as_str() {
        "Number" => integer(value).is_some(),
        "Float" => number(value).is_some(),
        "Boolean" => value.is_boolean() || value == "true" || value == "false",
        "String" => !value.is_array() && !value.is_object(),
        // Types that the page does not state, and files.
        _ => true,
    };
    if fits { Ok(()) } else { Err(wrong(format!("is no {}, but {}", field.ty, kind(value)))) }
}

/// Checks the limits of a value of the right type, and returns what breaks them.
fn limits(field: &Field, value: &Value) -> Result<(), String> {
    let limits = &field.limits;
    if let Some(number) = integer(value).filter(|_| field.ty == "Number") {
        bounds(number, (limits.min, limits.max), "")?;
    }
    match value {
        Value::Array(items) => bounds(items.len(), (limits.min_items, limits.max_items), " items"),
        Value::String(text) => {
            let chars = text.chars().count();
            bounds(chars, (limits.min_chars, limits.max_chars), " characters")?;
            bytes(limits, text)
        }
        _ => Ok(()),
    }
}
