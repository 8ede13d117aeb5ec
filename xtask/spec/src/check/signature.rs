//! Calls that are signed.

use crate::check::context::{Context, find};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, Signature, Text};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(signature) = &cx.endpoint.signature else { return };
    if let Some(timestamp) = parameter(cx, &signature.timestamp, problems) {
        let is_time = timestamp.ty.is(&BaseType::Number) || timestamp.ty.is(&BaseType::String);
        if !is_time || timestamp.id.is_some() || timestamp.is_secret() || timestamp.is_list() {
            let label = "expected a plain `Number` or `String`";
            problems.push(wrong(&signature.timestamp, timestamp, "the timestamp", label));
        }
        check_alone(cx, &signature.timestamp, problems);
    }
    if let Some(value) = parameter(cx, &signature.value, problems) {
        if !value.is_secret() {
            let label = "expected a parameter with `secret = true`";
            problems.push(wrong(&signature.value, value, "the signature", label));
        }
        check_alone(cx, &signature.value, problems);
    }
    if let Some(over) = signature.over.as_ref().filter(|it| ***it != *Signature::SECRET)
        && let Some(text) = parameter(cx, over, problems)
        && !(text.is_secret() && text.is_required())
    {
        let label = "expected a required parameter with `secret = true`";
        problems.push(wrong(over, text, "what is signed", label));
    }
}

fn parameter<'a>(
    cx: &Context<'a>,
    name: &Text,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let title = format!("unknown parameter `{}` in `[signature]`", **name);
    find(&cx.endpoint.parameters, name, title, problems)
}

/// Reports a member of a group: signing sets the one without the others.
fn check_alone(cx: &Context<'_>, name: &Text, problems: &mut Vec<Diagnostic>) {
    let is_member = |members: &[Text]| members.iter().any(|member| **member == **name);
    if let Some(group) = cx.endpoint.together.iter().find(|it| is_member(&it.members)) {
        let title = format!("`{}` belongs to the signature and to `{}`", **name, *group.name);
        problems.push(
            Diagnostic::at(&name.span, title, "signing sets it alone")
                .related(&group.name.span, "the group"),
        );
    }
}

fn wrong(name: &Text, parameter: &Field, role: &str, label: &str) -> Diagnostic {
    let title = format!("`{}` cannot be {role}", **name);
    Diagnostic::at(&name.span, title, label).related(&parameter.name.span, "the parameter")
}
