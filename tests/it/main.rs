//! Everything that no single crate can test.

mod bulk;
mod callback_server;
mod client;
mod documented;
mod error_table;
mod examples;
mod failures;
mod file_store;
mod journal;
mod logs;
mod network;
mod notification;
mod paging;
mod policy;
mod process;
mod properties;
mod raw;
mod secrets;
mod sent;
mod signed;
mod soak;
mod suite;
mod tls;
mod transports;
mod uploads;
mod wire;
