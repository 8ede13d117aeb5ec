//! What follows from an endpoint's file.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Api, BaseType, Endpoint, Field, Object, Place, Type};

/// The content type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The content type of JSON.
pub const JSON: &str = "application/json";

/// Whether a content type is `kind`, with or without a charset.
pub fn is_kind(content_type: &str, kind: &str) -> bool {
    let (found, parameter) =
        content_type.split_once(';').unwrap_or((content_type, "charset=utf-8"));
    let parameter = parameter.trim().to_ascii_lowercase();
    let charset = parameter.strip_prefix("charset=");
    let is_charset = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    found.trim().eq_ignore_ascii_case(kind)
        && charset.is_some_and(|it| !it.is_empty() && is_charset(it))
}

impl Endpoint {
    /// The fields that become those of the response.
    pub fn own_fields<'a>(&'a self, api: &'a Api) -> Vec<&'a Field> {
        match self.payload(api) {
            Some(object) => object.fields.iter().collect(),
            None => self.beside_envelope(api).collect(),
        }
    }

    /// The fields of the answer that are not the envelope's.
    pub fn beside_envelope<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Field> {
        self.response.iter().filter(|field| !api.is_envelope(&field.name))
    }

    /// The object whose fields are those of the response: that of the only field beside the
    /// envelope's, if it is called `result`.
    pub fn payload(&self, api: &Api) -> Option<&Object> {
        let mut own = self.beside_envelope(api);
        let (Some(field), None) = (own.next(), own.next()) else { return None };
        match &field.ty.value {
            Type { base: BaseType::Object(name), lists: 0, .. } if field.name.value == "result" => {
                self.object(name)
            }
            _ => None,
        }
    }

    /// Where the data of the page's sample is sent.
    pub fn body_place(&self) -> Place {
        if self.has_json_body() { Place::Body } else { Place::Form }
    }

    /// Whether the body is JSON.
    pub fn has_json_body(&self) -> bool {
        self.content_type.as_ref().is_some_and(|it| is_kind(it, JSON))
    }

    /// The object of a name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.types.iter().find(|object| object.name.value == name)
    }

    /// Whether values of a type hold numbers with a fraction, at any depth.
    pub fn holds_floats(&self, ty: &Type) -> bool {
        let inner = self.reachable(std::iter::once(ty)).into_iter();
        let inner = inner.filter_map(|name| self.object(name)).flat_map(|object| &object.fields);
        ty.base == BaseType::Float || inner.into_iter().any(|it| it.ty.base == BaseType::Float)
    }

    /// The names of the objects that parameters hold, at any depth.
    pub fn sent_objects(&self) -> BTreeSet<&str> {
        self.reachable(self.parameters.iter().map(|parameter| &parameter.ty.value))
    }

    /// The names of the objects that an answer holds, at any depth.
    pub fn answered_objects(&self) -> BTreeSet<&str> {
        self.reachable(self.response.iter().map(|field| &field.ty.value))
    }

    fn reachable<'a>(&'a self, from: impl Iterator<Item = &'a Type>) -> BTreeSet<&'a str> {
        let objects: BTreeMap<&str, &Object> =
            self.types.iter().map(|object| (object.name.as_str(), object)).collect();
        let mut open: Vec<&str> = from.filter_map(Type::object).collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if seen.insert(name)
                && let Some(object) = objects.get(name)
            {
                open.extend(object.fields.iter().filter_map(|field| field.ty.object()));
            }
        }
        seen
    }
}
