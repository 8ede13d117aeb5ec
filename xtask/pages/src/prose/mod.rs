//! Facts found in prose: bounds, defaults, pairs, enumerated values.
//!
//! Sentences are compared in lower case and half width. Very long sentences are cut.

pub(crate) mod bounds;
pub(crate) mod defaults;
pub(crate) mod description;
pub(crate) mod enumeration;
mod measure;
pub(crate) mod partner;
