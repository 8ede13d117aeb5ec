//! Patterns of this package: they are constants, so that a wrong one is found by every test.

use regex::Regex;

pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of the reader is wrong: {error}"))
}
