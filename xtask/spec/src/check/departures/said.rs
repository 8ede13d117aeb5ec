//! What the spec says under a key, as a departure spells it.

use crate::check::{app_type_text, evidence_text, method_text, place_text, type_text};
use crate::spec::{ABSENT, Endpoint, ErrorCode, Field, Parameter, Scalar, Sent, Spanned, Text};

/// `None` for what is no key of a whole endpoint.
pub(super) fn of_endpoint(endpoint: &Endpoint, key: &str) -> Option<String> {
    let joined = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join(","));
    let present = match key {
        "path" => Some(endpoint.path.value.clone()),
        "method" => Some(method_text(endpoint.method.value).to_owned()),
        "content_type" => text(endpoint.content_type.as_ref()),
        "app_types" => {
            joined(endpoint.app_types.iter().map(|it| app_type_text(it.value)).collect())
        }
        "permissions" => joined(endpoint.permissions.iter().map(|it| it.name.as_str()).collect()),
        "preconditions" => Some(endpoint.preconditions.len().to_string()),
        _ => return None,
    };
    Some(present.unwrap_or_else(|| ABSENT.to_owned()))
}

/// The first other member of a parameter's group.
pub(super) fn partner(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let name = parameter.name.as_str();
    let mut groups = endpoint.together.iter();
    let group = groups.find(|group| group.members.iter().any(|member| **member == *name));
    let mut members = group.into_iter().flat_map(|group| &group.members);
    let other = members.find(|member| ***member != *name);
    other.map_or_else(|| ABSENT.to_owned(), |other| other.value.clone())
}

pub(super) fn of_parameter(parameter: &Parameter, key: &str) -> String {
    match key {
        "name" => Some(parameter.name.value.clone()),
        "in" => Some(place_text(parameter.place.value).to_owned()),
        "type" => Some(type_text(&parameter.ty).to_owned()),
        "separator" => text(parameter.separator.as_ref()),
        "items" => parameter.items.as_ref().map(|items| type_text(items).to_owned()),
        "encoding" => parameter.encoding.as_ref().map(|_| "json".to_owned()),
        "id" => text(parameter.id.as_ref()),
        "secret" => parameter.secret.as_ref().map(|it| it.to_string()),
        "required" => Some(parameter.required.to_string()),
        "default" | "min" | "max" | "max_items" | "max_chars" | "values" => {
            sent_value(&parameter.sent(), key)
        }
        "example" => text(parameter.example.as_ref()),
        "rust" => text(parameter.rust.as_ref()),
        "doc" => Some(parameter.doc.value.clone()),
        _ => None,
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

pub(super) fn of_field(field: &Field, key: &str) -> String {
    match key {
        "name" => Some(field.name.value.clone()),
        "type" => Some(type_text(&field.ty).to_owned()),
        "id" => text(field.id.as_ref()),
        "secret" => field.secret.as_ref().map(|it| it.to_string()),
        "optional" => field.optional.as_ref().map(|it| it.to_string()),
        "required" => field.required.as_ref().map(|it| it.to_string()),
        "default" | "min" | "max" | "max_items" | "max_chars" | "values" => {
            sent_value(&field.sent(None), key)
        }
        "example" => text(field.example.as_ref()),
        "rust" => text(field.rust.as_ref()),
        "doc" => text(field.doc.as_ref()),
        _ => None,
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

pub(super) fn of_error(error: &ErrorCode, key: &str) -> String {
    match key {
        "code" => Some(error.code.to_string()),
        "message" => text(error.message.as_ref()),
        "meaning" => text(error.meaning.as_ref()),
        "advice" => Some(error.advice.value.clone()),
        "retry" => Some(error.retry.to_string()),
        "source" => error.source.as_ref().map(|it| evidence_text(it.value).to_owned()),
        "rust" => text(error.rust.as_ref()),
        _ => None,
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

fn sent_value(sent: &Sent<'_>, key: &str) -> Option<String> {
    match key {
        "default" => sent.default.map(|it| it.value.to_string()),
        "min" => number(sent.min),
        "max" => number(sent.max),
        "max_items" => number(sent.max_items),
        "max_chars" => number(sent.max_chars),
        _ => list(sent.values),
    }
}

fn number(number: Option<&Spanned<i64>>) -> Option<String> {
    number.map(|it| it.to_string())
}

/// The values that the page lists, as one text.
fn list(values: &[Spanned<Scalar>]) -> Option<String> {
    let texts: Vec<_> = values.iter().map(|value| value.value.to_string()).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}
