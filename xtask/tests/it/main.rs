//! Tests of the generator.

mod codegen;
mod render;
mod scale;
mod sync;
mod workspace;
