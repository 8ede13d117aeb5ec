//! What the generator writes, with every Rust name, type, derive and order decided.

mod values;

use std::collections::BTreeSet;

pub use self::values::{
    Base, Default, Either, Encoding, Enum, Limit, Object, Span, Type, Value, Values, Variant,
};
pub use xtask_spec::spec::{
    ErrorClass, Evidence, LimitKind, Method, Need, PagingStyle, Place, Scalar,
};

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
    /// The Rust type that it wraps.
    pub rust_type: &'static str,
    pub derives: Vec<&'static str>,
    pub doc: String,
}

/// A code that any endpoint can answer.
#[derive(Debug)]
pub struct GlobalError {
    pub code: i64,
    pub sub_code: Option<String>,
    /// The constant that holds the code.
    pub constant: String,
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
    /// The enums that several endpoints have, in the order of the file.
    pub enums: Vec<Enum>,
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
    pub body: Option<Body>,
    pub hosts: Vec<String>,
    pub authenticated: bool,
    pub app_types: Vec<&'static str>,
    pub preconditions: Vec<String>,
    pub notes: Vec<String>,
    pub permissions: Vec<Permission>,
    pub repeat: Repeat,
    pub page: Page,
    /// The fields are the parameters, in the order of the page and without the credential.
    pub request: Object,
    pub groups: Vec<Group>,
    pub paging: Option<Paging>,
    /// The two lists that are split, as indices into the parameters.
    pub bulk: Option<[usize; 2]>,
    pub signature: Option<Signature>,
    pub upload: Option<Upload>,
    pub response: Object,
    /// Whether the response stands in `result`, or beside the fields of the envelope.
    pub in_result: bool,
    /// Whether the `errcode` stands in `result` as well, or only there.
    pub errcode_in_result: bool,
    /// Wire name of the list that the call is about.
    pub list: Option<String>,
    /// Every other object of the answer, in the order of the file.
    pub objects: Vec<Object>,
    /// The objects of the request, in the order of the file.
    pub sent: Vec<Object>,
    /// In the order of the file, and behind them those of the service.
    pub enums: Vec<Enum>,
    pub errors: Vec<Error>,
    pub examples: Examples,
}

/// What the body of a request is.
#[derive(Debug)]
pub struct Body {
    pub format: BodyFormat,
    /// Set where the page documents another content type than the usual one of the format.
    pub content_type: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    Form,
    Json,
    Multipart,
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
    /// The constant of the code that says to a repetition that the work is done.
    pub done_code: Option<String>,
}

#[derive(Debug)]
pub struct Page {
    /// `None` while it is undecided.
    pub url: Option<String>,
    pub reading: Reading,
}

/// Whether the facts were compared with the page.
#[derive(Debug)]
pub enum Reading {
    /// Compared on that day.
    Read { language: &'static str, day: String },
    /// Not compared; where the facts come from instead.
    Unread(Evidence),
}

/// Parameters that take effect only together: one argument.
#[derive(Debug)]
pub struct Group {
    /// The argument's name: `page` of `with_page`.
    pub name: String,
    /// The struct's name.
    pub ty: String,
    pub doc: String,
    pub derives: Vec<&'static str>,
    /// Indices into the parameters, in the order of the spec.
    pub members: Vec<Member>,
}

#[derive(Debug)]
pub struct Member {
    /// Index into the parameters.
    pub parameter: usize,
    /// The type of the struct's field.
    pub rust_type: String,
}

/// How a list is read page by page.
#[derive(Debug)]
pub struct Paging {
    pub style: PagingStyle,
    /// The parameter that says where a page begins.
    pub position: Path,
    /// The value of `position` for the first page; `None` where it is asked for without one.
    pub first: Option<Scalar>,
    /// The parameter that says how many items a page holds.
    pub size: Option<Path>,
    /// The constant that holds the largest size.
    pub max_size: Option<String>,
    pub items: Path,
    pub item: Type,
    pub more: Option<Path>,
    /// The cursor of the next page; `None` where the last item's key is it.
    pub next: Option<Path>,
    pub total: Option<Path>,
    pub key: ItemKey,
}

/// How a call is signed.
#[derive(Debug)]
pub struct Signature {
    /// Index into the parameters.
    pub timestamp: usize,
    /// Index into the parameters.
    pub value: usize,
    pub over: Over,
}

/// What is signed behind the timestamp.
#[derive(Debug)]
pub enum Over {
    Nothing,
    Secret,
    /// Index into the parameters.
    Parameter(usize),
}

/// How large the file of a call can be.
#[derive(Debug)]
pub struct Upload {
    /// Index into the parameters.
    pub kind: usize,
    pub kinds: Vec<UploadKind>,
}

/// How large a file of one kind can be.
#[derive(Debug)]
pub struct UploadKind {
    /// On the wire.
    pub name: String,
    /// The constant that holds the limit.
    pub constant: String,
    pub max_bytes: i64,
}

/// The way to a value within a request or a response.
#[derive(Debug)]
pub struct Path {
    /// Wire names, joined by dots.
    pub wire: String,
    /// Never empty.
    pub steps: Vec<Step>,
    /// The type of the last.
    pub ty: Type,
}

/// A field on the way to a value.
#[derive(Debug)]
pub struct Step {
    pub name: String,
    pub required: bool,
}

/// What one item of a list is told from another by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKey {
    /// The item itself.
    Item,
    /// A field of the item.
    Field { name: String, ty: Type },
    /// All that the item shows, because its numbers with a fraction cannot be hashed.
    Shown,
}

/// A documented error code.
#[derive(Debug)]
pub struct Error {
    pub code: i64,
    /// The constant that holds the code.
    pub constant: String,
    /// What clients decide by, where the code means the same as a global one.
    pub class: Option<ErrorClass>,
    /// In English.
    pub meaning: String,
    pub advice: String,
    pub retry: bool,
    /// The evidence for a code that the page does not list.
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
    /// Returns the parameters, in the order of the page.
    pub fn parameters(&self) -> &[Value] {
        &self.request.fields
    }

    /// Returns the parameters that `new` takes.
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

    /// Returns the object that parameters hold under a Rust name.
    pub fn sent_object(&self, name: &str) -> Option<&Object> {
        self.sent.iter().find(|object| object.name == name)
    }

    /// Returns the enum of a name.
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.iter().find(|it| it.name == name)
    }

    /// Returns the members of a group, in the order of the spec.
    pub fn members<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Value> {
        group.members.iter().map(|member| &self.parameters()[member.parameter])
    }

    /// Returns every value that the call sends or answers.
    pub fn all_values(&self) -> impl Iterator<Item = &Value> {
        let answered = std::iter::once(&self.response).chain(&self.objects);
        self.all_sent().chain(answered.flat_map(|object| &object.fields))
    }

    /// Returns the protocol crate's types in the signatures of the client's methods, sorted.
    pub fn argument_types(&self) -> BTreeSet<&str> {
        let alone = self.parameters().iter().filter(|parameter| parameter.group.is_none());
        alone.filter_map(|parameter| parameter.ty.shared()).collect()
    }

    /// Returns whether the request carries a secret of its own.
    pub fn has_secrets(&self) -> bool {
        self.request.has_secret()
    }

    /// Returns whether the body is JSON.
    pub fn has_json_body(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.format == BodyFormat::Json)
    }

    /// Returns the parameter that is a file.
    pub fn file(&self) -> Option<&Value> {
        self.parameters().iter().find(|parameter| parameter.ty.base == Base::File)
    }

    /// Returns the path of the module: `role::list_users`.
    pub fn qualified_name(&self) -> String {
        format!("{}::{}", self.service, self.name)
    }
}

impl Path {
    /// Returns whether there always is a value.
    pub fn is_required(&self) -> bool {
        self.steps.iter().all(|step| step.required)
    }
}
