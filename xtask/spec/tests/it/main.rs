//! Tests of the format of the specification.

mod diagnostics;
mod spec_format;
