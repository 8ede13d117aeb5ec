//! Parameters one by one.

use crate::check::context::Context;
use crate::check::fields::check_id_type;
use crate::check::{limits, objects, secrets};
use crate::diagnostic::{Diagnostic, nearest};
use crate::spec::{BaseType, Field};

const SCALARS: [&str; 3] = ["Number", "String", "Boolean"];

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let parameters = &cx.endpoint.parameters;
    for parameter in parameters {
        let before = problems.len();
        check_type(cx, parameter, problems);
        // Where there can be no such type, its limits say nothing.
        if problems.len() == before {
            limits::check(cx, "parameter", parameter, problems);
        }
        check_list(parameter, problems);
        check_id(cx, parameter, problems);
        secrets::check_parameter(parameter, problems);
        // Values are judged by type and limits, so these have to be right first.
        if problems.len() == before {
            limits::check_values(cx, "parameter", parameter, problems);
        }
        check_own(cx, parameter, problems);
    }
    objects::check_sent(cx, problems);
}

/// Checks what every parameter has, and that none is the credential.
fn check_own(cx: &Context<'_>, parameter: &Field, problems: &mut Vec<Diagnostic>) {
    let name = &parameter.name;
    let subject = format!("parameters.{}.doc", **name);
    cx.decided(&subject, parameter.doc.is_some(), &name.span, problems);
    if cx.api.is_credential(name) && cx.endpoint.is_authenticated() {
        let title = format!("`{}` is the credential", **name);
        let credential = cx.api.credential.as_ref().map(|it| &it.name.span);
        problems.push(
            Diagnostic::at(&name.span, title, "the transport supplies it")
                .related(credential.unwrap_or(&name.span), "described here for all endpoints")
                .help("remove it, or write `credential = false` if it is the endpoint's own"),
        );
    }
}

fn check_type(cx: &Context<'_>, parameter: &Field, problems: &mut Vec<Diagnostic>) {
    let (ty, text) = (&parameter.ty, &parameter.ty.spelling);
    let structured = ty.is_structured();
    if let Some(name) = ty.object()
        && cx.endpoint.object(name).is_none()
    {
        let title = format!("unknown type `{name}` of a parameter");
        let label = format!("there is no `[types.{name}]` in this file");
        let declared = cx.endpoint.types.iter().map(|it| it.name.as_str());
        let problem = Diagnostic::at(&ty.span, title, label);
        problems.push(match nearest_of(name, SCALARS.into_iter().chain(declared)) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.note("what is no name of a type is `Number`, `String` or `Boolean`"),
        });
    } else if structured && !parameter.is_joined() && !parameter.is_json() {
        let title = format!("a parameter cannot be of type `{text}` here");
        problems.push(
            Diagnostic::at(&ty.span, title, "a query or form holds no lists and no objects")
                .related(&parameter.name.span, "the parameter")
                .help("a list that is joined is a `String` with `separator = \",\"`")
                .help("what the page sends as a text of JSON has `encoding = \"json\"`"),
        );
    }
    if let Some(encoding) = parameter.encoding.as_ref().filter(|_| !structured) {
        let title = format!("`encoding` on a parameter of type `{text}`");
        problems.push(
            Diagnostic::at(&encoding.span, title, "only lists and objects need it")
                .related(&ty.span, "the type")
                .help("remove `encoding`, or give the type of what the text holds"),
        );
    }
}

fn nearest_of<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    nearest(name, &known.collect::<Vec<_>>())
}

fn check_list(parameter: &Field, problems: &mut Vec<Diagnostic>) {
    if let Some(separator) = &parameter.separator {
        if !parameter.ty.is(&BaseType::String) {
            let title = "`separator` on a parameter that is not a `String`";
            problems.push(
                Diagnostic::at(&separator.span, title, "only a string can hold a joined list")
                    .related(&parameter.ty.span, "the type"),
            );
        }
        if *separator.value != *"," {
            let title = format!("the separator `{}` is not supported", **separator);
            problems.push(Diagnostic::at(&separator.span, title, "expected \",\""));
        }
    }
    let Some(items) = &parameter.items else {
        return;
    };
    if parameter.separator.is_none() {
        let title = "`items` on a parameter that is no list";
        problems.push(
            Diagnostic::at(&items.span, title, "needs `separator` beside it")
                .help("add `separator = \",\"` or remove `items`"),
        );
    }
    if let Some(id) = &parameter.id {
        let title = "`items` beside `id`";
        problems.push(
            Diagnostic::at(&items.span, title, "the id type decides the type of the items")
                .related(&id.span, "the id type")
                .help("remove `items`"),
        );
    }
    let joined = [BaseType::Number, BaseType::String, BaseType::Boolean];
    if items.is_list() || !joined.contains(&items.base) {
        let title = format!("items cannot be of type `{}`", items.spelling);
        let label = "expected `Number`, `String` or `Boolean`";
        problems.push(Diagnostic::at(&items.span, title, label));
    }
}

fn check_id(cx: &Context<'_>, parameter: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(id) = &parameter.id else { return };
    // A joined list is a string, whatever its items are.
    match (&parameter.separator, cx.api.id(id)) {
        (Some(_), Some(_)) => {}
        _ => check_id_type(cx, id, &parameter.ty, problems),
    }
}
