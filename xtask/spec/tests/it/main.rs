//! Tests of the format of the specification.

mod departures;
mod diagnostics;
mod spec_format;
mod types;
