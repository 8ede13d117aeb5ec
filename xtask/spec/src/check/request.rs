//! The page's request example against the parameters.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::faults;
use crate::json::{self, Ranged as _, Value};
use crate::spec::{Either, Field, Method, Need, Place, Span, Text};

/// One `name=value` of the example, or one member of its JSON.
struct Argument<'a> {
    name: String,
    value: Given<'a>,
    span: Span,
}

enum Given<'a> {
    Text(String),
    Json(Value<'a>),
}

pub(super) fn check(cx: &mut Context<'_>) {
    let Some(arguments) = arguments(cx) else { return };
    let parameters = &cx.endpoint.parameters;
    let mut seen = BTreeSet::new();
    for argument in &arguments {
        let name = argument.name.as_str();
        if cx.api.is_credential(name) && cx.endpoint.is_authenticated() {
            // The page's samples include the token, at any place.
            continue;
        }
        let Some(parameter) = parameters.iter().find(|it| *it.name == name) else {
            let title = format!("the request example has an unknown parameter `{name}`");
            cx.at(&argument.span, title, "no parameter has this name")
                .suggest(name, parameters.iter().map(|it| it.name.as_str()));
            continue;
        };
        if !seen.insert(name) {
            let title = format!("the request example has `{name}` twice");
            cx.at(&argument.span, title, "again here");
        }
        check_argument(cx, parameter, argument);
    }
    // The sample's data is the body: a POST call's query is in its URL.
    let is_get = cx.endpoint.method() == Method::Get;
    let in_sample = |it: &Field| match it.place.as_ref().map(|it| it.value) {
        Some(Place::Header) => false,
        Some(Place::Query) => is_get,
        _ => true,
    };
    for parameter in parameters.iter().filter(|it| it.is_required() && in_sample(it)) {
        if !seen.contains(parameter.name.as_str()) {
            let title = format!("the request example lacks `{}`", *parameter.name);
            cx.at(&cx.endpoint.examples.request.span, title, "the page's sample")
                .related(parameter.required_span(), "every call sends it");
        }
    }
    let is_shown = |name: &str| parameters.iter().any(|it| *it.name == name && in_sample(it));
    let either = cx.endpoint.either.iter().filter(|it| it.object.is_none());
    for group in either.filter(|it| it.members.iter().all(|it| is_shown(it))) {
        check_either(cx, group, &seen);
    }
}

/// Checks that the page's example sends as many of the members as the file says a call needs.
fn check_either(cx: &mut Context<'_>, group: &Either, seen: &BTreeSet<&str>) {
    let sent = group.members.iter().filter(|it| seen.contains(it.as_str())).count();
    if sent == 0 || sent > 1 && group.need.value == Need::ExactlyOne {
        let title = format!("the request example breaks `either.{}`", *group.name);
        let label = format!("it sends {sent} of the members");
        cx.at(&cx.endpoint.examples.request.span, title, label)
            .related(&group.need.span, "what a call needs");
    }
}

fn check_argument<'a>(cx: &mut Context<'a>, parameter: &'a Field, argument: &Argument<'_>) {
    let name = argument.name.as_str();
    let is_empty = match &argument.value {
        Given::Text(text) => text.is_empty(),
        Given::Json(Value::StringLit(text)) => text.value.is_empty(),
        Given::Json(value) => matches!(value, Value::NullKeyword(_)),
    };
    if parameter.is_required() && is_empty {
        let title = format!("the request example has no value for `{name}`");
        cx.at(&argument.span, title, "empty")
            .related(parameter.required_span(), "every call sends one");
        return;
    }
    let title = format!("the request example has a wrong value for `{name}`");
    match &argument.value {
        Given::Text(text) => {
            if let Some(fault) = faults::of_text(cx, parameter, text) {
                fault.report(cx, &argument.span, title);
            }
        }
        Given::Json(value) => {
            for fault in faults::of_member(cx, parameter, value) {
                let example = &cx.endpoint.examples.request;
                let at = cx.within(example, fault.range.start, fault.range.end);
                fault.report(cx, &at, title.as_str());
            }
        }
    }
}

/// Returns the decoded arguments of the example, or reports that it is not the expected JSON.
fn arguments<'a>(cx: &mut Context<'a>) -> Option<Vec<Argument<'a>>> {
    let text = &cx.endpoint.examples.request;
    if !cx.endpoint.has_json_body() {
        return Some(pairs(cx, text));
    }
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    let value = match json::parse(text) {
        Ok(value) => value,
        Err(error) => {
            let span = cx.within(text, error.offset, (error.offset + 1).min(text.len()));
            cx.at(&span, "the request example is not JSON", error.message)
                .note("the content type says that the body is JSON");
            return None;
        }
    };
    let Value::Object(object) = value else {
        let label = format!("found {}", json::kind(&value));
        cx.at(&text.span, "the request example is no JSON object", label);
        return None;
    };
    let arguments = object.properties.into_iter().map(|member| Argument {
        span: cx.within(text, member.name.start(), member.name.end()),
        name: member.name.into_string(),
        value: Given::Json(member.value),
    });
    Some(arguments.collect())
}

/// Returns the arguments of a form or query.
fn pairs<'a>(cx: &Context<'a>, text: &Text) -> Vec<Argument<'a>> {
    let mut start = 0;
    let mut arguments = Vec::new();
    for part in text.split('&').filter(|_| !text.is_empty()) {
        let span = cx.within(text, start, start + part.len());
        start += part.len() + 1;
        let mut pairs = form_urlencoded::parse(part.as_bytes()).into_owned();
        let (name, value) = pairs.next().unwrap_or_default();
        arguments.push(Argument { name, value: Given::Text(value), span });
    }
    arguments
}
