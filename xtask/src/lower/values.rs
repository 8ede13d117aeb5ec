//! Parameters, fields, and enums of their values.

use crate::lower::{Context, types};
use crate::model::{Base, Encoding, Enum, Place, Scalar, Type, Value, words};
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType};

impl Context<'_> {
    pub(super) fn parameter(self, parameter: &spec::Field) -> Value {
        let name = &parameter.name;
        let group = self.endpoint.together.iter().position(|it| it.members.contains(name));
        let signed = self.endpoint.signature.as_ref().is_some_and(|it| it.sets(name));
        let value = self.value(None, parameter, parameter.is_required() && !signed);
        // A joined list without items looks the same as one with an empty item.
        let needed = value.required || group.is_some();
        let can_be_empty = value.ty.is_list() || value.ty.is_text() || value.ty.base == Base::Json;
        Value {
            group,
            set_by_signing: signed && parameter.is_required(),
            not_empty: parameter.is_joined() || needed && can_be_empty,
            ..value
        }
    }

    /// Lowers a field of the response, or of an object.
    pub(super) fn field(self, owner: Option<&spec::Object>, field: &spec::Field) -> Value {
        self.value(owner, field, field.is_required() || field.absent.is_some())
    }

    /// Lowers the common part of parameters and fields of objects.
    fn value(self, owner: Option<&spec::Object>, field: &spec::Field, required: bool) -> Value {
        let ty = self.ty(owner, field);
        let (wire, name) = (field.name.value.clone(), names::field(field));
        Value {
            spec: field.clone(),
            constant: names::constant(&name, owner),
            label: owner.map_or_else(|| wire.clone(), |owner| format!("{}.{wire}", *owner.name)),
            wire,
            name,
            place: field.place.as_ref().map_or(Place::Body, |place| place.value),
            encoding: match &field.encoding {
                _ if field.is_joined() => Encoding::Joined,
                Some(_) => Encoding::JsonText,
                None if field.ty.is_structured() => Encoding::Json,
                None => Encoding::Plain,
            },
            rust_type: ty.rust(required),
            required,
            set_by_signing: false,
            not_empty: false,
            group: None,
            ty,
        }
    }

    fn ty(self, owner: Option<&spec::Object>, field: &spec::Field) -> Type {
        let ty = field.items.as_ref().unwrap_or(&field.ty);
        let numeric = ty.base == BaseType::Number;
        let (base, item) = match (&field.named_values, &field.id, &ty.base) {
            (Some(named), ..) => (Base::Enum { numeric }, named.value.clone()),
            _ if field.is_secret() => (Base::Secret, "Secret".to_owned()),
            (None, Some(id), _) => {
                let known = self.spec.api.id(id);
                let numeric = known.is_some_and(|it| it.ty.base == BaseType::Number);
                (Base::Id { numeric }, id.value.clone())
            }
            (None, None, BaseType::Object(name)) => {
                let object = self.endpoint.object(name);
                (Base::Object, object.map_or_else(|| name.clone(), names::object))
            }
            (None, None, base) => types::of_base(base),
        };
        Type {
            base,
            item,
            lists: if field.is_joined() { 1 } else { field.ty.lists },
            boxed: owner.is_some_and(|owner| self.is_boxed(owner, field)),
        }
    }

    /// Returns whether a field needs a `Box`: it is optional, and can contain its `owner` outside of a list. A required
    /// field needs none: a checked spec has an optional, boxed field elsewhere in the same cycle.
    fn is_boxed(self, owner: &spec::Object, field: &spec::Field) -> bool {
        let is_single = |field: &spec::Field| !field.ty.is_list();
        let held = self.endpoint.held_objects([field], is_single);
        !field.is_required() && held.contains(owner.name.as_str())
    }
}

/// Lowers the enums that a file declares, and those of the service that it uses.
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

/// Lowers an enum. Without its own doc it gets that of the first of its `fields`.
fn named_values(named: &spec::Enum, fields: &[&spec::Field]) -> Enum {
    let own = named.doc.as_ref().map(|doc| doc.trim().to_owned());
    let mut docs = fields.iter().map(|field| words(field.doc.as_ref()));
    let wire = fields.first().map_or("", |field| field.name.as_str());
    let numeric = named.values.iter().all(|it| matches!(it.value.value, Scalar::Number(_)));
    Enum {
        spec: named.clone(),
        doc: own
            .or_else(|| docs.find(|doc| !doc.is_empty()).map(str::to_owned))
            .unwrap_or_else(|| format!("What `{wire}` can be.")),
        numeric,
        joined: fields.iter().any(|field| field.is_joined()),
    }
}
