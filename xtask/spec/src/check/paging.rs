//! Lists that are read page by page.

use crate::check::context::Context;
use crate::spec::{BaseType, Field, LimitKind, Paging, PagingStyle, Scalar, Span, Text};

pub(super) fn check(cx: &mut Context<'_>) {
    let Some(paging) = &cx.endpoint.paging else { return };
    let positions: Vec<_> = paging.positions().collect();
    let [(style, position)] = positions[..] else {
        let title = "`[paging]` needs one of `offset`, `cursor` and `page`";
        cx.at(&paging.items.span, title, "where does a page of this list begin?")
            .help("name the parameter that says it");
        return;
    };
    let is_cursor = style == PagingStyle::Cursor;
    let size = paging.size.as_ref();
    let length = size.and_then(|name| parameter(cx, "size", name, false));
    let begin = parameter(cx, style.into_str(), position, is_cursor);
    if let Some(begin) = begin {
        check_first(cx, paging, (style, position), begin);
    }
    if let (Some(size), Some(length), Some(_)) = (size, length, begin) {
        check_pair(cx, position, size, length);
    }
    let items = field(cx, "items", &paging.items, true);
    if let Some(items) = items {
        let misfit = (items.ty.lists != 1).then_some((&items.ty.span, "the type"));
        expect(cx, "items", &paging.items, misfit, "a list of single items");
        check_key(cx, paging, items);
    }
    if let Some(name) = &paging.more
        && let Some(more) = field(cx, "more", name, true)
    {
        let misfit = misfit(more, more.ty.is(&BaseType::Boolean));
        expect(cx, "more", name, misfit, "a `Boolean`");
    }
    if let Some(name) = &paging.total
        && let Some(total) = field(cx, "total", name, false)
    {
        let misfit = misfit(total, total.ty.is(&BaseType::Number));
        expect(cx, "total", name, misfit, "a plain `Number`");
    }
    match &paging.next {
        Some(next) if !is_cursor => {
            cx.at(&next.span, "`next` without `cursor`", "has no effect")
                .help("remove `next`, or name the parameter that takes it as `cursor`");
        }
        Some(name) => {
            let Some(next) = field(cx, "next", name, false) else { return };
            let of_type = begin.is_none_or(|begin| next.ty.is(&begin.ty.base));
            let expected = "a plain value of the cursor's type";
            expect(cx, "next", name, misfit(next, of_type), expected);
            if paging.more.is_none() && next.is_required() {
                let title = format!("`{}` never ends the list", **name);
                cx.at(&name.span, title, "expected a field that the last page lacks")
                    .related(next.required_span(), "every answer has it")
                    .help("remove `required`, or name the field that ends it as `more`");
            }
        }
        None => {
            if let (true, Some(begin), Some(items)) = (is_cursor, begin, items) {
                check_last_item(cx, paging, begin, items);
            }
        }
    }
}

/// Returns the parameter that `key` names, or reports it if it is not a plain number (for a cursor, also not
/// a text).
fn parameter<'a>(
    cx: &mut Context<'a>,
    key: &str,
    name: &Text,
    is_cursor: bool,
) -> Option<&'a Field> {
    let Some(path) = cx.endpoint.sent(name) else {
        let known = cx.endpoint.parameters.iter().map(|it| it.name.as_str());
        cx.problems.unknown("parameter", name, known);
        return None;
    };
    let (found, objects) = path.split_last()?;
    let of_type = found.ty.is(&BaseType::Number) || is_cursor && found.ty.is(&BaseType::String);
    let misfit = misfit(found, of_type);
    let expected = if is_cursor { "a plain `Number` or `String`" } else { "a plain `Number`" };
    expect(cx, key, name, misfit, expected);
    let optional = objects.iter().find(|object| !object.is_required());
    let optional = optional.map(|object| (object.required_span(), "a call may lack it"));
    expect(cx, key, name, optional, "a part of what every call sends");
    (misfit.is_none() && optional.is_none()).then_some(*found)
}

/// Returns the field of the answer that `key` names. Reports a missing field, and an optional one whose
/// absence would be mistaken for the end of the list.
fn field<'a>(cx: &mut Context<'a>, key: &str, name: &Text, is_needed: bool) -> Option<&'a Field> {
    let Some(path) = cx.endpoint.answered(name) else {
        let known = cx.endpoint.own_fields().iter().map(|field| field.name.as_str());
        cx.problems.unknown("field of the answer", name, known);
        return None;
    };
    if let Some(missing) = path.iter().find(|it| is_needed && !it.is_required()) {
        let title = format!("`{}` may be missing", *missing.name);
        cx.at(&name.span, title, format!("a missing `{key}` would pass for an end"))
            .related(missing.required_span(), "an answer may lack it")
            .help("write `required = true`: an answer without it is then an error");
    }
    path.last().copied()
}

/// Reason why a parameter or field is unfit for a key: a span and its label.
type Misfit<'a> = Option<(&'a Span, &'static str)>;

/// Returns why a field is not a plain value, if it is not.
fn misfit(field: &Field, of_type: bool) -> Misfit<'_> {
    match (&field.id, &field.separator) {
        _ if !of_type => Some((&field.ty.span, "the type")),
        (Some(id), _) => Some((&id.span, "an id is not a plain value")),
        (_, Some(separator)) => Some((&separator.span, "this makes it a list")),
        _ => None,
    }
}

/// Reports a parameter or field that is unfit for a key.
fn expect(cx: &mut Context<'_>, key: &str, name: &Text, misfit: Misfit<'_>, expected: &str) {
    if let Some((span, label)) = misfit {
        let title = format!("`{}` cannot be the `{key}` of a page", **name);
        cx.at(&name.span, title, format!("expected {expected}")).related(span, label);
    }
}

/// Checks that the first page can be requested.
fn check_first(
    cx: &mut Context<'_>,
    paging: &Paging,
    (style, position): (PagingStyle, &Text),
    begin: &Field,
) {
    let first = match (&paging.first, style) {
        (Some(first), PagingStyle::Offset) => {
            cx.at(&first.span, "`first` beside `offset`", "has no effect")
                .note("offsets count from 0")
                .help("remove `first`");
            return;
        }
        (None, PagingStyle::Offset) => 0,
        (None, PagingStyle::Cursor) if !begin.is_required() => return,
        (None, _) => {
            let title = format!("`[paging]` needs `first` beside `{}`", style.into_str());
            cx.at(&position.span, title, "how is the first page asked for?")
                .related(begin.required_span(), "the parameter");
            return;
        }
        (Some(first), _) => match (&first.value, &begin.ty.base) {
            (Scalar::Number(number), BaseType::Number) => *number,
            (Scalar::String(_), BaseType::String) => return,
            _ => {
                let title = format!("`first` is no value of `{}`", **position);
                cx.at(&first.span, title, "of another type").related(&begin.ty.span, "the type");
                return;
            }
        },
    };
    if let Some(min) = begin.limits.get(LimitKind::Min).filter(|min| min.value > first) {
        let title = format!("`{}` cannot begin at {first}", **position);
        cx.at(&position.span, title, "the first page could not be asked for")
            .related(&min.span, "the smallest value")
            .help("correct `min`, or say with `page` and `first` that pages are numbered");
    }
}

/// Checks that position and size differ, and form a group by themselves or are both in none.
fn check_pair(cx: &mut Context<'_>, position: &Text, size: &Text, length: &Field) {
    if position == size {
        let title = format!("`{}` is both where a page begins and its `size`", **size);
        cx.at(&size.span, title, "again here").related(&position.span, "first here");
        return;
    }
    let is_ours = |name: &&Text| *name == position || *name == size;
    for group in &cx.endpoint.together {
        let ours = group.members.iter().filter(is_ours).count();
        let stranger = group.members.iter().find(|member| !is_ours(member));
        if ours == 2 && stranger.is_none() {
            // A walk fills the group by itself.
            if length.limits.get(LimitKind::Max).is_none() {
                let title = format!("`{}` has no maximum", **size);
                cx.at(&size.span, title, "a walk asks for the largest pages")
                    .related(&length.name.span, "the parameter")
                    .help("add `limits = { max = … }` to the parameter, as the page documents it");
            }
        } else if ours > 0 {
            let title = format!("`{}` does not group exactly position and size", *group.name);
            let label = "expected two members: where a page begins, and its `size`";
            cx.at(&stranger.unwrap_or(&group.name).span, title, label)
                .related(&position.span, "where a page begins")
                .related(&size.span, "the size")
                .note("a walk fills the group by itself, so it has to know every member");
        }
    }
}

/// Checks that the last item, or its key, is a cursor, if no field of the answer has the next cursor.
fn check_last_item(cx: &mut Context<'_>, paging: &Paging, begin: &Field, items: &Field) {
    let object = items.ty.object().and_then(|name| cx.endpoint.object(name));
    let key = match (&paging.key, object) {
        (Some(key), Some(object)) => object.fields.iter().find(|it| it.name == *key),
        _ => Some(items),
    };
    if key.is_some_and(|key| key.ty.base != begin.ty.base) {
        let title = "nothing says which page follows";
        cx.at(&paging.items.span, title, "its last item is no cursor")
            .related(&begin.ty.span, "the type of a cursor")
            .help("name the field that holds the cursor as `next`, or the items' field as `key`");
    }
}

/// Checks that the items have the field that identifies them.
fn check_key(cx: &mut Context<'_>, paging: &Paging, items: &Field) {
    let Some(key) = &paging.key else { return };
    let Some(object) = items.ty.object().and_then(|name| cx.endpoint.object(name)) else {
        cx.at(&key.span, "`key` of items without fields", "nothing to choose from")
            .related(&items.ty.span, "the type of the items");
        return;
    };
    let Some(field) = cx.find("field of the items", key, &object.fields) else { return };
    if !field.is_required() || field.ty.is_structured() {
        let title = format!("`{}` cannot be the `key` of items", **key);
        cx.at(&key.span, title, "expected a single value that all of them have")
            .related(&field.name.span, "the field");
    }
}
