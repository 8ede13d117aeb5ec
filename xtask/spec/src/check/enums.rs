//! Enums of a file and of a service, and the fields that refer to them.

use crate::check::context::Context;
use crate::check::names::{check_enum, fault_of_type_name};
use crate::diagnostic::Problems;
use crate::load::{SourceFile, Sources};
use crate::read::Role;
use crate::spec::{Endpoint, Enum, SharedEnums, Spec, Text};

/// Variant for unlisted values.
const OTHER: &str = "Other";

/// Checks the enums of a file, and that each is used.
pub(super) fn check(cx: &mut Context<'_>) {
    for named in cx.endpoint.enums.iter().filter(|it| !it.shared) {
        check_values(named, cx.problems);
        if let Some(shared) = cx.shared_enums().iter().find(|it| it.name == named.name) {
            let title = format!("the service has an enum `{}` as well", *named.name);
            cx.at(&named.name.span, title, "declared again here")
                .related(&shared.name.span, "the enum of the service")
                .help("remove one of the two, or give one another name");
        }
        let mut used = cx.endpoint.all_fields().filter_map(|field| field.named_values.as_ref());
        // A misspelt name leaves the intended enum unused, so that is not reported twice.
        let is_use = |name: &Text| *name == named.name || cx.endpoint.enumeration(name).is_none();
        if !used.any(is_use) {
            let title = format!("the enum `{}` is never used", *named.name);
            cx.at(&named.name.span, title, "no value has it as its `enum`")
                .help("remove it, or correct the value that was meant to have it");
        }
    }
}

/// Checks the enums that endpoints share, and that each is used by several endpoints.
pub(super) fn check_shared(spec: &Spec, sources: &Sources, problems: &mut Problems) {
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
        // A file that could not be read, or a misspelt name, may be the missing use.
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
                problems.at(&named.name.span, title, label).help(help);
            }
        }
    }
}

/// Checks the values of an enum and their names.
fn check_values(named: &Enum, problems: &mut Problems) {
    let values = named.values.iter().map(|it| &it.value);
    problems.unique("value", values.map(|it| (it.value.to_string(), &it.span)));
    for variant in &named.values {
        let fault = fault_of_type_name(&variant.name);
        let taken = (*variant.name == *OTHER).then_some("it holds the values without a name");
        if let Some(label) = fault.or(taken.map(str::to_owned)) {
            let title = format!("`{}` cannot be the name of a value", *variant.name);
            problems.at(&variant.name.span, title, label);
        }
    }
}
