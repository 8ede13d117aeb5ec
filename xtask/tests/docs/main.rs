//! Reading documentation pages.
