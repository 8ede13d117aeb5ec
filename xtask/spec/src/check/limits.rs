//! Limits, defaults and listed values of parameters and of fields that are sent.

use crate::check::context::{Context, unique};
use crate::check::enums;
use crate::check::faults::{self, item_type, literal_type};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Field, Measure, Span};

/// Checks limits against the type. `what` says in a word what has them.
pub(super) fn check(cx: &Context<'_>, what: &str, field: &Field, problems: &mut Vec<Diagnostic>) {
    for (kind, limit) in field.limits.iter() {
        if !kind.measure().fits(&field.ty, field.is_joined(), field.encoding.is_some()) {
            let why = match kind.measure() {
                Measure::Number => "only a `Number` can be small or large",
                Measure::Items => "only a list has items",
                Measure::Characters => "only a `String` that is no list has characters to count",
                Measure::Bytes => "only a `String` that is no list, or a text of JSON, has bytes",
            };
            let title = format!("`{}` on a {what} that has no such limit", kind.key());
            let shape = if field.is_joined() {
                "a joined list".to_owned()
            } else {
                format!("a `{}`", field.ty.spelling)
            };
            problems.push(
                Diagnostic::at(&limit.span, title, why)
                    .related(&field.ty.span, format!("this {what} is {shape}")),
            );
        } else if limit.value <= 0 && kind.measure() != Measure::Number {
            let why = if kind.is_lower() { "bounds nothing" } else { "leaves nothing to send" };
            let title = format!("`{}` {why}", kind.key());
            problems.push(Diagnostic::at(&limit.span, title, "expected at least 1"));
        }
    }
    check_order(field, problems);
    check_listed(cx, field, problems);
}

/// Reports a lower limit above the upper one of the same measure.
fn check_order(field: &Field, problems: &mut Vec<Diagnostic>) {
    for (lower, least) in field.limits.iter().filter(|(kind, _)| kind.is_lower()) {
        let mut uppers = field.limits.iter();
        let upper = uppers.find(|(kind, _)| !kind.is_lower() && kind.measure() == lower.measure());
        if let Some((upper, most)) = upper.filter(|(_, most)| least.value > most.value) {
            let (lower, upper) = (lower.key(), upper.key());
            let title =
                format!("`{lower}` is above `{upper}`: no value of `{}` is allowed", *field.name);
            problems.push(
                Diagnostic::at(&least.span, title, "the lower limit")
                    .related(&most.span, "the upper limit"),
            );
        }
    }
}

/// Checks default and example against type and limits.
pub(super) fn check_values(
    cx: &Context<'_>,
    what: &str,
    field: &Field,
    problems: &mut Vec<Diagnostic>,
) {
    check_default(cx, what, field, problems);
    if let Some(example) = &field.example {
        check_value(cx, field, "example", &example.span, example, problems);
    }
}

/// Checks that the values that a page lists are of the type of what they are values of.
pub(super) fn check_listed(cx: &Context<'_>, field: &Field, problems: &mut Vec<Diagnostic>) {
    enums::check_field(cx, field, problems);
    let (base, reason) = item_type(cx, field);
    let texts = field.values.iter().map(|value| (value.value.to_string(), value.span.clone()));
    unique("value", texts, problems);
    for value in &field.values {
        let found = literal_type(value);
        if *base != found {
            let title = format!("`{}` cannot be one of the values here", value.value);
            let label = match base {
                BaseType::Number | BaseType::String => format!("expected a `{}`", base.name()),
                _ => "only a `Number` or a `String` has values to list".to_owned(),
            };
            problems.push(Diagnostic::at(&value.span, title, label).related(reason, "the type"));
        }
    }
}

fn check_default(cx: &Context<'_>, what: &str, field: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(default) = &field.default else {
        return;
    };
    if let Some(required) = field.required.as_ref().filter(|required| required.value) {
        let title = format!("`default` on a required {what}");
        problems.push(
            Diagnostic::at(&default.span, title, "can never apply")
                .related(&required.span, "it is always sent")
                .help("remove `default`, or `required`"),
        );
    }
    let (base, text) = (literal_type(&default.value), default.value.to_string());
    let whole = base == BaseType::Number && field.ty.base == BaseType::Float;
    let has_one = !field.ty.is_structured();
    if !has_one || base != field.ty.base && !whole {
        let title = format!("the default of `{}` is of the wrong type", *field.name);
        let label = if has_one {
            format!("expected a `{}`", field.ty.spelling)
        } else {
            "a list or object has none here".to_owned()
        };
        problems
            .push(Diagnostic::at(&default.span, title, label).related(&field.ty.span, "the type"));
    } else if let Some(first) = cx.endpoint.listed(field).next()
        && !field.is_joined()
        && !cx.endpoint.listed(field).any(|value| value.value == default.value)
    {
        let title = format!("the default of `{}` is none of its values", *field.name);
        problems.push(
            Diagnostic::at(&default.span, title, "not listed")
                .related(&first.span, "the first of the values")
                .help("add it to `values`"),
        );
    } else {
        check_value(cx, field, "default", &default.span, &text, problems);
    }
}

fn check_value(
    cx: &Context<'_>,
    field: &Field,
    what: &str,
    span: &Span,
    text: &str,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(fault) = faults::of_text(cx, field, text) {
        let title = format!("`{}` does not allow its own {what}", *field.name);
        problems.push(fault.explain(Diagnostic::at(span, title, fault.what.as_str())));
    }
}
