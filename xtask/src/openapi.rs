//! `cargo xtask spec export`: the specification as an OpenAPI 3.1 document.
//!
//! Facts that OpenAPI cannot express are in the `x-…` extensions that the README of this package lists.

pub(crate) mod json;
mod schema;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use xtask_spec::spec::{
    Api, Endpoint, ErrorCode, Field, GlobalError, Method, Paging, Place, Spec, Text, Upload,
};

pub use self::schema::operation_id;

use self::json::{all, stated, text, without_null};
use self::schema::{object, reference, value};

/// Introduction for readers of the document.
const DESCRIPTION: &str = "\
Calls of the server API of DingTalk. Unofficial: not made, endorsed or supported by the vendor.

Every answer comes with the HTTP status 200. One is a success only if its `errcode` is there and zero, and its `success` is not false; otherwise it holds \
the envelope alone, and the `x-errors` of the operation and of the document say what the code means and what to do. \
A gateway can also answer with a body that is not JSON.

In answers, the service writes some numbers and booleans as texts, some lists of texts, numbers or booleans as one text \
with the JSON of the list, and a list of one as its item. The values of an `x-extensible-enum` are those that are \
documented; the service may know others.";

/// Name of the schema of a response; no object of a file can have this name.
const RESPONSE: &str = "Response";

/// Returns the document of a checked specification.
pub fn document(spec: &Spec) -> Value {
    let api = &spec.api;
    let mut paths = Map::new();
    let mut schemas = schema::shared(api);
    for endpoint in &spec.endpoints {
        let operations = paths.entry(endpoint.path.value.clone()).or_insert_with(|| json!({}));
        let method = endpoint.method().into_str().to_lowercase();
        operations[method] = operation(api, endpoint);
        for ty in &endpoint.types {
            let fields = object(api, endpoint, &ty.fields, ty.doc.as_ref());
            schemas.insert(schema::name(endpoint, &ty.name), fields);
        }
        schemas.extend(endpoint.enums.iter().map(|it| schema::named_values(endpoint, it)));
        let response = response(api, endpoint);
        schemas.extend(response.map(|it| (schema::name(endpoint, RESPONSE), it)));
    }
    let used: BTreeSet<&str> = spec.endpoints.iter().map(|it| it.service.as_str()).collect();
    let services = api.services.iter().filter(|it| used.contains(it.name.as_str()));
    let tag = |name: &Text, doc| without_null(json!({ "name": **name, "description": text(doc) }));
    let credential = api.credential.as_ref();
    let scheme = credential.map(|it| {
        json!({ it.name.as_str(): {
            "type": "apiKey", "in": it.place.into_str(), "name": *it.name, "description": *it.doc,
        } })
    });
    let components = json!({ "schemas": schemas, "securitySchemes": scheme });
    without_null(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "DingTalk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": servers(api, api.defaults.hosts.as_deref().unwrap_or_default()),
        "tags": services.map(|it| tag(&it.name, it.doc.as_ref())).collect::<Vec<_>>(),
        "security": credential.map(|it| json!([{ it.name.as_str(): [] }])),
        "paths": paths,
        "components": without_null(components),
        "x-errors": all(&spec.errors, global_error),
    }))
}

fn operation(api: &Api, endpoint: &Endpoint) -> Value {
    let page = endpoint.pages.iter().find_map(|page| page.url.as_ref());
    let is_usual = Some(endpoint.hosts()) == api.defaults.hosts.as_deref();
    let words = |words: Vec<&'static str>| (!words.is_empty()).then_some(words);
    let app_types = endpoint.app_types.iter().flatten().map(|it| it.into_str()).collect();
    without_null(json!({
        "operationId": operation_id(endpoint),
        "tags": [endpoint.service],
        "summary": text(endpoint.summary.as_ref()),
        "description": description(endpoint),
        "externalDocs": page.map(|url| json!({ "url": **url, "description": "The vendor's page." })),
        "servers": (!is_usual).then(|| servers(api, endpoint.hosts())),
        "security": (!endpoint.is_authenticated()).then(|| json!([])),
        "parameters": parameters(api, endpoint),
        "requestBody": body(api, endpoint),
        "responses": { "200": answer(endpoint) },
        "x-app-types": words(app_types),
        "x-permissions": permissions(api, endpoint),
        "x-errors": all(&endpoint.errors, error),
        "x-repeat": endpoint.repeat.as_ref().map(stated),
        "x-paging": endpoint.paging.as_ref().map(|it| paging(endpoint, it)),
        "x-bulk": endpoint.bulk.as_ref().map(stated),
        "x-signature": endpoint.signature.as_ref().map(stated),
        "x-upload": endpoint.upload.as_ref().map(upload),
        "x-together": all(&endpoint.together, |it| json!(it.members)),
        "x-either": all(&endpoint.either, stated),
        "x-span": all(&endpoint.span, stated),
    }))
}

/// Returns what a caller needs to know beside the summary, as Markdown.
fn description(endpoint: &Endpoint) -> Option<String> {
    let bullets = |title: &str, lines: &[Text]| {
        let lines: Vec<_> = lines.iter().map(|line| format!("\n- {}", line.value)).collect();
        (!lines.is_empty()).then(|| format!("{title}:\n{}", lines.concat()))
    };
    let parts =
        [bullets("Preconditions", &endpoint.preconditions), bullets("Notes", &endpoint.notes)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn servers(api: &Api, hosts: &[Text]) -> Vec<Value> {
    let is_one = |key: &Text| hosts.iter().any(|host| host == key);
    let known = api.hosts.iter().filter(|host| is_one(&host.key));
    known.map(|host| json!({ "url": *host.url, "description": *host.doc })).collect()
}

/// Returns the parameters outside of the body.
fn parameters(api: &Api, endpoint: &Endpoint) -> Option<Vec<Value>> {
    let beside = |field: &&Field| place(field).is_some_and(|it| !it.is_body());
    all(endpoint.parameters.iter().filter(beside), |field| {
        let mut schema = value(api, endpoint, field);
        without_null(json!({
            "name": *field.name,
            "in": place(field).map(|place| place.into_str()),
            "required": field.is_required(),
            "description": schema.as_object_mut().and_then(|it| it.remove("description")),
            "explode": field.is_joined().then_some(false),
            "schema": schema,
        }))
    })
}

fn body(api: &Api, endpoint: &Endpoint) -> Option<Value> {
    let content_type =
        endpoint.content_type.as_ref().filter(|_| endpoint.method() == Method::Post)?;
    // The charset is UTF-8 anyway, and generators look for the bare name.
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let within = |field: &&Field| place(field).is_some_and(Place::is_body);
    let fields: Vec<Field> = endpoint.parameters.iter().filter(within).cloned().collect();
    if fields.is_empty() {
        return None;
    }
    let joined = fields.iter().filter(|field| field.is_joined());
    let joined: Map<_, _> = joined
        .map(|field| (field.name.value.clone(), json!({ "style": "form", "explode": false })))
        .collect();
    let example: Option<Value> = endpoint
        .has_json_body()
        .then(|| serde_json::from_str(&endpoint.examples.request).ok())
        .flatten();
    let media = json!({
        "schema": object(api, endpoint, &fields, None),
        "encoding": (!joined.is_empty()).then_some(joined),
        "example": example,
    });
    Some(json!({
        "required": fields.iter().any(Field::is_required),
        "content": { media_type: without_null(media) },
    }))
}

fn answer(endpoint: &Endpoint) -> Value {
    let success = match endpoint.response.as_slice() {
        [] => reference("Success"),
        _ => reference(&schema::name(endpoint, RESPONSE)),
    };
    let example: Option<Value> = serde_json::from_str(&endpoint.examples.response).ok();
    let media = json!({ "schema": { "anyOf": [success, reference("Error")] }, "example": example });
    json!({
        "description": "The answer, or an error.",
        "content": { "application/json": without_null(media) },
    })
}

/// Returns the schema of a successful response, if it has more than the envelope.
fn response(api: &Api, endpoint: &Endpoint) -> Option<Value> {
    let fields = &endpoint.response;
    let own = || {
        let fields = object(api, endpoint, fields, None);
        let beside = json!({ "allOf": [reference("Success"), &fields] });
        // Otherwise the code is among the fields of `result`.
        if endpoint.has_inner_code() { fields } else { beside }
    };
    (!fields.is_empty()).then(own)
}

fn permissions(api: &Api, endpoint: &Endpoint) -> Option<Map<String, Value>> {
    let known = endpoint.permissions.iter().filter_map(|name| api.permission(name));
    let known: Map<_, _> = known.map(|it| (it.name.value.clone(), json!(it.doc.value))).collect();
    (!known.is_empty()).then_some(known)
}

fn error(error: &ErrorCode) -> Value {
    without_null(json!({
        "code": error.code.value,
        "message": text(error.message.as_ref()),
        "message_zh": text(error.message_zh.as_ref()),
        "meaning": text(error.english()),
        "advice": text(error.advice.as_ref()),
        "class": error.class.as_ref().map(|it| <&str>::from(it.value)),
        "retry": error.is_retry(),
    }))
}

fn global_error(error: &GlobalError) -> Value {
    without_null(json!({
        "code": error.code.value,
        "sub_code": text(error.sub_code.as_ref()),
        "meaning": *error.meaning,
        "advice": *error.advice,
        "class": <&str>::from(error.class.value),
        "retry": error.retry.as_ref().is_some_and(|it| it.value),
    }))
}

/// Returns parameters by their names or paths, and places in the response as JSON Pointers.
fn paging(endpoint: &Endpoint, paging: &Paging) -> Value {
    let result = endpoint.payload().map_or("", |_| "/result");
    let mut paging = stated(paging);
    for key in ["items", "more", "next", "total"] {
        if let Some(Value::String(name)) = paging.get_mut(key) {
            *name = format!("{result}/{}", name.replace('.', "/"));
        }
    }
    paging
}

pub(crate) fn upload(upload: &Upload) -> Value {
    let kinds = upload.kinds.iter();
    let kinds = kinds.map(|it| (it.name.value.clone(), json!({ "max_bytes": *it.max_bytes })));
    json!({ "kind": *upload.kind, "kinds": kinds.collect::<Map<_, _>>() })
}

fn place(field: &Field) -> Option<Place> {
    field.place.as_ref().map(|it| it.value)
}
