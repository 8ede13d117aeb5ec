//! The file's values of the subjects that departures name, in the spelling of departures.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use toml::Value;

use crate::json;
use crate::spec::{ABSENT, Api, Endpoint, ErrorCode, Field, LimitKind, Type};

/// Returns the file's value of a key of the whole endpoint; `None` if it has no such key.
pub fn of_endpoint(endpoint: &Endpoint, key: &str) -> Option<String> {
    let keys = ["path", "method", "content_type", "app_types", "permissions"];
    keys.contains(&key).then(|| written(endpoint, key))
}

/// Returns the file's value of a key of an error code.
pub fn of_error(error: &ErrorCode, key: &str) -> String {
    match key {
        "code" => error.code.to_string(),
        "retry" => error.is_retry().to_string(),
        key => written(error, key),
    }
}

/// Returns the value in `api.toml` of a key of the credential.
pub fn of_credential(api: &Api, key: &str) -> String {
    match (&api.credential, key) {
        (Some(credential), "name") => credential.name.value.clone(),
        (Some(credential), "in") => credential.place.into_str().to_owned(),
        (Some(_), "type") => "String".to_owned(),
        (Some(_), "required") => "true".to_owned(),
        _ => ABSENT.to_owned(),
    }
}

/// Returns the file's value of a key of a parameter or field. A limit is a key as well.
pub fn of_field(endpoint: &Endpoint, field: &Field, key: &str) -> String {
    match key {
        "name" => field.name.value.clone(),
        "required" => field.is_required().to_string(),
        "values" => joined(endpoint.listed(field).map(|it| &it.value)),
        key if LimitKind::KEYS.contains(&key) => written(&field.limits, key),
        key => written(field, key),
    }
}

/// Returns the fields whose form in the response example differs from the tables.
pub fn otherwise_in_example(endpoint: &Endpoint, api: &Api) -> String {
    let mut found = BTreeSet::new();
    let answer = json::parse(&endpoint.examples.response);
    if let Some(answer) = answer.ok().filter(|_| !endpoint.examples.is_made("response")) {
        let envelope = api.envelope.iter().map(|it| (it.name.as_str(), &*it.ty));
        let fields = typed(&endpoint.response).chain(envelope).collect();
        collect_otherwise(endpoint, "response", &fields, &answer, &mut found);
    }
    joined(found)
}

fn typed(fields: &[Field]) -> impl Iterator<Item = (&str, &Type)> {
    fields.iter().map(|it| (it.name.as_str(), &*it.ty))
}

fn collect_otherwise(
    endpoint: &Endpoint,
    of: &str,
    fields: &BTreeMap<&str, &Type>,
    value: &json::Value<'_>,
    found: &mut BTreeSet<String>,
) {
    let members = match value {
        json::Value::Object(members) => members,
        json::Value::Array(items) => {
            for item in &items.elements {
                collect_otherwise(endpoint, of, fields, item, found);
            }
            return;
        }
        _ => return,
    };
    for (name, ty) in fields {
        let Some(member) = members.get(name) else { continue };
        if !json::has_form(&ty.base, ty.lists, &member.value) {
            found.insert(format!("{of}.{name}"));
        }
        if let Some(object) = ty.object().and_then(|name| endpoint.object(name)) {
            let (of, fields) = (format!("types.{}", *object.name), typed(&object.fields).collect());
            collect_otherwise(endpoint, &of, &fields, &member.value, found);
        }
    }
}

/// Returns the file's value of a key, with the items of a list joined by commas.
fn written(table: &impl Serialize, key: &str) -> String {
    let table = Value::try_from(table).ok();
    match table.as_ref().and_then(|table| table.get(key)) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Boolean(flag)) => flag.to_string(),
        Some(Value::Array(items)) => joined(items.iter().filter_map(Value::as_str)),
        _ => ABSENT.to_owned(),
    }
}

/// Returns the items of a list, joined by commas.
pub(super) fn joined(items: impl IntoIterator<Item = impl ToString>) -> String {
    let items: Vec<_> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { ABSENT.to_owned() } else { items.join(",") }
}
