//! The fields of the answer, its objects and their types.

use std::collections::BTreeSet;

use crate::check::parameters::check_id_type;
use crate::check::values::scalar_fault;
use crate::check::{Context, json, secrets, type_text, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, EnvelopeField, Field, Object};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    unique_fields(&endpoint.response, problems);
    check_errcode(cx, problems);
    for field in &endpoint.response {
        match cx.api.envelope.iter().find(|envelope| *envelope.name == *field.name) {
            Some(envelope) => check_envelope(envelope, field, problems),
            None => check_field(cx, field, is_object(field), problems),
        }
    }
    for object in &endpoint.types {
        unique_fields(&object.fields, problems);
        for field in &object.fields {
            check_field(cx, field, false, problems);
        }
    }
    check_unused(cx, problems);
    check_recursion(cx, problems);
}

fn unique_fields(fields: &[Field], problems: &mut Vec<Diagnostic>) {
    let names = fields.iter().map(|field| (field.name.as_str(), field.name.span.clone()));
    unique("field", names, problems);
}

fn check_errcode(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let response = &cx.endpoint.response;
    if let Some(first) = response.first()
        && !response.iter().any(|field| *field.name == "errcode")
    {
        problems.push(
            Diagnostic::at(&first.name.span, "the response has no `errcode`", "the first field")
                .note("every answer of the service tells success from failure by it")
                .help("add a `[[response]]` with `name = \"errcode\"` and `type = \"Number\"`"),
        );
    }
}

fn check_envelope(envelope: &EnvelopeField, field: &Field, problems: &mut Vec<Diagnostic>) {
    let name = field.name.as_str();
    if field.ty.value != envelope.ty.value {
        let title = format!("`{name}` has another type in `api.toml`");
        let label = format!("expected `{}`", type_text(&envelope.ty));
        problems.push(
            Diagnostic::at(&field.ty.span, title, label)
                .related(&envelope.ty.span, "the envelope's type"),
        );
    }
    let texts = [("doc", &field.doc), ("id", &field.id), ("rust", &field.rust)];
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, &text.as_ref()?.span)));
    let flags = [("optional", &field.optional), ("secret", &field.secret)];
    let flags = flags.into_iter().filter_map(|(key, flag)| Some((key, &flag.as_ref()?.span)));
    for (key, span) in texts.chain(flags) {
        let title = format!("`{key}` on `{name}`, a field of the envelope");
        problems.push(
            Diagnostic::at(span, title, "has no effect")
                .related(&envelope.name.span, "described here for all endpoints")
                .help(format!("remove `{key}`")),
        );
    }
}

/// `whole` marks an object that may well be all of the answer, whose absence needs no word.
fn check_field(cx: &Context<'_>, field: &Field, whole: bool, problems: &mut Vec<Diagnostic>) {
    let name = field.name.as_str();
    if field.doc.is_none() {
        let title = format!("missing key `doc` for the field `{name}`");
        problems.push(
            Diagnostic::at(&field.name.span, title, "this field needs `doc`")
                .note("only the envelope's fields do without: `api.toml` describes them"),
        );
    }
    match &field.optional {
        Some(optional) if field.ty.list => problems.push(
            Diagnostic::at(&optional.span, "`optional` on a list", "has no effect")
                .related(&field.ty.span, "a missing list is an empty list")
                .help("remove `optional`"),
        ),
        None if !field.ty.list && !whole => {
            let title = format!("missing key `optional` for the field `{name}`");
            problems.push(
                Diagnostic::at(&field.name.span, title, "may an answer lack this field?").help(
                    "add `optional = true`; `false` only where a missing field would mislead",
                ),
            );
        }
        _ => {}
    }
    secrets::check_field(field, problems);
    if let BaseType::Object(object) = &field.ty.base {
        check_object(cx, field, object, problems);
        return;
    }
    if let Some(id) = &field.id {
        check_id_type(cx, id, &field.ty, problems);
    }
    if let Some(example) = &field.example
        && let Some(fault) = example_fault(field, example)
    {
        let title = format!("the example of `{name}` is of the wrong type");
        problems
            .push(Diagnostic::at(&example.span, title, fault).related(&field.ty.span, "the type"));
    }
}

fn check_object(cx: &Context<'_>, field: &Field, object: &str, problems: &mut Vec<Diagnostic>) {
    let types = &cx.endpoint.types;
    if !types.iter().any(|declared| *declared.name == object) {
        let known = types.iter().map(|declared| declared.name.as_str());
        let title = format!("unknown type `{object}`");
        let label = format!("there is no `[types.{object}]` in this file");
        problems.push(
            Diagnostic::at(&field.ty.span, title, label)
                .suggest(object, ["Number", "String", "Boolean"].into_iter().chain(known)),
        );
    }
    if let Some(id) = &field.id {
        problems.push(
            Diagnostic::at(&id.span, "`id` on an object", "only a number or string can be an id")
                .related(&field.ty.span, "the type"),
        );
    }
}

fn example_fault(field: &Field, example: &str) -> Option<String> {
    if !field.ty.list {
        return scalar_fault(&field.ty.base, example);
    }
    let parsed = json::parse(example).map(|node| node.value);
    let Ok(json::Value::Array(items)) = parsed else {
        return Some("the example of a list is a JSON array".to_owned());
    };
    items.iter().find_map(|item| json::scalar_fault(&field.ty.base, item))
}

fn check_unused(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let types = &cx.endpoint.types;
    let exists = |name: &str| types.iter().any(|object| *object.name == *name);
    // A misspelt type leaves the one that was meant without a use.
    if !cx.all_fields().filter_map(|(_, field)| refers(field)).all(exists) {
        return;
    }
    for object in types {
        let used = cx.all_fields().any(|(owner, field)| {
            owner != object.name.as_str() && refers(field).is_some_and(|name| name == *object.name)
        });
        if !used {
            let title = format!("the type `{}` is never used", *object.name);
            problems.push(
                Diagnostic::at(&object.name.span, title, "no field is of this type")
                    .help("remove it, or correct the field that was meant to have it"),
            );
        }
    }
}

/// An object that holds itself other than in a list could never end.
fn check_recursion(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let mut reported = BTreeSet::new();
    for object in &cx.endpoint.types {
        if let Some(path) = path_to_itself(cx, object)
            && !path.iter().any(|step| reported.contains(&step.name.span.range.start))
        {
            reported.extend(path.iter().map(|step| step.name.span.range.start));
            let title = format!("the type `{}` holds itself", *object.name);
            if let [first, others @ ..] = path.as_slice() {
                let problem = Diagnostic::at(&first.ty.span, title, "here")
                    .note("a value of it would never end; only a list can hold its own type");
                let by_way_of =
                    |it: Diagnostic, step: &&Field| it.related(&step.ty.span, "by way of this");
                problems.push(others.iter().fold(problem, by_way_of));
            }
        }
    }
}

/// The fields that lead from `object` back to it without a list.
fn path_to_itself<'a>(cx: &Context<'a>, object: &'a Object) -> Option<Vec<&'a Field>> {
    let types = &cx.endpoint.types;
    let mut seen = BTreeSet::new();
    let mut open = vec![(object, Vec::new())];
    while let Some((at, path)) = open.pop() {
        for field in at.fields.iter().filter(|field| !field.ty.list) {
            let Some(next) = refers(field) else { continue };
            let mut path: Vec<&Field> = path.clone();
            path.push(field);
            if next == object.name.as_str() {
                return Some(path);
            }
            if seen.insert(next) {
                open.extend(types.iter().find(|it| *it.name == next).map(|it| (it, path)));
            }
        }
    }
    None
}

fn refers(field: &Field) -> Option<&str> {
    match &field.ty.base {
        BaseType::Object(name) => Some(name),
        _ => None,
    }
}

fn is_object(field: &Field) -> bool {
    refers(field).is_some()
}
