//! Tests of what follows the documentation.

mod docs_read;
mod drift;
mod facts_of_pages;
mod import;
mod spec_diff;
#[path = "../../../tests/it/workspace/mod.rs"]
mod workspace;
