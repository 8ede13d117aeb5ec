//! What no single crate can test: the crates together, and the bytes on the wire.

/// The examples of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
