//! A short name for what a page says.

use xxhash_rust::xxh3::xxh3_128;

use crate::compare::canonical;
use xtask_pages::facts::Page;

/// Returns a hash over the facts of a page. Pages that [`compare_facts`](super::compare_facts) finds equal
/// have the same, however they are laid out and wherever they lie.
pub fn digest(page: &Page) -> String {
    // Facts are texts, numbers and lists, all of which JSON can hold.
    let facts = serde_json::to_vec(&canonical(page)).unwrap_or_default();
    format!("{:032x}", xxh3_128(&facts))
}
