//! Single parameters and fields: their types, and the other keys that describe them.

use crate::check::context::{Context, Role};
use crate::check::values;
use crate::spec::{BaseType, Field};

const SCALARS: [BaseType; 3] = [BaseType::Number, BaseType::String, BaseType::Boolean];

/// Checks a parameter or field; `owner` is its table in a subject.
pub(super) fn check(cx: &mut Context<'_>, role: Role, owner: &str, field: &Field) {
    cx.decided(&format!("{owner}.{}.doc", *field.name), field.doc.is_some(), &field.name.span);
    let before = cx.problems.count();
    check_type(cx, role, field);
    check_separator(cx, field);
    check_id(cx, field);
    check_secret(cx, role, field);
    check_absent(cx, role, field);
    // With an invalid type, limits and values are meaningless.
    if cx.problems.count() == before {
        values::check(cx, role, field);
    }
}

fn check_type(cx: &mut Context<'_>, role: Role, field: &Field) {
    let (ty, text) = (&field.ty, &field.ty.spelling);
    let structured = ty.is_structured();
    if let Some(name) = ty.object()
        && cx.endpoint.object(name).is_none()
    {
        let scalars = SCALARS.iter().map(BaseType::name);
        let known = cx.endpoint.types.iter().map(|it| it.name.as_str());
        let label = format!("there is no `[types.{name}]` in this file");
        cx.at(&ty.span, format!("unknown type `{name}`"), label)
            .suggest(name, scalars.chain(known));
    } else if role == Role::Parameter && structured && !field.is_joined() && !field.is_json() {
        let title = format!("a parameter cannot be of type `{text}` here");
        cx.at(&ty.span, title, "a query or form holds no lists and no objects")
            .related(&field.name.span, "the parameter")
            .help("a list that is joined is a `String` with `separator = \",\"`")
            .help("what the page sends as a text of JSON has `encoding = \"json\"`");
    }
    if let Some(encoding) = field.encoding.as_ref().filter(|_| !structured) {
        let title = format!("`encoding` on a parameter of type `{text}`");
        cx.at(&encoding.span, title, "only lists and objects need it")
            .related(&ty.span, "the type")
            .help("remove `encoding`, or give the type of what the text holds");
    }
}

/// Checks the `separator` of a list that is joined in a text.
fn check_separator(cx: &mut Context<'_>, field: &Field) {
    if let Some(separator) = &field.separator {
        if !field.ty.is(&BaseType::String) {
            let title = "`separator` on a parameter that is not a `String`";
            cx.at(&separator.span, title, "only a string can hold a joined list")
                .related(&field.ty.span, "the type");
        }
        if *separator.value != *"," {
            let title = format!("the separator `{}` is not supported", **separator);
            cx.at(&separator.span, title, "expected \",\"");
        }
    }
    let Some(items) = &field.items else { return };
    if field.separator.is_none() {
        let title = "`items` on a parameter that is no list";
        cx.at(&items.span, title, "needs `separator` beside it")
            .help("add `separator = \",\"` or remove `items`");
    }
    if let Some(id) = &field.id {
        cx.at(&items.span, "`items` beside `id`", "the id type decides the type of the items")
            .related(&id.span, "the id type")
            .help("remove `items`");
    }
    if items.is_list() || !SCALARS.contains(&items.base) {
        let title = format!("items cannot be of type `{}`", items.spelling);
        cx.at(&items.span, title, "expected `Number`, `String` or `Boolean`");
    }
}

/// Reports an id that does not exist or is of another type than its carrier.
fn check_id(cx: &mut Context<'_>, field: &Field) {
    let Some(id) = &field.id else { return };
    let Some(declared) = cx.api.id(id) else {
        let known = cx.api.ids.iter().map(|id| id.name.as_str());
        cx.at(&id.span, format!("unknown id type `{}`", **id), "not in `api.toml`")
            .suggest(id, known);
        return;
    };
    // A joined list is a string, whatever the type of its items.
    if !field.is_joined() && declared.ty.base != field.ty.base {
        let title = format!("`{}` is no id of type `{}`", **id, field.ty.base.name());
        let label = format!("ids of this kind are of type `{}`", declared.ty.spelling);
        cx.at(&id.span, title, label)
            .related(&field.ty.span, "the type here")
            .related(&declared.ty.span, "the type of the id");
    }
}

/// Checks that a secret is a single plain text.
fn check_secret(cx: &mut Context<'_>, role: Role, field: &Field) {
    let Some(secret) = field.secret.as_ref().filter(|secret| secret.value) else { return };
    if role == Role::Sent {
        let title = format!("the secret `{}` within an object that is sent", *field.name);
        cx.at(&secret.span, title, "not supported")
            .help("only a parameter of its own can be a secret");
    } else if !field.ty.is(&BaseType::String) {
        let title = format!("a `{}` cannot be a secret", field.ty.spelling);
        cx.at(&secret.span, title, "only a `String` can be")
            .related(&field.ty.span, "the type")
            .help("remove `secret`, or correct the type");
    } else {
        let default = field.default.as_ref().map(|it| &it.span);
        let [separator, id] =
            [&field.separator, &field.id].map(|it| it.as_ref().map(|it| &it.span));
        for (key, span) in [("separator", separator), ("id", id), ("default", default)] {
            let Some(span) = span else { continue };
            cx.at(span, format!("`{key}` on a secret"), "a secret is one plain text")
                .related(&secret.span, "the secret")
                .help(format!("remove `{key}`, or `secret` if nothing has to be hidden"));
        }
    }
}

/// Checks the meaning that the file gives to the absence of a list.
fn check_absent(cx: &mut Context<'_>, role: Role, field: &Field) {
    match (&field.absent, &field.source) {
        (Some(absent), _) if role == Role::Sent || !field.ty.is_list() || field.is_required() => {
            let label = "only a list that an answer may lack can have it";
            let (reason, why) = match role {
                Role::Sent => (&field.name.span, "a call sends it"),
                _ if field.ty.is_list() => (field.required_span(), "every answer has it"),
                _ => (&field.ty.span, "the type"),
            };
            cx.at(&absent.span, format!("`absent` on `{}`", *field.name), label)
                .related(reason, why)
                .help("remove `absent`");
        }
        (Some(absent), None) => {
            cx.at(&absent.span, "missing key `source`", "how is this known?")
                .note("without proof, absent is not empty")
                .help("add `source = \"vendor\"`, `\"probe\"` or `\"peer\"`");
        }
        (None, Some(source)) => {
            cx.at(&source.span, "`source` without `absent`", "has no effect")
                .help("remove `source`");
        }
        _ => {}
    }
}
