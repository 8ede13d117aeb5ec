//! Everything that a call sends: parameters, the objects in them, the page's sample.

use std::collections::{BTreeSet, HashMap};

use crate::lower::{Context, base, doc, is_boxed, text, type_of};
use crate::model::{Base, Default, Encoding, Limit, Parameter, Sample, SentObject, Type, Values};
use xtask_spec::names;
use xtask_spec::spec::{self, Place};

impl Context<'_> {
    pub(super) fn parameter(
        &self,
        parameter: &spec::Field,
        names: &HashMap<&str, String>,
    ) -> Parameter {
        let joined = parameter.is_joined();
        let plain = !parameter.ty.is_structured();
        let encoding = match parameter.encoding {
            _ if joined => Encoding::Joined,
            Some(_) => Encoding::JsonText,
            None if plain => Encoding::Plain,
            None => Encoding::Json,
        };
        let base = match (&parameter.id, &parameter.items) {
            _ if parameter.is_secret() => Base::Secret,
            (Some(id), _) => self.id(id),
            (None, Some(items)) => base(&items.base, names),
            (None, None) => base(&parameter.ty.base, names),
        };
        let lists = if joined { 1 } else { parameter.ty.lists };
        Parameter {
            place: parameter.place.as_ref().map_or(Place::Form, |place| place.value),
            encoding,
            ..sent(None, parameter, Type { base, lists })
        }
    }

    /// The objects that a call sends.
    pub(super) fn sent(
        &self,
        endpoint: &spec::Endpoint,
        names: &HashMap<&str, String>,
    ) -> Vec<SentObject> {
        let wanted = endpoint.sent_objects();
        let objects = endpoint.types.iter().filter(|it| wanted.contains(it.name.as_str()));
        let mut objects: Vec<_> = objects
            .map(|object| SentObject {
                name: names::object(object),
                doc: doc(object.doc.as_ref()),
                fields: object
                    .fields
                    .iter()
                    .map(|field| self.sent_field(endpoint, object, field, names))
                    .collect(),
                checked: false,
                floats: endpoint.holds_floats(&type_of(object)),
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
        names: &HashMap<&str, String>,
    ) -> Parameter {
        let base = match &field.id {
            Some(id) => self.id(id),
            None => base(&field.ty.base, names),
        };
        let plain = !field.ty.is_structured();
        Parameter {
            owner: Some(text(&object.name)),
            encoding: if plain { Encoding::Plain } else { Encoding::Json },
            boxed: is_boxed(endpoint, object, field),
            ..sent(Some(object), field, Type { base, lists: field.ty.lists })
        }
    }
}

pub(super) fn samples(endpoint: &spec::Endpoint) -> Vec<(String, Sample)> {
    let text = &endpoint.examples.request;
    if endpoint.has_json_body() {
        let members: serde_json::Map<_, _> = serde_json::from_str(text).unwrap_or_default();
        return members.into_iter().map(|(name, value)| (name, Sample::Json(value))).collect();
    }
    let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
    pairs.map(|(name, value)| (name, Sample::Text(value))).collect()
}

/// What parameters and fields of objects have in common.
fn sent(owner: Option<&spec::Object>, field: &spec::Field, ty: Type) -> Parameter {
    let name = names::field(field);
    let constant = names::constant(&name, owner);
    Parameter {
        wire: text(&field.name),
        owner: None,
        name,
        place: Place::Body,
        encoding: Encoding::Plain,
        ty,
        boxed: false,
        required: field.is_required(),
        group: None,
        limits: {
            let limits = field.limits.iter();
            let limit = |(kind, limit): (spec::LimitKind, &spec::Spanned<i64>)| Limit {
                kind,
                constant: kind.constant(&constant),
                value: limit.value,
            };
            limits.map(limit).collect()
        },
        default: field.default.as_ref().map(|default| Default {
            constant: names::default(&constant),
            value: default.value.clone(),
        }),
        values: (!field.values.is_empty()).then(|| Values {
            constant: names::values(&constant),
            values: field.values.iter().map(|value| value.value.clone()).collect(),
        }),
        example: field.example.as_ref().map(text),
        doc: doc(field.doc.as_ref()),
    }
}

/// Marks the objects that have limits, and those that hold one of them.
fn mark_checked(objects: &mut [SentObject]) {
    let has_limits = |field: &Parameter| !field.limits.is_empty() || field.ty.base == Base::Float;
    let holders = |of: &str| {
        let holds = |field: &Parameter| matches!(&field.ty.base, Base::Object(name) if name == of);
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
