//! What parameters and fields have in common: ids and objects.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::spec::{Field, Spanned, Text, Type};

/// Reports an id that does not exist or is of another type than its carrier.
pub(super) fn check_id_type(
    cx: &Context<'_>,
    id: &Text,
    carrier: &Spanned<Type>,
    problems: &mut Vec<Diagnostic>,
) {
    let known = cx.api.ids.iter().map(|id| id.name.as_str());
    match cx.api.id(id) {
        None => problems.push(
            Diagnostic::at(&id.span, format!("unknown id type `{}`", **id), "not in `api.toml`")
                .suggest(id, known),
        ),
        Some(declared) if declared.ty.base != carrier.base => {
            let title = format!("`{}` is no id of type `{}`", **id, carrier.base.name());
            let label = format!("ids of this kind are of type `{}`", declared.ty.spelling);
            problems.push(
                Diagnostic::at(&id.span, title, label)
                    .related(&carrier.span, "the type here")
                    .related(&declared.ty.span, "the type of the id"),
            );
        }
        Some(_) => {}
    }
}

/// Reports a field's object that the file does not hold.
pub(super) fn check_exists(
    cx: &Context<'_>,
    field: &Field,
    object: &str,
    problems: &mut Vec<Diagnostic>,
) {
    if cx.endpoint.object(object).is_none() {
        let known = cx.endpoint.types.iter().map(|declared| declared.name.as_str());
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

/// Returns whether a misspelt type somewhere may be meant to hold objects that nothing holds.
pub(super) fn has_unknown(cx: &Context<'_>) -> bool {
    let parameters = cx.endpoint.parameters.iter().filter_map(|parameter| parameter.ty.object());
    let fields = cx.all_fields().filter_map(|(_, field)| field.ty.object());
    parameters.chain(fields).any(|name| cx.endpoint.object(name).is_none())
}
