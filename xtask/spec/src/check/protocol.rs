//! HTTP parts of a call: path, method, hosts, content type, places of parameters.

use crate::check::context::Context;
use crate::diagnostic::Problems;
use crate::spec::{Endpoint, FORM, Field, JSON, MULTIPART, Method, Place, Span, is_kind};

pub(super) fn check(cx: &mut Context<'_>) {
    let summary = &cx.endpoint.summary;
    cx.decided("summary", summary.is_some(), &cx.endpoint.path.span);
    // The summary is the first line of the documentation of several items.
    if let Some(summary) = summary.as_ref().filter(|it| it.contains('\n') || !it.ends_with('.')) {
        let title = "the summary is not a sentence on one line";
        cx.at(&summary.span, title, "expected one that ends with a period");
    }
    check_path(cx);
    check_body(cx);
    check_headers(cx);
    check_shared(cx);
    let app_types = cx.endpoint.app_types.iter().flatten();
    cx.problems.unique("app type", app_types.map(|it| (it.into_str(), &it.span)));
}

/// Reports two endpoints with the same method and path.
pub(super) fn check_unique_paths(endpoints: &[Endpoint], problems: &mut Problems) {
    let call = |it: &Endpoint| format!("{} {}", it.method().into_str(), *it.path);
    problems.unique("call", endpoints.iter().map(|it| (call(it), &it.path.span)));
}

fn check_path(cx: &mut Context<'_>) {
    let path = &cx.endpoint.path;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~".contains(letter);
    if let Some(start) = path.find('{') {
        let end = path[start..].find('}').map_or(path.len(), |length| start + length + 1);
        let span = cx.within(path, start, end);
        let title = "placeholders in a path are not supported";
        cx.at(&span, title, "the generator puts no parameter into a path yet");
        return;
    }
    let label = match path.as_str() {
        path if !path.starts_with('/') => "expected a `/` at the beginning",
        path if path.contains("//") || path.ends_with('/') => "an empty segment",
        path if path.split('/').any(|part| part == "." || part == "..") => {
            "`.` and `..` say nothing here"
        }
        path if path.contains('?') => "parameters belong into `[parameters]`",
        path if !path.chars().all(allowed) => "only letters, digits and `/-_.~` are allowed",
        _ => return,
    };
    cx.at(&path.span, format!("`{}` is not a path", path.as_str()), label);
}

/// Checks the content type, and that no parameter is in a part that the body does not have.
fn check_body(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let method = endpoint.method.as_ref().map_or(&endpoint.path.span, |it| &it.span);
    let is_get = endpoint.method() == Method::Get;
    let mut in_body = endpoint.parameters.iter().filter_map(in_body);
    let reason = match &endpoint.content_type {
        Some(content_type) if is_get => {
            let title = "`content_type` on a GET call";
            cx.at(&content_type.span, title, "a GET call has no body")
                .related(method, "the method");
            method
        }
        Some(content_type)
            if ![FORM, JSON, MULTIPART].iter().any(|it| is_kind(content_type, it)) =>
        {
            let title = format!("the content type `{}` is not supported", **content_type);
            let label = format!("the generator knows `{FORM}`, `{JSON}` and `{MULTIPART}`");
            cx.at(&content_type.span, title, label).note("a charset may follow");
            return;
        }
        Some(content_type) => &content_type.span,
        None if is_get => method,
        None => {
            if let Some((first, _)) = in_body.next() {
                cx.at(method, "missing key `content_type`", "a POST call needs it")
                    .related(&first.name.span, "what its body holds")
                    .help(format!("add `content_type = \"{FORM};charset=utf-8\"`"))
                    .help(format!("or `content_type = \"{JSON}\"`, as the page says"));
            }
            return;
        }
    };
    let expected = endpoint.body_place();
    for (parameter, place) in in_body.filter(|(_, place)| is_get || *place != expected) {
        let (beside, label, why) = if is_get {
            ("on a GET call", "a GET call has no body".to_owned(), "the method")
        } else {
            let label = format!("expected \"{}\" or \"query\"", expected.into_str());
            ("beside another content type", label, "what the body is")
        };
        let title = format!("`in = \"{}\"` {beside}", place.into_str());
        cx.at(place_span(parameter), title, label).related(reason, why);
    }
}

/// Returns a parameter with its place, if that is the body.
fn in_body(parameter: &Field) -> Option<(&Field, Place)> {
    let place = parameter.place.as_ref()?.value;
    place.is_body().then_some((parameter, place))
}

/// Returns the span that determines the place of a parameter.
fn place_span(parameter: &Field) -> &Span {
    let place = parameter.place.as_ref().map(|place| &place.span);
    place.filter(|span| !span.range.is_empty()).unwrap_or(&parameter.name.span)
}

/// Headers that HTTP or the crates set.
const OWN_HEADERS: [&str; 5] =
    ["accept-encoding", "content-length", "content-type", "host", "transfer-encoding"];

fn check_headers(cx: &mut Context<'_>) {
    let in_header = |it: &&Field| it.place.as_ref().is_some_and(|it| it.value == Place::Header);
    for parameter in cx.endpoint.parameters.iter().filter(in_header) {
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
        cx.at(&parameter.name.span, title, label);
    }
}

/// Checks that `api.toml` has what the file names: hosts, permissions, fields of the envelope, the credential.
fn check_shared(cx: &mut Context<'_>) {
    let (api, endpoint) = (cx.api, cx.endpoint);
    let hosts: Vec<_> = api.hosts.iter().map(|host| host.key.as_str()).collect();
    cx.problems.refer("host", endpoint.hosts(), &hosts);
    if endpoint.hosts().is_empty() {
        cx.at(&endpoint.path.span, "missing key `hosts`", "which serve it?")
            .help("add it here, or to `[defaults]` of `api.toml`");
    }
    let fields: Vec<_> = api.envelope.iter().map(|field| field.name.as_str()).collect();
    let listed = endpoint.envelope.as_deref().unwrap_or_default();
    cx.problems.refer("field of the envelope", listed, &fields);
    let permissions = endpoint.permissions.iter();
    cx.problems.unique("permission", permissions.map(|it| (it.as_str(), &it.span)));
    for name in endpoint.permissions.iter().filter(|name| api.permission(name).is_none()) {
        let subject = format!("permissions.{}", **name);
        if !endpoint.is_undecided(&subject) {
            let known = api.permissions.iter().map(|it| it.name.as_str());
            cx.problems
                .unknown("permission", name, known)
                .help(format!("add it to `api.toml`, or list \"{subject}\" in `undecided`"));
        }
    }
    if let Some(asked) = endpoint.credential.as_ref().filter(|it| it.value)
        && api.credential.is_none()
    {
        cx.at(&asked.span, "`api.toml` describes no credential", "nothing to carry");
    }
}
