//! Blocking client of the DingTalk server API, made to be left running.
//!
//! A [`Client`] is cheap to clone and can be shared between threads; its clones share connections,
//! tokens and limiter. Requests, responses and errors are those of [`dingtalk_protocol`], which this
//! crate re-exports.
//!
//! # Example
//!
//! ```no_run
//! use dingtalk_client::{Client, Host};
//!
//! let client = Client::builder().host(Host::INTERNATIONAL).app("app key", "app secret").build()?;
//! for user in client.role().list_users(1507113578).items() {
//!     let user = user?;
//!     println!("{} {}", user.user_id, user.name.as_deref().unwrap_or("?"));
//! }
//! # Ok::<(), dingtalk_client::Error>(())
//! ```
//!
//! # What it does by itself
//!
//! | | see |
//! |---|---|
//! | fetches and renews tokens | [`AppCredentials`], [`TokenSource`] |
//! | shares tokens with other processes | [`TokenStore`] |
//! | repeats what may be repeated | [`Retry`], [`Error::repetition`] |
//! | keeps to the limits of the service | [`Limiter`] |
//! | walks through lists | [`Call::pages`], [`Call::items`], [`Call::collect_complete`] |
//! | splits what is too much for one call | [`Bulk`] |
//!
//! # What it tells
//!
//! [`ClientBuilder::on_attempt`] shows every [`Attempt`]. With the feature `tracing`, which is off by
//! default, each call is a span named `dingtalk.call`, and the fetch of a token one within it:
//!
//! | | name | level | fields |
//! |---|---|---|---|
//! | span | `dingtalk.call` | info | `endpoint`, `attempts`, `code`, `error`, `request_id`, `duration_ms` |
//! | event | `call done` | debug | `endpoint`, `attempt`, `sent`, `code`, `request_id`, `duration_ms`, `held_back_ms`, `done_before` |
//! | event | `attempt failed, another follows` | warn | the same but `done_before`, and `error`, `pause_ms` |
//! | event | `call failed` | warn | the same but `pause_ms` |
//! | event | `access token fetched` | info | `life_s` |
//! | event | `access token not stored` | warn | `error` |
//! | event | `token store gave no answer` | warn | |
//!
//! No field holds a token, a secret, a parameter or a body. `error` is the name of an [`ErrorKind`];
//! `code` is 0 for a success; a `request_id` that is not of letters, digits, `-`
//! and `_` is left out.
//!
//! ureq logs through [`log`](https://docs.rs/log). The query of a request, which holds the token, and
//! what the head of a response repeats of it (values of 8 characters or more) are asterisks there. At
//! the level `trace` the target `ureq_proto` logs the bodies of requests and responses, among them new
//! tokens and people's names: cap it at `debug` where logs are kept.
//!
//! # Features
//!
//! | feature | by default | without it |
//! |---|---|---|
//! | `tracing` | off | only the observer of attempts sees what happens |
//! | `file-store` | off | no `FileTokenStore`, which the processes of one machine share |
//! | `redis` | off | neither `RedisTokenStore` nor `RedisRate`, which several machines share |
//! | `redis-tls` | off | no `rediss://` for these two |
//! | `third-party` | off | no `SuiteCredentials` for third-party apps and custom apps |

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod attempt;
mod builder;
mod bulk;
mod call;
mod cancel;
mod client;
mod clock;
mod exchange;
#[rustfmt::skip]
mod generated;
mod hints;
mod limiter;
mod observer;
mod pages;
mod pipeline;
mod rate;
mod raw;
#[cfg(feature = "redis")]
mod redis_rate;
#[cfg(feature = "redis")]
mod redis_server;
mod retry;
mod token;
mod trace;
mod transport;

pub use builder::ClientBuilder;
pub use bulk::{Bulk, Chunk, ChunkResult, Counts, Outcome, Progress};
pub use call::Call;
pub use cancel::Cancellation;
pub use client::Client;
pub use clock::{Clock, SystemClock};
#[doc(no_inline)]
pub use dingtalk_protocol::{
    AccessToken, DecodeOptions, DocumentedError, ENDPOINTS, End, Endpoint, Error, ErrorCode,
    ErrorKind, Host, Paged, Pairs, Position, Reach, Repetition, Reply, Request, Secret,
    StoredToken, Wait, Walk, limits, validate,
};
pub use generated::protocol::*;
// Without any service there is nothing in it.
#[cfg_attr(not(feature = "all-services"), allow(unreachable_pub, unused_imports))]
pub use generated::*;
/// The crate whose types stand in the signatures of this one.
pub use http;
pub use limiter::Limiter;
pub use observer::Attempt;
pub use pages::{Items, Pages};
pub use raw::Raw;
#[cfg(feature = "redis")]
pub use redis_rate::RedisRate;
pub use retry::Retry;
#[cfg(feature = "file-store")]
pub use token::FileTokenStore;
#[cfg(feature = "redis")]
pub use token::RedisTokenStore;
pub use token::{AppCredentials, FetchLock, TokenCall, TokenKey, TokenSource, TokenStore};
#[cfg(feature = "third-party")]
pub use token::{OrganizationTokens, SuiteCredentials, SuiteTicket, SuiteTickets, SuiteTokens};
pub use transport::Transport;

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
