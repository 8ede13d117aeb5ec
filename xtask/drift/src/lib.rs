//! Follows the documentation.
//!
//! [`import`] writes what a page says into the specification, [`compare`] says what two states of the
//! contract differ in, [`drift`] compares pages with the specification, and [`revisions`] two states
//! of the specification.

pub mod compare;
pub mod docs_read;
pub mod drift;
mod files;
pub mod import;
mod limits;
pub mod report;
pub mod revisions;
