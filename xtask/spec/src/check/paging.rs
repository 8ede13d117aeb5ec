//! Lists that come page by page.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, LimitKind, Paging, Text};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(paging) = &cx.endpoint.paging else { return };
    let offset = check_number(cx, "offset", &paging.offset, problems);
    let size = check_number(cx, "size", &paging.size, problems);
    if *paging.offset.value == *paging.size.value {
        let title = format!("`{}` is both `offset` and `size`", *paging.offset);
        problems.push(
            Diagnostic::at(&paging.size.span, title, "again here")
                .related(&paging.offset.span, "first here"),
        );
    } else if let (Some(offset), Some(size)) = (offset, size) {
        check_offset(paging, offset, problems);
        check_size(paging, size, problems);
        check_pair(cx, paging, problems);
    }
    if let Some(items) = field(cx, "items", &paging.items, problems) {
        check_items(cx, paging, items, problems);
        check_key(cx, paging, items, problems);
    }
    if let Some(more) = field(cx, "more", &paging.more, problems) {
        check_more(paging, more, problems);
    }
}

/// Returns the parameter that `key` names if it is a plain number, and reports it otherwise.
fn check_number<'a>(
    cx: &Context<'a>,
    key: &str,
    name: &Text,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let parameters = &cx.endpoint.parameters;
    let Some(parameter) = parameters.iter().find(|it| *it.name == **name) else {
        let title = format!("unknown parameter `{}` as `{key}`", **name);
        let known = parameters.iter().map(|it| it.name.as_str());
        problems.push(
            Diagnostic::at(&name.span, title, "no parameter has this name").suggest(name, known),
        );
        return None;
    };
    let (reason, label) = match &parameter.id {
        None if parameter.ty.is(&BaseType::Number) => return Some(parameter),
        Some(id) if parameter.ty.is(&BaseType::Number) => {
            (&id.span, "an id is nothing to count with")
        }
        _ => (&parameter.ty.span, "the type"),
    };
    let title = format!("`{}` cannot be the `{key}` of a page", **name);
    problems.push(
        Diagnostic::at(&name.span, title, "expected a parameter of type `Number`")
            .related(reason, label),
    );
    None
}

/// Checks that a walk can begin at zero.
fn check_offset(paging: &Paging, offset: &Field, problems: &mut Vec<Diagnostic>) {
    if let Some(min) = offset.limits.get(LimitKind::Min).filter(|min| min.value > 0) {
        let title = format!("`{}` cannot begin at 0", *paging.offset);
        problems.push(
            Diagnostic::at(&paging.offset.span, title, "expected how many items are skipped")
                .related(&min.span, "the first page could not be asked for")
                .help("correct `min`, or leave `[paging]` out: pages counted from 1 are not supported yet"),
        );
    }
}

fn check_size(paging: &Paging, size: &Field, problems: &mut Vec<Diagnostic>) {
    if size.limits.get(LimitKind::Max).is_none() {
        let title = format!("`{}` has no maximum", *paging.size);
        problems.push(
            Diagnostic::at(&paging.size.span, title, "a walk asks for the largest pages")
                .related(&size.name.span, "the parameter")
                .help("add `limits = { max = … }` to the parameter, as the page documents it"),
        );
    }
}

/// Checks that offset and size are one group and all of it, or in no group.
fn check_pair(cx: &Context<'_>, paging: &Paging, problems: &mut Vec<Diagnostic>) {
    let is_ours = |name: &Text| **name == *paging.offset.value || **name == *paging.size.value;
    for group in &cx.endpoint.together {
        let ours = group.members.iter().filter(|member| is_ours(member)).count();
        let stranger = group.members.iter().find(|member| !is_ours(member));
        if ours == 0 || ours == 2 && stranger.is_none() {
            continue;
        }
        let title = format!("`{}` is more or less than one page", *group.name);
        let label = "expected `offset` and `size`, and nothing else";
        let at = stranger.unwrap_or(&group.name);
        problems.push(
            Diagnostic::at(&at.span, title, label)
                .related(&paging.offset.span, "the offset")
                .related(&paging.size.span, "the size")
                .note("a walk fills the group by itself, so it has to know every member"),
        );
    }
}

/// Returns the field of the response that `key` names, or reports that there is none.
fn field<'a>(
    cx: &Context<'a>,
    key: &str,
    name: &Text,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let fields = cx.endpoint.own_fields();
    let found = fields.iter().find(|field| *field.name == **name);
    if found.is_none() {
        let title = format!("unknown field `{}` as `{key}`", **name);
        let label = match cx.endpoint.payload() {
            Some(object) => format!("`{}` has no such field", *object.name),
            None => "the response has no such field beside the envelope".to_owned(),
        };
        problems.push(
            Diagnostic::at(&name.span, title, label)
                .suggest(name, fields.iter().map(|field| field.name.as_str())),
        );
    }
    found
}

fn check_items(cx: &Context<'_>, paging: &Paging, items: &Field, problems: &mut Vec<Diagnostic>) {
    let label = match items.ty.lists {
        0 => format!("expected a list, such as `{}[]`", items.ty.spelling),
        1 if cx.endpoint.holds_floats(&items.ty) => {
            "its items hold numbers with a fraction, by which no two pages can be compared".into()
        }
        1 if !items.is_required() => {
            let title = format!("`{}` may be missing", *paging.items);
            problems.push(
                Diagnostic::at(&paging.items.span, title, "a missing list would pass for an end")
                    .related(items.required_span(), "an answer may lack it")
                    .help("write `required = true`: an answer without it is then an error"),
            );
            return;
        }
        1 => return,
        _ => "expected a list of single items".to_owned(),
    };
    let title = format!("`{}` cannot be the `items` of a page", *paging.items);
    problems
        .push(Diagnostic::at(&paging.items.span, title, label).related(&items.ty.span, "the type"));
}

fn check_more(paging: &Paging, more: &Field, problems: &mut Vec<Diagnostic>) {
    if !more.ty.is(&BaseType::Boolean) {
        let title = format!("`{}` cannot be the `more` of a page", *paging.more);
        problems.push(
            Diagnostic::at(&paging.more.span, title, "expected a field of type `Boolean`")
                .related(&more.ty.span, "the type"),
        );
    } else if !more.is_required() {
        let title = format!("`{}` may be missing", *paging.more);
        problems.push(
            Diagnostic::at(&paging.more.span, title, "a missing one would end a walk early")
                .related(more.required_span(), "an answer may lack it")
                .help("write `required = true`: an answer without it is then an error, no end"),
        );
    }
}

/// Checks that the items have the field by which they are told apart.
fn check_key(cx: &Context<'_>, paging: &Paging, items: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(key) = &paging.key else { return };
    let object = items.ty.object().and_then(|name| cx.endpoint.object(name));
    let Some(object) = object else {
        problems.push(
            Diagnostic::at(&key.span, "`key` of items without fields", "nothing to choose from")
                .related(&items.ty.span, "the type of the items"),
        );
        return;
    };
    let fields = || object.fields.iter().map(|field| field.name.as_str());
    match object.fields.iter().find(|field| *field.name == **key) {
        None => {
            let title = format!("unknown field `{}` as `key`", **key);
            let label = format!("`{}` has no such field", *object.name);
            problems.push(Diagnostic::at(&key.span, title, label).suggest(key, fields()));
        }
        Some(field) if !field.is_required() || field.ty.is_structured() => {
            let title = format!("`{}` cannot be the `key` of items", **key);
            problems.push(
                Diagnostic::at(&key.span, title, "expected a single value that all of them have")
                    .related(&field.name.span, "the field"),
            );
        }
        Some(_) => {}
    }
}
