//! Everything that no single crate can test.

mod bulk;
mod client;
mod failures;
mod file_store;
mod journal;
mod logs;
mod network;
mod paging;
mod policy;
mod process;
mod properties;
mod raw;
mod readme;
mod secrets;
mod sent;
mod soak;
mod suite;
mod tls;
mod transports;
mod wire;
