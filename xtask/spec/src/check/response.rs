//! The fields of the answer, its objects and their types.

use crate::check::json::{Node, Value};
use crate::check::parameters::check_id_type;
use crate::check::values::scalar_fault;
use crate::check::{Context, json, limits, objects, secrets, type_text, unique};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, EnvelopeField, Field};

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let endpoint = cx.endpoint;
    unique_fields(&endpoint.response, problems);
    check_errcode(cx, problems);
    for field in &endpoint.response {
        match cx.api.envelope.iter().find(|envelope| *envelope.name == *field.name) {
            Some(envelope) => check_envelope(envelope, field, problems),
            None => check_field(cx, field, field.ty.object().is_some(), problems),
        }
    }
    // Those that a call sends are held against the parameters.
    let (sent, answered) = (endpoint.sent_objects(), endpoint.answered_objects());
    let unknown = objects::has_unknown(cx);
    let is_ours = |name: &str| answered.contains(name) || !unknown;
    let own = |name: &str| !sent.contains(name) && is_ours(name);
    for object in endpoint.types.iter().filter(|it| own(&it.name)) {
        unique_fields(&object.fields, problems);
        for field in &object.fields {
            check_field(cx, field, false, problems);
        }
    }
    objects::check_unused(cx, problems);
    let all = endpoint.types.iter().map(|it| it.name.as_str());
    objects::check_recursion(cx, &all.filter(|name| !sent.contains(name)).collect(), problems);
}

pub(super) fn unique_fields(fields: &[Field], problems: &mut Vec<Diagnostic>) {
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
        Some(optional) if field.ty.is_list() => problems.push(
            Diagnostic::at(&optional.span, "`optional` on a list", "has no effect")
                .related(&field.ty.span, "a missing list is an empty list")
                .help("remove `optional`"),
        ),
        None if !field.ty.is_list() && !whole => {
            let title = format!("missing key `optional` for the field `{name}`");
            problems.push(
                Diagnostic::at(&field.name.span, title, "may an answer lack this field?").help(
                    "add `optional = true`; `false` only where a missing field would mislead",
                ),
            );
        }
        _ => {}
    }
    refuse_keys_of_requests(field, problems);
    secrets::check_field(field, problems);
    limits::check_listed(cx, &field.sent(None), problems);
    if let Some(object) = field.ty.object() {
        objects::check_exists(cx, field, object, problems);
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

/// What only matters where a call sends the field.
fn refuse_keys_of_requests(field: &Field, problems: &mut Vec<Diagnostic>) {
    let limits = [
        ("min", &field.min),
        ("max", &field.max),
        ("max_items", &field.max_items),
        ("max_chars", &field.max_chars),
    ];
    let limits = limits.into_iter().filter_map(|(key, limit)| Some((key, &limit.as_ref()?.span)));
    let required = field.required.as_ref().map(|it| ("required", &it.span));
    let default = field.default.as_ref().map(|it| ("default", &it.span));
    for (key, span) in required.into_iter().chain(default).chain(limits) {
        let title = format!("`{key}` on `{}`, a field of the answer", *field.name);
        problems.push(
            Diagnostic::at(span, title, "has no effect")
                .note("no parameter holds this object: it is only answered")
                .help(format!("remove `{key}`")),
        );
    }
}

fn example_fault(field: &Field, example: &str) -> Option<String> {
    if field.ty.base == BaseType::Json {
        // Whatever the page prints shows the shape that its table does not say.
        return None;
    }
    if !field.ty.is_list() {
        return scalar_fault(&field.ty.base, example);
    }
    let parsed = json::parse(example).ok().filter(|node| matches!(node.value, Value::Array(_)));
    let Some(parsed) = parsed else {
        return Some("the example of a list is a JSON array".to_owned());
    };
    item_fault(&field.ty.base, field.ty.lists, &parsed)
}

/// What is wrong with a value within `lists` lists, if anything.
fn item_fault(base: &BaseType, lists: usize, node: &Node<'_>) -> Option<String> {
    match &node.value {
        _ if lists == 0 => json::scalar_fault(base, node),
        Value::Array(items) => items.iter().find_map(|item| item_fault(base, lists - 1, item)),
        _ => Some(format!("expected a list, found {}", node.kind())),
    }
}
