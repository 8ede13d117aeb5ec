//! `api.toml`: what all endpoints rest on.

use crate::check::context::{named, unique};
use crate::check::names::{RESERVED_TYPES, fault_of_type_name};
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::spec::{Api, BaseType, Spanned, Type};

pub(super) fn check(api: &Api, problems: &mut Vec<Diagnostic>) {
    for host in &api.hosts {
        let bare = host.url.strip_prefix("https://");
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
        if bare.is_none_or(|name| name.is_empty() || !name.chars().all(allowed)) {
            let title = format!("`{}` is not a host", *host.url);
            problems.push(
                Diagnostic::at(&host.url.span, title, "expected `https://` and a host's name")
                    .help("leave out the path and a closing `/`"),
            );
        }
    }
    check_defaults(api, problems);
    for field in &api.envelope {
        number_or_string(&field.ty, "a field of the envelope", problems);
    }
    if let Some(first) = api.envelope.first()
        && !api.envelope.iter().any(|field| *field.name == "errcode")
    {
        let title = "the envelope has no `errcode`";
        problems.push(
            Diagnostic::at(&first.name.span, title, "the envelope's first field")
                .note("the client tells success from failure by `errcode`"),
        );
    }
    for id in &api.ids {
        number_or_string(&id.ty, "an id", problems);
        if let Some(fault) = fault_of_type_name(&id.name) {
            let title = format!("`{}` cannot be the name of a type", *id.name);
            problems.push(Diagnostic::at(&id.name.span, title, fault.what()));
        } else if RESERVED_TYPES.contains(&id.name.as_str()) || is_service(api, &id.name) {
            let title = format!("`{}` cannot be the name of a type", *id.name);
            problems.push(Diagnostic::at(&id.name.span, title, "generated code uses this name"));
        }
    }
}

/// Checks that the defaults name what the file has.
fn check_defaults(api: &Api, problems: &mut Vec<Diagnostic>) {
    let lists = [
        ("host", api.defaults.hosts.as_deref(), known_hosts(api)),
        ("field of the envelope", api.defaults.envelope.as_deref(), known_fields(api)),
    ];
    for (what, names, known) in lists {
        let names = names.unwrap_or_default();
        unique(what, named(names), problems);
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            let title = format!("unknown {what} `{}`", **name);
            problems.push(
                Diagnostic::at(&name.span, title, "not in this file")
                    .suggest(name, known.iter().copied()),
            );
        }
    }
}

fn known_hosts(api: &Api) -> Vec<&str> {
    api.hosts.iter().map(|host| host.key.as_str()).collect()
}

fn known_fields(api: &Api) -> Vec<&str> {
    api.envelope.iter().map(|field| field.name.as_str()).collect()
}

fn is_service(api: &Api, name: &str) -> bool {
    api.services.iter().any(|service| names::service(&service.name) == name)
}

fn number_or_string(ty: &Spanned<Type>, what: &str, problems: &mut Vec<Diagnostic>) {
    if ty.is_list() || !matches!(ty.base, BaseType::Number | BaseType::String) {
        let title = format!("`{}` is not a type for {what}", ty.spelling);
        problems.push(Diagnostic::at(&ty.span, title, "expected `Number` or `String`"));
    }
}
