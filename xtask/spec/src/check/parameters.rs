//! Parameters one by one, and those that belong together.

use std::collections::BTreeMap;

use crate::check::{
    Context, base_text, limits, named, objects, place_text, secrets, type_text, unique, values,
};
use crate::diagnostic::{Diagnostic, nearest};
use crate::spec::{BaseType, Parameter, Span, Spanned, Text, Together, Type};

const SCALARS: [&str; 3] = ["Number", "String", "Boolean"];

pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let parameters = &cx.endpoint.parameters;
    let names = parameters.iter().map(|it| (it.name.as_str(), it.name.span.clone()));
    unique("parameter", names, problems);
    for parameter in parameters {
        let before = problems.len();
        check_type(cx, parameter, problems);
        // Where there can be no such type, its limits say nothing.
        if problems.len() == before {
            limits::check(cx, &parameter.sent(), problems);
        }
        check_list(parameter, problems);
        check_id(cx, parameter, problems);
        secrets::check_parameter(parameter, problems);
        // Values are judged by type and limits, so these have to be right first.
        if problems.len() == before {
            limits::check_values(cx, &parameter.sent(), problems);
        }
        check_credential(cx, parameter, problems);
    }
    check_groups(cx, problems);
    objects::check_sent(cx, problems);
}

/// Reports an id that does not exist or is of another type than its carrier.
pub(super) fn check_id_type(
    cx: &Context<'_>,
    id: &Text,
    carrier: &Spanned<Type>,
    problems: &mut Vec<Diagnostic>,
) {
    let known = cx.api.ids.iter().map(|id| id.name.as_str());
    match cx.id(id) {
        None => problems.push(
            Diagnostic::at(&id.span, format!("unknown id type `{}`", **id), "not in `api.toml`")
                .suggest(id, known),
        ),
        Some(declared) if declared.ty.base != carrier.base => {
            let title = format!("`{}` is no id of type `{}`", **id, base_text(&carrier.base));
            let label = format!("ids of this kind are of type `{}`", type_text(&declared.ty));
            problems.push(
                Diagnostic::at(&id.span, title, label)
                    .related(&carrier.span, "the type here")
                    .related(&declared.ty.span, "the type of the id"),
            );
        }
        Some(_) => {}
    }
}

fn check_type(cx: &Context<'_>, parameter: &Parameter, problems: &mut Vec<Diagnostic>) {
    let (ty, text) = (&parameter.ty, type_text(&parameter.ty));
    let structured = ty.is_list() || values::is_structured(&ty.base);
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
    } else if structured && parameter.separator.is_none() && !parameter.is_json() {
        let title = format!("a parameter cannot be of type `{text}` here");
        problems.push(
            Diagnostic::at(&ty.span, title, "a query or form holds no lists and no objects")
                .related(&parameter.place.span, "where it is sent")
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

fn check_list(parameter: &Parameter, problems: &mut Vec<Diagnostic>) {
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
        let title = format!("items cannot be of type `{}`", type_text(items));
        let label = "expected `Number`, `String` or `Boolean`";
        problems.push(Diagnostic::at(&items.span, title, label));
    }
}

fn check_id(cx: &Context<'_>, parameter: &Parameter, problems: &mut Vec<Diagnostic>) {
    let Some(id) = &parameter.id else { return };
    // A joined list is a string, whatever its items are.
    match (&parameter.separator, cx.id(id)) {
        (Some(_), Some(_)) => {}
        _ => check_id_type(cx, id, &parameter.ty, problems),
    }
}

fn check_credential(cx: &Context<'_>, parameter: &Parameter, problems: &mut Vec<Diagnostic>) {
    let Some(credential) = &cx.api.credential else {
        return;
    };
    if *parameter.name != *credential.name {
        return;
    }
    let mut differs = |span: &Span, label: String| {
        let title =
            format!("`{}` is not the credential that `api.toml` describes", *parameter.name);
        problems.push(
            Diagnostic::at(span, title, label).related(&credential.name.span, "the credential"),
        );
    };
    if parameter.place.value != credential.place.value {
        let place = place_text(credential.place.value);
        differs(&parameter.place.span, format!("expected \"{place}\""));
    }
    if !parameter.ty.is(&BaseType::String) {
        differs(&parameter.ty.span, "expected `String`".to_owned());
    }
    if !parameter.required.value {
        differs(&parameter.required.span, "expected `true`: no call works without it".to_owned());
    }
    let texts = [&parameter.separator, &parameter.id, &parameter.rust];
    let spans = texts.into_iter().flatten().map(|text| &text.span);
    for span in spans.chain(parameter.secret.as_ref().map(|secret| &secret.span)) {
        differs(span, "has no effect: the transport supplies the credential".to_owned());
    }
}

fn check_groups(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let mut grouped: BTreeMap<&str, &Span> = BTreeMap::new();
    for group in &cx.endpoint.together {
        unique("member", named(&group.members), problems);
        if let [only] = group.members.as_slice() {
            let title = format!("`{}` has only one member", *group.name);
            problems.push(Diagnostic::at(&only.span, title, "expected at least two parameters"));
        }
        for member in &group.members {
            check_member(cx, group, member, problems);
        }
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
}

fn check_member(cx: &Context<'_>, group: &Together, member: &Text, problems: &mut Vec<Diagnostic>) {
    let parameters = &cx.endpoint.parameters;
    let problem = |title: String, label: &str| Diagnostic::at(&member.span, title, label);
    let Some(parameter) = parameters.iter().find(|it| *it.name == **member) else {
        let title = format!("`{}` has an unknown member `{}`", *group.name, **member);
        let known = parameters.iter().map(|it| it.name.as_str()).filter(|it| !cx.is_credential(it));
        problems.push(problem(title, "no parameter has this name").suggest(member, known));
        return;
    };
    if cx.is_credential(member) {
        let title = format!("the credential cannot be a member of `{}`", *group.name);
        problems.push(problem(title, "the transport supplies it with every call"));
    } else if parameter.required.value {
        let title =
            format!("`{}` is required and cannot be a member of `{}`", **member, *group.name);
        problems.push(
            problem(title, "members are sent together or not at all")
                .related(&parameter.required.span, "every call sends it"),
        );
    }
}
