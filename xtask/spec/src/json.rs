//! JSON with the span of every value, which `serde_json` does not keep.

use jsonc_parser::ast::StringLit;
pub use jsonc_parser::ast::Value;
pub use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::spec::BaseType;

/// Reason why a text is not JSON, and at which byte.
#[derive(Debug)]
pub struct SyntaxError {
    pub message: String,
    pub offset: usize,
}

/// Parses a text.
///
/// # Errors
///
/// The reason why it is not JSON.
pub fn parse(text: &str) -> Result<Value<'_>, SyntaxError> {
    // `serde_json` checks the syntax and limits the depth, so the code below need not.
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let offset = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
        return Err(SyntaxError { message, offset: offset.min(text.len()) });
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let value = parsed.ok().and_then(|parsed| parsed.value);
    value.ok_or_else(|| SyntaxError { message: "invalid JSON".into(), offset: 0 })
}

/// Returns a text as a value.
pub fn text(text: &str) -> Value<'_> {
    Value::StringLit(StringLit { range: Range::new(0, text.len()), value: text.into() })
}

/// Returns what is wrong with a value in an answer, if anything. The generated types accept more than the
/// tables of pages promise.
pub fn answered_fault(base: &BaseType, value: &Value<'_>) -> Option<String> {
    let fits = match (base, value) {
        (BaseType::Number, Value::NumberLit(it)) => {
            it.value.parse::<f64>().is_ok_and(|number| number.fract() == 0.0 && number.abs() < 1e15)
        }
        (BaseType::Boolean, Value::StringLit(it)) => it.value == "true" || it.value == "false",
        (BaseType::Boolean, Value::NumberLit(it)) => it.value == "0" || it.value == "1",
        (BaseType::String, Value::NumberLit(_)) => true,
        _ => false,
    };
    sent_fault(base, value).filter(|_| !fits)
}

/// Returns whether a value has the form that its table describes. `null` has any form.
pub fn has_form(base: &BaseType, lists: usize, value: &Value<'_>) -> bool {
    match (base, value) {
        (BaseType::Json, _) | (_, Value::NullKeyword(_)) => true,
        (_, Value::Array(items)) if lists > 0 => {
            items.elements.iter().all(|item| has_form(base, lists - 1, item))
        }
        _ if lists > 0 => false,
        (BaseType::Number, Value::NumberLit(it)) => it.value.parse::<i64>().is_ok(),
        (BaseType::Number, _) => false,
        (BaseType::Float, _) => matches!(value, Value::NumberLit(_)),
        (BaseType::Boolean, _) => matches!(value, Value::BooleanLit(_)),
        (BaseType::String, _) => matches!(value, Value::StringLit(_)),
        (BaseType::File | BaseType::Object(_), _) => true,
    }
}

/// Returns what is wrong with a value of a scalar type, if anything. Numbers may be written as strings.
pub fn sent_fault(base: &BaseType, value: &Value<'_>) -> Option<String> {
    let number = match value {
        Value::NumberLit(it) => it.value,
        Value::StringLit(it) => &it.value,
        _ => "",
    };
    let fits = match base {
        BaseType::Number => number.parse::<i64>().is_ok(),
        BaseType::Float => is_float(number),
        BaseType::String => matches!(value, Value::StringLit(_)),
        BaseType::Boolean => matches!(value, Value::BooleanLit(_)),
        BaseType::Json => true,
        BaseType::File | BaseType::Object(_) => false,
    };
    let expected = match base {
        BaseType::Number => "an integer",
        BaseType::Float => "a number",
        BaseType::String => "a string",
        BaseType::Boolean => "`true` or `false`",
        BaseType::File => "a file",
        BaseType::Json | BaseType::Object(_) => "an object",
    };
    (!fits).then(|| format!("expected {expected}, found {}", kind(value)))
}

/// Returns whether a text is a finite number.
pub fn is_float(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Returns the kind of a value, in words.
pub fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::NullKeyword(_) => "`null`",
        Value::BooleanLit(_) => "a boolean",
        Value::NumberLit(number) if number.value.parse::<i64>().is_err() => {
            "a number that is no 64-bit integer"
        }
        Value::NumberLit(_) => "a number",
        Value::StringLit(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
