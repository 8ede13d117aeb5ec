//! What the spec says under a key, as a departure spells it.

use std::collections::BTreeSet;

use serde::Serialize;
use toml::Value;

use crate::spec::{ABSENT, Api, Endpoint, ErrorCode, Field};

/// Returns what the file says of the whole endpoint, `None` for what is no key of it.
pub fn of_endpoint(endpoint: &Endpoint, key: &str) -> Option<String> {
    let keys = ["path", "method", "content_type", "app_types", "permissions"];
    keys.contains(&key).then(|| written(endpoint, key).unwrap_or_else(|| ABSENT.to_owned()))
}

/// Returns what `api.toml` says of the credential.
pub fn of_credential(api: &Api, key: &str) -> String {
    let present = api.credential.as_ref().and_then(|credential| match key {
        "name" => Some(credential.name.value.clone()),
        "in" => Some(credential.place.into_str().to_owned()),
        "type" => Some("String".to_owned()),
        "required" => Some("true".to_owned()),
        _ => None,
    });
    present.unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns what the file says of a parameter or field, of which a limit is a key as well.
pub fn of_field(endpoint: &Endpoint, field: &Field, key: &str) -> String {
    match key {
        "name" => Some(field.name.value.clone()),
        "required" => Some(field.is_required().to_string()),
        "values" => {
            let values: Vec<_> = endpoint.listed(field).map(|it| it.value.to_string()).collect();
            (!values.is_empty()).then(|| values.join(","))
        }
        key => written(field, key).or_else(|| written(&field.limits, key)),
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns how far apart dates may be, in ascending order.
pub fn of_spans(endpoint: &Endpoint) -> String {
    let days: BTreeSet<i64> = endpoint.span.iter().map(|span| span.max_days.value).collect();
    let days: Vec<_> = days.iter().map(ToString::to_string).collect();
    if days.is_empty() { ABSENT.to_owned() } else { days.join(",") }
}

/// Returns what the file says of an error code.
pub fn of_error(error: &ErrorCode, key: &str) -> String {
    match key {
        "code" => Some(error.code.to_string()),
        "retry" => Some(error.is_retry().to_string()),
        key => written(error, key),
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns what the file has under a key, the items of a list joined by commas.
fn written(table: &impl Serialize, key: &str) -> Option<String> {
    fn text(value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(number) => Some(number.to_string()),
            Value::Boolean(flag) => Some(flag.to_string()),
            Value::Array(items) if !items.is_empty() => {
                Some(items.iter().filter_map(text).collect::<Vec<_>>().join(","))
            }
            _ => None,
        }
    }
    text(Value::try_from(table).ok()?.get(key)?)
}
