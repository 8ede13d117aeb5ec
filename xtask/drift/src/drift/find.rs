//! Which endpoint a page is about.

use std::collections::BTreeSet;

use crate::drift::known::Known;
use xtask_pages::facts::{Code, Field, Page};

/// Returns the page as the endpoint with its path knows it; of several endpoints, the one with its method.
pub(super) fn by_path(known: &[Known<'_>], page: &Page) -> Option<usize> {
    let has_path = |it: &Known<'_>| [&it.printed.path, &*it.endpoint.path].contains(&&page.path);
    let has_method = |it: &Known<'_>| {
        [it.printed.method.as_str(), it.endpoint.method().into_str()].contains(&&*page.method)
    };
    let is_it = |it: &Known<'_>| has_path(it) && it.is(page);
    let at = known.iter().position(|it| is_it(it) && has_method(it));
    at.or_else(|| known.iter().position(is_it))
}

/// Pages of unknown paths, with the endpoint whose path has changed if there is one: it is the only
/// one left with the same parameters, fields and error codes.
pub(super) fn moved<'k, 's>(
    free: &[&'k Known<'s>],
    pages: Vec<(usize, Page)>,
) -> Vec<(usize, Page, Option<&'k Known<'s>>)> {
    let shapes: Vec<_> = free.iter().map(|known| names(&known.printed)).collect();
    let wanted: Vec<_> = pages.iter().map(|(_, page)| names(page)).collect();
    let found = pages.into_iter().zip(&wanted).map(|((at, page), names)| {
        let mut same = free.iter().zip(&shapes).filter(|(_, shape)| *shape == names);
        // Looked for only where an endpoint is like it: there may be thousands of pages.
        let alone = || wanted.iter().filter(|other| *other == names).count() == 1;
        let endpoint = match (same.next(), same.next()) {
            (Some((endpoint, _)), None) if !page.errors.is_empty() && alone() => Some(*endpoint),
            _ => None,
        };
        (at, page, endpoint)
    });
    found.collect()
}

/// Everything that has a name or a code.
fn names(page: &Page) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    fields("parameters", &page.parameters, &mut names);
    fields("response", &page.response, &mut names);
    names.extend(page.errors.iter().map(|error| match &error.code {
        Code::Number(code) => format!("errors.{code}"),
        Code::Text(code) => format!("errors.{code}"),
    }));
    names
}

fn fields(of: &str, fields: &[Field], names: &mut BTreeSet<String>) {
    for field in fields {
        let name = format!("{of}.{}", field.name);
        self::fields(&name, &field.fields, names);
        names.insert(name);
    }
}
