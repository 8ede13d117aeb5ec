//! Types and wire format of the DingTalk server API, without any I/O.
//!
//! Any transport can use it: [`encode`] turns a request into an [`http::Request`], [`decode`] turns
//! an [`http::Response`] into the typed response or the one [`Error`]. Everything about the single
//! endpoints is generated from a specification of their documentation pages.
//!
//! # Example
//!
//! ```
//! use dingtalk_protocol::{AccessToken, Host, decode, encode, role::list_users};
//!
//! let request = list_users::Request::new(1203141).with_page(list_users::Page { offset: 0, size: 20 });
//! let http = encode(&request, &Host::INTERNATIONAL, &AccessToken::new("bE74xxxx"))?;
//! assert_eq!(http.body(), b"role_id=1203141&size=20&offset=0");
//!
//! // … your transport sends it and brings an answer …
//! let answer = http::Response::new(
//!     br#"{"errcode": 0, "result": {"hasMore": false, "list": [{"userid": "manager4220"}]}}"#,
//! );
//! let reply = decode::<list_users::Request, _>(answer)?;
//! assert!(!reply.has_more);
//! assert_eq!(reply.users[0].user_id.as_str(), "manager4220");
//! # Ok::<(), dingtalk_protocol::Error>(())
//! ```

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod bulk;
mod classify;
mod decode;
mod endpoint;
// Without some of the services, a part of it is not used.
#[cfg_attr(not(feature = "all-services"), allow(dead_code))]
mod envelope;
mod error;
mod generated;
mod host;
mod id;
pub mod in_clear;
mod kind;
// Without any service, a part of it is not used.
#[cfg_attr(not(feature = "all-services"), allow(dead_code))]
mod lenient;
pub mod limits;
// Which of them are used depends on the endpoints.
#[allow(unused_imports, unused_macros)]
mod macros;
mod message;
mod misfit;
mod paging;
mod pairs;
mod parameters;
mod redact;
mod repeat;
mod request;
mod secret;
#[cfg(feature = "server")]
pub mod server;
mod token;
mod walk;

pub use decode::{Reply, decode, decode_repeated};
pub use endpoint::{DocumentedError, Endpoint, GlobalError};
pub use error::Error;
pub use generated::errors::GLOBAL_ERRORS;
pub use generated::ids::*;
pub use generated::*;
pub use host::Host;
/// The crate whose types stand in the signatures of this one.
pub use http;
pub use kind::ErrorKind;
pub use limits::validate;
pub use paging::{Paged, Position};
pub use pairs::Pairs;
pub use parameters::Parameters;
pub use repeat::{Reach, Repetition, Wait};
pub use request::{Request, encode, preview};
pub use secret::Secret;
/// The crate whose `Value` stands where a page does not say what shape a value has.
pub use serde_json;
pub use token::{AccessToken, StoredToken};
pub use walk::{End, Walk};

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
