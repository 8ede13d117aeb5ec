//! The generator: `lower → emit → render → sync`, after the `load → read → check` of `xtask_spec`; and the export.

pub mod codegen;
pub mod emit;
pub mod lower;
pub mod model;
pub mod openapi;
pub mod region;
pub mod render;
pub mod sandbox;
pub mod sync;
