//! The generator's model: the spec with Rust names, types and order decided.

mod values;

use std::collections::BTreeSet;

pub use self::values::{Base, Encoding, Enum, Object, Type, Value};
use xtask_spec::spec::{self, GlobalError, Permission, Text, Together, Typed};
pub use xtask_spec::spec::{
    ErrorClass, LimitKind, Method, Need, PagingStyle, Place, Scalar, Variant,
};

#[derive(Debug)]
pub struct Model {
    pub ids: Vec<Typed>,
    pub global_errors: Vec<GlobalError>,
    /// Sorted by name, without services that have no endpoint.
    pub services: Vec<Service>,
}

#[derive(Debug)]
pub struct Service {
    /// Name of the module and of the client's method.
    pub name: String,
    /// Name of the client's type.
    pub ty: String,
    pub doc: String,
    /// Enums used by several endpoints, in the order of the file.
    pub enums: Vec<Enum>,
    /// Sorted by name.
    pub endpoints: Vec<Endpoint>,
}

/// An endpoint's file, and what the generator derives from it.
#[derive(Debug)]
pub struct Endpoint {
    pub spec: spec::Endpoint,
    /// Display path of the spec file.
    pub source: String,
    /// Addresses of the hosts that serve it.
    pub hosts: Vec<String>,
    pub permissions: Vec<Permission>,
    /// Constant of the code that tells a repetition that the work is already done.
    pub done_code: Option<String>,
    /// The fields are the parameters, in the order of the page and without the credential.
    pub request: Object,
    pub groups: Vec<Group>,
    pub response: Object,
    /// Wire name of the list that the call is about.
    pub list: Option<String>,
    /// Every other object of the answer, in the order of the file.
    pub objects: Vec<Object>,
    /// The objects of the request, in the order of the file.
    pub sent: Vec<Object>,
    /// In the order of the file, followed by those of the service.
    pub enums: Vec<Enum>,
    /// Wire names and values of the page's sample request, without the credential.
    pub sample: Vec<(String, serde_json::Value)>,
}

/// Parameters that only take effect together: one argument, and one struct.
#[derive(Debug)]
pub struct Group {
    pub spec: Together,
    pub derives: Vec<&'static str>,
}

impl Endpoint {
    /// Returns the parameters, in the order of the page.
    pub fn parameters(&self) -> &[Value] {
        &self.request.fields
    }

    /// Returns what the call does.
    pub fn summary(&self) -> &str {
        words(self.spec.summary.as_ref())
    }

    /// Returns the parameters of `new`.
    pub fn required(&self) -> impl Iterator<Item = &Value> {
        self.request.required()
    }

    /// Returns the parameters, and the fields of the objects in them.
    pub fn all_sent(&self) -> impl Iterator<Item = &Value> {
        self.all_sent_objects().flat_map(|object| &object.fields)
    }

    /// Returns the request, and the objects in it.
    pub fn all_sent_objects(&self) -> impl Iterator<Item = &Object> {
        std::iter::once(&self.request).chain(&self.sent)
    }

    /// Returns the object in a request that has this Rust name.
    pub fn sent_object(&self, name: &str) -> Option<&Object> {
        self.sent.iter().find(|object| object.name == name)
    }

    /// Returns the enum of a name.
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.iter().find(|it| *it.spec.name == name)
    }

    /// Returns the members of a group, in the order of the spec.
    pub fn members<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Value> {
        group.spec.members.iter().map(|member| self.request.field(member))
    }

    /// Returns the parameters and fields along a path of wire names, such as `query.cursor`.
    pub fn asked(&self, path: &str) -> Vec<&Value> {
        along(&self.request, &self.sent, path)
    }

    /// Returns the response's fields along a path of wire names, such as `result.list`.
    pub fn answered(&self, path: &str) -> Vec<&Value> {
        along(&self.response, &self.objects, path)
    }

    /// Returns every value in the request and the response.
    pub fn all_values(&self) -> impl Iterator<Item = &Value> {
        let answered = std::iter::once(&self.response).chain(&self.objects);
        self.all_sent().chain(answered.flat_map(|object| &object.fields))
    }

    /// Returns the protocol crate's types used in the client's signatures, sorted.
    pub fn argument_types(&self) -> BTreeSet<&str> {
        let alone = self.parameters().iter().filter(|parameter| parameter.group.is_none());
        alone.filter_map(|parameter| parameter.ty.shared()).collect()
    }

    /// Returns the parameter that is a file.
    pub fn file(&self) -> Option<&Value> {
        self.parameters().iter().find(|parameter| parameter.ty.base == Base::File)
    }

    /// Returns the path of the module: `role::list_users`.
    pub fn qualified_name(&self) -> String {
        format!("{}::{}", self.spec.service, self.spec.name)
    }
}

/// Returns a text, or a mark if it is undecided: nothing is published until it is decided.
pub fn words(text: Option<&Text>) -> &str {
    text.map_or("Undecided.", |text| text.trim())
}

fn along<'m>(mut object: &'m Object, objects: &'m [Object], path: &str) -> Vec<&'m Value> {
    let mut values = Vec::new();
    for name in path.split('.') {
        let value = object.field(name);
        values.push(value);
        object = objects.iter().find(|it| it.name == value.ty.item).unwrap_or(object);
    }
    values
}
