//! What goes over HTTP: path, method, hosts, content type, places of parameters.

use std::collections::BTreeMap;

use crate::check::context::{Context, named, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{Endpoint, FORM, Field, JSON, MULTIPART, Method, Place, Text, is_kind};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let summary = &cx.endpoint.summary;
    cx.decided("summary", summary.is_some(), &cx.endpoint.path.span, problems);
    if let Some(summary) = summary {
        check_summary(summary, problems);
    }
    check_path(cx, problems);
    check_content_type(cx.endpoint, problems);
    check_headers(cx.endpoint, problems);
    check_hosts(cx, problems);
    check_permissions(cx, problems);
    check_envelope(cx, problems);
    let app_types = cx.endpoint.app_types.iter().flatten();
    unique("app type", app_types.map(|it| (it.into_str(), it.span.clone())), problems);
}

/// Reports two endpoints of one method and path.
pub(super) fn check_unique_paths(endpoints: &[Endpoint], problems: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for endpoint in endpoints {
        let method = endpoint.method().into_str();
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

/// Checks the summary: it is the first line of the documentation of several items.
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
        path if path.contains('?') => Some("parameters belong into `[parameters]`"),
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
    let method = endpoint.method.as_ref().map_or(&endpoint.path.span, |it| &it.span);
    let mut body = endpoint.parameters.iter().filter_map(in_body);
    match (endpoint.method(), &endpoint.content_type) {
        (Method::Get, Some(content_type)) => problems.push(
            Diagnostic::at(
                &content_type.span,
                "`content_type` on a GET call",
                "a GET call has no body",
            )
            .related(method, "the method"),
        ),
        (Method::Post, None) => {
            if let Some((first, _)) = body.next() {
                problems.push(
                    Diagnostic::at(method, "missing key `content_type`", "a POST call needs it")
                        .related(&first.name.span, "what its body holds")
                        .help(format!("add `content_type = \"{FORM};charset=utf-8\"`"))
                        .help(format!("or `content_type = \"{JSON}\"`, as the page says")),
                );
            }
            return;
        }
        (Method::Post, Some(content_type))
            if ![FORM, JSON, MULTIPART].iter().any(|kind| is_kind(content_type, kind)) =>
        {
            let title = format!("the content type `{}` is not supported", **content_type);
            problems.push(
                Diagnostic::at(
                    &content_type.span,
                    title,
                    format!("the generator knows `{FORM}`, `{JSON}` and `{MULTIPART}`"),
                )
                .note("a charset may follow"),
            );
        }
        (Method::Post, Some(content_type)) => check_places(endpoint, content_type, problems),
        (Method::Get, None) => {}
    }
    if endpoint.method() == Method::Get
        && let Some((first, place)) = body.next()
    {
        let title = format!("{} parameters on a GET call", place.into_str());
        let problem = Diagnostic::at(place_span(first), title, "a GET call has no body")
            .related(method, "the method")
            .help("leave `in` out, or correct the method");
        let and_here =
            |it: Diagnostic, (other, _): (&Field, Place)| it.related(place_span(other), "and here");
        problems.push(body.fold(problem, and_here));
    }
}

/// Reports parameters in a part that the body does not have: a form holds no JSON, and the other
/// way round.
fn check_places(endpoint: &Endpoint, content_type: &Text, problems: &mut Vec<Diagnostic>) {
    let expected = endpoint.body_place();
    let mut strays =
        endpoint.parameters.iter().filter_map(in_body).filter(|(_, place)| *place != expected);
    if let Some((first, place)) = strays.next() {
        let (found, expected) = (place.into_str(), expected.into_str());
        let title = format!("`in = \"{found}\"` beside another content type");
        let label = format!("expected \"{expected}\" or \"query\"");
        let problem = Diagnostic::at(place_span(first), title, label)
            .related(&content_type.span, "what the body is");
        let and_here =
            |it: Diagnostic, (other, _): (&Field, Place)| it.related(place_span(other), "and here");
        problems.push(strays.fold(problem, and_here));
    }
}

/// Returns a parameter with its place, if that is the body.
fn in_body(parameter: &Field) -> Option<(&Field, Place)> {
    let place = parameter.place.as_ref()?.value;
    place.is_body().then_some((parameter, place))
}

/// Returns where the file says the place of a parameter.
fn place_span(parameter: &Field) -> &crate::spec::Span {
    let place = parameter.place.as_ref().map(|place| &place.span);
    place.filter(|span| !span.range.is_empty()).unwrap_or(&parameter.name.span)
}

/// Headers that HTTP or the crates set.
const OWN_HEADERS: [&str; 5] =
    ["accept-encoding", "content-length", "content-type", "host", "transfer-encoding"];

fn check_headers(endpoint: &Endpoint, problems: &mut Vec<Diagnostic>) {
    let in_header = |it: &&Field| it.place.as_ref().is_some_and(|it| it.value == Place::Header);
    for parameter in endpoint.parameters.iter().filter(in_header) {
        let name = parameter.name.as_str();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let label = match name {
            _ if !name.bytes().all(allowed) => "expected letters, digits and hyphens",
            _ if OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name)) => {
                "the client sets it"
            }
            _ => continue,
        };
        let title = format!("`{name}` cannot be a header");
        problems.push(Diagnostic::at(&parameter.name.span, title, label));
    }
}

fn check_permissions(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let permissions = &cx.endpoint.permissions;
    unique("permission", named(permissions), problems);
    let known = cx.api.permissions.iter().map(|it| it.name.as_str());
    for name in permissions.iter().filter(|name| cx.api.permission(name).is_none()) {
        let subject = format!("permissions.{}", **name);
        if !cx.endpoint.is_undecided(&subject) {
            let title = format!("unknown permission `{}`", **name);
            problems.push(
                Diagnostic::at(&name.span, title, "`api.toml` does not say what it allows")
                    .suggest(name, known.clone())
                    .help(format!("add it there, or list \"{subject}\" in `undecided`")),
            );
        }
    }
}

fn check_envelope(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let listed = cx.endpoint.envelope.as_deref().unwrap_or_default();
    unique("field of the envelope", named(listed), problems);
    for name in listed.iter().filter(|name| !cx.api.is_envelope(name)) {
        let title = format!("unknown field of the envelope `{}`", **name);
        let known = cx.api.envelope.iter().map(|it| it.name.as_str());
        problems.push(Diagnostic::at(&name.span, title, "not in `api.toml`").suggest(name, known));
    }
    if let Some(asked) = cx.endpoint.credential.as_ref().filter(|it| it.value)
        && cx.api.credential.is_none()
    {
        let title = "`api.toml` describes no credential";
        problems.push(Diagnostic::at(&asked.span, title, "nothing to carry"));
    }
}

fn check_hosts(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    unique("host", named(cx.endpoint.hosts()), problems);
    if cx.endpoint.hosts().is_empty() {
        let problem =
            Diagnostic::at(&cx.endpoint.path.span, "missing key `hosts`", "which serve it?");
        problems.push(problem.help("add it here, or to `[defaults]` of `api.toml`"));
    }
    let known = cx.api.hosts.iter().map(|host| host.key.as_str());
    for host in cx.endpoint.hosts() {
        if !known.clone().any(|key| key == host.as_str()) {
            let title = format!("unknown host `{}`", **host);
            let problem = Diagnostic::at(&host.span, title, "not a host of `api.toml`");
            problems.push(problem.suggest(host, known.clone()));
        }
    }
}
