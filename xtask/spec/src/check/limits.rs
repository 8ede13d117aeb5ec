//! Limits, defaults and listed values of what is sent, be it a parameter or a field of its object.

use crate::check::values::{is_structured, item_type, literal_type};
use crate::check::{Context, base_text, type_text, unique, values};
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Sent, Span};

/// Limits against the type.
pub(super) fn check(cx: &Context<'_>, sent: &Sent<'_>, problems: &mut Vec<Diagnostic>) {
    let list = sent.is_list();
    let number = sent.ty.is(&BaseType::Number);
    let string = sent.ty.base == BaseType::String && !list;
    let what = what(sent);
    let limits = [
        ("min", sent.min, number, "only a `Number` has a minimum"),
        ("max", sent.max, number, "only a `Number` has a maximum"),
        ("max_items", sent.max_items, list, "only a list has items"),
        (
            "max_chars",
            sent.max_chars,
            string,
            "only a `String` that is no list has characters to count",
        ),
    ];
    for (key, limit, fits, why) in limits {
        let Some(limit) = limit else { continue };
        if !fits {
            let title = format!("`{key}` on a {what} that has no such limit");
            let shape = if sent.separator.is_some() {
                "a joined list".to_owned()
            } else {
                format!("a `{}`", type_text(sent.ty))
            };
            problems.push(
                Diagnostic::at(&limit.span, title, why)
                    .related(&sent.ty.span, format!("this {what} is {shape}")),
            );
        } else if limit.value <= 0 && key.starts_with("max_") {
            let title = format!("`{key}` leaves nothing to send");
            problems.push(Diagnostic::at(&limit.span, title, "expected at least 1"));
        }
    }
    if let (Some(min), Some(max)) = (sent.min, sent.max)
        && min.value > max.value
    {
        let title = format!("`min` is above `max`: no value of `{}` is allowed", **sent.name);
        problems.push(
            Diagnostic::at(&min.span, title, "the minimum").related(&max.span, "the maximum"),
        );
    }
    check_listed(cx, sent, problems);
}

/// Default and example against type and limits.
pub(super) fn check_values(cx: &Context<'_>, sent: &Sent<'_>, problems: &mut Vec<Diagnostic>) {
    check_default(cx, sent, problems);
    if let Some(example) = sent.example {
        check_value(cx, sent, "example", &example.span, example, problems);
    }
}

/// The values that a page lists are of the type of what they are values of.
pub(super) fn check_listed(cx: &Context<'_>, sent: &Sent<'_>, problems: &mut Vec<Diagnostic>) {
    let (base, reason) = item_type(cx, sent);
    let texts = sent.values.iter().map(|value| (value.value.to_string(), value.span.clone()));
    unique("value", texts, problems);
    for value in sent.values {
        let found = literal_type(value);
        if *base != found {
            let title = format!("`{}` cannot be one of the values here", value.value);
            let label = match base {
                BaseType::Number | BaseType::String => format!("expected a `{}`", base_text(base)),
                _ => "only a `Number` or a `String` has values to list".to_owned(),
            };
            problems.push(Diagnostic::at(&value.span, title, label).related(reason, "the type"));
        }
    }
}

fn check_default(cx: &Context<'_>, sent: &Sent<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(default) = sent.default else {
        return;
    };
    if let Some(required) = sent.required.filter(|required| required.value) {
        let title = format!("`default` on a required {}", what(sent));
        let every =
            if sent.owner.is_some() { "every object has it" } else { "every call sends it" };
        problems.push(
            Diagnostic::at(&default.span, title, "can never apply")
                .related(&required.span, every)
                .help("remove `default`, or set `required = false`"),
        );
    }
    let (base, text) = (literal_type(&default.value), default.value.to_string());
    let whole = base == BaseType::Number && sent.ty.base == BaseType::Float;
    let has_one = !sent.ty.is_list() && !is_structured(&sent.ty.base);
    if !has_one || base != sent.ty.base && !whole {
        let title = format!("the default of `{}` is of the wrong type", **sent.name);
        let label = if has_one {
            format!("expected a `{}`", type_text(sent.ty))
        } else {
            "a list or object has none here".to_owned()
        };
        problems
            .push(Diagnostic::at(&default.span, title, label).related(&sent.ty.span, "the type"));
    } else if let Some(first) = sent.values.first()
        && sent.separator.is_none()
        && !sent.values.iter().any(|value| value.value == default.value)
    {
        let title = format!("the default of `{}` is none of its values", **sent.name);
        problems.push(
            Diagnostic::at(&default.span, title, "not listed")
                .related(&first.span, "the first of the values")
                .help("add it to `values`"),
        );
    } else {
        check_value(cx, sent, "default", &default.span, &text, problems);
    }
}

fn check_value(
    cx: &Context<'_>,
    sent: &Sent<'_>,
    what: &str,
    span: &Span,
    text: &str,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(fault) = values::fault(cx, sent, text) {
        let title = format!("`{}` does not allow its own {what}", **sent.name);
        problems.push(fault.explain(Diagnostic::at(span, title, fault.what.as_str())));
    }
}

/// A word for what has the limits.
fn what(sent: &Sent<'_>) -> &'static str {
    if sent.owner.is_some() { "field" } else { "parameter" }
}
