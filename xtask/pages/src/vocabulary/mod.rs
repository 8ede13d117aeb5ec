//! The words of documentation pages: how they are spelled, and what they name.
//!
//! Everything else in this package builds on it; it knows nothing of documents and facts.

pub(crate) mod columns;
pub(crate) mod headings;
pub(crate) mod names;
pub(crate) mod pattern;
pub(crate) mod spelling;
pub(crate) mod types;
