//! Compares the specification with the documentation, and imports pages.
//!
//! [`import`] writes the facts of a page into the specification, [`compare`] finds the differences between
//! two states of the contract, [`drift`] compares pages with the specification, and [`revisions`] two states
//! of the specification.

pub mod compare;
pub mod docs_read;
pub mod drift;
mod files;
pub mod import;
mod limits;
pub mod report;
pub mod revisions;
