//! The generator: `load → read → check → lower → emit → render → sync`.
//!
//! One stage, one file, one verb. `codegen` strings them together.
//!
//! Beside it stands what follows the documentation: [`docs`] reads pages, [`compare`] says what two
//! states of the contract differ in, [`drift`] compares pages with the spec, [`revisions`] two states
//! of the spec, and [`import`] writes what a page says into the spec.

pub mod bench;
pub mod check;
pub mod codegen;
pub mod compare;
pub mod dependencies;
pub mod diagnostic;
pub mod docs;
pub mod drift;
pub mod emit;
pub mod import;
pub mod load;
pub mod lower;
pub mod model;
pub mod names;
pub mod parallel;
pub mod read;
pub mod render;
pub mod revisions;
pub mod spec;
pub mod stamp;
pub mod sync;
pub mod synthetic;
