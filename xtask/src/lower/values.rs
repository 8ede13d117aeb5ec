//! Parameters and fields, and the objects that they make up.

use std::collections::{BTreeSet, HashMap};

use crate::lower::{Context, text, types};
use crate::model::{
    Base, Default, Encoding, Enum, Limit, Object, Scalar, Type, Value, Values, words,
};
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType, LimitKind, Place, Spanned, Text};

/// The Rust names of an endpoint's objects, by the page's names.
pub(super) type Names<'e> = HashMap<&'e str, String>;

impl Context<'_> {
    pub(super) fn parameter(
        &self,
        parameter: &spec::Field,
        group: Option<usize>,
        signed: bool,
        names: &Names<'_>,
    ) -> Value {
        let joined = parameter.is_joined();
        let plain = !parameter.ty.is_structured();
        let encoding = match parameter.encoding {
            _ if joined => Encoding::Joined,
            Some(_) => Encoding::JsonText,
            None if plain => Encoding::Plain,
            None => Encoding::Json,
        };
        let ty = self.ty(parameter, false, names);
        let required = parameter.is_required() && !signed;
        // A joined list without items cannot be told from one with an empty item.
        let needed = required || group.is_some();
        let not_empty = joined || needed && (ty.is_list() || ty.is_text());
        Value {
            place: parameter.place.as_ref().map_or(Place::Form, |place| place.value),
            encoding,
            group,
            set_by_signing: signed && parameter.is_required(),
            not_empty,
            ..value(None, parameter, ty, required)
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
        let ty = self.ty(field, is_boxed(endpoint, object, field), names);
        Value {
            label: format!("{}.{}", text(&object.name), text(&field.name)),
            encoding: if field.ty.is_structured() { Encoding::Json } else { Encoding::Plain },
            ..value(Some(object), field, ty, field.is_required())
        }
    }

    /// Lowers the response and the other objects of the answer.
    pub(super) fn answer(
        &self,
        endpoint: &spec::Endpoint,
        names: &Names<'_>,
    ) -> (Object, Vec<Object>) {
        let payload = endpoint.payload();
        // The code of an answer and its text are read with the envelope, wherever they stand.
        let inner = endpoint.has_inner_code();
        let own = endpoint.own_fields().iter();
        let own = own.filter(|field| !inner || !self.spec.api.is_envelope(&field.name));
        let fields: Vec<_> = own.map(|field| self.field(field, false, names)).collect();
        let exact = !endpoint.hold_floats(&endpoint.response);
        let response = Object {
            name: "Response".to_owned(),
            doc: match payload.map(|object| words(object.doc.as_ref())) {
                Some(doc) if !doc.is_empty() => doc.to_owned(),
                _ => "What a successful answer holds.".to_owned(),
            },
            derives: types::of_struct(types::Traits::of(&fields, exact)),
            fields,
            either: Vec::new(),
            spans: Vec::new(),
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
                    self.field(field, boxed, names)
                });
                struct_of(endpoint, object, fields.collect())
            })
            .collect();
        (response, objects)
    }

    fn field(&self, field: &spec::Field, boxed: bool, names: &Names<'_>) -> Value {
        let ty = self.ty(field, boxed, names);
        let required = field.is_required() || field.absent.is_some();
        let mut value = value(None, field, ty, required);
        if let Some(values) = &mut value.values {
            values.constant = None;
        }
        value
    }

    fn ty(&self, field: &spec::Field, boxed: bool, names: &Names<'_>) -> Type {
        let base = field.items.as_ref().map_or(&field.ty.base, |items| &items.base);
        let lists = if field.is_joined() { 1 } else { field.ty.lists };
        if let Some(named) = &field.named_values {
            let numeric = *base == BaseType::Number;
            return Type { base: Base::Enum { numeric }, item: text(named), lists, boxed };
        }
        let (base, item) = match (&field.id, types::of_base(base), base) {
            _ if field.is_secret() => (Base::Secret, "Secret".to_owned()),
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
        Type { base, item, lists, boxed }
    }
}

/// Lowers what parameters and fields of objects have in common.
fn value(owner: Option<&spec::Object>, field: &spec::Field, ty: Type, required: bool) -> Value {
    let is_float = ty.base == Base::Float;
    let is_enum = matches!(ty.base, Base::Enum { .. }) && !ty.is_list();
    let constant_type = |value: &Scalar| match types::scalar(value) {
        _ if is_float => "f64".to_owned(),
        _ if is_enum => ty.item.clone(),
        plain => plain.to_owned(),
    };
    let name = names::field(field);
    let constant = names::constant(&name, owner);
    let limit = |(kind, limit): (LimitKind, &Spanned<i64>)| Limit {
        kind,
        constant: kind.constant(&constant),
        rust_type: types::limit(kind),
        value: limit.value,
    };
    Value {
        wire: text(&field.name),
        label: text(&field.name),
        name,
        place: Place::Body,
        encoding: Encoding::Plain,
        rust_type: ty.rust(required),
        required,
        absent_is_empty: field.absent.is_some(),
        set_by_signing: false,
        not_empty: false,
        group: None,
        limits: field.limits.iter().map(limit).collect(),
        default: field.default.as_ref().map(|default| Default {
            constant: names::default(&constant),
            rust_type: constant_type(&default.value),
            value: default.value.clone(),
        }),
        values: field.values.first().filter(|_| field.named_values.is_none()).map(|first| Values {
            constant: Some(names::values(&constant)),
            rust_type: types::scalar(first),
            values: field.values.iter().map(|value| value.value.clone()).collect(),
        }),
        example: field.example.as_ref().map(text),
        doc: words(field.doc.as_ref()).to_owned(),
        ty,
    }
}

/// Lowers the names of values that a file declares, and those of the service that it uses.
pub(super) fn enums(endpoint: &spec::Endpoint) -> Vec<Enum> {
    let enums = endpoint.enums.iter().map(|it| {
        let has = |field: &&spec::Field| field.named_values.as_ref() == Some(&it.name);
        named_values(it, &endpoint.all_fields().filter(has).collect::<Vec<_>>())
    });
    enums.collect()
}

/// Lowers the enums that endpoints of a service share.
pub(super) fn shared_enums(spec: &spec::Spec, service: &str) -> Vec<Enum> {
    let shared = spec.shared_enums.iter().find(|it| it.service == service);
    let enums = shared.iter().flat_map(|it| &it.enums).map(|it| {
        let endpoints = spec.endpoints.iter().filter(|endpoint| endpoint.service == service);
        let fields = endpoints.flat_map(spec::Endpoint::all_fields);
        let has = |field: &&spec::Field| field.named_values.as_ref() == Some(&it.name);
        named_values(it, &fields.filter(has).collect::<Vec<_>>())
    });
    enums.collect()
}

/// Lowers an enum. Without a doc of its own it is described as the first of its `fields` is.
fn named_values(named: &spec::Enum, fields: &[&spec::Field]) -> Enum {
    let own = named.doc.as_ref().map(text);
    let mut docs = fields.iter().map(|field| words(field.doc.as_ref()));
    let wire = fields.first().map_or("", |field| field.name.as_str());
    let numeric = named.values.iter().all(|it| matches!(it.value.value, Scalar::Number(_)));
    Enum {
        name: text(&named.name),
        doc: own
            .or_else(|| docs.find(|doc| !doc.is_empty()).map(str::to_owned))
            .unwrap_or_else(|| format!("What `{wire}` can be.")),
        shared: named.shared,
        numeric,
        joined: fields.iter().any(|field| field.is_joined()),
        derives: types::of_enum(numeric),
        variants: named.values.clone(),
    }
}

fn struct_of(endpoint: &spec::Endpoint, object: &spec::Object, fields: Vec<Value>) -> Object {
    let exact = !endpoint.hold_floats(&object.fields);
    Object {
        name: names::object(object),
        doc: match words(object.doc.as_ref()) {
            "" => format!("`{}` on the page.", object.name.value),
            doc => doc.to_owned(),
        },
        derives: types::of_struct(types::Traits::of(&fields, exact)),
        either: either(endpoint, Some(object)),
        spans: spans(endpoint, Some(object)),
        fields,
        checked: false,
    }
}

/// Returns the groups of fields of an object, or of parameters, of which some have to be sent.
pub(super) fn either(
    endpoint: &spec::Endpoint,
    object: Option<&spec::Object>,
) -> Vec<spec::Either> {
    let own = endpoint.either.iter().filter(|it| is_of(it.object.as_ref(), object));
    own.cloned().collect()
}

/// Returns the dates of an object, or among the parameters, that may lie only so far apart.
pub(super) fn spans(
    endpoint: &spec::Endpoint,
    object: Option<&spec::Object>,
) -> Vec<spec::DateSpan> {
    let own = endpoint.span.iter().filter(|it| is_of(it.object.as_ref(), object));
    own.cloned().collect()
}

fn is_of(named: Option<&Text>, object: Option<&spec::Object>) -> bool {
    named.map(|name| name.as_str()) == object.map(|object| object.name.as_str())
}

/// Marks the objects that have limits, and those that hold one of them.
fn mark_checked(objects: &mut [Object]) {
    let has_limits = |field: &Value| !field.limits.is_empty() || field.ty.base == Base::Float;
    let holders = |of: &str| {
        let holds = |field: &Value| field.ty.base == Base::Object && field.ty.item == of;
        let holders = objects.iter().enumerate().filter(|(_, it)| it.fields.iter().any(holds));
        holders.map(|(index, _)| index).collect::<Vec<_>>()
    };
    let is_limited = |object: &Object| {
        let grouped = !object.either.is_empty() || !object.spans.is_empty();
        grouped || object.fields.iter().any(has_limits)
    };
    let limited = objects.iter().enumerate().filter(|(_, it)| is_limited(it));
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

/// Returns whether a field of `owner` can hold an `owner` other than in a list. One that is required cannot:
/// something else on the way may be missing, or the object could never end.
fn is_boxed(endpoint: &spec::Endpoint, owner: &spec::Object, field: &spec::Field) -> bool {
    let is_single = |field: &spec::Field| !field.ty.is_list();
    !field.is_required() && endpoint.held_objects([field], is_single).contains(owner.name.as_str())
}
