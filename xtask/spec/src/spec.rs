//! The specification as read from `spec/`, every leaf with the place it came from.
//!
//! `spec/README.md` documents the format key by key.

mod departure;
mod endpoint;
mod sent;
mod types;

use std::fmt;
use std::ops::{Deref, Range};

pub use self::departure::{ABSENT, Departure, MADE, stated};
pub use self::endpoint::{FORM, JSON, is_kind};
pub use self::sent::Sent;
pub use self::types::{BaseType, Type};

/// Index of a file within [`crate::load::Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub usize);

/// A range of bytes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub file: FileId,
    pub range: Range<usize>,
}

/// A value and the place it was read from.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A text of the specification.
pub type Text = Spanned<String>;

/// Everything under `spec/`. Endpoints are sorted by service, then by name.
#[derive(Debug, Default)]
pub struct Spec {
    pub api: Api,
    pub errors: Vec<GlobalError>,
    pub endpoints: Vec<Endpoint>,
}

/// `api.toml`: what all endpoints have in common.
#[derive(Debug, Default)]
pub struct Api {
    /// In the order of the file, as everything below.
    pub hosts: Vec<Host>,
    pub credential: Option<Credential>,
    pub envelope: Vec<EnvelopeField>,
    pub ids: Vec<Id>,
    pub services: Vec<Service>,
}

impl Api {
    /// Whether a parameter of this name is the credential.
    pub fn is_credential(&self, name: &str) -> bool {
        self.credential.as_ref().is_some_and(|credential| credential.name.value == name)
    }

    /// Whether a field of this name belongs to the envelope.
    pub fn is_envelope(&self, name: &str) -> bool {
        self.envelope.iter().any(|field| field.name.value == name)
    }
}

#[derive(Debug)]
pub struct Host {
    pub key: Text,
    pub url: Text,
    pub doc: Text,
}

#[derive(Debug)]
pub struct Credential {
    pub name: Text,
    pub place: Spanned<Place>,
    pub doc: Text,
}

#[derive(Debug)]
pub struct EnvelopeField {
    pub name: Text,
    pub ty: Spanned<Type>,
    pub doc: Text,
}

#[derive(Debug)]
pub struct Id {
    /// The Rust type's name.
    pub name: Text,
    /// `Number` or `String`.
    pub ty: Spanned<Type>,
    pub doc: Text,
}

#[derive(Debug)]
pub struct Service {
    /// The folder below `spec/`, the module, and the method of the client.
    pub name: Text,
    pub doc: Text,
}

/// An entry of `errors.toml`: a code that any endpoint can answer.
#[derive(Debug)]
pub struct GlobalError {
    pub code: Spanned<i64>,
    pub sub_code: Option<Text>,
    pub class: Spanned<ErrorClass>,
    pub meaning: Text,
    pub advice: Text,
    pub retry: Spanned<bool>,
    pub source: Spanned<Evidence>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    TokenRejected,
    TokenMissing,
    PermissionMissing,
    CallerNotAllowed,
    Throttled,
    QuotaExhausted,
    GatewayTimeout,
    UnknownPath,
}

/// What a fact rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    Page,
    Vendor,
    Probe,
    Peer,
}

/// One endpoint file.
#[derive(Debug)]
pub struct Endpoint {
    pub file: FileId,
    /// Folder of the file: `role`.
    pub service: String,
    /// Stem of the file: `list_users`.
    pub name: String,
    pub summary: Text,
    pub path: Text,
    pub method: Spanned<Method>,
    /// Keys of [`Api::hosts`].
    pub hosts: Vec<Text>,
    /// Absent on endpoints without a body.
    pub content_type: Option<Text>,
    /// Empty where no source says.
    pub app_types: Vec<Spanned<AppType>>,
    pub preconditions: Vec<Text>,
    pub notes: Vec<Text>,
    pub page: Page,
    pub permissions: Vec<Permission>,
    pub repeat: Repeat,
    /// Includes the credential where the endpoint needs it.
    pub parameters: Vec<Parameter>,
    pub together: Vec<Together>,
    pub paging: Option<Paging>,
    pub bulk: Option<Bulk>,
    /// Includes the fields of the envelope.
    pub response: Vec<Field>,
    pub types: Vec<Object>,
    pub errors: Vec<ErrorCode>,
    pub examples: Examples,
    pub departures: Vec<Departure>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppType {
    Internal,
    ThirdParty,
    ThirdPartyPersonal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Query,
    Form,
    /// A member of the JSON object in the body.
    Body,
}

/// How a value travels that its place alone does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON within a text.
    Json,
}

/// Where an endpoint is documented.
#[derive(Debug)]
pub struct Page {
    pub url: Text,
    /// Set together with `read`.
    pub language: Option<Spanned<Language>>,
    /// The day on which someone last read the page, as `YYYY-MM-DD`.
    pub read: Option<Text>,
    /// Where the facts come from if nobody has read the page.
    pub source: Option<Spanned<Evidence>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Chinese,
}

#[derive(Debug)]
pub struct Permission {
    pub name: Text,
    pub doc: Text,
}

/// Whether a second, equal call leaves the same state as the first alone.
#[derive(Debug)]
pub struct Repeat {
    pub safe: Spanned<bool>,
    pub reason: Text,
    /// The code that says to a repetition that an attempt before it has done the work.
    pub done_code: Option<Spanned<i64>>,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: Text,
    pub place: Spanned<Place>,
    pub ty: Spanned<Type>,
    /// Set where a `String` holds a list joined by this separator.
    pub separator: Option<Text>,
    /// Type of the items of a joined list without an `id`; `String` if absent.
    pub items: Option<Spanned<Type>>,
    pub encoding: Option<Spanned<Encoding>>,
    /// A name of [`Api::ids`].
    pub id: Option<Text>,
    pub secret: Option<Spanned<bool>>,
    pub required: Spanned<bool>,
    pub default: Option<Spanned<Scalar>>,
    pub min: Option<Spanned<i64>>,
    pub max: Option<Spanned<i64>>,
    pub max_items: Option<Spanned<i64>>,
    pub max_chars: Option<Spanned<i64>>,
    /// The values that the page lists; others may exist.
    pub values: Vec<Spanned<Scalar>>,
    /// As printed on the page.
    pub example: Option<Text>,
    pub rust: Option<Text>,
    pub doc: Text,
}

/// What a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    Min,
    Max,
    MaxItems,
    MaxChars,
}

/// A literal of the specification whose type depends on its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    Number(i64),
    Boolean(bool),
    String(String),
}

/// As a page prints it.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::String(text) => text.fmt(f),
        }
    }
}

/// Parameters that take effect only when all of them are sent.
#[derive(Debug)]
pub struct Together {
    /// The field of the request: `page`.
    pub name: Text,
    /// The Rust type of that field: `Page`.
    pub ty: Text,
    /// Wire names of parameters.
    pub members: Vec<Text>,
    pub doc: Text,
}

/// How a list is read page by page.
#[derive(Debug)]
pub struct Paging {
    /// Wire name of the parameter that says how many items to skip.
    pub offset: Text,
    /// Wire name of the parameter that says how many items to answer.
    pub size: Text,
    /// Wire name of the list.
    pub items: Text,
    /// Wire name of the field that says whether another page follows.
    pub more: Text,
}

/// How a call of any size becomes several.
#[derive(Debug)]
pub struct Bulk {
    /// Wire names of two joined lists.
    pub split: Vec<Text>,
}

/// A table of `[types]`: the shape of an object in a request or an answer.
#[derive(Debug)]
pub struct Object {
    /// As the page spells it.
    pub name: Text,
    pub rust: Option<Text>,
    pub doc: Text,
    pub fields: Vec<Field>,
}

/// A field of an answer, or of an object that a call sends.
#[derive(Debug)]
pub struct Field {
    pub name: Text,
    pub ty: Spanned<Type>,
    pub id: Option<Text>,
    pub secret: Option<Spanned<bool>>,
    /// Whether an answer without the field is normal. Never set on lists, where
    /// a missing list is an empty one, nor on fields of the envelope.
    pub optional: Option<Spanned<bool>>,
    /// Whether every value sent has the field. Set where a call sends the object, as the limits and
    /// the default below.
    pub required: Option<Spanned<bool>>,
    pub default: Option<Spanned<Scalar>>,
    pub min: Option<Spanned<i64>>,
    pub max: Option<Spanned<i64>>,
    pub max_items: Option<Spanned<i64>>,
    pub max_chars: Option<Spanned<i64>>,
    /// The values that the page lists; others may exist.
    pub values: Vec<Spanned<Scalar>>,
    /// As printed on the page.
    pub example: Option<Text>,
    pub rust: Option<Text>,
    /// Absent on fields of the envelope only.
    pub doc: Option<Text>,
}

/// An error code that the page documents.
#[derive(Debug)]
pub struct ErrorCode {
    pub code: Spanned<i64>,
    /// As the page prints it.
    pub message: Option<Text>,
    /// The message in English where the page prints it in another language, or not at all.
    pub meaning: Option<Text>,
    pub advice: Text,
    pub retry: Spanned<bool>,
    /// How we know of a code that the page does not list.
    pub source: Option<Spanned<Evidence>>,
    pub rust: Option<Text>,
}

impl ErrorCode {
    /// The message in English. Every code of a checked spec has one.
    pub fn english(&self) -> Option<&Text> {
        self.meaning.as_ref().or(self.message.as_ref())
    }
}

/// The page's own examples.
#[derive(Debug)]
pub struct Examples {
    /// The data arguments of the page's curl sample, joined by `&`, or its JSON.
    pub request: Text,
    /// The page's answer, JSON.
    pub response: Text,
}
