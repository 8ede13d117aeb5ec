//! Everything that no single crate can test.

mod bulk;
mod client;
mod documented;
mod error_table;
mod failures;
mod file_store;
mod inner_code;
mod journal;
mod limits;
mod logs;
mod network;
mod paging;
mod policy;
mod process;
mod properties;
mod raw;
mod secrets;
mod sent;
mod soak;
mod suite;
mod tls;
mod transports;
mod wire;
