//! Blocking client of the DingTalk server API, made for long-running processes.
//!
//! A [`Client`] is cheap to clone and can be shared between threads; its clones share connections,
//! tokens and limiter. Requests, responses and errors are those of [`dingtalk_protocol`], which this
//! crate re-exports.
//!
//! # Example
//!
//! ```no_run
//! use dingtalk_client::Client;
//!
//! let client = Client::builder().app("app key", "app secret").build()?;
//! for user in client.role().list_users(1507113578).items() {
//!     let user = user?;
//!     println!("{} {}", user.user_id, user.name.as_deref().unwrap_or("?"));
//! }
//! # Ok::<(), dingtalk_client::Error>(())
//! ```
//!
//! Calls go to [`Host::MAINLAND`] unless [`host`](ClientBuilder::host) sets another; the documentation of each call
//! lists the hosts that its page names.
//!
//! # Guide
//!
//! | chapter | in short |
//! |---|---|
//! | [errors](guide::errors) | one error type, and what to do about each kind |
//! | [tokens](guide::tokens) | fetched once for all threads, renewed in time |
//! | [retries](guide::retries) | where they are safe, within the time of the call |
//! | [limits](guide::limits) | kept before the service refuses a call |
//! | [lists](guide::lists) | the whole list or an error |
//! | [bulks](guide::bulks) | split, sent by several threads, continued after a crash |
//! | [directory](guide::directory) | the organisation as one value, and what has changed in it |
//! | [messages](guide::messages) | to users, departments and groups |
//! | [events](guide::events) | what the service pushes to a callback address |
//! | [login](guide::login) | the signed-in user, from a code |
//! | [files](guide::files) | uploads, and calls that are signed |
//! | [values](guide::values) | fixed values by name, unknown ones are kept; why fields are `Option`s |
//! | [any call](guide::any_call) | endpoints that these crates do not cover |
//! | [storing](guide::storing) | ids and responses in databases and schemas |
//! | [watching](guide::watching) | observer, `tracing`, and what logs show |
//! | [network](guide::network) | TLS, proxies, hosts |
//! | [testing](guide::testing) | tests of your own code |
//!
//! # Features
//!
//! | feature | by default | |
//! |---|---|---|
//! | `auth`, `department`, `role`, `user`, `work_notification` | on | the calls of these services |
//! | `all-services`, or a service by its name | off | the calls of the other services |
//! | `ring` | on | cryptography of TLS, if the program installs no other provider |
//! | `aws-lc-rs` | off | another provider, preferred to `ring` |
//! | `tracing` | off | [spans and events](guide::watching) |
//! | `platform-verifier` | off | trusts the platform's certificates, for clients that ask for it |
//! | `socks` | off | SOCKS proxies |
//! | `file-store` | off | `FileTokenStore`, for the processes of one machine |
//! | `redis` | off | `RedisTokenStore` and `RedisRate`, for several machines |
//! | `redis-tls` | off | `rediss://` URLs for both |
//! | `callback` | off | [events](guide::events) |
//! | `signature` | off | [calls that are signed](guide::files) |
//! | `third-party` | off | `SuiteCredentials`, for third-party apps and custom apps |
#![cfg_attr(feature = "all-services", doc = "\n")]
#![cfg_attr(feature = "all-services", doc = include_str!("calls.md"))]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod attempt;
mod builder;
mod bulk;
mod call;
mod cancel;
mod client;
mod clock;
#[cfg(all(feature = "department", feature = "role", feature = "user"))]
pub mod directory;
mod drive;
mod file_lock;
#[rustfmt::skip]
mod generated;
pub mod guide;
mod journal;
mod limiter;
#[cfg(feature = "work_notification")]
mod notification;
mod observer;
mod pages;
mod pipeline;
mod rate;
mod raw;
#[cfg(feature = "redis")]
mod redis_rate;
#[cfg(feature = "redis")]
mod redis_server;
mod settings;
mod signer;
mod token;
mod trace;
mod transport;
mod upload;

pub use builder::ClientBuilder;
pub use bulk::{Bulk, Chunk, ChunkResult, Counts, Outcome, Progress};
pub use call::Call;
pub use cancel::Cancellation;
pub use client::Client;
pub use clock::{Clock, SystemClock};
#[cfg(feature = "callback")]
#[doc(no_inline)]
pub use dingtalk_protocol::callback;
#[doc(no_inline)]
pub use dingtalk_protocol::{
    AccessToken, DecodeOptions, DocumentedError, ENDPOINTS, End, Endpoint, Error, ErrorCode,
    ErrorKind, FilePart, Host, PageSized, Paged, PagedByOffset, Pairs, Position, Reach, Repetition,
    Reply, Request, Retry, Secret, Signed, StoredToken, Unlisted, Wait, Walk, limits, message,
    validate,
};
#[cfg(all(feature = "department", feature = "role", feature = "user"))]
pub use directory::Directory;
pub use generated::protocol::*;
// The module is empty if no service is enabled.
/// The crate of JSON values in requests, in responses and of [`raw`](Client::raw) calls.
pub use dingtalk_protocol::serde_json;
#[cfg_attr(not(feature = "all-services"), allow(unreachable_pub, unused_imports))]
pub use generated::*;
/// The crate of the messages that a [`Transport`] sends and returns.
pub use http;
pub use limiter::Limiter;
#[cfg(feature = "work_notification")]
pub use notification::{
    Notification, NotificationPart, NotificationReport, PartState, SentNotification,
};
pub use observer::Attempt;
pub use pages::{Items, Pages};
pub use raw::Raw;
#[cfg(feature = "redis")]
pub use redis_rate::RedisRate;
#[cfg(feature = "file-store")]
pub use token::FileTokenStore;
#[cfg(feature = "redis")]
pub use token::RedisTokenStore;
pub use token::{AppCredentials, FetchLock, TokenCall, TokenKey, TokenSource, TokenStore};
#[cfg(feature = "third-party")]
pub use token::{OrganizationTokens, SuiteCredentials, SuiteTicket, SuiteTickets, SuiteTokens};
pub use transport::Transport;
pub use upload::Upload;

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
