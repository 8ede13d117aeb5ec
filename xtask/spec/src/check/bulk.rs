//! Calls of any size that are split into several.

use crate::check::context::Context;
use crate::diagnostic::Problems;
use crate::load::Sources;
use crate::names;
use crate::spec::{LimitKind, Spec, Text};

pub(super) fn check(cx: &mut Context<'_>) {
    let Some(bulk) = &cx.endpoint.bulk else { return };
    let Some(first) = bulk.split.first() else { return };
    if bulk.split.len() != 2 {
        let title = format!("`split` names {} lists", bulk.split.len());
        cx.at(&first.span, title, "expected exactly two")
            .note("every item of one list is combined with every item of the other");
    }
    cx.problems.unique("list", bulk.split.iter().map(|it| (it.as_str(), &it.span)));
    for name in &bulk.split {
        check_list(cx, name);
    }
    // Continuing a bulk repeats calls whose answers were lost.
    if let Some(repeat) = cx.endpoint.repeat.as_ref().filter(|repeat| !repeat.safe.value) {
        cx.at(&first.span, "`split` on a call that is not repeated", "splits the call")
            .related(&repeat.safe.span, "so an interrupted bulk could not be continued")
            .help("remove `[bulk]`, or set `safe = true` if a second call does no harm");
    }
}

/// Reports endpoints whose name is also that of the client's method for a bulk.
pub(super) fn check_methods(spec: &Spec, sources: &Sources, problems: &mut Problems) {
    for endpoint in &spec.endpoints {
        let Some(bulk) = &endpoint.bulk else { continue };
        let method = names::bulk(&endpoint.name);
        let mut others = spec.endpoints.iter().filter(|it| it.service == endpoint.service);
        if let (Some(first), Some(other)) =
            (bulk.split.first(), others.find(|it| it.name == method))
        {
            let title = format!("two methods `{method}` of the service `{}`", endpoint.service);
            problems
                .at(&first.span, title, "one is for calls of any size")
                .note(format!("the other is that of `{}`", sources[other.file].path))
                .help("rename one of the two files");
        }
    }
}

fn check_list(cx: &mut Context<'_>, name: &Text) {
    let Some(parameter) = cx.find("parameter", name, &cx.endpoint.parameters) else { return };
    let title = format!("`{}` cannot be split", **name);
    if !parameter.is_joined() {
        cx.at(&name.span, title, "expected a list with a `separator`")
            .related(&parameter.ty.span, "the type");
    } else if parameter.limits.get(LimitKind::MaxItems).is_none() {
        cx.at(&name.span, title, "it has no limit to be split by")
            .related(&parameter.name.span, "the parameter")
            .help("add `limits = { max_items = … }` to the parameter, as the page documents it");
    } else if !parameter.is_required() {
        cx.at(&name.span, title, "expected a list that every call sends")
            .related(parameter.required_span(), "calls without it have nothing to split");
    }
}
