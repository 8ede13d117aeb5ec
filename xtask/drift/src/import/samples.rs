//! Examples made from the names and values that are known, where the page shows none that fits.

use serde_json::{Map, Value};

use crate::import::draft::{Draft, Item};
use xtask_spec::spec::{Api, BaseType, Scalar, Type};

/// The request: what every call sends, and what the page gives an example for.
pub(super) fn request(draft: &Draft) -> String {
    let maker = Maker { draft, sent: true };
    let get = draft.method == "GET";
    let shown = |item: &&Item| {
        let placed = get || item.place.as_deref() != Some("query");
        placed && (item.required == Some(true) || item.example.is_some())
    };
    let shown = draft.parameters.iter().filter(shown);
    if draft.has_json_body() {
        let members = shown.map(|item| (item.name.clone(), maker.parameter(item)));
        let object = Value::Object(members.collect());
        let is_empty = object.as_object().is_some_and(Map::is_empty);
        return if is_empty { String::new() } else { pretty(&object) };
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

/// The answer: every field that the page lists.
pub(super) fn answer(draft: &Draft, api: &Api) -> String {
    let maker = Maker { draft, sent: false };
    let mut members = Map::new();
    for item in &draft.response {
        let value = match item.name.as_str() {
            "errcode" => Value::from(0),
            "errmsg" => Value::from("ok"),
            name if name.starts_with("sub_") && api.is_envelope(name) => continue,
            _ => maker.item(item, &mut Vec::new()),
        };
        members.insert(item.name.clone(), value);
    }
    pretty(&Value::Object(members))
}

/// JSON as files hold it.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    text.push('\n');
    text
}

struct Maker<'a> {
    draft: &'a Draft,
    sent: bool,
}

impl<'a> Maker<'a> {
    /// A parameter as its place wants it: what is joined or encoded is a text.
    fn parameter(&self, item: &'a Item) -> Value {
        if item.separator.is_some() {
            return Value::from(item.example.clone().unwrap_or_else(|| "1".to_owned()));
        }
        let value = self.item(item, &mut Vec::new());
        if item.encoding.is_some() { Value::from(value.to_string()) } else { value }
    }

    fn item(&self, item: &'a Item, within: &mut Vec<&'a str>) -> Value {
        let Some(ty) = self.draft.parse(&item.ty) else { return Value::Null };
        let structured = ty.is_list() || matches!(ty.base, BaseType::Json | BaseType::Object(_));
        let example = item.example.as_deref();
        if structured && let Some(value) = example.and_then(|text| serde_json::from_str(text).ok())
        {
            let fits = match &value {
                Value::Array(_) => ty.is_list(),
                Value::Object(_) => !ty.is_list(),
                _ => false,
            };
            if fits && ty.object().is_none() {
                return value;
            }
        }
        let one = match &ty.base {
            BaseType::Object(name) => self.object(name, within),
            BaseType::Json => Some(Value::Object(Map::new())),
            _ => Some(scalar(item, &ty)),
        };
        match one {
            Some(one) => (0..ty.lists).fold(one, |value, _| Value::Array(vec![value])),
            None if ty.is_list() => Value::Array(Vec::new()),
            None => Value::Null,
        }
    }

    /// `None` within itself.
    fn object(&self, name: &str, within: &mut Vec<&'a str>) -> Option<Value> {
        let object = self.draft.object(name).filter(|it| !within.contains(&it.name.as_str()))?;
        within.push(&object.name);
        let shown =
            |field: &&Item| !self.sent || field.required == Some(true) || field.example.is_some();
        let fields = object.fields.iter().filter(shown);
        let members = fields.map(|field| (field.name.clone(), self.item(field, within))).collect();
        within.pop();
        Some(Value::Object(members))
    }
}

fn scalar(item: &Item, ty: &Type) -> Value {
    let example = item.example.as_deref().filter(|_| !ty.is_list());
    let text = example.map(str::to_owned).or_else(|| {
        let listed = item.values.first().or(item.default.as_ref());
        listed.map(Scalar::to_string)
    });
    let number = || {
        let least = item.min.or(item.max.map(|max| max.min(1))).unwrap_or(1);
        text.as_ref().and_then(|text| text.parse::<i64>().ok()).unwrap_or(least)
    };
    match &ty.base {
        BaseType::Number => number().into(),
        BaseType::Float => {
            let fraction = text.as_ref().and_then(|text| text.parse::<f64>().ok());
            fraction.filter(|it| it.is_finite()).unwrap_or(1.0).into()
        }
        BaseType::Boolean => (text.as_deref() != Some("false")).into(),
        _ => text.unwrap_or_else(|| "a".to_owned()).into(),
    }
}

/// A part of a pair, escaped only where it has to be.
fn escaped(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/@".contains(c);
    if text.chars().all(plain) {
        return text.to_owned();
    }
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
