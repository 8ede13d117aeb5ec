//! What a page changed, in the file that people have worked on, and nothing else.

mod amending;
mod endpoint;
mod errors;
mod items;
mod types;

use crate::import::amend::amending::Amending;
use crate::import::build::Built;
use crate::import::owner::{Decision, Owner};
use crate::import::rust_names;
use xtask_pages::facts::Page;
use xtask_spec::spec::{self, Api, Endpoint};

/// A file, the facts that it was written from, and the facts of the page now.
pub(super) struct Amended {
    pub(super) draft: Endpoint,
    pub(super) decisions: Vec<Decision>,
    /// What went, in a few words each.
    pub(super) removed: Vec<String>,
    /// Objects that the page calls otherwise now: old name, new name.
    pub(super) renamed: Vec<(String, String)>,
}

/// Carries the differences between `old` and `new` over into `known`, of which `own` is the page.
/// `fresh` is what an import of the new page would write.
pub(super) fn amend(
    known: &Endpoint,
    own: &spec::Page,
    (old, new): (&Page, &Page),
    fresh: &Built,
    api: &Api,
) -> Amended {
    let mut amending = Amending::new(known, own, fresh, api);
    amending.endpoint(old, new);
    amending.items(Owner::Parameters, Owner::Parameters, &old.parameters, &new.parameters);
    amending.groups(old, new);
    amending.spans(old, new);
    amending.items(Owner::Response, Owner::Response, &old.response, &new.response);
    amending.errors(old, new);
    amending.examples(old, new);
    amending.tidy();
    let Amending { mut draft, mut decisions, removed, renamed, .. } = amending;
    rust_names::choose(&mut draft, Some(known), api, &mut decisions);
    Amended { draft, decisions, removed, renamed }
}
