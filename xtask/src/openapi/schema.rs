//! The JSON Schemas of parameters, fields and objects.

use serde_json::{Map, Value, json};
use xtask_spec::names;
use xtask_spec::spec::{Api, BaseType, Endpoint, Enum, Field, LimitKind, Scalar, Text, Type};

use crate::openapi::json::{all, text, without_null};

/// Returns the name of an operation: `role_list_users`.
pub fn operation_id(endpoint: &Endpoint) -> String {
    format!("{}_{}", endpoint.service, endpoint.name)
}

/// Returns the schemas that endpoints share: identifiers, and the envelope of a success and of an error.
pub(super) fn shared(api: &Api) -> Map<String, Value> {
    let with_doc = |ty: &Type, doc: &Text| {
        let mut schema = single(ty);
        schema["description"] = json!(**doc);
        schema
    };
    let ids = api.ids.iter().map(|id| (id.name.value.clone(), with_doc(&id.ty, &id.doc)));
    let envelope = |key: &str, errcode: Value| {
        let fields = api.envelope.iter();
        let fields = fields.map(|it| (it.name.value.clone(), with_doc(&it.ty, &it.doc)));
        let mut fields: Map<_, _> = fields.collect();
        fields["errcode"][key] = errcode;
        json!({ "type": "object", "properties": fields, "required": ["errcode"] })
    };
    let envelopes = [
        ("Success".to_owned(), envelope("const", json!(0))),
        ("Error".to_owned(), envelope("not", json!({ "const": 0 }))),
    ];
    ids.chain(envelopes).collect()
}

/// Returns the name of the schema of an endpoint's object. Object names have no dot, so each is unique.
pub(super) fn name(endpoint: &Endpoint, object: &str) -> String {
    let object = endpoint.object(object).map_or_else(|| object.to_owned(), names::object);
    format!("{}.{object}", operation_id(endpoint))
}

fn enum_name(endpoint: &Endpoint, name: &str) -> String {
    format!("{}.{name}", operation_id(endpoint))
}

/// Returns the name and the schema of an enum. Values without a name are allowed too.
pub(super) fn named_values(endpoint: &Endpoint, names: &Enum) -> (String, Value) {
    let values = names.values.iter();
    let is_number = values.clone().all(|it| matches!(it.value.value, Scalar::Number(_)));
    let base = if is_number { BaseType::Number } else { BaseType::String };
    let mut schema = single(&Type { base, ..Type::default() });
    let docs = values.clone().map(|it| text(it.doc.as_ref()).unwrap_or_default());
    schema["x-extensible-enum"] = values.clone().map(|it| Value::from(&it.value.value)).collect();
    schema["x-enum-varnames"] = values.map(|it| json!(*it.name)).collect();
    schema["x-enum-descriptions"] = docs.map(Value::from).collect();
    (enum_name(endpoint, &names.name), schema)
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Returns the schema of an object with these fields.
pub(super) fn object(
    api: &Api,
    endpoint: &Endpoint,
    fields: &[Field],
    doc: Option<&Text>,
) -> Value {
    let properties = fields.iter().map(|it| (it.name.value.clone(), value(api, endpoint, it)));
    // A response without the list that the call is about is an error.
    let list = endpoint.main_list().filter(|_| fields == endpoint.own_fields());
    let is_list = |it: &Field| list == Some(it.name.as_str()) && it.absent.is_none();
    let required = fields.iter().filter(|it| it.is_required() || is_list(it));
    without_null(json!({
        "type": "object",
        "description": text(doc),
        "properties": properties.collect::<Map<_, _>>(),
        "required": all(required, |it| json!(*it.name)),
    }))
}

/// Returns the schema of a parameter or field.
pub(super) fn value(api: &Api, endpoint: &Endpoint, field: &Field) -> Value {
    let lists = if field.is_joined() { 1 } else { field.ty.lists };
    let mut schema = item(endpoint, field);
    for _ in 0..lists {
        schema = json!({ "type": "array", "items": schema });
    }
    for (kind, limit) in field.limits.iter() {
        schema[keyword(kind)] = json!(limit.value);
    }
    if let Some(default) = &field.default {
        schema["default"] = Value::from(&default.value);
    } else if field.absent.is_some() {
        schema["default"] = json!([]);
    }
    if field.encoding.is_some() {
        schema = json!({
            "type": "string", "contentMediaType": "application/json", "contentSchema": schema,
        });
    }
    if let Some(doc) = text(field.doc.as_ref()) {
        schema["description"] = json!(doc);
    }
    if let Some(example) = example(api, field) {
        schema["examples"] = json!([example]);
    }
    schema
}

/// Returns the schema of a value, or of the items of a list.
fn item(endpoint: &Endpoint, field: &Field) -> Value {
    let ty = field.items.as_ref().unwrap_or(&field.ty);
    let mut schema = match (&field.id, &field.named_values, &ty.base) {
        (Some(id), ..) => reference(id),
        (_, Some(names), _) => reference(&enum_name(endpoint, names)),
        (_, _, BaseType::Object(object)) => reference(&name(endpoint, object)),
        _ => single(ty),
    };
    if field.is_secret() {
        schema["format"] = json!("password");
    }
    if !field.values.is_empty() {
        schema["x-extensible-enum"] =
            field.values.iter().map(|it| Value::from(&it.value)).collect();
    }
    schema
}

/// Returns the schema of a single value that is not an object of a file.
fn single(ty: &Type) -> Value {
    match ty.base {
        BaseType::Number => json!({ "type": "integer", "format": "int64" }),
        BaseType::Float => json!({ "type": "number", "format": "double" }),
        BaseType::String => json!({ "type": "string" }),
        BaseType::Boolean => json!({ "type": "boolean" }),
        BaseType::File => json!({ "type": "string", "format": "binary" }),
        BaseType::Json | BaseType::Object(_) => json!({}),
    }
}

fn keyword(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Min => "minimum",
        LimitKind::Max => "maximum",
        LimitKind::MinItems => "minItems",
        LimitKind::MaxItems => "maxItems",
        LimitKind::MinChars => "minLength",
        LimitKind::MaxChars => "maxLength",
        LimitKind::MaxBytes => "x-max-bytes",
    }
}

/// Returns the page's example as a value of the type, if it is valid.
fn example(api: &Api, field: &Field) -> Option<Value> {
    let example = field.example.as_ref()?;
    let parse = |text: &str, ty: &Type| match ty.base {
        BaseType::String => Some(json!(text)),
        _ => serde_json::from_str(text).ok(),
    };
    if field.is_joined() {
        let id = field.id.as_ref().and_then(|id| api.id(id)).map(|id| &id.ty);
        let ty = id.or(field.items.as_ref()).unwrap_or(&field.ty);
        return example.split(',').map(|it| parse(it, ty)).collect::<Option<_>>();
    }
    if field.encoding.is_some() || field.ty.is(&BaseType::String) {
        return Some(json!(**example));
    }
    serde_json::from_str(example).ok()
}
