//! Nesting found in samples for the Java SDK: which object is set as which field.
//!
//! A form does not show nesting, because its values are texts. The names are those of setters, so only
//! letters and digits can be compared with the names in tables.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::vocabulary::names::comparable;
use crate::vocabulary::pattern::Pattern;

/// Limits beyond any sample.
const MOST_STATEMENTS: usize = 5_000;
const MOST_VALUES: usize = 2_000;
const DEEPEST: usize = 16;

/// `Type name = new Type(`, `name.setField(value`, `.setField(value` and `list.add(item`.
static STATEMENT: Pattern = Pattern::new(
    r"\b(?P<new>\w+)\s*=\s*new\s+(?P<type>[\w.]+)|\b(?P<list>\w+)\.add\(\s*(?P<item>\w+)|(?P<object>\b\w+)?\s*\.set(?P<field>\w+)\(\s*(?:[\w.]*asList\(\s*)?(?P<values>[\w,\s]*)",
);

/// A variable: its type, and the values set or added, by comparable names.
struct Variable<'a> {
    ty: &'a str,
    fields: Vec<(String, Vec<usize>)>,
    items: Vec<usize>,
}

/// Returns the request that a piece of code builds: its fields by the names of their setters in lower case,
/// with `null` for every plain value.
pub(crate) fn request(code: &str) -> Option<Value> {
    let mut variables: Vec<Variable<'_>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last = None;
    for found in STATEMENT.captures_iter(code).take(MOST_STATEMENTS) {
        let text = |group: &str| found.name(group).map(|found| found.as_str());
        if let (Some(name), Some(ty)) = (text("new"), text("type")) {
            last = Some(variables.len());
            known.insert(name, variables.len());
            variables.push(Variable { ty, fields: Vec::new(), items: Vec::new() });
        } else if let (Some(list), Some(item)) = (text("list"), text("item")) {
            if let (Some(&list), Some(&item)) = (known.get(list), known.get(item)) {
                variables[list].items.push(item);
            }
        } else if let Some(field) = text("field") {
            let object = text("object").map_or(last, |name| known.get(name).copied());
            let values = text("values").unwrap_or_default().split(',');
            let values = values.filter_map(|value| known.get(value.trim()).copied()).collect();
            if let Some(object) = object {
                variables[object].fields.push((comparable(field), values));
            }
        }
    }
    // The same request can be built in several languages: the one with the most fields counts.
    let requests = variables.iter().filter(|variable| is_request(variable.ty));
    let root = requests.max_by_key(|variable| variable.fields.len())?;
    let value = value(&variables, root, 0, &mut { MOST_VALUES });
    let nested = |value: &Value| value.is_object() || value.is_array();
    let tells = value.as_object().is_some_and(|fields| fields.values().any(nested));
    tells.then_some(value)
}

/// Returns whether a type is a request, not an object within one.
fn is_request(ty: &str) -> bool {
    let outer = ty.rsplit_once('.').map_or("", |(outer, _)| outer);
    ty.ends_with("Request") && !outer.ends_with("Request")
}

/// Returns the value of a variable. Variables can contain each other, so depth and number are limited.
fn value(all: &[Variable<'_>], of: &Variable<'_>, depth: usize, left: &mut usize) -> Value {
    if depth >= DEEPEST || *left == 0 {
        return Value::Null;
    }
    *left -= 1;
    let mut list = |items: &[usize]| -> Vec<Value> {
        items.iter().map(|&item| value(all, &all[item], depth + 1, left)).collect()
    };
    if of.ty.ends_with("List") {
        return Value::Array(list(&of.items));
    }
    let fields = of.fields.iter().map(|(name, values)| {
        let value = match values[..] {
            [] => Value::Null,
            [one] => list(&[one]).remove(0),
            _ => Value::Array(list(values)),
        };
        (name.clone(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}
