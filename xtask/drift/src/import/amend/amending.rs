//! State of an amendment.

use crate::import::build::Built;
use crate::import::decision::Decision;
use crate::import::departures::others;
use xtask_pages::facts::Page;
use xtask_spec::spec::{self, Api, Endpoint, Examples};

/// A file, the facts from which it was written, and the current facts of the page.
pub(in crate::import) struct Amending<'a> {
    /// The file; later with the changes of the page applied.
    pub(in crate::import) draft: Endpoint,
    pub(in crate::import) known: &'a Endpoint,
    /// The page's entry in the file.
    pub(in crate::import) own: &'a spec::Page,
    pub(in crate::import) old: &'a Page,
    pub(in crate::import) new: &'a Page,
    /// Imports of the old facts and of the new ones.
    pub(in crate::import) base: Built,
    pub(in crate::import) fresh: Built,
    /// The examples of the page.
    pub(in crate::import) examples: Examples,
    pub(in crate::import) api: &'a Api,
    pub(in crate::import) decisions: Vec<Decision>,
    /// Subjects that the page no longer has and other pages of the call do.
    pub(in crate::import) left_to_others: Vec<String>,
}

impl Amending<'_> {
    /// Returns whether this page's facts apply to the whole call. If another page is the main one, a
    /// difference becomes a departure.
    pub(super) fn leads(&self) -> bool {
        let alone = others(self.known, self.own).is_empty();
        alone || self.known.main_page() == Some(self.own)
    }
}
