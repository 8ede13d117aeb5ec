//! The objects of a file: those that a call sends, and those that an answer holds.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::fields::{check_exists, check_id_type, has_unknown};
use crate::check::limits;
use crate::diagnostic::Diagnostic;
use crate::spec::{Endpoint, Field, Object};

/// Checks the objects that a call sends.
pub(super) fn check_sent(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let (sent, answered) = (cx.endpoint.sent_objects(), cx.endpoint.answered_objects());
    for object in cx.endpoint.types.iter().filter(|it| sent.contains(it.name.as_str())) {
        if answered.contains(object.name.as_str()) {
            let title = format!("the type `{}` is both sent and answered", *object.name);
            problems.push(
                Diagnostic::at(&object.name.span, title, "one type cannot be both")
                    .note("what a call has to send, an answer may lack")
                    .help("give the answer a type of its own, under another name"),
            );
            continue;
        }
        let subject = format!("types.{}.doc", *object.name);
        cx.decided(&subject, object.doc.is_some(), &object.name.span, problems);
        for field in &object.fields {
            check_field(cx, object, field, problems);
        }
    }
    check_recursion(cx, &sent, problems);
}

/// Reports objects that nothing holds.
pub(super) fn check_unused(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    // A misspelt type leaves the one that was meant without a use.
    if has_unknown(cx) {
        return;
    }
    let parameters = endpoint.parameters.iter().filter_map(|parameter| parameter.ty.object());
    for object in &endpoint.types {
        let name = object.name.as_str();
        let held =
            cx.all_fields().any(|(owner, field)| owner != name && field.ty.object() == Some(name));
        if !held && !parameters.clone().any(|it| it == name) {
            let title = format!("the type `{name}` is never used");
            problems.push(
                Diagnostic::at(&object.name.span, title, "no field is of this type")
                    .help("remove it, or correct the field that was meant to have it"),
            );
        }
    }
}

/// Reports objects that have to hold themselves: they could never end.
pub(super) fn check_recursion(
    cx: &Context<'_>,
    names: &BTreeSet<&str>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut reported = BTreeSet::new();
    for object in cx.endpoint.types.iter().filter(|it| names.contains(it.name.as_str())) {
        if let Some(path) = path_to_itself(cx.endpoint, object)
            && !path.iter().any(|step| reported.contains(&step.name.span.range.start))
        {
            reported.extend(path.iter().map(|step| step.name.span.range.start));
            let title = format!("the type `{}` holds itself", *object.name);
            if let [first, others @ ..] = path.as_slice() {
                let problem = Diagnostic::at(&first.ty.span, title, "here")
                    .note("a value of it would never end; only where it may be missing, or in a list, can an object hold its own type");
                let by_way_of =
                    |it: Diagnostic, step: &&Field| it.related(&step.ty.span, "by way of this");
                problems.push(others.iter().fold(problem, by_way_of));
            }
        }
    }
}

fn check_field(cx: &Context<'_>, owner: &Object, field: &Field, problems: &mut Vec<Diagnostic>) {
    let name = field.name.as_str();
    let subject = format!("types.{}.{name}.doc", *owner.name);
    cx.decided(&subject, field.doc.is_some(), &field.name.span, problems);
    if let Some(absent) = &field.absent {
        let title = format!("`absent` on `{name}`, a field that is sent");
        problems.push(
            Diagnostic::at(&absent.span, title, "has no effect")
                .note("`absent` is about answers")
                .help("remove it"),
        );
    }
    if let Some(secret) = field.secret.as_ref().filter(|secret| secret.value) {
        let title = format!("the secret `{name}` within an object that is sent");
        problems.push(
            Diagnostic::at(&secret.span, title, "not supported")
                .help("only a parameter of its own can be a secret"),
        );
    }
    let before = problems.len();
    limits::check(cx, "field", field, problems);
    match (field.ty.object(), &field.id) {
        (Some(object), _) => check_exists(cx, field, object, problems),
        (None, Some(id)) => check_id_type(cx, id, &field.ty, problems),
        (None, None) => {}
    }
    // Values are judged by type and limits, so these have to be right first.
    if problems.len() == before {
        limits::check_values(cx, "field", field, problems);
    }
}

/// Returns the fields that lead from `object` back to it, none of which may be missing.
fn path_to_itself<'a>(endpoint: &'a Endpoint, object: &'a Object) -> Option<Vec<&'a Field>> {
    let mut seen = BTreeSet::new();
    let mut open = vec![(object, Vec::new())];
    while let Some((at, path)) = open.pop() {
        for field in at.fields.iter().filter(|field| is_always_there(field)) {
            let Some(next) = field.ty.object() else { continue };
            let mut path: Vec<&Field> = path.clone();
            path.push(field);
            if next == object.name.as_str() {
                return Some(path);
            }
            if seen.insert(next) {
                open.extend(endpoint.object(next).map(|it| (it, path)));
            }
        }
    }
    None
}

/// Returns whether every value has the field, and not as a list that may be empty.
fn is_always_there(field: &Field) -> bool {
    !field.ty.is_list() && field.is_required()
}
