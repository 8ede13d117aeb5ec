//! Facts from the texts of a page about one parameter or field: its type, its values, its id.

use serde_json::Value;

use crate::compare::straight;
use xtask_pages::facts::Field;
use xtask_spec::spec::{Api, BaseType, Scalar, Spanned, Type};

/// Type of a value whose shape the page does not document.
pub(super) const UNKNOWN: &str = "Object";

pub(super) fn is_joined(fact: &Field) -> bool {
    let plural = fact.name.ends_with('s') || fact.name.to_ascii_lowercase().ends_with("list");
    let shown = fact.example.as_ref().is_some_and(|example| {
        let items: Vec<&str> = example.split(',').collect();
        items.len() > 1
            && items.iter().all(|it| !it.is_empty() && !it.contains(char::is_whitespace))
    });
    let json = fact.example.as_ref().is_some_and(|example| example.starts_with(['[', '{']));
    fact.limits.max_items.is_some() || (plural && shown && !json)
}

pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("secret") || name.ends_with("password") || name == "access_token"
}

pub(super) fn default(fact: &Field) -> Option<Scalar> {
    match fact.default.as_ref()? {
        Value::Number(number) => number.as_i64().map(Scalar::Number),
        Value::Bool(flag) => Some(Scalar::Boolean(*flag)),
        Value::String(text) => Some(Scalar::String(text.clone())),
        _ => None,
    }
}

/// Returns all values; empty unless they are of the type.
pub(super) fn values(fact: &Field, ty: Option<&Type>) -> Vec<Spanned<Scalar>> {
    let number = |text: &String| {
        let number = text.parse::<i64>().ok().filter(|number| number.to_string() == *text);
        number.map(Scalar::Number)
    };
    let values: Option<Vec<_>> = match ty.map(|ty| &ty.base) {
        Some(BaseType::Number) => fact.values.iter().map(number).collect(),
        Some(BaseType::String) => {
            let values = fact.values.iter().filter(|text| !text.trim().is_empty());
            Some(values.cloned().map(Scalar::String).collect())
        }
        _ => None,
    };
    let values = values.filter(|values| values.len() == fact.values.len()).unwrap_or_default();
    values.into_iter().map(Spanned::from).collect()
}

/// Returns the page's example, with its quotes corrected if that makes it a list.
pub(super) fn example(fact: &Field, ty: Option<&Type>) -> Option<String> {
    let example = fact.example.as_ref().filter(|text| !text.trim().is_empty())?;
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    if ty.is_some_and(Type::is_list) && !is_json(example) {
        let straight = straight(example);
        return Some(if is_json(&straight) { straight } else { example.clone() });
    }
    Some(example.clone())
}

/// Returns the type of a value in an example.
pub(super) fn type_of(value: &Value) -> String {
    match value {
        Value::Bool(_) => "Boolean".to_owned(),
        Value::Number(number) if number.is_i64() => "Number".to_owned(),
        Value::Number(_) => "Double".to_owned(),
        Value::String(_) => "String".to_owned(),
        Value::Array(items) => {
            let mut types: Vec<String> = items.iter().map(type_of).collect();
            types.dedup();
            match types.as_slice() {
                [one] if !one.ends_with("[][]") => format!("{one}[]"),
                _ => format!("{UNKNOWN}[]"),
            }
        }
        Value::Null | Value::Object(_) => UNKNOWN.to_owned(),
    }
}

pub(super) fn objects_in<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| objects_in(item, found)),
        Value::Object(_) => found.push(value),
        _ => {}
    }
}

/// Returns an id type of `api.toml` that fits by name and type. A person has to confirm it, because ids of
/// different kinds can have the same name.
pub(super) fn id<'a>(api: &'a Api, name: &str, ty: &Type, joined: bool) -> Option<&'a str> {
    let plain = plain(name);
    let ids = api.ids.iter();
    let mut fitting = ids.filter(|id| joined || id.ty.base == ty.base);
    fitting.find(|id| self::plain(&id.name.value) == plain).map(|id| id.name.value.as_str())
}

/// Returns only the letters of a name, without suffixes of lists.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    let one = letters.strip_suffix("list").unwrap_or(&letters);
    let one = one.strip_suffix('s').unwrap_or(one);
    one.strip_prefix("dept").map_or_else(|| one.to_owned(), |rest| format!("department{rest}"))
}
