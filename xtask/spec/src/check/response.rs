//! The fields of the answer, its objects and their types.

use crate::check::context::Context;
use crate::check::faults::of_text;
use crate::check::fields::{check_exists, check_id_type, has_unknown};
use crate::check::{limits, objects, secrets};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, Span};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    for field in &endpoint.response {
        match cx.api.envelope_field(&field.name) {
            Some(envelope) => {
                let title = format!("`{}` is a field of the envelope", *field.name);
                problems.push(
                    Diagnostic::at(&field.name.span, title, "not the endpoint's own")
                        .related(&envelope.name.span, "described here for all endpoints")
                        .help("remove it; `envelope` says which of them the page lists"),
                );
            }
            None => check_field(cx, "response", field, problems),
        }
    }
    // Those that a call sends are held against the parameters.
    let (sent, answered) = (endpoint.sent_objects(), endpoint.answered_objects());
    let unknown = has_unknown(cx);
    let is_ours = |name: &str| answered.contains(name) || !unknown;
    let own = |name: &str| !sent.contains(name) && is_ours(name);
    for object in endpoint.types.iter().filter(|it| own(&it.name)) {
        let subject = format!("types.{}", *object.name);
        cx.decided(&format!("{subject}.doc"), object.doc.is_some(), &object.name.span, problems);
        for field in &object.fields {
            check_field(cx, &subject, field, problems);
        }
    }
    objects::check_unused(cx, problems);
    let all = endpoint.types.iter().map(|it| it.name.as_str());
    objects::check_recursion(cx, &all.filter(|name| !sent.contains(name)).collect(), problems);
    check_list(cx, problems);
}

/// Checks that the list that the call is about is a list that answers have.
fn check_list(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(list) = &cx.endpoint.list else { return };
    if let Some(paging) = &cx.endpoint.paging {
        problems.push(
            Diagnostic::at(&list.span, "`list` beside `paging`", "not needed")
                .related(&paging.items.span, "this is the list that the call is about")
                .help("remove `list`"),
        );
    }
    let fields = cx.endpoint.own_fields();
    let lists = fields.iter().filter(|it| it.ty.is_list()).map(|it| it.name.as_str());
    match fields.iter().find(|field| *field.name == **list) {
        Some(field) if field.ty.is_list() => {}
        Some(field) => problems.push(
            Diagnostic::at(&list.span, format!("`{}` is no list", **list), "expected a list")
                .related(&field.ty.span, "the type"),
        ),
        None => problems.push(
            Diagnostic::at(&list.span, format!("unknown list `{}`", **list), "no such field")
                .suggest(list, lists),
        ),
    }
}

fn check_field(cx: &Context<'_>, of: &str, field: &Field, problems: &mut Vec<Diagnostic>) {
    let name = field.name.as_str();
    let subject = format!("{of}.{name}.doc");
    cx.decided(&subject, field.doc.is_some(), &field.name.span, problems);
    check_absent(field, problems);
    refuse_keys_of_requests(field, problems);
    secrets::check_field(field, problems);
    limits::check_listed(cx, field, problems);
    if let Some(object) = field.ty.object() {
        check_exists(cx, field, object, problems);
        return;
    }
    if let Some(id) = &field.id {
        check_id_type(cx, id, &field.ty, problems);
    }
    // Whatever the page prints shows the shape that its table does not say.
    let example = field.example.as_ref().filter(|_| field.ty.base != BaseType::Json);
    if let Some(example) = example
        && let Some(fault) = of_text(cx, field, example)
    {
        let title = format!("the example of `{name}` is of the wrong type");
        let problem = Diagnostic::at(&example.span, title, fault.what.as_str());
        problems.push(fault.explain(problem));
    }
}

/// Checks what the file says of the absence of a list.
fn check_absent(field: &Field, problems: &mut Vec<Diagnostic>) {
    match (&field.absent, &field.source) {
        (Some(absent), _) if !field.ty.is_list() => problems.push(
            Diagnostic::at(&absent.span, "`absent` on a field that is no list", "has no effect")
                .related(&field.ty.span, "the type")
                .help("remove `absent`"),
        ),
        (Some(absent), _) if field.is_required() => problems.push(
            Diagnostic::at(&absent.span, "`absent` on a required list", "has no effect")
                .related(field.required_span(), "every answer has it")
                .help("remove one of the two"),
        ),
        (Some(absent), None) => problems.push(
            Diagnostic::at(&absent.span, "missing key `source`", "how is this known?")
                .note("without proof, absent is not empty")
                .help("add `source = \"vendor\"`, `\"probe\"` or `\"peer\"`"),
        ),
        (None, Some(source)) => problems.push(
            Diagnostic::at(&source.span, "`source` without `absent`", "has no effect")
                .help("remove `source`"),
        ),
        _ => {}
    }
}

/// Reports keys that only matter where a call sends the field.
fn refuse_keys_of_requests(field: &Field, problems: &mut Vec<Diagnostic>) {
    let limits = field.limits.iter().map(|(kind, limit)| (kind.key(), &limit.span));
    let default = field.default.as_ref().map(|it| ("default", &it.span));
    let keys: Vec<(&str, &Span)> = default.into_iter().chain(limits).collect();
    for (key, span) in keys {
        let title = format!("`{key}` on `{}`, a field of the answer", *field.name);
        problems.push(
            Diagnostic::at(span, title, "has no effect")
                .note("no parameter holds this object: it is only answered")
                .help(format!("remove `{key}`")),
        );
    }
}
