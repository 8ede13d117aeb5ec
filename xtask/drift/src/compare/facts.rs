//! Two sets of facts: what differs, and what that does to those who call the generated crates.

use crate::compare::change::Change;
use crate::compare::changes::Changes;
use crate::compare::{canonical, endpoint, examples, fields};
use xtask_pages::facts::Page;
use xtask_spec::spec::Api;

/// Returns the differences between two states of one endpoint, from the outside in.
///
/// No order counts where order means nothing, and neither do file, remarks and layout. A renamed
/// thing is one that went and another that came. The verdicts hold for crates that are generated
/// once the spec is up to date, with its earlier Rust names.
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
