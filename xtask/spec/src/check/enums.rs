//! Names of values: the enums of a file and of a service, and the fields that refer to them.

use crate::check::context::{Context, unique};
use crate::check::faults::{item_type, literal_type};
use crate::check::names::{check_enum, fault_of_type_name};
use crate::diagnostic::Diagnostic;
use crate::load::{SourceFile, Sources};
use crate::read::Role;
use crate::spec::{BaseType, Endpoint, Enum, Field, Measure, SharedEnums, Spec, Text};

/// The variant that holds what has no name.
const OTHER: &str = "Other";

/// Checks the enums of a file by themselves, and that each has a use.
pub(super) fn check(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    for named in cx.endpoint.enums.iter().filter(|it| !it.shared) {
        check_values(named, problems);
        if let Some(shared) = cx.shared_enums().iter().find(|it| it.name == named.name) {
            let title = format!("the service has an enum `{}` as well", *named.name);
            problems.push(
                Diagnostic::at(&named.name.span, title, "declared again here")
                    .related(&shared.name.span, "the enum of the service")
                    .help("remove one of the two, or give one another name"),
            );
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

/// Checks the enums that endpoints share by themselves, and that several endpoints have each.
pub(super) fn check_shared(spec: &Spec, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    for SharedEnums { service, enums } in &spec.shared_enums {
        let is_one = |file: &&SourceFile| {
            let role = Role::of(sources.below_root(file));
            matches!(role, Ok(Role::Endpoint { service: of, .. }) if of == service)
        };
        let files = sources.files.iter().filter(is_one).count();
        let endpoints: Vec<_> = spec.endpoints.iter().filter(|it| it.service == *service).collect();
        let is_unknown = |endpoint: &&Endpoint| {
            let mut names = endpoint.all_fields().filter_map(|field| field.named_values.as_ref());
            names.any(|name| endpoint.enumeration(name).is_none())
        };
        // What could not be read, and a name that is misspelt, may be the use that is missed.
        let all_known = endpoints.len() == files && !endpoints.iter().any(is_unknown);
        for named in enums {
            check_values(named, problems);
            check_enum(&spec.api, named, problems);
            let mut users = endpoints.iter().filter(|it| it.enumeration(&named.name).is_some());
            let (label, help) = match (users.next(), users.next()) {
                (None, _) => ("no endpoint has it".to_owned(), "remove it"),
                (Some(one), None) => {
                    (format!("only `{}` has it", one.name), "move it into that file")
                }
                _ => continue,
            };
            if all_known {
                let title = format!("the enum `{}` is not shared", *named.name);
                problems.push(Diagnostic::at(&named.name.span, title, label).help(help));
            }
        }
    }
}

/// Checks the values of an enum and their names.
fn check_values(named: &Enum, problems: &mut Vec<Diagnostic>) {
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
}

/// Checks a field that refers to an enum.
pub(super) fn check_field(cx: &Context<'_>, field: &Field, problems: &mut Vec<Diagnostic>) {
    let Some(name) = &field.named_values else { return };
    let Some(named) = cx.endpoint.enumeration(name) else {
        let shared = format!("{}/enums.toml", cx.endpoint.service);
        let mut files = cx.sources.files.iter();
        let has_file = files.any(|file| cx.sources.below_root(file) == shared);
        if has_file && cx.shared.is_none() {
            return;
        }
        let known = cx.endpoint.enums.iter().chain(cx.shared_enums());
        let known = known.map(|it| it.name.as_str());
        let label =
            format!("there is no `[enums.{}]` in this file, and none in `{shared}`", **name);
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
