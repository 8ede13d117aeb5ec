//! The walk through an organisation, against a double that holds one.
#![cfg(all(feature = "department", feature = "role", feature = "user"))]

mod changing;
mod difference;
mod faults;
mod organisation;
mod stored;
mod walk;
