//! The texts of the documentation, as Markdown.

use std::fmt::Write;

pub(super) use super::markdown::{cell, code, enumeration, prose};
use crate::model::{
    Base, Encoding, Endpoint, Error, Evidence, Field, Group, Limit, LimitKind, Method, Paging,
    Parameter, Place, Reading, Scalar, Service, Type,
};

/// Everything that a caller wants to know of an endpoint.
pub(super) fn endpoint(endpoint: &Endpoint) -> String {
    let mut text = format!("{}\n\n", prose(&endpoint.summary));
    let method = method(endpoint.method);
    let reading = match &endpoint.page.reading {
        Reading::Read { language, day } => format!(" (page in {language}, read on {day})."),
        Reading::Unread(source) => {
            format!(". Not held against its page: the facts come from {}.", origin(*source))
        }
    };
    let url = &endpoint.page.url;
    put(
        &mut text,
        &format!("`{method} {}`, see the [documentation]({url}){reading}\n", endpoint.path),
    );
    put(
        &mut text,
        &format!(
            "- Hosts: {}",
            endpoint.hosts.iter().map(|host| format!("`{host}`")).collect::<Vec<_>>().join(", ")
        ),
    );
    if !endpoint.app_types.is_empty() {
        put(&mut text, &format!("- For: {}", endpoint.app_types.join(", ")));
    }
    if !endpoint.authenticated {
        put(&mut text, "- Needs no access token.");
    }
    for permission in &endpoint.permissions {
        put(
            &mut text,
            &format!(
                "- Permission: `{}` ({})",
                permission.name,
                prose(permission.doc.trim_end_matches('.'))
            ),
        );
    }
    let safe = if endpoint.repeat.safe { "safe" } else { "not safe" };
    put(
        &mut text,
        &format!("- Repeating a call is {safe}: {}", prose(&lower_first(&endpoint.repeat.reason))),
    );
    if let Some(code) = endpoint.repeat.done_code {
        put(
            &mut text,
            &format!("- The code `{code}`, answered to a repetition, means that the work is done."),
        );
    }
    if let Some(paging) = &endpoint.paging {
        put(&mut text, &format!("- {}", pages(endpoint, paging)));
    }
    section(
        &mut text,
        "Preconditions",
        endpoint.preconditions.iter().map(|line| format!("- {}", prose(line))),
    );
    section(&mut text, "Notes", endpoint.notes.iter().map(|line| format!("- {}", prose(line))));
    section(&mut text, "Limits", limits(endpoint));
    section(&mut text, "Errors", errors(endpoint));
    text
}

/// How a service is left out of a build.
pub(super) fn feature(service: &Service) -> String {
    format!("Needs the feature `{}`, which is on by default.", service.name)
}

/// The documentation of a parameter as a field.
pub(super) fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Query => "the query",
        Place::Form => "the form",
        Place::Body => "the body",
    };
    let encoding = match parameter.encoding {
        Encoding::Plain | Encoding::Json => "",
        Encoding::Joined => ", joined by commas",
        Encoding::JsonText => ", as a text of JSON",
    };
    sent(parameter, &format!(" in {place}{encoding}"))
}

/// The documentation of a field of an object that is sent.
pub(super) fn sent_field(field: &Parameter) -> String {
    sent(field, "")
}

fn sent(parameter: &Parameter, place: &str) -> String {
    let mut text = format!("{}\n\n", prose(&parameter.doc));
    let _ = write!(text, "`{}`{place}", parameter.wire);
    text.push_str(secret(&parameter.ty));
    for limit in &parameter.limits {
        let _ = write!(text, "; {} ([`{}`])", limit.kind.words(limit.value), limit.constant);
    }
    if let Some(listed) = &parameter.values {
        let _ = write!(text, "; {} ([`{}`])", values(&listed.values), listed.constant);
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, "; the service takes {} if it is not sent", literal(&default.value));
    }
    if let Some(example) = &parameter.example {
        let _ = write!(text, "; for example {}", code(example));
    }
    text.push('.');
    text
}

/// The documentation of parameters that work only together.
pub(super) fn group(group: &Group, endpoint: &Endpoint) -> String {
    let members: Vec<_> = group
        .members
        .iter()
        .map(|&member| format!("`{}`", endpoint.parameters[member].wire))
        .collect();
    format!("{}\n\nThe service heeds {} only together.", prose(&group.doc), enumeration(&members))
}

/// The documentation of a field of the answer.
pub(super) fn field(field: &Field) -> String {
    let mut text = prose(&field.doc);
    let _ = write!(text, "\n\n`{}`", field.wire);
    text.push_str(secret(&field.ty));
    if field.ty.is_list() {
        text.push_str("; empty if the answer has none");
    } else if field.optional {
        text.push_str("; may be missing");
    }
    if !field.values.is_empty() {
        let _ = write!(text, "; {}", values(&field.values));
    }
    if let Some(example) = &field.example {
        let _ = write!(text, "; for example {}", code(example));
    }
    text.push('.');
    text
}

/// The documentation of the constant that holds a limit.
pub(super) fn limit(limit: &Limit, parameter: &Parameter) -> String {
    let wire = parameter.label();
    match limit.kind {
        LimitKind::Min => format!("The smallest `{wire}`."),
        LimitKind::MinChars => format!("How many characters `{wire}` needs."),
        LimitKind::Max => format!("The largest `{wire}`."),
        LimitKind::MaxItems => format!("How many items `{wire}` takes in one call."),
        LimitKind::MaxChars => format!("How many characters `{wire}` takes."),
    }
}

/// Behind the meaning of a code: how we know of it, if not from the page.
pub(super) fn error_source(error: &Error) -> String {
    error.source.map(|source| format!(" (known from {})", origin(source))).unwrap_or_default()
}

/// A default as it is written in documentation.
pub(super) fn literal(value: &Scalar) -> String {
    match value {
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(boolean) => boolean.to_string(),
        Scalar::String(text) => code(text),
    }
}

/// The name of an HTTP method.
pub(super) fn method(method: Method) -> &'static str {
    method.as_str()
}

fn limits(endpoint: &Endpoint) -> Vec<String> {
    let rows = endpoint.all_sent().flat_map(|parameter| {
        parameter.limits.iter().map(move |limit| {
            format!("| `{}` | {} | [`{}`] |", parameter.label(), limit.kind.words(limit.value), limit.constant)
        })
    });
    table("| parameter | limit | constant |\n|---|---|---|", rows)
}

fn errors(endpoint: &Endpoint) -> Vec<String> {
    let rows = endpoint.errors.iter().map(|error| {
        let again = if error.retry { "yes" } else { "no" };
        let (meaning, advice) = (cell(&error.meaning), cell(&error.advice));
        let source = error_source(error);
        format!(
            "| `{}` | [`{}`](ErrorCode::{}) | {meaning}{source} | {advice} | {again} |",
            error.code, error.variant, error.variant
        )
    });
    table("| code | variant | meaning | what to do | try again |\n|---|---|---|---|---|", rows)
}

/// How the list is read page by page.
fn pages(endpoint: &Endpoint, paging: &Paging) -> String {
    let [offset, size] = [paging.offset, paging.size].map(|it| &endpoint.parameters[it].wire);
    let [items, more] = [paging.items, paging.more].map(|it| &endpoint.response.fields[it].wire);
    format!(
        "`{items}` comes in pages, by `{offset}` and `{size}`; `{more}` tells whether another one follows."
    )
}

fn secret(ty: &Type) -> &'static str {
    if ty.base == Base::Secret { "; a secret, which nothing shows" } else { "" }
}

fn origin(source: Evidence) -> &'static str {
    match source {
        Evidence::Page => "the page",
        Evidence::Vendor => "another page of the vendor",
        Evidence::Probe => "a test against the service",
        Evidence::Peer => "another SDK",
    }
}

fn table(head: &str, rows: impl Iterator<Item = String>) -> Vec<String> {
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() { rows } else { [vec![head.to_owned()], rows].concat() }
}

/// The values that a page lists.
fn values(values: &[Scalar]) -> String {
    let values: Vec<_> = values
        .iter()
        .map(|value| match value {
            Scalar::String(text) => code(text),
            other => format!("`{}`", literal(other)),
        })
        .collect();
    format!("the page lists {}", values.join(", "))
}

fn section(text: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_none() {
        return;
    }
    put(text, &format!("\n# {title}\n"));
    lines.for_each(|line| put(text, &line));
}

fn put(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    // `HTTP` stays as it is, `A role` does not.
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
