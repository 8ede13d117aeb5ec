//! Vocabulary of documentation pages: spellings and meanings of words.
//!
//! Everything else in this package depends on it; it does not depend on documents and facts.

pub(crate) mod columns;
pub(crate) mod headings;
pub(crate) mod names;
pub(crate) mod pattern;
pub(crate) mod spelling;
pub(crate) mod types;
