//! The generator: `lower → emit → render → sync`, behind the `load → read → check` of `xtask_spec`.

pub mod codegen;
pub mod dependencies;
pub mod emit;
pub mod lower;
pub mod model;
pub mod parallel;
pub mod render;
pub mod stamp;
pub mod sync;
pub mod synthetic;
