//! Data with which the sandbox plays endpoints without a behaviour of their own: the rules for a request, and
//! the page's answer.

use serde_json::{Map, Value, json};
use xtask_spec::spec::{Api, Endpoint, ErrorCode, Field, Spec};

use crate::emit::SANDBOX;
use crate::openapi::json::{all, stated, text, without_null};
use crate::openapi::upload;
use crate::render::MARK;

/// Returns the path and the text of the file: JSON with one endpoint per line.
pub fn endpoints(spec: &Spec) -> (String, String) {
    let lines: Vec<_> =
        spec.endpoints.iter().map(|it| endpoint(&spec.api, it).to_string()).collect();
    let mark = format!("{MARK}spec. Do not edit.");
    let text = format!("{{\"mark\":\"{mark}\",\"endpoints\":[\n{}\n]}}\n", lines.join(",\n"));
    (format!("{SANDBOX}/endpoints.json"), text)
}

fn endpoint(api: &Api, endpoint: &Endpoint) -> Value {
    let sent = endpoint.sent_objects();
    let objects = endpoint.types.iter().filter(|it| sent.contains(it.name.as_str()));
    let objects: Map<_, _> = objects
        .map(|it| (it.name.value.clone(), json!(all(&it.fields, |field| value(api, field)))))
        .collect();
    let response: Option<Value> = serde_json::from_str(&endpoint.examples.response).ok();
    without_null(json!({
        "call": format!("{} {}", endpoint.method().into_str(), *endpoint.path),
        "either": all(&endpoint.either, stated),
        "errors": all(&endpoint.errors, error),
        "objects": (!objects.is_empty()).then_some(objects),
        "parameters": all(&endpoint.parameters, |it| value(api, it)),
        "permissions": all(&endpoint.permissions, |it| json!(**it)),
        "request_id": is_true(endpoint.lists_in_envelope("request_id")),
        "response": response,
        "signature": endpoint.signature.as_ref().map(stated),
        "span": all(&endpoint.span, stated),
        "token": is_true(endpoint.is_authenticated()),
        "upload": endpoint.upload.as_ref().map(upload),
    }))
}

/// Returns the rules for a parameter or a field of a sent object.
fn value(api: &Api, field: &Field) -> Value {
    let id = field.id.as_ref().and_then(|id| api.id(id)).map(|id| &id.ty);
    // For a joined list, the type is that of the items.
    let ty = field.items.as_ref().or(id.filter(|_| field.is_joined())).unwrap_or(&field.ty);
    let limits: Map<_, _> =
        field.limits.iter().map(|(it, to)| (it.key().into(), json!(**to))).collect();
    without_null(json!({
        "id": text(field.id.as_ref()),
        "in": field.place.as_ref().map(|it| it.into_str()),
        "joined": is_true(field.is_joined()),
        "json": is_true(field.encoding.is_some()),
        "limits": (!limits.is_empty()).then_some(limits),
        "lists": Some(field.ty.lists).filter(|lists| *lists > 0),
        "name": *field.name,
        "required": is_true(field.is_required()),
        "secret": is_true(field.is_secret()),
        "type": ty.base.name(),
    }))
}

/// Returns an error code, its text, and the text's meaning in English.
fn error(error: &ErrorCode) -> Value {
    let meaning = text(error.english());
    without_null(json!({
        "code": error.code.value,
        "meaning": meaning,
        "message": text(error.message.as_ref()),
        "retry": is_true(error.is_retry()),
    }))
}

/// Returns `None` for false: the data only has members that are true.
fn is_true(flag: bool) -> Option<bool> {
    flag.then_some(true)
}
