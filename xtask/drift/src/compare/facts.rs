//! Differences between two sets of facts, and their effect on users of the generated crates.

use crate::compare::change::Change;
use crate::compare::changes::Changes;
use crate::compare::{canonical, endpoint, examples, fields};
use xtask_pages::facts::Page;
use xtask_spec::spec::Api;

/// Returns the differences between two states of one endpoint, from the outside in.
///
/// Order is ignored where it has no meaning, as are file, remarks and layout. A renamed item counts as one
/// removed and one added. The verdicts apply to crates that are generated after the spec has been updated,
/// with its earlier Rust names.
pub fn compare_facts(old: &Page, new: &Page, api: &Api) -> Vec<Change> {
    let (old, new) = (canonical(old), canonical(new));
    let mut changes = Changes::default();
    if old != new {
        endpoint::compare(&old, &new, &mut changes);
        fields::compare(&old, &new, api, &mut changes);
        endpoint::compare_spans(&old, &new, &mut changes);
        endpoint::compare_errors(&old.errors, &new.errors, &mut changes);
        examples::compare(&old.examples, &new.examples, &mut changes);
    }
    changes.into_vec()
}
