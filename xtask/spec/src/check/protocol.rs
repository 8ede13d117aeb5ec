//! What goes over HTTP: path, method, hosts, content type, and the page that says so.

use std::collections::BTreeMap;

use crate::check::{Context, app_type_text, method_text, named, place_text, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{Endpoint, FORM, JSON, Method, Page, Place, Text, is_kind};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    check_summary(&cx.endpoint.summary, problems);
    check_path(cx, problems);
    check_content_type(cx.endpoint, problems);
    check_hosts(cx, problems);
    check_page(cx.endpoint, problems);
    let app_types = cx.endpoint.app_types.iter();
    let app_types = app_types.map(|it| (app_type_text(it.value), it.span.clone()));
    unique("app type", app_types, problems);
    let permissions = cx.endpoint.permissions.iter();
    unique(
        "permission",
        permissions.map(|permission| (permission.name.as_str(), permission.name.span.clone())),
        problems,
    );
}

/// The service tells endpoints apart by method and path alone.
pub(super) fn check_unique_paths(endpoints: &[Endpoint], problems: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for endpoint in endpoints {
        let method = method_text(endpoint.method.value);
        let call = (method, endpoint.path.as_str());
        if let Some(first) = seen.get(&call) {
            let title = format!("two endpoints for `{method} {}`", *endpoint.path);
            problems.push(
                Diagnostic::at(&endpoint.path.span, title, "the second one")
                    .related(first, "the first one"),
            );
        } else {
            seen.insert(call, endpoint.path.span.clone());
        }
    }
}

/// The summary is the first line of the documentation of several items.
fn check_summary(summary: &Text, problems: &mut Vec<Diagnostic>) {
    if summary.contains('\n') || !summary.ends_with('.') {
        let title = "the summary is not a sentence on one line";
        problems.push(Diagnostic::at(&summary.span, title, "expected one that ends with a period"));
    }
}

fn check_path(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let path = &cx.endpoint.path;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~".contains(letter);
    if let Some((start, name)) = placeholder(path) {
        let span = cx.within(path, start, start + name.len() + 2);
        let known = cx.endpoint.parameters.iter().map(|parameter| parameter.name.as_str());
        problems.push(if known.clone().any(|parameter| parameter == name) {
            let title = format!("the placeholder `{{{name}}}` is not supported");
            Diagnostic::at(&span, title, "the generator puts no parameter into a path yet")
        } else {
            let title = format!("unknown placeholder `{{{name}}}`");
            Diagnostic::at(&span, title, "no parameter has this name").suggest(name, known)
        });
    } else if let Some(label) = match path.as_str() {
        path if !path.starts_with('/') => Some("expected a `/` at the beginning"),
        path if path.contains("//") || path.ends_with('/') => Some("an empty segment"),
        path if path.split('/').any(|part| part == "." || part == "..") => {
            Some("`.` and `..` say nothing here")
        }
        path if path.contains('?') => Some("parameters belong into `[[parameters]]`"),
        path if !path.chars().all(allowed) => Some("only letters, digits and `/-_.~` are allowed"),
        _ => None,
    } {
        let title = format!("`{}` is not a path", path.as_str());
        problems.push(Diagnostic::at(&path.span, title, label));
    }
}

fn placeholder(path: &str) -> Option<(usize, &str)> {
    let start = path.find('{')?;
    let length = path[start..].find('}')?;
    Some((start, &path[start + 1..start + length]))
}

fn check_content_type(endpoint: &Endpoint, problems: &mut Vec<Diagnostic>) {
    let in_body = endpoint.parameters.iter().find(|it| it.place.value != Place::Query);
    match (endpoint.method.value, &endpoint.content_type) {
        (Method::Get, Some(content_type)) => problems.push(
            Diagnostic::at(
                &content_type.span,
                "`content_type` on a GET call",
                "a GET call has no body",
            )
            .related(&endpoint.method.span, "the method"),
        ),
        (Method::Post, None) => {
            if let Some(first) = in_body {
                problems.push(
                    Diagnostic::at(
                        &endpoint.method.span,
                        "missing key `content_type`",
                        "a POST call needs it",
                    )
                    .related(&first.place.span, "what its body holds")
                    .help(format!("add `content_type = \"{FORM};charset=utf-8\"`"))
                    .help(format!("or `content_type = \"{JSON}\"`, as the page says")),
                );
            }
        }
        (Method::Post, Some(content_type))
            if !is_kind(content_type, FORM) && !is_kind(content_type, JSON) =>
        {
            let title = format!("the content type `{}` is not supported", **content_type);
            problems.push(
                Diagnostic::at(
                    &content_type.span,
                    title,
                    format!("the generator knows `{FORM}` and `{JSON}`"),
                )
                .note("a charset may follow; files cannot be sent"),
            );
        }
        (Method::Post, Some(content_type)) => check_places(endpoint, content_type, problems),
        (Method::Get, None) => {}
    }
    if endpoint.method.value == Method::Get {
        let mut body = endpoint.parameters.iter().filter(|it| it.place.value != Place::Query);
        if let Some(first) = body.next() {
            let title = format!("{} parameters on a GET call", place_text(first.place.value));
            let problem = Diagnostic::at(&first.place.span, title, "a GET call has no body")
                .related(&endpoint.method.span, "the method")
                .help("write `in = \"query\"`, or correct the method");
            problems
                .push(body.fold(problem, |it, other| it.related(&other.place.span, "and here")));
        }
    }
}

/// A form has no JSON in its body, and the other way round.
fn check_places(endpoint: &Endpoint, content_type: &Text, problems: &mut Vec<Diagnostic>) {
    let expected = endpoint.body_place();
    let stray = |place| place != Place::Query && place != expected;
    let mut strays = endpoint.parameters.iter().filter(|it| stray(it.place.value));
    if let Some(first) = strays.next() {
        let (found, expected) = (place_text(first.place.value), place_text(expected));
        let title = format!("`in = \"{found}\"` beside another content type");
        let label = format!("expected \"{expected}\" or \"query\"");
        let problem = Diagnostic::at(&first.place.span, title, label)
            .related(&content_type.span, "what the body is");
        problems.push(strays.fold(problem, |it, other| it.related(&other.place.span, "and here")));
    }
}

fn check_hosts(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    unique("host", named(&cx.endpoint.hosts), problems);
    let known = cx.api.hosts.iter().map(|host| host.key.as_str());
    for host in &cx.endpoint.hosts {
        if !known.clone().any(|key| key == host.as_str()) {
            let title = format!("unknown host `{}`", **host);
            let problem = Diagnostic::at(&host.span, title, "not a host of `api.toml`");
            problems.push(problem.suggest(host, known.clone()));
        }
    }
}

fn check_page(endpoint: &Endpoint, problems: &mut Vec<Diagnostic>) {
    let url = &endpoint.page.url;
    let bare = url.strip_prefix("https://");
    if bare.is_none_or(|rest| rest.is_empty() || rest.contains(breaks_a_link)) {
        let title = "the endpoint names no source";
        problems.push(
            Diagnostic::at(
                &url.span,
                title,
                "expected a link of `https://` without spaces, brackets, quotes and backticks",
            )
            .note("every fact of this file has to be found on the page it links to"),
        );
    }
    check_reading(&endpoint.page, problems);
}

/// Either someone has read the page, or the file says how else its facts are known.
fn check_reading(page: &Page, problems: &mut Vec<Diagnostic>) {
    match (&page.read, &page.source) {
        (Some(read), Some(source)) => problems.push(
            Diagnostic::at(&source.span, "`source` beside `read`", "not needed")
                .related(&read.span, "the page itself is the source")
                .help("remove `source`; a code that the page does not list has its own"),
        ),
        (None, None) => problems.push(
            Diagnostic::at(&page.url.span, "nobody has read the page", "this needs a source")
                .help("add `read` with the day on which you held the file against the page")
                .help("or add `source` with how the facts are known without it"),
        ),
        _ => {}
    }
    match (&page.read, &page.language) {
        (Some(read), None) => problems.push(
            Diagnostic::at(&read.span, "missing key `language`", "in which language was it?")
                .help("add `language = \"en\"` or `language = \"zh\"`"),
        ),
        (None, Some(language)) => problems.push(
            Diagnostic::at(&language.span, "`language` of a page that nobody read", "not known")
                .help("remove `language`, or add `read`"),
        ),
        _ => {}
    }
}

/// Whether a link in Markdown would end at `c`.
fn breaks_a_link(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "`()<>[]\"\\".contains(c)
}
