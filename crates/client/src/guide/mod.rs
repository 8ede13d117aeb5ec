//! User guide, one module per chapter. The modules contain only text and examples.

/// What can go wrong, and what happens then.
#[doc = include_str!("errors.md")]
pub mod errors {}

/// Access tokens.
#[doc = include_str!("tokens.md")]
pub mod tokens {}

/// Retries.
#[doc = include_str!("retries.md")]
pub mod retries {}

/// The limits of the service.
#[doc = include_str!("limits.md")]
pub mod limits {}

/// Whole lists.
#[doc = include_str!("lists.md")]
pub mod lists {}

/// Bulk operations.
#[doc = include_str!("bulks.md")]
pub mod bulks {}

/// The organisation as one value.
#[cfg_attr(
    all(feature = "department", feature = "role", feature = "user"),
    doc = include_str!("directory.md")
)]
#[cfg_attr(
    not(all(feature = "department", feature = "role", feature = "user")),
    doc = "Needs the features `department`, `role` and `user`."
)]
pub mod directory {}

/// Files, and calls that are signed.
#[doc = include_str!("files.md")]
pub mod files {}

/// Sign-in.
#[cfg_attr(feature = "user", doc = include_str!("login.md"))]
#[cfg_attr(not(feature = "user"), doc = "Needs the feature `user`.")]
pub mod login {}

/// The bodies of messages.
#[cfg_attr(feature = "work_notification", doc = include_str!("messages.md"))]
#[cfg_attr(not(feature = "work_notification"), doc = "Needs the feature `work_notification`.")]
pub mod messages {}

/// Events that the service pushes.
#[cfg_attr(feature = "callback", doc = include_str!("events.md"))]
#[cfg_attr(not(feature = "callback"), doc = "Needs the feature `callback`.")]
pub mod events {}

/// Named values, and absent ones.
#[doc = include_str!("values.md")]
pub mod values {}

/// Endpoints that these crates do not cover.
#[doc = include_str!("any_call.md")]
pub mod any_call {}

/// Ids and responses in databases, schemas and caches.
#[doc = include_str!("storing.md")]
pub mod storing {}

/// Observer, `tracing` and logs.
#[doc = include_str!("watching.md")]
pub mod watching {}

/// TLS, proxies, hosts.
#[doc = include_str!("network.md")]
pub mod network {}

/// Tests of your own code.
#[doc = include_str!("testing.md")]
pub mod testing {}
