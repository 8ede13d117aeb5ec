//! Blocking client of the DingTalk server API.
//!
//! A [`Client`] is cheap to clone and can be shared between threads; its clones share connections.
//! Requests, responses and errors are those of [`dingtalk_protocol`], which this crate re-exports.
//!
//! # Example
//!
//! ```no_run
//! use dingtalk_client::role::list_users::Page;
//! use dingtalk_client::{AccessToken, Client, Host};
//!
//! let client = Client::builder().host(Host::INTERNATIONAL).token(AccessToken::new("…")).build()?;
//! let page = client.role().list_users(1507113578).with_page(Page { offset: 0, size: 100 }).send()?;
//! for user in &page.users {
//!     println!("{} {}", user.user_id, user.name.as_deref().unwrap_or("?"));
//! }
//! # Ok::<(), dingtalk_client::Error>(())
//! ```

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod builder;
mod client;
#[rustfmt::skip] // The generator formats it.
mod generated;
mod mask;
mod token;
mod transport;

pub use builder::ClientBuilder;
pub use client::{Call, Client};
#[doc(no_inline)]
pub use dingtalk_protocol::{
    AccessToken, DocumentedError, ENDPOINTS, Endpoint, Error, ErrorKind, GLOBAL_ERRORS,
    GlobalError, Host, Reply, Request, limits, validate,
};
pub use generated::protocol::*;
pub use generated::*;
/// The crate whose types stand in the signatures of this one.
pub use http;
pub use token::TokenSource;

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
