//! Reads parameters as JSON, in whatever form they were sent, and single values.

use std::fmt::Display;

use serde_json::Value;

use super::data::{Field, Limits};
use super::problem::Problem;
use super::sent::Found;

/// Reads a parameter as the JSON value that it would be in a JSON body; a file becomes its length.
pub(super) fn read(parameter: &Field, found: Found<'_>) -> Result<Value, Problem> {
    let wrong = |what: &str| Problem::wrong(parameter, "", what);
    let text = match found {
        Found::File(length) if parameter.ty == "File" => return Ok(length.into()),
        Found::File(_) => return Err(wrong("is a file")),
        Found::Text(_) if parameter.ty == "File" => return Err(wrong("is no file")),
        Found::Text(text) => text,
        Found::Json(Value::String(text)) if parameter.joined || parameter.json => text.into(),
        Found::Json(value) if parameter.json && !parameter.joined => {
            return Err(wrong(&format!("is no text that holds JSON, but {}", kind(value))));
        }
        Found::Json(value) => return Ok(value.clone()),
    };
    if parameter.joined {
        return Ok(text.split(',').map(Value::from).collect());
    }
    if parameter.json {
        bytes(&parameter.limits, &text).map_err(|what| wrong(&what))?;
        return serde_json::from_str(&text).map_err(|_| wrong("holds no JSON"));
    }
    Ok(text.into_owned().into())
}

/// Returns an integer, also from a text: a form contains only texts, and pages show both in JSON.
pub(super) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Returns a number that may have a fraction, also from a text.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
    number.is_finite().then_some(number)
}

/// Checks the length of a text in bytes. The error says what is wrong.
pub(super) fn bytes(limits: &Limits, text: &str) -> Result<(), String> {
    bounds(text.len(), (None, limits.max_bytes), " bytes")
}

/// Checks a number or a count. The error says what is wrong.
pub(super) fn bounds<T: Ord + Copy + Display>(
    found: T,
    (least, most): (Option<T>, Option<T>),
    unit: &str,
) -> Result<(), String> {
    match (least, most) {
        (Some(least), _) if found < least => Err(format!("is {found}{unit}, less than {least}")),
        (_, Some(most)) if found > most => Err(format!("is {found}{unit}, more than {most}")),
        _ => Ok(()),
    }
}

/// Returns the kind of a value, for a message that does not show the value itself.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
