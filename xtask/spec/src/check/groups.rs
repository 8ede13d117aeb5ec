//! Rules about several parameters at once: `together`, `either` and `span`.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::spec::{BaseType, DateSpan, Field, Text};

pub(super) fn check(cx: &mut Context<'_>) {
    let endpoint = cx.endpoint;
    let mut grouped = BTreeMap::new();
    for group in &endpoint.together {
        let subject = format!("together.{}.doc", *group.name);
        cx.decided(&subject, group.doc.is_some(), &group.name.span);
        check_members(cx, &group.name, &group.members, &endpoint.parameters);
        let members = group.members.iter().map(|member| (member.as_str(), &member.span));
        let mut again = members.clone().filter_map(|it| Some((it, *grouped.get(it.0)?)));
        if let Some(((twice, span), first)) = again.next() {
            let title = format!("`{twice}` is a member of two groups");
            cx.at(span, title, "again here").related(first, "first here");
        }
        grouped.extend(members);
    }
    for group in &endpoint.either {
        if let Some(fields) = fields(cx, group.object.as_ref()) {
            check_members(cx, &group.name, &group.members, fields);
        }
    }
    for span in &endpoint.span {
        if let Some(fields) = fields(cx, span.object.as_ref()) {
            check_span(cx, span, fields);
        }
    }
}

/// Returns the fields that a group refers to: the parameters, or the fields of a sent object.
fn fields<'a>(cx: &mut Context<'a>, object: Option<&Text>) -> Option<&'a [Field]> {
    let Some(name) = object else { return Some(&cx.endpoint.parameters) };
    let sent = cx.endpoint.sent_objects();
    if !sent.contains(name.as_str()) {
        let title = format!("no parameter holds a `{}`", **name);
        cx.at(&name.span, title, "not an object that is sent").suggest(name, sent);
        return None;
    }
    cx.endpoint.object(name).map(|object| object.fields.as_slice())
}

fn check_members<'a>(cx: &mut Context<'a>, group: &Text, members: &[Text], fields: &'a [Field]) {
    cx.problems.unique("member", members.iter().map(|it| (it.as_str(), &it.span)));
    if let [only] = members {
        let title = format!("`{}` has only one member", **group);
        cx.at(&only.span, title, "expected at least two parameters");
    }
    for member in members {
        let found = cx.find("parameter or field", member, fields);
        if let Some(required) = found.filter(|found| found.is_required()) {
            let title = format!("`{}` cannot be a member of `{}`", **member, **group);
            cx.at(&member.span, title, "expected what a call can do without")
                .related(required.required_span(), "every call sends it");
        }
    }
}

fn check_span<'a>(cx: &mut Context<'a>, span: &DateSpan, fields: &'a [Field]) {
    if span.max_days.value <= 0 {
        cx.at(&span.max_days.span, "`max_days` leaves nothing to send", "expected at least 1");
    }
    if span.from == span.to {
        let title = format!("`{}` begins and ends with the same parameter", *span.name);
        cx.at(&span.to.span, title, "expected another parameter");
    }
    let ends = [&span.from, &span.to].map(|name| cx.find("parameter or field", name, fields));
    let [Some(from), Some(to)] = ends else { return };
    let is_date = |it: &Field| {
        let of_type = matches!(it.ty.base, BaseType::Number | BaseType::String);
        of_type && !it.is_list() && !it.is_secret()
    };
    if let Some(odd) = [from, to].into_iter().find(|it| !is_date(it)) {
        let title = format!("`{}` is no date of `{}`", *odd.name, *span.name);
        cx.at(&odd.ty.span, title, "expected a `Number` or a `String`");
    } else if from.ty.base != to.ty.base {
        let title = format!("the dates of `{}` are of two types", *span.name);
        cx.at(&to.ty.span, title, "the later date").related(&from.ty.span, "the earlier date");
    }
}
