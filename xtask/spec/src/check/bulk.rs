//! Calls of any size that become several.

use crate::check::context::{Context, named, unique};
use crate::diagnostic::Diagnostic;
use crate::load::Sources;
use crate::names;
use crate::spec::{Bulk, LimitKind, Spec, Text};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(bulk) = &cx.endpoint.bulk else { return };
    if let Some(first) = bulk.split.first()
        && bulk.split.len() != 2
    {
        let title = format!("`split` names {} lists", bulk.split.len());
        problems.push(
            Diagnostic::at(&first.span, title, "expected exactly two")
                .note("every item of the one meets every item of the other"),
        );
    }
    unique("list", named(&bulk.split), problems);
    for name in &bulk.split {
        check_list(cx, name, problems);
    }
    check_repeat(cx, bulk, problems);
}

/// Reports endpoints that have the name of the method that the client gets for a bulk.
pub(super) fn check_methods(spec: &Spec, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    for endpoint in &spec.endpoints {
        let Some(first) = endpoint.bulk.as_ref().and_then(|bulk| bulk.split.first()) else {
            continue;
        };
        let method = names::bulk(&endpoint.name);
        let other =
            spec.endpoints.iter().find(|it| it.service == endpoint.service && it.name == method);
        if let Some(other) = other {
            let path = &sources[other.file].path;
            let title = format!("two methods `{method}` of the service `{}`", endpoint.service);
            problems.push(
                Diagnostic::at(&first.span, title, "one is for calls of any size")
                    .note(format!("the other is that of `{path}`"))
                    .help("rename one of the two files"),
            );
        }
    }
}

fn check_list(cx: &Context<'_>, name: &Text, problems: &mut Vec<Diagnostic>) {
    let parameters = &cx.endpoint.parameters;
    let lists = parameters.iter().filter(|it| it.is_joined()).map(|it| it.name.as_str());
    let Some(parameter) = parameters.iter().find(|it| *it.name == **name) else {
        let title = format!("unknown list `{}` in `split`", **name);
        problems.push(
            Diagnostic::at(&name.span, title, "no parameter has this name").suggest(name, lists),
        );
        return;
    };
    let title = format!("`{}` cannot be split", **name);
    let problem = |label: &str| Diagnostic::at(&name.span, title.clone(), label);
    if !parameter.is_joined() {
        problems.push(
            problem("expected a list with a `separator`").related(&parameter.ty.span, "the type"),
        );
        return;
    }
    if parameter.limits.get(LimitKind::MaxItems).is_none() {
        problems.push(
            problem("it has no limit to be split by")
                .related(&parameter.name.span, "the parameter")
                .help(
                    "add `limits = { max_items = … }` to the parameter, as the page documents it",
                ),
        );
    }
    if !parameter.is_required() {
        problems.push(
            problem("expected a list that every call sends")
                .related(parameter.required_span(), "calls without it have nothing to split"),
        );
    }
}

/// Checks that calls whose answer was lost can be repeated: that is how a bulk is continued.
fn check_repeat(cx: &Context<'_>, bulk: &Bulk, problems: &mut Vec<Diagnostic>) {
    let Some(repeat) = &cx.endpoint.repeat else { return };
    let safe = &repeat.safe;
    if let Some(first) = bulk.split.first().filter(|_| !safe.value) {
        problems.push(
            Diagnostic::at(&first.span, "`split` on a call that is not repeated", "into several")
                .related(&safe.span, "what is left open could not be continued")
                .help("remove `[bulk]`, or set `safe = true` if a second call does no harm"),
        );
    }
}
