//! Rules about several parameters at once: `together`, `either` and `span`.

use std::collections::BTreeMap;

use crate::check::context::{Context, find, named, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, DateSpan, Field, Span, Text};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    let mut grouped: BTreeMap<&str, &Span> = BTreeMap::new();
    for group in &endpoint.together {
        let subject = format!("together.{}.doc", *group.name);
        cx.decided(&subject, group.doc.is_some(), &group.name.span, problems);
        let label = "members are sent together or not at all";
        check_members(&group.name, &group.members, &endpoint.parameters, label, problems);
        let own: BTreeMap<&str, &Span> =
            group.members.iter().map(|member| (member.as_str(), &member.span)).collect();
        for (name, span) in own {
            if let Some(first) = grouped.insert(name, span) {
                let title = format!("`{name}` is a member of two groups");
                problems
                    .push(Diagnostic::at(span, title, "again here").related(first, "first here"));
            }
        }
    }
    for group in &endpoint.either {
        let label = "a call can do without each of the members";
        if let Some(fields) = fields(cx, group.object.as_ref(), problems) {
            check_members(&group.name, &group.members, fields, label, problems);
        }
    }
    for span in &endpoint.span {
        if let Some(fields) = fields(cx, span.object.as_ref(), problems) {
            check_span(span, fields, problems);
        }
    }
}

/// Returns what a group is about: the parameters, or the fields of an object that is sent.
fn fields<'a>(
    cx: &Context<'a>,
    object: Option<&Text>,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a [Field]> {
    let Some(name) = object else { return Some(&cx.endpoint.parameters) };
    let sent = cx.endpoint.sent_objects();
    if !sent.contains(name.as_str()) {
        let title = format!("no parameter holds a `{}`", **name);
        let problem = Diagnostic::at(&name.span, title, "not an object that is sent");
        problems.push(problem.suggest(name, sent));
        return None;
    }
    cx.endpoint.object(name).map(|object| object.fields.as_slice())
}

fn check_members(
    group: &Text,
    members: &[Text],
    fields: &[Field],
    why_optional: &str,
    problems: &mut Vec<Diagnostic>,
) {
    unique("member", named(members), problems);
    if let [only] = members {
        let title = format!("`{}` has only one member", **group);
        problems.push(Diagnostic::at(&only.span, title, "expected at least two parameters"));
    }
    for member in members {
        if let Some(parameter) = find(fields, member, unknown(group, member), problems)
            && parameter.is_required()
        {
            let title =
                format!("`{}` is required and cannot be a member of `{}`", **member, **group);
            problems.push(
                Diagnostic::at(&member.span, title, why_optional)
                    .related(parameter.required_span(), "every call sends it"),
            );
        }
    }
}

fn unknown(group: &Text, member: &Text) -> String {
    format!("`{}` has an unknown member `{}`", **group, **member)
}

fn check_span(span: &DateSpan, fields: &[Field], problems: &mut Vec<Diagnostic>) {
    if span.max_days.value <= 0 {
        let title = "`max_days` leaves nothing to send";
        problems.push(Diagnostic::at(&span.max_days.span, title, "expected at least 1"));
    }
    if span.from.value == span.to.value {
        let title = format!("`{}` begins and ends with the same parameter", *span.name);
        problems.push(Diagnostic::at(&span.to.span, title, "expected another parameter"));
    }
    let ends = [&span.from, &span.to]
        .map(|member| find(fields, member, unknown(&span.name, member), problems));
    let [Some(from), Some(to)] = ends else { return };
    let is_date = |it: &Field| {
        !it.is_list()
            && !it.is_secret()
            && matches!(it.ty.base, BaseType::Number | BaseType::String)
    };
    if let Some(odd) = [from, to].into_iter().find(|it| !is_date(it)) {
        let title = format!("`{}` is no date of `{}`", *odd.name, *span.name);
        problems.push(Diagnostic::at(&odd.ty.span, title, "expected a `Number` or a `String`"));
    } else if from.ty.base != to.ty.base {
        let title = format!("the dates of `{}` are of two types", *span.name);
        problems.push(
            Diagnostic::at(&to.ty.span, title, "the later date")
                .related(&from.ty.span, "the earlier date"),
        );
    }
}
