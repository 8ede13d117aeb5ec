//! `api.toml`: the facts that all endpoints depend on.

use crate::check::names::{RESERVED_TYPES, fault_of_type_name};
use crate::diagnostic::Problems;
use crate::names;
use crate::spec::{Api, BaseType, Spanned, Type};

pub(super) fn check(api: &Api, problems: &mut Problems) {
    for host in &api.hosts {
        let bare = host.url.strip_prefix("https://");
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
        if bare.is_none_or(|name| name.is_empty() || !name.chars().all(allowed)) {
            let title = format!("`{}` is not a host", *host.url);
            problems
                .at(&host.url.span, title, "expected `https://` and a host's name")
                .help("leave out the path and a closing `/`");
        }
    }
    let hosts: Vec<_> = api.hosts.iter().map(|host| host.key.as_str()).collect();
    problems.refer("host", api.defaults.hosts.as_deref().unwrap_or_default(), &hosts);
    let fields: Vec<_> = api.envelope.iter().map(|field| field.name.as_str()).collect();
    let envelope = api.defaults.envelope.as_deref().unwrap_or_default();
    problems.refer("field of the envelope", envelope, &fields);
    for field in &api.envelope {
        let bases = [BaseType::Number, BaseType::String, BaseType::Boolean];
        has_base(&field.ty, &bases, "a field of the envelope", problems);
    }
    if let Some(first) = api.envelope.first()
        && !api.is_envelope("errcode")
    {
        let title = "the envelope has no `errcode`";
        problems
            .at(&first.name.span, title, "the envelope's first field")
            .note("the client tells success from failure by `errcode`");
    }
    let is_service = |name: &str| api.services.iter().any(|it| names::service(&it.name) == name);
    for id in &api.ids {
        has_base(&id.ty, &[BaseType::Number, BaseType::String], "an id", problems);
        if let Some(fault) = fault_of_type_name(&id.name) {
            let title = format!("`{}` cannot be the name of a type", *id.name);
            problems.at(&id.name.span, title, fault);
        } else if RESERVED_TYPES.contains(&id.name.as_str()) || is_service(&id.name) {
            let title = format!("`{}` cannot be the name of a type", *id.name);
            problems.at(&id.name.span, title, "generated code uses this name");
        }
    }
}

fn has_base(ty: &Spanned<Type>, bases: &[BaseType], what: &str, problems: &mut Problems) {
    if ty.is_list() || !bases.contains(&ty.base) {
        let title = format!("`{}` is not a type for {what}", ty.spelling);
        problems.at(&ty.span, title, format!("expected one of {bases:?}"));
    }
}
