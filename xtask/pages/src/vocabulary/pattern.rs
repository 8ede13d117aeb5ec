//! Regular expressions as constants.

use std::ops::Deref;
use std::sync::OnceLock;

use regex::Regex;

/// A regular expression that is compiled on first use.
pub(crate) struct Pattern(&'static str, OnceLock<Regex>);

impl Pattern {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self(text, OnceLock::new())
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.1.get_or_init(|| pattern(self.0))
    }
}

/// Compiles a pattern of this package. Patterns are constants, so any test finds an invalid one.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of the reader is wrong: {error}"))
}
