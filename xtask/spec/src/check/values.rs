//! Limits, listed values, defaults and examples of parameters and fields.

use crate::check::context::{Context, Role};
use crate::check::faults::{self, item_type, literal_type};
use crate::spec::{BaseType, Field, Measure, Text};

/// Checks the values of a field whose type is valid.
pub(super) fn check(cx: &mut Context<'_>, role: Role, field: &Field) {
    let before = cx.problems.count();
    if role == Role::Answered {
        refuse_keys_of_requests(cx, field);
    } else {
        check_limits(cx, field);
    }
    check_enum(cx, field);
    check_listed(cx, field);
    // Default and example are compared with limits and listed values, so those must be valid first.
    if cx.problems.count() == before {
        check_default(cx, field);
        check_example(cx, role, field);
    }
}

/// Reports keys that only matter where a call sends the field.
fn refuse_keys_of_requests(cx: &mut Context<'_>, field: &Field) {
    let limits = field.limits.iter().map(|(kind, limit)| (kind.key(), &limit.span));
    let default = field.default.as_ref().map(|it| ("default", &it.span));
    for (key, span) in default.into_iter().chain(limits) {
        let title = format!("`{key}` on `{}`, a field of the answer", *field.name);
        cx.at(span, title, "only what a call sends can have it").help(format!("remove `{key}`"));
    }
}

fn check_limits(cx: &mut Context<'_>, field: &Field) {
    for (kind, limit) in field.limits.iter() {
        if !kind.measure().fits(&field.ty, field.is_joined(), field.encoding.is_some()) {
            let why = match kind.measure() {
                Measure::Number => "only a `Number` can be small or large",
                Measure::Items => "only a list has items",
                Measure::Characters => "only a `String` that is no list has characters to count",
                Measure::Bytes => "only a `String` that is no list, or a text of JSON, has bytes",
            };
            let list = if field.is_joined() { ", which holds a joined list" } else { "" };
            let title = format!("`{}` does not apply to this type", kind.key());
            cx.at(&limit.span, title, why)
                .related(&field.ty.span, format!("this is a `{}`{list}", field.ty.spelling));
        } else if limit.value <= 0 && kind.measure() != Measure::Number {
            let why = if kind.is_lower() { "bounds nothing" } else { "leaves nothing to send" };
            cx.at(&limit.span, format!("`{}` {why}", kind.key()), "expected at least 1");
        }
    }
    for (lower, least) in field.limits.iter().filter(|(kind, _)| kind.is_lower()) {
        let mut uppers = field.limits.iter();
        let upper = uppers.find(|(kind, _)| !kind.is_lower() && kind.measure() == lower.measure());
        if let Some((upper, most)) = upper.filter(|(_, most)| least.value > most.value) {
            let (lower, upper, name) = (lower.key(), upper.key(), &*field.name);
            let title = format!("`{lower}` is above `{upper}`: no value of `{name}` is allowed");
            cx.at(&least.span, title, "the lower limit").related(&most.span, "the upper limit");
        }
    }
}

/// Checks that the enum of a field exists, and that no other key of the field restricts its values.
fn check_enum(cx: &mut Context<'_>, field: &Field) {
    let Some(name) = &field.named_values else { return };
    let Some(named) = cx.endpoint.enumeration(name) else {
        unknown_enum(cx, name);
        return;
    };
    let id = field.id.as_ref().map(|it| ("id", &it.span));
    let secret = field.secret.as_ref().map(|it| ("secret", &it.span));
    let limits = field.limits.iter().filter(|(kind, _)| kind.measure() != Measure::Items);
    let limits = limits.map(|(kind, limit)| (kind.key(), &limit.span));
    for (key, span) in id.into_iter().chain(secret).chain(limits) {
        cx.at(span, format!("`{key}` beside `enum`"), "an enum is a type of its own")
            .related(&name.span, "the enum")
            .help("remove one of the two");
    }
    for value in &field.values {
        if !named.values.iter().any(|it| it.value.value == value.value) {
            let title = format!("`{}` has no name", value.value);
            cx.at(&value.span, title, "none of the enum's values")
                .related(&named.name.span, "the enum")
                .help(format!("add it to `[enums.{}.values]`", **name));
        }
    }
}

fn unknown_enum(cx: &mut Context<'_>, name: &Text) {
    let file = format!("{}/enums.toml", cx.endpoint.service);
    let mut files = cx.sources.files.iter();
    let has_file = files.any(|it| cx.sources.below_root(it) == file);
    // A file that cannot be read may declare it.
    if has_file && cx.shared.is_none() {
        return;
    }
    let known = cx.endpoint.enums.iter().chain(cx.shared_enums()).map(|it| it.name.as_str());
    let label = format!("there is no `[enums.{}]` in this file, and none in `{file}`", **name);
    cx.at(&name.span, format!("unknown enum `{}`", **name), label).suggest(name, known);
}

/// Checks that the values that a page lists have the field's type.
fn check_listed(cx: &mut Context<'_>, field: &Field) {
    let (base, reason) = item_type(cx, field);
    let texts = field.values.iter().map(|value| (value.value.to_string(), &value.span));
    cx.problems.unique("value", texts);
    let named = field.named_values.as_ref().and_then(|name| cx.endpoint.enumeration(name));
    let named = named.into_iter().flat_map(|it| &it.values).map(|variant| &variant.value);
    let can_list = matches!(base, BaseType::Number | BaseType::String);
    let mut values = field.values.iter().chain(named);
    if let Some(odd) = values.find(|it| !can_list || literal_type(it) != *base) {
        let title = format!("`{}` is no value of `{}`", odd.value, *field.name);
        let label = if can_list {
            format!("expected a `{}`", base.name())
        } else {
            "only a `Number` or a `String` has values to list".to_owned()
        };
        cx.at(&odd.span, title, label).related(reason, "the type");
    }
}

fn check_default(cx: &mut Context<'_>, field: &Field) {
    let Some(default) = &field.default else { return };
    if let Some(required) = field.required.as_ref().filter(|required| required.value) {
        let title = format!("`default` on `{}`, which is required", *field.name);
        cx.at(&default.span, title, "can never apply")
            .related(&required.span, "it is always sent")
            .help("remove `default`, or `required`");
    }
    let (base, text) = (literal_type(&default.value), default.value.to_string());
    let whole = base == BaseType::Number && field.ty.base == BaseType::Float;
    if field.ty.is_structured() || base != field.ty.base && !whole {
        let title = format!("the default of `{}` is of the wrong type", *field.name);
        let label = if field.ty.is_structured() {
            "only a single value can have a default".to_owned()
        } else {
            format!("expected a `{}`", field.ty.base.name())
        };
        cx.at(&default.span, title, label).related(&field.ty.span, "the type");
    } else if let Some(first) = cx.endpoint.listed(field).next()
        && !field.is_joined()
        && !cx.endpoint.listed(field).any(|value| value.value == default.value)
    {
        let title = format!("the default of `{}` is none of its values", *field.name);
        cx.at(&default.span, title, "not listed")
            .related(&first.span, "the first of the values")
            .help("add it to `values`");
    } else if let Some(fault) = faults::of_text(cx, field, &text) {
        let title = format!("`{}` does not allow its own default", *field.name);
        fault.report(cx, &default.span, title);
    }
}

fn check_example(cx: &mut Context<'_>, role: Role, field: &Field) {
    let Some(example) = &field.example else { return };
    // Any example of such a value in an answer is valid: it shows what the table leaves open.
    let any_shape = matches!(field.ty.base, BaseType::Json | BaseType::Object(_));
    if role == Role::Answered && any_shape {
        return;
    }
    if let Some(fault) = faults::of_text(cx, field, example) {
        let title = format!("`{}` does not allow its own example", *field.name);
        fault.report(cx, &example.span, title);
    }
}
