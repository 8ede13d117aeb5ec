//! The format of the specification: `load → read → check`.

pub mod check;
pub mod diagnostic;
pub mod json;
pub mod load;
pub mod names;
pub mod read;
pub mod spec;
pub mod store;
