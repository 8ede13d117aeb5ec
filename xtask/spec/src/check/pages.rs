//! Pages that are the source of an endpoint's facts.

use crate::check::context::Context;
use crate::diagnostic::Problems;
use crate::spec::{Page, Text};

pub(super) fn check(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    for page in &endpoint.pages {
        if let Some(url) = &page.url {
            check_url(url, cx.problems);
        }
        check_reading(page, cx.problems);
    }
    check_names(cx);
    let has_link = endpoint.pages.iter().any(|page| page.url.is_some());
    if !has_link && !endpoint.is_undecided("pages") {
        cx.at(&endpoint.path.span, "no page has a `url`", "where is it documented?")
            .help("add it, or list \"pages\" in `undecided`");
    }
    let is_known = endpoint.pages.iter().any(|page| page.read.is_some() || page.source.is_some());
    if let Some(first) = endpoint.pages.first().filter(|_| !is_known) {
        let at = first.url.as_ref().map_or(&endpoint.path.span, |url| &url.span);
        cx.at(at, "nobody has read a page", "this needs a source")
            .help("add `read` with the day on which you compared the file with the page")
            .help("or add `source` with how the facts are known without it");
    }
}

/// Checks that facts of only some pages name pages of the file, and are not required.
fn check_names(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let departures = endpoint.departures.iter().flat_map(|it| &it.pages);
    let known = || endpoint.pages.iter().map(Page::name);
    for name in endpoint.all_fields().flat_map(|it| &it.pages).chain(departures) {
        if !known().any(|it| it == name.value) {
            let title = format!("no page of the file is called `{}`", **name);
            let label = "expected the last part of a page's `url`, or its language without one";
            cx.at(&name.span, title, label).suggest(name, known());
        }
    }
    for field in endpoint.all_fields().filter(|it| !it.pages.is_empty() && it.is_required()) {
        let title = format!("`{}` is required, but only some pages list it", *field.name);
        cx.at(field.required_span(), title, "calls by the other pages lack it")
            .related(&field.pages[0].span, "the pages that list it")
            .help("remove `required`, and record a departure for the pages that require it");
    }
}

fn check_url(url: &Text, problems: &mut Problems) {
    let bare = url.strip_prefix("https://");
    if bare.is_none_or(|rest| rest.is_empty() || rest.contains(breaks_a_link)) {
        let label = "expected a link of `https://` without spaces, brackets, quotes and backticks";
        problems.at(&url.span, "not the address of a page", label);
    }
}

/// Checks that either someone has read the page, or the file gives another source of its facts.
fn check_reading(page: &Page, problems: &mut Problems) {
    if let (Some(read), Some(source)) = (&page.read, &page.source) {
        problems
            .at(&source.span, "`source` beside `read`", "not needed")
            .related(&read.span, "the page itself is the source")
            .help("remove `source`; a code that the page does not list has its own");
    }
    if let (Some(read), None) = (&page.read, &page.language) {
        problems
            .at(&read.span, "missing key `language`", "in which language was it?")
            .help("add `language = \"en\"` or `language = \"zh\"`");
    }
}

/// Returns whether a link in Markdown would end at `c`.
fn breaks_a_link(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "`()<>[]\"\\".contains(c)
}
