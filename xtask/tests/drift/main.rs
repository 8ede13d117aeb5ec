//! Comparing pages with the specification.
