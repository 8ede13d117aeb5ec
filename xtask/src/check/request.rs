//! The page's request example against the parameters.

use std::collections::BTreeSet;

use crate::check::{Context, values};
use crate::diagnostic::Diagnostic;
use crate::spec::{Method, Place, Span};

/// One `name=value` of the example.
pub(super) struct Argument {
    pub(super) name: String,
    value: String,
    pub(super) span: Span,
}

/// The arguments of the example, decoded. What is no argument at all has no `=`.
pub(super) fn arguments(cx: &Context<'_>) -> Vec<Argument> {
    let text = &cx.endpoint.examples.request;
    let mut start = 0;
    let mut arguments = Vec::new();
    for part in text.split('&').filter(|_| !text.is_empty()) {
        let span = cx.within(text, start, start + part.len());
        start += part.len() + 1;
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(part).unwrap_or_default();
        let (name, value) = pairs.into_iter().next().unwrap_or_default();
        arguments.push(Argument { name, value, span });
    }
    arguments
}

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let arguments = arguments(cx);
    let parameters = &cx.endpoint.parameters;
    let mut seen = BTreeSet::new();
    for argument in &arguments {
        let name = argument.name.as_str();
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
        if parameter.required.value && argument.value.is_empty() {
            let title = format!("the request example has no value for `{name}`");
            problems.push(
                Diagnostic::at(&argument.span, title, "empty")
                    .related(&parameter.required.span, "every call sends one"),
            );
        } else if let Some(fault) = values::fault(cx, parameter, &argument.value) {
            let title = format!("the request example has a wrong value for `{name}`");
            problems.push(fault.explain(Diagnostic::at(
                &argument.span,
                title,
                fault.what.as_str(),
            )));
        }
    }
    // The sample's data is the body: a POST call's query is in its URL.
    let in_sample = |place| cx.endpoint.method.value == Method::Get || place == Place::Form;
    for parameter in parameters.iter().filter(|it| it.required.value && in_sample(it.place.value)) {
        if !seen.contains(parameter.name.as_str()) {
            let title = format!("the request example lacks `{}`", *parameter.name);
            problems.push(
                Diagnostic::at(&cx.endpoint.examples.request.span, title, "the page's sample")
                    .related(&parameter.required.span, "every call sends it"),
            );
        }
    }
}
