//! What no single crate can test: the crates together, and the bytes on the wire. Here is what those
//! tests share.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod processes;
mod script;

use dingtalk_client::{Client, ClientBuilder, Limiter, Retry};

pub use processes::Shared;
pub use script::{Outcome, Script, TestClock};

/// Returns a client that attempts every call once and holds none back: what a single answer does.
pub fn single_attempts() -> ClientBuilder {
    Client::builder().retry(Retry::off()).limiter(Limiter::off())
}

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
