//! Calls that are signed.

use crate::check::context::Context;
use crate::spec::{BaseType, Field, Signature, Text};

pub(super) fn check(cx: &mut Context<'_>) {
    let Some(signature) = &cx.endpoint.signature else { return };
    let is_time = |it: &Field| {
        let of_type = it.ty.is(&BaseType::Number) || it.ty.is(&BaseType::String);
        of_type && it.id.is_none() && !it.is_secret() && !it.is_list()
    };
    expect(cx, &signature.timestamp, "a plain `Number` or `String`", is_time);
    expect(cx, &signature.value, "a parameter with `secret = true`", Field::is_secret);
    if let Some(over) = signature.over.as_ref().filter(|it| it.value != Signature::SECRET) {
        let is_text = |it: &Field| it.is_secret() && it.is_required();
        expect(cx, over, "a required parameter with `secret = true`", is_text);
    }
    // Signing sets this parameter without the others.
    for group in &cx.endpoint.together {
        let mut set = [&signature.timestamp, &signature.value].into_iter();
        if let Some(set) = set.find(|name| group.members.contains(name)) {
            let title = format!("`{}` belongs to the signature and to `{}`", **set, *group.name);
            cx.at(&set.span, title, "signing sets it alone").related(&group.name.span, "the group");
        }
    }
}

/// Reports a name that is not a parameter, or not one of the right kind.
fn expect(cx: &mut Context<'_>, name: &Text, expected: &str, is_right: impl Fn(&Field) -> bool) {
    let found = cx.find("parameter", name, &cx.endpoint.parameters);
    if let Some(wrong) = found.filter(|found| !is_right(found)) {
        let title = format!("`{}` cannot be a part of the signature", **name);
        cx.at(&name.span, title, format!("expected {expected}"))
            .related(&wrong.name.span, "the parameter");
    }
}
