//! Parameters and fields, and the objects that they make up.

use std::collections::{BTreeSet, HashMap};

use crate::lower::{Context, is_true, text, types};
use crate::model::{Base, Default, Encoding, Limit, Object, Sample, Scalar, Type, Value, Values};
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType, Place, Sent};

/// The Rust names of an endpoint's objects, by the page's names.
pub(super) type Names<'e> = HashMap<&'e str, String>;

impl Context<'_> {
    pub(super) fn parameter(
        &self,
        parameter: &spec::Parameter,
        group: Option<usize>,
        names: &Names<'_>,
    ) -> Value {
        let joined = parameter.separator.is_some();
        let plain = !parameter.ty.is_list() && !is_structured(&parameter.ty.base);
        let encoding = match parameter.encoding {
            _ if joined => Encoding::Joined,
            Some(_) => Encoding::JsonText,
            None if plain => Encoding::Plain,
            None => Encoding::Json,
        };
        let base = parameter.items.as_ref().map_or(&parameter.ty.base, |items| &items.base);
        let lists = if joined { 1 } else { parameter.ty.lists };
        let secret = is_true(parameter.secret.as_ref());
        let ty = self.ty(base, lists, parameter.id.as_ref(), secret, names);
        let required = parameter.required.value;
        // A joined list without items cannot be told from one with an empty item.
        let needed = required || group.is_some();
        let not_empty = joined || needed && (ty.is_list() || ty.is_text());
        Value {
            place: parameter.place.value,
            encoding,
            group,
            not_empty,
            doc: text(&parameter.doc),
            ..value(&parameter.sent(), ty, required, false)
        }
    }

    /// Lowers the objects that a call sends.
    pub(super) fn sent(&self, endpoint: &spec::Endpoint, names: &Names<'_>) -> Vec<Object> {
        let wanted = endpoint.sent_objects();
        let objects = endpoint.types.iter().filter(|it| wanted.contains(it.name.as_str()));
        let mut objects: Vec<_> = objects
            .map(|object| {
                let fields = object.fields.iter();
                let fields = fields.map(|field| self.sent_field(endpoint, object, field, names));
                struct_of(endpoint, object, fields.collect())
            })
            .collect();
        mark_checked(&mut objects);
        objects
    }

    fn sent_field(
        &self,
        endpoint: &spec::Endpoint,
        object: &spec::Object,
        field: &spec::Field,
        names: &Names<'_>,
    ) -> Value {
        let ty = self.ty(&field.ty.base, field.ty.lists, field.id.as_ref(), false, names);
        let required = is_true(field.required.as_ref());
        let boxed = is_boxed(endpoint, object, field);
        Value {
            label: format!("{}.{}", text(&object.name), text(&field.name)),
            doc: field.doc.as_ref().map(text).unwrap_or_default(),
            encoding: if ty.is_list() || is_structured(&field.ty.base) {
                Encoding::Json
            } else {
                Encoding::Plain
            },
            ..value(&field.sent(Some(object)), ty, required, boxed)
        }
    }

    /// Lowers the response, says whether it stands in `result`, and lowers the other objects of the answer.
    pub(super) fn answer(
        &self,
        endpoint: &spec::Endpoint,
        names: &Names<'_>,
    ) -> (Object, bool, Vec<Object>) {
        let payload = endpoint.payload(&self.spec.api);
        let fields: Vec<_> = endpoint
            .own_fields(&self.spec.api)
            .into_iter()
            .map(|field| self.field(field, is_required(field, field.ty.is_list()), false, names))
            .collect();
        let exact = !endpoint.response.iter().any(|field| endpoint.holds_floats(&field.ty));
        let response = Object {
            name: "Response".to_owned(),
            doc: payload.map_or_else(
                || "What a successful answer holds.".to_owned(),
                |object| text(&object.doc),
            ),
            derives: types::of_struct(types::Traits::of(&fields, exact)),
            fields,
            checked: false,
        };
        let sent = endpoint.sent_objects();
        let others = endpoint
            .types
            .iter()
            .filter(|object| payload.is_none_or(|payload| !std::ptr::eq(payload, *object)))
            .filter(|object| !sent.contains(object.name.as_str()));
        let objects = others
            .map(|object| {
                let fields = object.fields.iter().map(|field| {
                    let boxed = is_boxed(endpoint, object, field);
                    self.field(field, is_required(field, false), boxed, names)
                });
                struct_of(endpoint, object, fields.collect())
            })
            .collect();
        (response, payload.is_some(), objects)
    }

    fn field(&self, field: &spec::Field, required: bool, boxed: bool, names: &Names<'_>) -> Value {
        let secret = is_true(field.secret.as_ref());
        let ty = self.ty(&field.ty.base, field.ty.lists, field.id.as_ref(), secret, names);
        let doc = field.doc.as_ref().map(text).unwrap_or_default();
        let mut value = Value { doc, ..value(&field.sent(None), ty, required, boxed) };
        if let Some(values) = &mut value.values {
            values.constant = None;
        }
        value
    }

    fn ty(
        &self,
        base: &BaseType,
        lists: usize,
        id: Option<&spec::Text>,
        secret: bool,
        names: &Names<'_>,
    ) -> Type {
        let (base, item) = match (id, types::of_base(base), base) {
            _ if secret => (Base::Secret, "Secret".to_owned()),
            (Some(id), ..) => {
                let numeric = self.ids.get(id.as_str()).copied().unwrap_or_default();
                (Base::Id { numeric }, text(id))
            }
            (None, Some((base, item)), _) => (base, item.to_owned()),
            (None, None, BaseType::Object(name)) => {
                (Base::Object, names.get(name.as_str()).unwrap_or(name).clone())
            }
            (None, None, _) => (Base::Json, "serde_json::Value".to_owned()),
        };
        Type { base, item, lists }
    }
}

/// Returns the values of the page's request.
pub(super) fn samples(endpoint: &spec::Endpoint) -> Vec<(String, Sample)> {
    let text = &endpoint.examples.request;
    if endpoint.has_json_body() {
        let members: serde_json::Map<_, _> = serde_json::from_str(text).unwrap_or_default();
        return members.into_iter().map(|(name, value)| (name, Sample::Json(value))).collect();
    }
    let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
    pairs.map(|(name, value)| (name, Sample::Text(value))).collect()
}

/// Lowers what parameters and fields of objects have in common.
fn value(sent: &Sent<'_>, ty: Type, required: bool, boxed: bool) -> Value {
    let is_float = ty.base == Base::Float;
    let constant_type = |value: &Scalar| if is_float { "f64" } else { types::scalar(value) };
    Value {
        wire: text(sent.name),
        label: text(sent.name),
        name: names::sent(sent),
        place: Place::Body,
        encoding: Encoding::Plain,
        rust_type: types::field(&ty, boxed, required),
        ty,
        boxed,
        required,
        not_empty: false,
        group: None,
        limits: names::limits(sent)
            .into_iter()
            .map(|(kind, constant, limit)| Limit {
                kind,
                constant,
                rust_type: types::limit(kind),
                value: limit.value,
            })
            .collect(),
        default: sent.default.map(|default| Default {
            constant: names::default(sent),
            rust_type: constant_type(&default.value),
            value: default.value.clone(),
        }),
        values: sent.values.first().map(|first| Values {
            constant: Some(names::values(sent)),
            rust_type: types::scalar(first),
            values: sent.values.iter().map(|value| value.value.clone()).collect(),
        }),
        example: sent.example.map(text),
        doc: String::new(),
    }
}

fn struct_of(endpoint: &spec::Endpoint, object: &spec::Object, fields: Vec<Value>) -> Object {
    let exact = !endpoint.holds_floats(&type_of(object));
    Object {
        name: names::object(object),
        doc: text(&object.doc),
        derives: types::of_struct(types::Traits::of(&fields, exact)),
        fields,
        checked: false,
    }
}

/// Marks the objects that have limits, and those that hold one of them.
fn mark_checked(objects: &mut [Object]) {
    let has_limits = |field: &Value| !field.limits.is_empty() || field.ty.base == Base::Float;
    let holders = |of: &str| {
        let holds = |field: &Value| field.ty.base == Base::Object && field.ty.item == of;
        let holders = objects.iter().enumerate().filter(|(_, it)| it.fields.iter().any(holds));
        holders.map(|(index, _)| index).collect::<Vec<_>>()
    };
    let limited = objects.iter().enumerate().filter(|(_, it)| it.fields.iter().any(has_limits));
    let mut open: Vec<_> = limited.map(|(index, _)| index).collect();
    let mut checked = BTreeSet::new();
    while let Some(index) = open.pop() {
        if checked.insert(index) {
            open.extend(holders(&objects[index].name));
        }
    }
    for index in checked {
        objects[index].checked = true;
    }
}

/// Returns whether every answer has a field; `unstated` is what holds where the spec does not say.
fn is_required(field: &spec::Field, unstated: bool) -> bool {
    field.optional.as_ref().map_or(unstated, |optional| !optional.value)
}

/// Returns whether a field of `owner` can hold an `owner` other than in a list.
fn is_boxed(endpoint: &spec::Endpoint, owner: &spec::Object, field: &spec::Field) -> bool {
    if is_true(field.required.as_ref()) || is_required(field, false) {
        // Something else on the way may be missing, or the object could never end.
        return false;
    }
    let objects: HashMap<_, _> =
        endpoint.types.iter().map(|object| (object.name.as_str(), object)).collect();
    let is_single = |field: &&spec::Field| !field.ty.is_list();
    let mut open: Vec<_> =
        Some(field).filter(is_single).and_then(|it| it.ty.object()).into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == owner.name.value {
            return true;
        }
        if seen.insert(name)
            && let Some(object) = objects.get(name)
        {
            open.extend(object.fields.iter().filter(is_single).filter_map(|it| it.ty.object()));
        }
    }
    false
}

/// Returns the type of one value of an object.
fn type_of(object: &spec::Object) -> spec::Type {
    let name = object.name.value.clone();
    spec::Type { spelling: name.clone(), base: BaseType::Object(name), lists: 0 }
}

fn is_structured(base: &BaseType) -> bool {
    matches!(base, BaseType::Json | BaseType::Object(_))
}
