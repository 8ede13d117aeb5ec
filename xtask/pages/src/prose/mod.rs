//! Facts that stand in sentences: bounds, defaults, pairs, enumerated values.
//!
//! Sentences are compared in lower case and half width. Very long ones are cut.

pub(crate) mod bounds;
pub(crate) mod defaults;
pub(crate) mod description;
pub(crate) mod enumeration;
mod measure;
pub(crate) mod partner;
