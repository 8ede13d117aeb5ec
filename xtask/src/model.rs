//! What the generator writes, with every name and every order decided.

use std::collections::BTreeSet;

use xtask_spec::spec::{JSON, is_kind};

pub use xtask_spec::spec::{ErrorClass, Evidence, LimitKind, Method, Place, Scalar};

#[derive(Debug)]
pub struct Model {
    pub ids: Vec<Id>,
    pub global_errors: Vec<GlobalError>,
    /// Sorted by name, without services that have no endpoint.
    pub services: Vec<Service>,
}

/// The type of an id.
#[derive(Debug)]
pub struct Id {
    pub name: String,
    pub numeric: bool,
    pub doc: String,
}

#[derive(Debug)]
pub struct GlobalError {
    pub code: i64,
    pub sub_code: Option<String>,
    pub class: ErrorClass,
    pub meaning: String,
    pub advice: String,
    pub retry: bool,
}

#[derive(Debug)]
pub struct Service {
    /// The module, and the method of the client.
    pub name: String,
    /// The client's type.
    pub ty: String,
    pub doc: String,
    /// Sorted by name.
    pub endpoints: Vec<Endpoint>,
}

#[derive(Debug)]
pub struct Endpoint {
    /// Display path of the spec file.
    pub source: String,
    pub service: String,
    /// The module, and the method of the service.
    pub name: String,
    pub summary: String,
    pub path: String,
    pub method: Method,
    pub content_type: Option<String>,
    pub hosts: Vec<String>,
    pub authenticated: bool,
    pub app_types: Vec<&'static str>,
    pub preconditions: Vec<String>,
    pub notes: Vec<String>,
    pub permissions: Vec<Permission>,
    pub repeat: Repeat,
    pub page: Page,
    /// In the order of the page, without the credential.
    pub parameters: Vec<Parameter>,
    /// The fields of the request: the required ones first, otherwise in the order of the page.
    pub fields: Vec<RequestField>,
    pub groups: Vec<Group>,
    pub paging: Option<Paging>,
    /// The two lists that are split, as indices into `parameters`.
    pub bulk: Option<[usize; 2]>,
    pub response: Object,
    /// Whether the response stands in `result`, or beside the fields of the envelope.
    pub in_result: bool,
    /// Every other object of the answer, in the order of the file.
    pub objects: Vec<Object>,
    /// The objects of the request, in the order of the file.
    pub sent: Vec<SentObject>,
    /// Whether the request holds numbers with a fraction, which are not told apart reliably.
    pub sends_floats: bool,
    pub errors: Vec<Error>,
    pub examples: Examples,
}

#[derive(Debug)]
pub struct Permission {
    pub name: String,
    pub doc: String,
}

#[derive(Debug)]
pub struct Repeat {
    pub safe: bool,
    pub reason: String,
    pub done_code: Option<i64>,
}

#[derive(Debug)]
pub struct Page {
    pub url: String,
    pub reading: Reading,
}

/// Who has held the facts against the page.
#[derive(Debug)]
pub enum Reading {
    /// Someone did, on that day.
    Read { language: &'static str, day: String },
    /// Nobody did: this is how we know them.
    Unread(Evidence),
}

/// A parameter, or a field of an object that is sent.
#[derive(Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// The object that has the field, as the page calls it.
    pub owner: Option<String>,
    /// Name of the field.
    pub name: String,
    pub place: Place,
    pub encoding: Encoding,
    pub ty: Type,
    /// Whether the value stands behind a pointer, because it may hold its own type.
    pub boxed: bool,
    pub required: bool,
    /// Index into [`Endpoint::groups`].
    pub group: Option<usize>,
    pub limits: Vec<Limit>,
    pub default: Option<Default>,
    pub values: Option<Values>,
    pub example: Option<String>,
    pub doc: String,
}

/// How the value of a parameter travels in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A scalar as a text; in a JSON body as a scalar of JSON.
    Plain,
    /// A list as a text, joined by commas.
    Joined,
    /// A list or object in a JSON body.
    Json,
    /// A list or object as a text that holds JSON.
    JsonText,
}

/// An object that a call sends.
#[derive(Debug)]
pub struct SentObject {
    pub name: String,
    pub doc: String,
    /// In the order of the page.
    pub fields: Vec<Parameter>,
    /// Whether it, or an object in it, has limits to be checked.
    pub checked: bool,
    pub floats: bool,
}

/// The values that the page lists, and the constant that holds them.
#[derive(Debug)]
pub struct Values {
    pub constant: String,
    pub values: Vec<Scalar>,
}

/// A limit and the constant that holds it.
#[derive(Debug)]
pub struct Limit {
    pub kind: LimitKind,
    pub constant: String,
    pub value: i64,
}

/// What the service takes where a parameter is not sent.
#[derive(Debug)]
pub struct Default {
    pub constant: String,
    pub value: Scalar,
}

#[derive(Debug, Clone, Copy)]
pub enum RequestField {
    /// Index into [`Endpoint::parameters`].
    Parameter(usize),
    /// Index into [`Endpoint::groups`].
    Group(usize),
}

/// Parameters that work only together: one optional struct.
#[derive(Debug)]
pub struct Group {
    /// The field of the request.
    pub name: String,
    pub ty: String,
    pub doc: String,
    /// Indices into [`Endpoint::parameters`], in the order of the spec.
    pub members: Vec<usize>,
}

/// How a list is read page by page.
#[derive(Debug)]
pub struct Paging {
    /// Index into [`Endpoint::parameters`].
    pub offset: usize,
    /// Index into [`Endpoint::parameters`].
    pub size: usize,
    /// The constant that holds the largest size.
    pub max_size: String,
    /// Index into the fields of [`Endpoint::response`].
    pub items: usize,
    /// Index into the fields of [`Endpoint::response`].
    pub more: usize,
}

/// The type of a parameter or of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    pub base: Base,
    /// How many lists are around each other; 0 for a single value.
    pub lists: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    Number,
    Float,
    /// JSON of a shape that the page does not say.
    Json,
    Boolean,
    String,
    Secret,
    Id {
        name: String,
        numeric: bool,
    },
    Object(String),
}

/// A struct of the answer.
#[derive(Debug)]
pub struct Object {
    pub name: String,
    pub doc: String,
    pub fields: Vec<Field>,
    pub floats: bool,
}

#[derive(Debug)]
pub struct Field {
    pub wire: String,
    pub name: String,
    pub ty: Type,
    pub optional: bool,
    /// Whether the value stands behind a pointer, because it may hold its own type.
    pub boxed: bool,
    /// The values that the page lists.
    pub values: Vec<Scalar>,
    pub example: Option<String>,
    pub doc: String,
}

/// A documented error code.
#[derive(Debug)]
pub struct Error {
    pub code: i64,
    pub variant: String,
    /// In English.
    pub meaning: String,
    pub advice: String,
    pub retry: bool,
    /// How we know of it where the page does not list it.
    pub source: Option<Evidence>,
}

#[derive(Debug)]
pub struct Examples {
    /// Wire names and values of the page's request, without the credential.
    pub request: Vec<(String, Sample)>,
    pub response: String,
}

/// A value of the page's request.
#[derive(Debug)]
pub enum Sample {
    Text(String),
    Json(serde_json::Value),
}

impl Endpoint {
    /// The protocol crate's types that stand in the signatures of the client's methods, sorted.
    pub fn argument_types(&self) -> BTreeSet<&str> {
        let alone = self.parameters.iter().filter(|parameter| parameter.group.is_none());
        alone.filter_map(|parameter| parameter.ty.shared()).collect()
    }

    /// The protocol crate's types that request and response use, sorted.
    pub fn shared_types(&self) -> BTreeSet<&str> {
        let fields = self.structs().flat_map(|object| &object.fields);
        let parameters = self.all_sent().filter_map(|parameter| parameter.ty.shared());
        parameters.chain(fields.filter_map(|field| field.ty.shared())).collect()
    }

    /// Whether the request carries a secret of its own.
    pub fn has_secrets(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.ty.base == Base::Secret)
    }

    /// Whether the body is JSON.
    pub fn has_json_body(&self) -> bool {
        self.content_type.as_ref().is_some_and(|it| is_kind(it, JSON))
    }

    /// The parameters, and the fields of the objects in them.
    pub fn all_sent(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().chain(self.sent.iter().flat_map(|object| &object.fields))
    }

    /// The object that parameters hold under a Rust name.
    pub fn sent_object(&self, name: &str) -> Option<&SentObject> {
        self.sent.iter().find(|object| object.name == name)
    }

    /// The response and every other object of the answer.
    pub fn structs(&self) -> impl Iterator<Item = &Object> {
        std::iter::once(&self.response).chain(&self.objects)
    }

    /// The path of the module: `role::list_users`.
    pub fn qualified_name(&self) -> String {
        format!("{}::{}", self.service, self.name)
    }
}

impl Parameter {
    /// What limits and their texts call it: a field with its object, `ItemVo.name`.
    pub fn label(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{owner}.{}", self.wire),
            None => self.wire.clone(),
        }
    }

    /// Whether it is a field that always has a value which is no list.
    pub fn is_promised(&self) -> bool {
        self.required && !self.ty.is_list()
    }
}

impl Type {
    /// The name of a type that is not the endpoint's own.
    fn shared(&self) -> Option<&str> {
        match &self.base {
            Base::Id { name, .. } => Some(name),
            Base::Secret => Some("Secret"),
            _ => None,
        }
    }

    pub fn is_list(&self) -> bool {
        self.lists > 0
    }

    /// Whether a value is a text that can be empty.
    pub fn is_text(&self) -> bool {
        !self.is_list()
            && matches!(self.base, Base::String | Base::Secret | Base::Id { numeric: false, .. })
    }
}
