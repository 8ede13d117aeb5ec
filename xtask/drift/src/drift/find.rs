//! Finds the endpoint of a page.

use crate::drift::known::{self, Known};
use xtask_pages::facts::Page;
use xtask_spec::spec::{FileId, Spec};

/// Returns the file of the endpoint that a page is about, as [`known_page`] finds it.
pub(crate) fn file_of(spec: &Spec, page: &Page) -> Option<FileId> {
    let known = known::pages(spec);
    known_page(&known, page).map(|at| known[at].endpoint.file)
}

/// Returns the known page with the page's path (of several, the one with its method), or else the one with its
/// address: a call can move, and its page stay where it is.
pub(super) fn known_page(known: &[Known<'_>], page: &Page) -> Option<usize> {
    let has_path = |it: &Known<'_>| [&it.printed.path, &*it.endpoint.path].contains(&&page.path);
    let has_method = |it: &Known<'_>| {
        [it.printed.method.as_str(), it.endpoint.method().into_str()].contains(&&*page.method)
    };
    let is_it = |it: &Known<'_>| has_path(it) && it.is(page);
    let has_address =
        |it: &Known<'_>| it.page.url.as_ref().map(|url| &url.value) == page.url.as_ref();
    let at_address = |it: &Known<'_>| page.url.is_some() && has_address(it);
    let at = known.iter().position(|it| is_it(it) && has_method(it));
    at.or_else(|| known.iter().position(is_it)).or_else(|| known.iter().position(at_address))
}
