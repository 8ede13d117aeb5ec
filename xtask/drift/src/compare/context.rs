//! What every comparison of one page needs.

use crate::compare::types::Renames;
use xtask_pages::facts::Page;
use xtask_spec::spec::Api;

/// What every comparison of one page needs.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) renames: Renames,
    /// Whole pages, for what depends on more than one fact.
    pub(super) old: &'a Page,
    pub(super) new: &'a Page,
}
