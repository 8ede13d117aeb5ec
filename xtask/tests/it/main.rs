//! Tests of the generator.

mod codegen;
mod scale;
mod sync;
mod synthetic;
mod workspace;
