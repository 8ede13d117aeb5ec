//! Differences between two states of the contract, and their effect on callers.
//!
//! A state is either the facts of a page, or an endpoint of the spec, which [`expected`] converts into the
//! facts that its page prints.

mod canonical;
mod change;
mod changes;
mod code;
mod endpoint;
mod examples;
mod expected;
mod facts;
mod fields;
mod normal;
mod pairs;
mod summary;
mod types;
mod values;

pub use self::canonical::{canonical, digest};
pub use self::change::{Change, Kind, Verdict};
pub use self::code::{Difference, State, compare, rule_of_key, rule_of_table};
pub(crate) use self::endpoint::app_name;
pub use self::expected::{expected, expected_without};
pub use self::facts::compare_facts;
pub(crate) use self::normal::straight;
pub use self::normal::{normal, page_of};
pub use self::summary::{Counts, Versions, next_version};
pub(crate) use self::summary::{code, one_line};
