//! Examples made from known names and values, for pages without a fitting one.

use serde_json::{Map, Value};

use xtask_spec::spec::{Api, BaseType, Endpoint, Field, LimitKind, Method, Place, Scalar};

/// Returns the request: all required parameters, and those with an example on the page.
pub(super) fn request(draft: &Endpoint) -> String {
    let maker = Maker { draft, sent: true };
    let get = draft.method() == Method::Get;
    let shown = |item: &&Field| {
        let placed = item
            .place
            .as_ref()
            .is_none_or(|it| it.value.is_body() || get && it.value == Place::Query);
        placed && (item.is_required() || item.example.is_some())
    };
    let shown = draft.parameters.iter().filter(shown);
    if draft.has_json_body() {
        let members = shown.map(|item| (item.name.value.clone(), maker.parameter(item)));
        let members: Map<_, _> = members.collect();
        return if members.is_empty() { String::new() } else { pretty(&members.into()) };
    }
    let pairs = shown.map(|item| {
        let value = match maker.parameter(item) {
            Value::String(text) => text,
            value => value.to_string(),
        };
        format!("{}={}", escaped(&item.name), escaped(&value))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Returns the answer with every field that the page lists.
pub(super) fn answer(draft: &Endpoint, api: &Api) -> String {
    let maker = Maker { draft, sent: false };
    let mut members = Map::new();
    members.insert("errcode".to_owned(), Value::from(0));
    if api.is_envelope("errmsg") {
        members.insert("errmsg".to_owned(), Value::from("ok"));
    }
    for item in &draft.response {
        members.insert(item.name.value.clone(), maker.item(item, &mut Vec::new()));
    }
    pretty(&Value::Object(members))
}

/// Returns JSON in the layout of spec files.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    text.push('\n');
    text
}

struct Maker<'a> {
    draft: &'a Endpoint,
    sent: bool,
}

impl<'a> Maker<'a> {
    /// Returns a parameter in the form of its place: a joined or encoded one is a text.
    fn parameter(&self, item: &'a Field) -> Value {
        if item.is_joined() {
            let example = item.example.as_ref().map(|it| it.value.clone());
            return Value::from(example.unwrap_or_else(|| "1".to_owned()));
        }
        let value = self.item(item, &mut Vec::new());
        if item.encoding.is_some() { Value::from(value.to_string()) } else { value }
    }

    fn item(&self, item: &'a Field, within: &mut Vec<&'a str>) -> Value {
        let ty = &item.ty.value;
        let example = item.example.as_ref().map(|it| it.as_str());
        if ty.is_structured()
            && ty.object().is_none()
            && let Some(value) = example.and_then(|text| serde_json::from_str::<Value>(text).ok())
            && if ty.is_list() { value.is_array() } else { value.is_object() }
        {
            return value;
        }
        let one = match &ty.base {
            BaseType::Object(name) => self.object(name, within),
            BaseType::Json => Some(Value::Object(Map::new())),
            _ => Some(scalar(item)),
        };
        match one {
            Some(one) => (0..ty.lists).fold(one, |value, _| Value::Array(vec![value])),
            None if ty.is_list() => Value::Array(Vec::new()),
            None => Value::Null,
        }
    }

    /// Returns an example of an object; `None` within itself.
    fn object(&self, name: &str, within: &mut Vec<&'a str>) -> Option<Value> {
        let object = self.draft.object(name).filter(|it| !within.contains(&it.name.as_str()))?;
        within.push(&object.name);
        let shown = |field: &&Field| !self.sent || field.is_required() || field.example.is_some();
        let fields = object.fields.iter().filter(shown);
        let members =
            fields.map(|field| (field.name.value.clone(), self.item(field, within))).collect();
        within.pop();
        Some(Value::Object(members))
    }
}

fn scalar(item: &Field) -> Value {
    let example = item.example.as_ref().filter(|_| !item.ty.is_list());
    let text = example.map(|it| it.value.clone()).or_else(|| {
        let listed = item.values.first().or(item.default.as_ref());
        listed.map(|it| Scalar::to_string(&it.value))
    });
    let limit = |kind| item.limits.get(kind).map(|limit| limit.value);
    let number = || {
        let most = limit(LimitKind::Max).map(|max| max.min(1));
        let least = limit(LimitKind::Min).or(most).unwrap_or(1);
        text.as_ref().and_then(|text| text.parse::<i64>().ok()).unwrap_or(least)
    };
    match &item.ty.base {
        BaseType::Number => number().into(),
        BaseType::Float => {
            let fraction = text.as_ref().and_then(|text| text.parse::<f64>().ok());
            fraction.filter(|it| it.is_finite()).unwrap_or(1.0).into()
        }
        BaseType::Boolean => (text.as_deref() != Some("false")).into(),
        _ => {
            let least = limit(LimitKind::MinChars).unwrap_or(1);
            text.unwrap_or_else(|| "a".repeat(usize::try_from(least).unwrap_or(1))).into()
        }
    }
}

/// Returns a part of a pair, escaped only where necessary.
fn escaped(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/@".contains(c);
    if text.chars().all(plain) {
        return text.to_owned();
    }
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
