//! Finds the endpoint of a page.

use std::collections::BTreeSet;

use crate::drift::known::{self, Known};
use xtask_pages::facts::{Field, Page};
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

/// Returns pages of unknown paths and addresses, each with the endpoint whose path has changed, if any: the
/// only remaining one with the same parameters, fields and error codes.
pub(super) fn moved<'k, 's>(
    free: &[&'k Known<'s>],
    pages: Vec<(usize, Page)>,
) -> Vec<(usize, Page, Option<&'k Known<'s>>)> {
    let shapes: Vec<_> = free.iter().map(|known| names(&known.printed)).collect();
    let wanted: Vec<_> = pages.iter().map(|(_, page)| names(page)).collect();
    let only = |all: &[BTreeSet<String>], names: &BTreeSet<String>| {
        let mut same = (0..all.len()).filter(|at| all[*at] == *names);
        same.next().filter(|_| same.next().is_none())
    };
    let found = pages.into_iter().zip(&wanted).map(|((at, page), names)| {
        // Pages are compared with each other only after an endpoint has matched: there may be thousands.
        let endpoint = only(&shapes, names).filter(|_| !page.errors.is_empty());
        let endpoint = endpoint.filter(|_| only(&wanted, names).is_some());
        (at, page, endpoint.map(|at| free[at]))
    });
    found.collect()
}

/// Returns the names and codes of everything on the page.
fn names(page: &Page) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    fields("parameters", &page.parameters, &mut names);
    fields("response", &page.response, &mut names);
    names.extend(page.errors.iter().map(|error| format!("errors.{:?}", error.code)));
    names
}

fn fields(of: &str, fields: &[Field], names: &mut BTreeSet<String>) {
    for field in fields {
        let name = format!("{of}.{}", field.name);
        self::fields(&name, &field.fields, names);
        names.insert(name);
    }
}
