//! Tests of the generator.

mod codegen;
mod fixture;
mod markdown;
mod openapi;
mod scale;
mod shapes;
mod sync;
mod synthetic;
mod workspace;
