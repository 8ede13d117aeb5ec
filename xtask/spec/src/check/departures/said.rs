//! What the spec says under a key, as a departure spells it.

use std::collections::BTreeSet;

use crate::spec::{ABSENT, Api, Endpoint, ErrorCode, Field, LimitKind, Scalar, Spanned, Text};

/// Returns `None` for what is no key of a whole endpoint.
pub(super) fn of_endpoint(endpoint: &Endpoint, key: &str) -> Option<String> {
    let joined = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join(","));
    let present = match key {
        "path" => Some(endpoint.path.value.clone()),
        "method" => Some(endpoint.method().into_str().to_owned()),
        "content_type" => text(endpoint.content_type.as_ref()),
        "app_types" => {
            joined(endpoint.app_types.iter().flatten().map(|it| it.into_str()).collect())
        }
        "permissions" => joined(endpoint.permissions.iter().map(|it| it.as_str()).collect()),
        _ => return None,
    };
    Some(present.unwrap_or_else(|| ABSENT.to_owned()))
}

/// Returns what `api.toml` says of the credential.
pub(super) fn of_credential(api: &Api, key: &str) -> String {
    let present = api.credential.as_ref().and_then(|credential| match key {
        "name" => Some(credential.name.value.clone()),
        "in" => Some(credential.place.into_str().to_owned()),
        "type" => Some("String".to_owned()),
        "required" => Some("true".to_owned()),
        _ => None,
    });
    present.unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns where a parameter goes.
pub(super) fn place(parameter: &Field) -> &'static str {
    parameter.place.as_ref().map_or(ABSENT, |place| place.into_str())
}

pub(super) fn of_field(endpoint: &Endpoint, field: &Field, key: &str) -> String {
    match key {
        "name" => Some(field.name.value.clone()),
        "in" => Some(place(field).to_owned()),
        "type" => Some(field.ty.spelling.clone()),
        "separator" => text(field.separator.as_ref()),
        "items" => field.items.as_ref().map(|items| items.spelling.clone()),
        "encoding" => field.encoding.as_ref().map(|it| it.into_str().to_owned()),
        "id" => text(field.id.as_ref()),
        "secret" => field.secret.as_ref().map(|it| it.to_string()),
        "required" => Some(field.is_required().to_string()),
        "absent" => field.absent.as_ref().map(|it| it.into_str().to_owned()),
        "source" => field.source.as_ref().map(|it| it.into_str().to_owned()),
        "default" => field.default.as_ref().map(|it| it.value.to_string()),
        "values" => list(endpoint.listed(field)),
        "enum" => text(field.named_values.as_ref()),
        "example" => text(field.example.as_ref()),
        "rust" => text(field.rust.as_ref()),
        "doc" => text(field.doc.as_ref()),
        key => {
            let kind: Option<LimitKind> = key.parse().ok();
            kind.and_then(|kind| field.limits.get(kind)).map(|limit| limit.to_string())
        }
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns how far apart dates may be, in ascending order.
pub(super) fn of_spans(endpoint: &Endpoint) -> String {
    let days: BTreeSet<i64> = endpoint.span.iter().map(|span| span.max_days.value).collect();
    let days: Vec<_> = days.iter().map(ToString::to_string).collect();
    if days.is_empty() { ABSENT.to_owned() } else { days.join(",") }
}

pub(super) fn of_error(error: &ErrorCode, key: &str) -> String {
    match key {
        "code" => Some(error.code.to_string()),
        "message" => text(error.message.as_ref()),
        "meaning" => text(error.meaning.as_ref()),
        "advice" => text(error.advice.as_ref()),
        "retry" => Some(error.is_retry().to_string()),
        "class" => error.class.as_ref().map(|it| <&str>::from(it.value).to_owned()),
        "source" => error.source.as_ref().map(|it| it.into_str().to_owned()),
        "rust" => text(error.rust.as_ref()),
        _ => None,
    }
    .unwrap_or_else(|| ABSENT.to_owned())
}

/// Returns the values that the page lists, as one text.
fn list<'a>(values: impl Iterator<Item = &'a Spanned<Scalar>>) -> Option<String> {
    let texts: Vec<_> = values.map(|value| value.value.to_string()).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}
