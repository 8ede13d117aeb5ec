//! Names of values: the enums of a file, and the fields that refer to them.

use crate::check::context::{Context, unique};
use crate::check::faults::{item_type, literal_type};
use crate::check::names::fault_of_type_name;
use crate::diagnostic::Diagnostic;
use crate::spec::{BaseType, Enum, Field, Measure, Text};

/// The variant that holds what has no name.
const OTHER: &str = "Other";

/// Checks the enums by themselves, and that each has a use.
pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    for named in &cx.endpoint.enums {
        let values = named.values.iter().map(|it| &it.value);
        unique("value", values.map(|it| (it.value.to_string(), it.span.clone())), problems);
        for variant in &named.values {
            let fault = fault_of_type_name(&variant.name).map(|fault| fault.what());
            let taken = (*variant.name == *OTHER).then_some("it holds the values without a name");
            if let Some(label) = fault.or(taken) {
                let title = format!("`{}` cannot be the name of a value", *variant.name);
                problems.push(Diagnostic::at(&variant.name.span, title, label));
            }
        }
        let mut used = cx.endpoint.all_fields().filter_map(|field| field.named_values.as_ref());
        // A misspelt name leaves the enum that was meant without a use.
        let is_use = |name: &Text| *name == named.name || cx.endpoint.enumeration(name).is_none();
        if !used.any(is_use) {
            let title = format!("the enum `{}` is never used", *named.name);
            problems.push(
                Diagnostic::at(&named.name.span, title, "no value has it as its `enum`")
                    .help("remove it, or correct the value that was meant to have it"),
            );
        }
    }
}

/// Checks a field that refers to an enum.
pub(super) fn check_field(cx: &Context<'_>, field: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(name) = &field.named_values else { return };
    let Some(named) = cx.endpoint.enumeration(name) else {
        let known = cx.endpoint.enums.iter().map(|it| it.name.as_str());
        let label = format!("there is no `[enums.{}]` in this file", **name);
        let title = format!("unknown enum `{}`", **name);
        problems.push(Diagnostic::at(&name.span, title, label).suggest(name, known));
        return;
    };
    check_alone(field, name, problems);
    check_types(cx, field, named, problems);
    for value in &field.values {
        if !named.values.iter().any(|it| it.value.value == value.value) {
            let title = format!("`{}` has no name", value.value);
            problems.push(
                Diagnostic::at(&value.span, title, "none of the enum's values")
                    .related(&named.name.span, "the enum")
                    .help(format!("add it to `[enums.{}.values]`", **name)),
            );
        }
    }
}

/// Reports what says something else of the type than an enum does.
fn check_alone(field: &Field, name: &Text, problems: &mut Vec<Diagnostic>) {
    let id = field.id.as_ref().map(|it| ("id", &it.span));
    let secret = field.secret.as_ref().map(|it| ("secret", &it.span));
    let limits = field.limits.iter().filter(|(kind, _)| kind.measure() != Measure::Items);
    let limits = limits.map(|(kind, limit)| (kind.key(), &limit.span));
    for (key, span) in id.into_iter().chain(secret).chain(limits) {
        let title = format!("`{key}` beside `enum`");
        problems.push(
            Diagnostic::at(span, title, "an enum is a type of its own")
                .related(&name.span, "the enum")
                .help("remove one of the two"),
        );
    }
}

/// Reports the first value that is of another type than the field.
fn check_types(cx: &Context<'_>, field: &Field, named: &Enum, problems: &mut Vec<Diagnostic>) {
    let (base, reason) = item_type(cx, field);
    let fits = |literal| *base != BaseType::Boolean && literal_type(literal) == *base;
    if let Some(other) = named.values.iter().find(|it| !fits(&it.value)) {
        let title = format!("`{}` is no value of `{}`", *other.value, *field.name);
        let label = match base {
            BaseType::Number | BaseType::String => format!("expected a `{}`", base.name()),
            _ => "only a `Number` or a `String` has values with names".to_owned(),
        };
        problems.push(Diagnostic::at(&other.value.span, title, label).related(reason, "the type"));
    }
}
