//! The page's request example against the parameters.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::faults;
use crate::diagnostic::Diagnostic;
use crate::json::{self, Ranged as _, Value};
use crate::spec::{Either, Field, Method, Need, Place, Span};

/// One `name=value` of the example, or one member of its JSON.
pub(super) struct Argument<'a> {
    pub(super) name: String,
    value: Given<'a>,
    pub(super) span: Span,
}

enum Given<'a> {
    Text(String),
    Json(Value<'a>),
}

/// Returns the arguments of the example, decoded: none if it should be JSON and is not.
pub(super) fn arguments<'a>(cx: &Context<'a>) -> Vec<Argument<'a>> {
    if cx.endpoint.has_json_body() {
        return members(cx).unwrap_or_default();
    }
    let text = &cx.endpoint.examples.request;
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

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    if cx.endpoint.has_json_body()
        && let Err(problem) = members(cx)
    {
        problems.push(*problem);
        return;
    }
    let arguments = arguments(cx);
    let parameters = &cx.endpoint.parameters;
    let mut seen = BTreeSet::new();
    for argument in &arguments {
        let name = argument.name.as_str();
        if cx.api.is_credential(name) && cx.endpoint.is_authenticated() {
            // The page's samples send the token along, wherever they put it.
            continue;
        }
        let Some(parameter) = parameters.iter().find(|it| *it.name == name) else {
            let title = format!("the request example has an unknown parameter `{name}`");
            let known = parameters.iter().map(|it| it.name.as_str());
            problems.push(
                Diagnostic::at(&argument.span, title, "no parameter has this name")
                    .suggest(name, known),
            );
            continue;
        };
        if !seen.insert(name) {
            let title = format!("the request example has `{name}` twice");
            problems.push(Diagnostic::at(&argument.span, title, "again here"));
        }
        check_argument(cx, parameter, argument, problems);
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
            problems.push(
                Diagnostic::at(&cx.endpoint.examples.request.span, title, "the page's sample")
                    .related(parameter.required_span(), "every call sends it"),
            );
        }
    }
    let is_shown = |name: &str| parameters.iter().any(|it| *it.name == name && in_sample(it));
    let either = cx.endpoint.either.iter().filter(|it| it.object.is_none());
    for group in either.filter(|it| it.members.iter().all(|it| is_shown(it))) {
        check_either(cx, group, &seen, problems);
    }
}

/// Checks that the page's own example sends as many of the members as the file says that a call needs.
fn check_either(
    cx: &Context<'_>,
    group: &Either,
    seen: &BTreeSet<&str>,
    problems: &mut Vec<Diagnostic>,
) {
    let sent = group.members.iter().filter(|it| seen.contains(it.as_str())).count();
    if sent == 0 || sent > 1 && group.need.value == Need::ExactlyOne {
        let title = format!("the request example breaks `either.{}`", *group.name);
        let label = format!("it sends {sent} of the members");
        problems.push(
            Diagnostic::at(&cx.endpoint.examples.request.span, title, label)
                .related(&group.need.span, "what a call needs"),
        );
    }
}

fn check_argument<'a>(
    cx: &Context<'a>,
    parameter: &'a Field,
    argument: &Argument<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let name = argument.name.as_str();
    let is_empty = match &argument.value {
        Given::Text(text) => text.is_empty(),
        Given::Json(Value::StringLit(text)) => text.value.is_empty(),
        Given::Json(value) => matches!(value, Value::NullKeyword(_)),
    };
    if parameter.is_required() && is_empty {
        let title = format!("the request example has no value for `{name}`");
        problems.push(
            Diagnostic::at(&argument.span, title, "empty")
                .related(parameter.required_span(), "every call sends one"),
        );
        return;
    }
    let title = format!("the request example has a wrong value for `{name}`");
    match &argument.value {
        Given::Text(text) => {
            if let Some(fault) = faults::of_text(cx, parameter, text) {
                let problem = Diagnostic::at(&argument.span, title, fault.what.as_str());
                problems.push(fault.explain(problem));
            }
        }
        Given::Json(value) => {
            for misfit in faults::of_member(cx, parameter, value) {
                let example = &cx.endpoint.examples.request;
                let at = cx.within(example, misfit.range.start, misfit.range.end);
                let problem = Diagnostic::at(&at, title.clone(), misfit.fault.what.as_str());
                problems.push(misfit.fault.explain(problem));
            }
        }
    }
}

/// Returns the members of the example's JSON; none where it is blank.
fn members<'a>(cx: &Context<'a>) -> Result<Vec<Argument<'a>>, Box<Diagnostic>> {
    let text = &cx.endpoint.examples.request;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let value = json::parse(text).map_err(|error| {
        let span = cx.within(text, error.offset, (error.offset + 1).min(text.len()));
        Diagnostic::at(&span, "the request example is not JSON", error.message)
            .note("the content type says that the body is JSON")
    })?;
    let Value::Object(object) = value else {
        let title = "the request example is no JSON object";
        let label = format!("found {}", json::kind(&value));
        return Err(Diagnostic::at(&text.span, title, label).into());
    };
    let arguments = object.properties.into_iter().map(|member| Argument {
        span: cx.within(text, member.name.start(), member.name.end()),
        name: member.name.into_string(),
        value: Given::Json(member.value),
    });
    Ok(arguments.collect())
}
