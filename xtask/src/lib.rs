//! The generator: `load → read → check → lower → emit → render → sync`.
//!
//! One stage, one file, one verb. `codegen` strings them together.

pub mod check;
pub mod codegen;
pub mod compare;
pub mod dependencies;
pub mod diagnostic;
pub mod docs;
pub mod emit;
pub mod load;
pub mod lower;
pub mod model;
pub mod names;
pub mod parallel;
pub mod read;
pub mod render;
pub mod spec;
pub mod stamp;
pub mod sync;
pub mod synthetic;
