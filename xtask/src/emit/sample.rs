//! The page's sample request, in the form that the protocol crate encodes.

use serde_json::Value;

use crate::model::{self, Base, Encoding, Endpoint, LimitKind, Object, Place, Type};

/// Returns the value that the page's request sends for a parameter. A required parameter that it does not
/// send gets the parameter's own example, or else a value within its limits.
pub(super) fn sent(endpoint: &Endpoint, parameter: &model::Value) -> Option<Value> {
    let find = |wire: &str| {
        let mut values = endpoint.sample.iter();
        values.find(|(name, _)| name == wire).map(|(_, value)| value)
    };
    if let Some(group) = parameter.group {
        let mut members = endpoint.members(&endpoint.groups[group]);
        if members.any(|member| find(&member.wire).is_none()) {
            return None;
        }
    }
    let required = parameter.required || parameter.set_by_signing;
    let needed = required || parameter.group.is_some();
    let value = match (find(&parameter.wire), example(parameter)) {
        (Some(Value::String(text)), _) if !endpoint.spec.has_json_body() => {
            Some(of_text(endpoint, parameter, text))
        }
        (Some(value), _) => of_json(endpoint, parameter, value),
        (None, _) if !required => None,
        (None, example) => example.map(|example| of_text(endpoint, parameter, example)),
    };
    // An empty list that is optional is left out.
    let value = value.filter(|value| needed || *value != Value::Array(Vec::new()));
    value.or_else(|| needed.then(|| allowed(endpoint, parameter)))
}

/// Returns the text of a value in a query or form.
pub(super) fn text(endpoint: &Endpoint, parameter: &model::Value, value: &Value) -> String {
    match (parameter.encoding, value) {
        (Encoding::Joined, Value::Array(items)) => {
            items.iter().map(item).collect::<Vec<_>>().join(",")
        }
        (Encoding::Json | Encoding::JsonText, value) => json(endpoint, &parameter.ty, value),
        (_, Value::String(text)) => text.clone(),
        (_, value) => value.to_string(),
    }
}

/// Returns the JSON body.
pub(super) fn body(endpoint: &Endpoint) -> String {
    let own = endpoint.parameters().iter().filter(|parameter| parameter.place == Place::Body);
    let members = own.filter_map(|parameter| {
        let value = sent(endpoint, parameter)?;
        Some((
            parameter.wire.as_str(),
            match parameter.encoding {
                Encoding::Plain | Encoding::Json => json(endpoint, &parameter.ty, &value),
                Encoding::Joined | Encoding::JsonText => {
                    Value::from(text(endpoint, parameter, &value)).to_string()
                }
            },
        ))
    });
    object_text(members)
}

fn example(value: &model::Value) -> Option<&str> {
    value.spec.example.as_ref().map(|example| example.trim())
}

fn of_text(endpoint: &Endpoint, parameter: &model::Value, text: &str) -> Value {
    match parameter.encoding {
        Encoding::Plain => scalar(&parameter.ty.base, text),
        Encoding::Joined => text.split(',').map(|item| scalar(&parameter.ty.base, item)).collect(),
        Encoding::Json | Encoding::JsonText => {
            let value = serde_json::from_str(text).unwrap_or_default();
            typed(endpoint, &parameter.ty, parameter.ty.lists, &value)
        }
    }
}

fn of_json(endpoint: &Endpoint, parameter: &model::Value, value: &Value) -> Option<Value> {
    Some(match (parameter.encoding, value) {
        (_, Value::Null) => return None,
        (Encoding::Joined | Encoding::JsonText, Value::String(text)) => {
            of_text(endpoint, parameter, text)
        }
        _ => typed(endpoint, &parameter.ty, parameter.ty.lists, value),
    })
}

/// Returns a text as a value of a type.
fn scalar(base: &Base, text: &str) -> Value {
    match base {
        Base::Number | Base::Id { numeric: true } | Base::Enum { numeric: true } => {
            text.parse::<i64>().ok().map(Value::from)
        }
        Base::Float => text.parse::<f64>().ok().map(Value::from),
        Base::Boolean => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    }
    .unwrap_or_else(|| Value::from(text))
}

/// Returns JSON of the page with values converted to their types, without those that would not be sent.
fn typed(endpoint: &Endpoint, ty: &Type, lists: usize, value: &Value) -> Value {
    match (&ty.base, value) {
        (_, Value::Array(items)) if lists > 0 => {
            items.iter().map(|item| typed(endpoint, ty, lists - 1, item)).collect()
        }
        (Base::Json, value) => value.clone(),
        (Base::Object, Value::Object(members)) => {
            let fields = endpoint.sent_object(&ty.item).map(|object| &object.fields[..]);
            let fields = fields.unwrap_or_default().iter();
            let given = fields.filter_map(|field| {
                let value = members.get(&field.wire).filter(|value| !value.is_null())?;
                let value = typed(endpoint, &field.ty, field.ty.lists, value);
                let left_out = !field.required && value == Value::Array(Vec::new());
                (!left_out).then(|| (field.wire.clone(), value))
            });
            Value::Object(given.collect())
        }
        (base, Value::String(text)) => scalar(base, text),
        (Base::Float, Value::Number(number)) => number.as_f64().map_or(Value::Null, Value::from),
        (_, value) => value.clone(),
    }
}

/// Returns a value within the limits of a parameter.
fn allowed(endpoint: &Endpoint, parameter: &model::Value) -> Value {
    let limit = |kind| parameter.spec.limits.get(kind).map(|limit| limit.value);
    let least = |kind| limit(kind).and_then(|it| usize::try_from(it).ok()).unwrap_or(1);
    let one = match &parameter.ty.base {
        Base::Number | Base::Id { numeric: true } => {
            limit(LimitKind::Min).or(limit(LimitKind::Max)).unwrap_or(1).into()
        }
        Base::Enum { .. } => endpoint
            .enumeration(&parameter.ty.item)
            .and_then(|it| it.spec.values.first())
            .map_or(Value::Null, |first| Value::from(&first.value.value)),
        Base::Float => Value::from(1.0),
        Base::Boolean => Value::from(true),
        Base::Object => endpoint
            .sent_object(&parameter.ty.item)
            .map(|it| smallest(endpoint, it))
            .unwrap_or_default(),
        _ => Value::from("x".repeat(least(LimitKind::MinChars))),
    };
    match parameter.ty.lists {
        0 => one,
        lists => {
            let item = (1..lists).fold(one, |value, _| Value::Array(vec![value]));
            Value::Array(vec![item; least(LimitKind::MinItems)])
        }
    }
}

/// Returns an object with only its required fields.
fn smallest(endpoint: &Endpoint, object: &Object) -> Value {
    let fields = object.required().map(|field| {
        let value = match example(field) {
            None if field.ty.is_list() && field.spec.limits.is_empty() => Value::Array(Vec::new()),
            None => allowed(endpoint, field),
            Some(example) => of_text(endpoint, field, example),
        };
        (field.wire.clone(), value)
    });
    Value::Object(fields.collect())
}

/// Returns a value as JSON, with the fields of objects in declaration order.
fn json(endpoint: &Endpoint, ty: &Type, value: &Value) -> String {
    match (&ty.base, value) {
        (_, Value::Array(items)) if ty.is_list() => {
            let inner = Type { lists: ty.lists - 1, ..ty.clone() };
            let items: Vec<_> = items.iter().map(|item| json(endpoint, &inner, item)).collect();
            format!("[{}]", items.join(","))
        }
        (Base::Object, Value::Object(members)) => {
            let fields = endpoint.sent_object(&ty.item).map(|object| &object.fields[..]);
            object_text(fields.unwrap_or_default().iter().filter_map(|field| {
                let value = members.get(&field.wire)?;
                Some((field.wire.as_str(), json(endpoint, &field.ty, value)))
            }))
        }
        (_, value) => value.to_string(),
    }
}

fn object_text<'n>(members: impl Iterator<Item = (&'n str, String)>) -> String {
    let members: Vec<_> =
        members.map(|(name, value)| format!("{}:{value}", Value::from(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// Returns an item of a joined list as a text.
fn item(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // In the form of `Display`, without the `.0` of JSON.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        value => value.to_string(),
    }
}
