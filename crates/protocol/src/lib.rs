//! Types and wire format of the DingTalk server API, without any I/O.
//!
//! Works with any transport: [`encode`] turns a request into an [`http::Request`], [`decode`] turns an
//! [`http::Response`] into the typed response or an [`Error`]. The modules of the endpoints are generated
//! from a specification of their documentation pages.
//!
//! Values that a page lists are enums. A value that it does not list is not an error, but the variant
//! `Other`, which contains it: see [`Unlisted`].
//!
//! Requests, responses and ids are ordinary serde types that work with any format. Only data from the service
//! is read leniently, by [`decode`]. Types that contain a [`Secret`] refuse to be serialised. Ids and enums
//! are `Eq` and `Hash`; structs are only `PartialEq`, because a later version may add a float to any of them.
//!
//! # Example
//!
//! ```
//! use dingtalk_protocol::{AccessToken, Host, decode, encode, role::list_users};
//!
//! let request = list_users::Request::new(1203141).with_page(list_users::Page { offset: 0, size: 20 });
//! let http = encode(&request, &Host::MAINLAND, &AccessToken::new("bE74xxxx"))?;
//! assert_eq!(http.body(), b"role_id=1203141&size=20&offset=0");
//!
//! // … your transport sends it and returns an answer …
//! let answer = http::Response::new(
//!     br#"{"errcode": 0, "result": {"hasMore": false, "list": [{"userid": "manager4220"}]}}"#,
//! );
//! let reply = decode::<list_users::Request, _>(answer)?;
//! assert!(!reply.has_more);
//! assert_eq!(reply.users[0].user_id.as_str(), "manager4220");
//! # Ok::<(), dingtalk_protocol::Error>(())
//! ```
#![cfg_attr(feature = "all-services", doc = "\n")]
#![cfg_attr(feature = "all-services", doc = include_str!("calls.md"))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod bulk;
#[cfg(feature = "callback")]
pub mod callback;
mod classify;
mod days;
mod decode;
pub mod driver;
mod encode;
mod endpoint;
mod envelope;
mod error;
mod error_code;
mod exchange;
mod fields;
pub mod free_json;
// Formatted by the generator.
#[rustfmt::skip]
mod generated;
mod hints;
mod host;
mod id;
pub mod in_clear;
pub mod joined;
pub mod json_text;
mod kind;
mod lenient;
pub mod limits;
mod list_text;
pub mod message;
mod misfit;
mod multipart;
mod nulls;
mod paging;
mod pairs;
mod place;
mod position;
mod reach;
mod redact;
mod repeat;
mod reply;
mod request;
mod retry;
mod scalar_readers;
mod scalars;
mod secret;
#[cfg(feature = "server")]
pub mod server;
mod service_text;
mod signature;
mod single;
mod surrogates;
mod token;
mod unknown;
mod unlisted;
mod wait;
mod walk;
mod writer;

// The only two macros, re-exported at the path that generated code uses.
pub(crate) use error_code::error_codes;
pub(crate) use id::id;

pub use decode::{
    DecodeOptions, decode, decode_as, decode_repeated, decode_repeated_with, decode_with,
};
pub use encode::{Valid, encode, encode_fields, encode_upload, preview, validate};
pub use endpoint::{Body, Endpoint};
pub use error::Error;
pub use error_code::{DocumentedError, ErrorCode};
pub use generated::ids::*;
pub use generated::*;
pub use host::Host;
/// The crate whose types are part of this crate's public API.
pub use http;
pub use kind::ErrorKind;
pub use multipart::{FilePart, Multipart};
pub use paging::{PageSized, Paged, PagedByOffset};
pub use pairs::Pairs;
pub use position::{Cursor, Position};
pub use reach::Reach;
pub use repeat::Repetition;
pub use reply::Reply;
pub use request::Request;
pub use retry::Retry;
pub use secret::{AccessToken, Secret};
/// The crate whose `Value` is used where a page does not say what shape a value has.
pub use serde_json;
pub use signature::Signed;
#[cfg(feature = "signature")]
pub use signature::signature;
pub use token::StoredToken;
pub use unlisted::Unlisted;
pub use wait::Wait;
pub use walk::{End, Walk};

/// Compiles and runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
