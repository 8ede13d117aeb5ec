//! Everything that a call sends: parameters, the objects in them, the page's sample.

use std::collections::{BTreeSet, HashMap};

use crate::lower::{Context, base, is_boxed, is_true, text, type_of};
use crate::model::{Base, Default, Encoding, Limit, Parameter, Sample, SentObject, Type, Values};
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType, Place, Sent};

impl Context<'_> {
    pub(super) fn parameter(
        &self,
        parameter: &spec::Parameter,
        names: &HashMap<&str, String>,
    ) -> Parameter {
        let joined = parameter.separator.is_some();
        let plain = !parameter.ty.is_list() && !is_structured(&parameter.ty.base);
        let encoding = match parameter.encoding {
            _ if joined => Encoding::Joined,
            Some(_) => Encoding::JsonText,
            None if plain => Encoding::Plain,
            None => Encoding::Json,
        };
        let base = match (&parameter.id, &parameter.items) {
            _ if is_true(parameter.secret.as_ref()) => Base::Secret,
            (Some(id), _) => self.id(id),
            (None, Some(items)) => base(&items.base, names),
            (None, None) => base(&parameter.ty.base, names),
        };
        let lists = if joined { 1 } else { parameter.ty.lists };
        Parameter {
            place: parameter.place.value,
            encoding,
            doc: text(&parameter.doc),
            ..sent(&parameter.sent(), Type { base, lists })
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
                doc: text(&object.doc),
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
        let plain = !field.ty.is_list() && !is_structured(&field.ty.base);
        Parameter {
            owner: Some(text(&object.name)),
            place: Place::Body,
            encoding: if plain { Encoding::Plain } else { Encoding::Json },
            boxed: is_boxed(endpoint, object, field),
            doc: field.doc.as_ref().map(text).unwrap_or_default(),
            ..sent(&field.sent(Some(object)), Type { base, lists: field.ty.lists })
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
fn sent(sent: &Sent<'_>, ty: Type) -> Parameter {
    Parameter {
        wire: text(sent.name),
        owner: None,
        name: names::sent(sent),
        place: Place::Body,
        encoding: Encoding::Plain,
        ty,
        boxed: false,
        required: sent.required.is_some_and(|required| required.value),
        group: None,
        limits: names::limits(sent)
            .into_iter()
            .map(|(kind, constant, limit)| Limit { kind, constant, value: limit.value })
            .collect(),
        default: sent.default.map(|default| Default {
            constant: names::default(sent),
            value: default.value.clone(),
        }),
        values: (!sent.values.is_empty()).then(|| Values {
            constant: names::values(sent),
            values: sent.values.iter().map(|value| value.value.clone()).collect(),
        }),
        example: sent.example.map(text),
        doc: String::new(),
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

fn is_structured(base: &BaseType) -> bool {
    matches!(base, BaseType::Json | BaseType::Object(_))
}
