//! The specification as read from `spec/`, with the span of every leaf.
//!
//! `spec/README.md` documents the format key by key.

mod api;
mod departure;
mod endpoint;
mod errors;
mod facts;
mod field;
mod limits;
mod named;
mod spanned;
mod types;
mod words;

pub use self::api::{
    Api, Credential, Defaults, Errors, GlobalError, Host, Permission, Service, SharedEnums, Typed,
};
pub use self::departure::{ABSENT, Departure, EXAMPLE_OF_ANSWER, parts, stated};
pub use self::endpoint::{
    Bulk, DateSpan, Day, Either, Endpoint, Examples, Page, Paging, PagingStyle, Repeat, Signature,
    Together, Upload, UploadKind,
};
pub use self::errors::ErrorCode;
pub use self::facts::{FORM, JSON, MULTIPART, is_kind};
pub use self::field::{Enum, Field, Object, Scalar, Variant};
pub use self::limits::{LimitKind, Limits, Measure};
pub(crate) use self::spanned::from_toml;
pub use self::spanned::{FileId, Span, Spanned, Text};
pub use self::types::{BaseType, Type, parse_type};
pub use self::words::{
    Absent, AppType, Encoding, ErrorClass, Evidence, Language, Method, Need, Place,
};

/// Everything under `spec/`. Endpoints are sorted by service, then by name.
#[derive(Debug, Default)]
pub struct Spec {
    pub api: Api,
    pub errors: Vec<GlobalError>,
    /// One entry per service with shared enums.
    pub shared_enums: Vec<SharedEnums>,
    pub endpoints: Vec<Endpoint>,
}
