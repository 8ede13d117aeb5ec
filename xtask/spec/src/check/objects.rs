//! Contents of requests and responses: parameters, fields, and the objects in them.

use std::collections::BTreeSet;

use crate::check::context::{Context, Role};
use crate::check::fields;
use crate::spec::{Field, Object};

/// Checks the parameters, and the objects in them.
pub(super) fn check_sent(cx: &mut Context<'_>) {
    for parameter in &cx.endpoint.parameters {
        fields::check(cx, Role::Parameter, "parameters", parameter);
        check_credential(cx, parameter);
    }
    let (sent, answered) = (cx.endpoint.sent_objects(), cx.endpoint.answered_objects());
    for object in cx.endpoint.types.iter().filter(|it| sent.contains(it.name.as_str())) {
        if answered.contains(object.name.as_str()) {
            let title = format!("the type `{}` is both sent and answered", *object.name);
            cx.at(&object.name.span, title, "one type cannot be both")
                .note("a field that every request must have can be missing in an answer")
                .help("give the answer a type of its own, under another name");
        } else {
            check_object(cx, Role::Sent, object);
        }
    }
    check_recursion(cx, &sent);
}

/// Checks the fields of the answer, and the objects in them.
pub(super) fn check_answered(cx: &mut Context<'_>) {
    for field in &cx.endpoint.response {
        if let Some(envelope) = cx.api.envelope_field(&field.name) {
            let title = format!("`{}` is a field of the envelope", *field.name);
            cx.at(&field.name.span, title, "not the endpoint's own")
                .related(&envelope.name.span, "described here for all endpoints")
                .help("remove it; `envelope` says which of them the page lists");
        } else {
            fields::check(cx, Role::Answered, "response", field);
        }
    }
    // Objects that a call sends are checked with the parameters.
    let (sent, mut answered) = (cx.endpoint.sent_objects(), cx.endpoint.answered_objects());
    answered.retain(|name| !sent.contains(name));
    for object in cx.endpoint.types.iter().filter(|it| answered.contains(it.name.as_str())) {
        check_object(cx, Role::Answered, object);
    }
    check_unused(cx, &sent.union(&answered).copied().collect());
    check_recursion(cx, &answered);
    check_list(cx);
    check_optional_result(cx);
}

/// Checks that a response whose `result` is optional has no required fields.
fn check_optional_result(cx: &mut Context<'_>) {
    let (endpoint, is_optional) = (cx.endpoint, cx.endpoint.result_is_optional());
    for field in endpoint.own_fields().iter().filter(|it| is_optional && it.is_required()) {
        let title = format!("`{}` is required, but the `result` with it is not", *field.name);
        cx.at(field.required_span(), title, "answers without a `result` lack it")
            .related(&endpoint.response[0].name.span, "not required")
            .help("require both, or neither");
    }
}

fn check_credential(cx: &mut Context<'_>, parameter: &Field) {
    let credential = cx.api.credential.as_ref().filter(|_| cx.endpoint.is_authenticated());
    if let Some(credential) = credential.filter(|it| it.name == parameter.name) {
        let title = format!("`{}` is the credential", *parameter.name);
        cx.at(&parameter.name.span, title, "the transport supplies it")
            .related(&credential.name.span, "described here for all endpoints")
            .help("remove it, or write `credential = false` if it is the endpoint's own");
    }
}

fn check_object(cx: &mut Context<'_>, role: Role, object: &Object) {
    let subject = format!("types.{}", *object.name);
    cx.decided(&format!("{subject}.doc"), object.doc.is_some(), &object.name.span);
    for field in &object.fields {
        fields::check(cx, role, &subject, field);
    }
}

/// Reports unused objects.
fn check_unused(cx: &mut Context<'_>, used: &BTreeSet<&str>) {
    let mut held = cx.endpoint.all_fields().filter_map(|field| field.ty.object());
    // A misspelt type leaves the intended object unused.
    if held.any(|name| cx.endpoint.object(name).is_none()) {
        return;
    }
    for object in cx.endpoint.types.iter().filter(|it| !used.contains(it.name.as_str())) {
        let title = format!("the type `{}` is never used", *object.name);
        cx.at(&object.name.span, title, "no parameter and no answer holds it")
            .help("remove it, or correct the field that was meant to have it");
    }
}

/// Reports the first object that requires itself and so would be infinite.
fn check_recursion(cx: &mut Context<'_>, names: &BTreeSet<&str>) {
    let is_always_there = |field: &Field| !field.ty.is_list() && field.is_required();
    let objects = cx.endpoint.types.iter().filter(|it| names.contains(it.name.as_str()));
    for object in objects {
        let leads_back = |field: &&Field| {
            let held = cx.endpoint.held_objects([*field], is_always_there);
            held.contains(object.name.as_str())
        };
        if let Some(field) = object.fields.iter().find(leads_back) {
            let title = format!("the type `{}` holds itself", *object.name);
            cx.at(&field.ty.span, title, "here")
                .note("a value would be infinite: only an optional field or a list may hold the object's own type");
            return;
        }
    }
}

/// Checks that the list that the call is about exists in answers and is a list.
fn check_list(cx: &mut Context<'_>) {
    let Some(list) = &cx.endpoint.list else { return };
    if let Some(paging) = &cx.endpoint.paging {
        cx.at(&list.span, "`list` beside `paging`", "not needed")
            .related(&paging.items.span, "this is the list that the call is about")
            .help("remove `list`");
    }
    let fields = cx.endpoint.own_fields();
    match fields.iter().find(|field| *field.name == **list) {
        Some(field) if field.ty.is_list() => {}
        Some(field) => {
            cx.at(&list.span, format!("`{}` is no list", **list), "expected a list")
                .related(&field.ty.span, "the type");
        }
        None => {
            let lists = fields.iter().filter(|it| it.ty.is_list()).map(|it| it.name.as_str());
            cx.at(&list.span, format!("unknown list `{}`", **list), "no such field")
                .suggest(list, lists);
        }
    }
}
