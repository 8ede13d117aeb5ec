//! Facts of pages in one shape for both directions, and when two pages state the same.

use serde_json::Value;

use xtask_pages::facts::{Code, Field, Limits, Page, Parameter, Place};

/// A parameter or a field, which has a part of what a parameter has.
pub(super) type Fact = Parameter;

pub(super) fn field_as_fact(field: &Field) -> Fact {
    Parameter {
        name: field.name.clone(),
        place: Place::Body,
        ty: field.ty.clone(),
        required: None,
        example: field.example.clone(),
        default: None,
        limits: Limits::default(),
        with: None,
        values: field.values.clone(),
        fields: field.fields.iter().map(field_as_fact).collect(),
    }
}

/// Returns the first thing that two pages state differently, if any. Neither the order of rows counts nor
/// what says nothing of the endpoint: the file, remarks, and hosts beyond those of `page`.
pub(super) fn difference(page: &Page, other: &Page) -> Option<String> {
    let (page, other) = (bare(page), bare(other));
    if page.hosts.iter().any(|host| !other.hosts.contains(host)) {
        return Some("hosts".to_owned());
    }
    let mut other = other;
    other.hosts.clone_from(&page.hosts);
    if page == other {
        return None;
    }
    let [page, other] = [page, other].map(|it| serde_json::to_value(it).unwrap_or_default());
    let mut at = Vec::new();
    find(&page, &other, &mut at);
    Some(at.join("."))
}

/// Returns a page without what does not count.
pub(super) fn bare(page: &Page) -> Page {
    let mut page = page.of_endpoint();
    // Not every heading names the field of the codes.
    page.errors_heading.get_or_insert_with(|| "errcode".to_owned());
    sort(&mut page.parameters);
    sort_fields(&mut page.response);
    page.permissions.sort();
    page.app_types.sort_by_key(|app| *app as u8);
    page.errors.sort_by_key(|error| {
        let code = match &error.code {
            Code::Number(number) => number.to_string(),
            Code::Text(text) => text.clone(),
        };
        (code, error.sub_code.clone(), error.message.clone())
    });
    page
}

fn sort(parameters: &mut [Parameter]) {
    parameters.sort_by(|a, b| a.name.cmp(&b.name));
    for parameter in parameters {
        // It belongs to two of them, and a page may say it of one.
        parameter.limits.max_days = None;
        sort(&mut parameter.fields);
    }
}

fn sort_fields(fields: &mut [Field]) {
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    for field in fields {
        sort_fields(&mut field.fields);
    }
}

/// Finds the way to the first difference of two values.
fn find(one: &Value, other: &Value, at: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys());
            let mut differing = names.filter(|name| one.get(*name) != other.get(*name));
            if let Some(name) = differing.next() {
                at.push(name.clone());
                let null = Value::Null;
                find(one.get(name).unwrap_or(&null), other.get(name).unwrap_or(&null), at);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            if let Some((index, (one, other))) = pairs.find(|(_, (one, other))| one != other) {
                let name = one.get("name").and_then(Value::as_str);
                at.push(name.map_or_else(|| index.to_string(), str::to_owned));
                find(one, other, at);
            }
        }
        _ => {}
    }
}
