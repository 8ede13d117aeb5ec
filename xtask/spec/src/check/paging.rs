//! Lists that come page by page.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, LimitKind, Paging, PagingStyle, Scalar, Text};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(paging) = &cx.endpoint.paging else { return };
    let positions: Vec<_> = paging.positions().collect();
    let [(style, position)] = positions[..] else {
        let title = "`[paging]` needs one of `offset`, `cursor` and `page`";
        problems.push(
            Diagnostic::at(&paging.items.span, title, "where does a page of this list begin?")
                .help("name the parameter that says it"),
        );
        return;
    };
    let size = paging.size.as_ref();
    let length = size.and_then(|name| parameter(cx, "size", name, false, problems));
    let is_cursor = style == PagingStyle::Cursor;
    let begin = parameter(cx, style.into_str(), position, is_cursor, problems);
    if let Some(begin) = begin {
        check_first(paging, style, position, begin, problems);
    }
    if let Some(size) = size {
        if **position == **size {
            let title = format!("`{}` is both `{}` and `size`", **position, style.into_str());
            problems.push(
                Diagnostic::at(&size.span, title, "again here")
                    .related(&position.span, "first here"),
            );
        } else if length.is_some() && begin.is_some() {
            check_pair(cx, position, size, problems);
        }
    }
    let items = field(cx, "items", &paging.items, true, problems);
    if let Some(items) = items {
        check_items(paging, items, problems);
        check_key(cx, paging, items, problems);
    }
    if let Some(more) = &paging.more
        && let Some(found) = field(cx, "more", more, true, problems)
    {
        expect(more, "more", found, &BaseType::Boolean, problems);
    }
    if let Some(total) = &paging.total
        && let Some(found) = field(cx, "total", total, false, problems)
    {
        expect(total, "total", found, &BaseType::Number, problems);
    }
    check_next(cx, paging, is_cursor, begin, items, problems);
}

/// Returns the parameter that `key` names if it is a plain number, or for a cursor a text, and reports
/// it otherwise.
fn parameter<'a>(
    cx: &Context<'a>,
    key: &str,
    name: &Text,
    is_cursor: bool,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let Some(path) = cx.endpoint.sent(name) else {
        let title = format!("unknown parameter `{}` as `{key}`", **name);
        let known = cx.endpoint.parameters.iter().map(|it| it.name.as_str());
        problems.push(
            Diagnostic::at(&name.span, title, "no parameter has this name").suggest(name, known),
        );
        return None;
    };
    let (parameter, objects) = path.split_last()?;
    let is_right = parameter.ty.is(&BaseType::Number)
        || is_cursor && parameter.ty.is(&BaseType::String) && !parameter.is_joined();
    let (reason, label) = match (&parameter.id, objects.iter().find(|it| !it.is_required())) {
        (_, Some(object)) => (object.required_span(), "a call may lack it"),
        (None, _) if is_right => return Some(parameter),
        (Some(id), _) if is_right => (&id.span, "an id is nothing to count with"),
        _ => (&parameter.ty.span, "the type"),
    };
    let title = format!("`{}` cannot be the `{key}` of a page", **name);
    let expected = if is_cursor { "`Number` or `String`" } else { "`Number`" };
    let label_of_name = format!("expected a parameter of type {expected}");
    problems.push(Diagnostic::at(&name.span, title, label_of_name).related(reason, label));
    None
}

/// Checks that the first page can be asked for.
fn check_first(
    paging: &Paging,
    style: PagingStyle,
    position: &Text,
    begin: &Field,
    problems: &mut Vec<Diagnostic>,
) {
    let first = match (&paging.first, style) {
        (Some(first), PagingStyle::Offset) => {
            problems.push(
                Diagnostic::at(&first.span, "`first` beside `offset`", "has no effect")
                    .note("offsets count from 0")
                    .help("remove `first`"),
            );
            return;
        }
        (None, PagingStyle::Offset) => 0,
        (None, PagingStyle::Cursor) if !begin.is_required() => return,
        (Some(first), _) => match (&first.value, &begin.ty.base) {
            (Scalar::Number(number), BaseType::Number) => *number,
            (Scalar::String(_), BaseType::String) => return,
            _ => {
                let title = format!("`first` is no value of `{}`", **position);
                problems.push(
                    Diagnostic::at(&first.span, title, "of another type")
                        .related(&begin.ty.span, "the type"),
                );
                return;
            }
        },
        (None, _) => {
            let title = format!("`[paging]` needs `first` beside `{}`", style.into_str());
            problems.push(
                Diagnostic::at(&position.span, title, "how is the first page asked for?")
                    .related(begin.required_span(), "the parameter"),
            );
            return;
        }
    };
    if let Some(min) = begin.limits.get(LimitKind::Min).filter(|min| min.value > first) {
        let title = format!("`{}` cannot begin at {first}", **position);
        let label = match style {
            PagingStyle::Offset => "expected how many items are skipped",
            _ => "expected a value that can be sent",
        };
        problems.push(
            Diagnostic::at(&position.span, title, label)
                .related(&min.span, "the first page could not be asked for")
                .help("correct `min`, or say with `page` and `first` that pages are numbered"),
        );
    }
}

/// Checks that position and size are one group and all of it, or in no group.
fn check_pair(cx: &Context<'_>, position: &Text, size: &Text, problems: &mut Vec<Diagnostic>) {
    let is_ours = |name: &Text| **name == **position || **name == **size;
    for group in &cx.endpoint.together {
        let ours = group.members.iter().filter(|member| is_ours(member)).count();
        let stranger = group.members.iter().find(|member| !is_ours(member));
        if ours == 0 {
            continue;
        }
        if ours == 2 && stranger.is_none() {
            check_size(cx, size, problems);
            continue;
        }
        let title = format!("`{}` is more or less than one page", *group.name);
        let label = "expected where a page begins and its `size`, and nothing else";
        let at = stranger.unwrap_or(&group.name);
        problems.push(
            Diagnostic::at(&at.span, title, label)
                .related(&position.span, "where a page begins")
                .related(&size.span, "the size")
                .note("a walk fills the group by itself, so it has to know every member"),
        );
    }
}

/// Checks that a walk knows a size where it has to send one.
fn check_size(cx: &Context<'_>, size: &Text, problems: &mut Vec<Diagnostic>) {
    let path = cx.endpoint.sent(size);
    let Some(found) = path.and_then(|path| path.last().copied()) else { return };
    if found.limits.get(LimitKind::Max).is_none() {
        let title = format!("`{}` has no maximum", **size);
        problems.push(
            Diagnostic::at(&size.span, title, "a walk asks for the largest pages")
                .related(&found.name.span, "the parameter")
                .help("add `limits = { max = … }` to the parameter, as the page documents it"),
        );
    }
}

/// Returns the field of the answer that `key` names, or reports that there is none, or one that an
/// answer may lack although its absence would pass for an end.
fn field<'a>(
    cx: &Context<'a>,
    key: &str,
    name: &Text,
    is_needed: bool,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let Some(path) = cx.endpoint.answered(name) else {
        let title = format!("unknown field `{}` as `{key}`", **name);
        let label = match cx.endpoint.payload() {
            Some(object) => format!("`{}` has no such field", *object.name),
            None => "the response has no such field beside the envelope".to_owned(),
        };
        let fields = cx.endpoint.own_fields().iter();
        problems.push(
            Diagnostic::at(&name.span, title, label)
                .suggest(name, fields.map(|field| field.name.as_str())),
        );
        return None;
    };
    if let Some(missing) = path.iter().find(|it| is_needed && !it.is_required()) {
        let title = format!("`{}` may be missing", *missing.name);
        let label = format!("a missing `{key}` would pass for an end");
        problems.push(
            Diagnostic::at(&name.span, title, label)
                .related(missing.required_span(), "an answer may lack it")
                .help("write `required = true`: an answer without it is then an error"),
        );
    }
    path.last().copied()
}

/// Reports a field that is not of the type that a key needs.
fn expect(name: &Text, key: &str, found: &Field, ty: &BaseType, problems: &mut Vec<Diagnostic>) {
    if found.ty.is(ty) && found.id.is_none() && !found.is_joined() {
        return;
    }
    let title = format!("`{}` cannot be the `{key}` of a page", **name);
    let label = format!("expected a field of type `{}`", ty.name());
    problems.push(Diagnostic::at(&name.span, title, label).related(&found.ty.span, "the type"));
}

fn check_items(paging: &Paging, items: &Field, problems: &mut Vec<Diagnostic>) {
    let label = match items.ty.lists {
        0 => format!("expected a list, such as `{}[]`", items.ty.spelling),
        1 => return,
        _ => "expected a list of single items".to_owned(),
    };
    let title = format!("`{}` cannot be the `items` of a page", *paging.items);
    problems
        .push(Diagnostic::at(&paging.items.span, title, label).related(&items.ty.span, "the type"));
}

/// Checks where the cursor of the next page comes from: a field, or the last item.
fn check_next(
    cx: &Context<'_>,
    paging: &Paging,
    is_cursor: bool,
    begin: Option<&Field>,
    items: Option<&Field>,
    problems: &mut Vec<Diagnostic>,
) {
    match &paging.next {
        Some(next) if !is_cursor => problems.push(
            Diagnostic::at(&next.span, "`next` without `cursor`", "has no effect")
                .help("remove `next`, or name the parameter that takes it as `cursor`"),
        ),
        Some(next) => {
            let Some(found) = field(cx, "next", next, false, problems) else { return };
            if let Some(begin) = begin {
                expect(next, "next", found, &begin.ty.base, problems);
            }
            if paging.more.is_none() && found.is_required() {
                let title = format!("`{}` never ends the list", **next);
                problems.push(
                    Diagnostic::at(&next.span, title, "expected a field that the last page lacks")
                        .related(found.required_span(), "every answer has it")
                        .help("remove `required`, or name the field that ends it as `more`"),
                );
            }
        }
        None if is_cursor => {
            let (Some(begin), Some(items)) = (begin, items) else { return };
            let key = match (&paging.key, items.ty.object()) {
                (Some(key), Some(name)) => cx
                    .endpoint
                    .object(name)
                    .and_then(|object| object.fields.iter().find(|it| *it.name == **key))
                    .map(|field| &field.ty.base),
                _ => Some(&items.ty.base),
            };
            if key.is_some_and(|base| *base != begin.ty.base) {
                let title = "nothing says which page follows";
                problems.push(
                    Diagnostic::at(&paging.items.span, title, "its last item is no cursor")
                        .related(&begin.ty.span, "the type of a cursor")
                        .help("name the field that holds the cursor as `next`, or the items' field as `key`"),
                );
            }
        }
        None => {}
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
