//! Fields of an endpoint by the tables that contain them.

use xtask_spec::spec::{Endpoint, Field, Spanned, Type, parse_type};

/// Returns all tables of fields, each with the common prefix of their subjects.
pub(super) fn tables(endpoint: &Endpoint) -> impl Iterator<Item = (String, &[Field])> {
    let Endpoint { parameters, response, types, .. } = endpoint;
    let types = types.iter().map(|it| (format!("types.{}", *it.name), it.fields.as_slice()));
    let own = [("parameters".to_owned(), parameters), ("response".to_owned(), response)];
    own.into_iter().map(|(subject, fields)| (subject, fields.as_slice())).chain(types)
}

/// Returns all tables of fields, mutable, each with the common prefix of their subjects.
pub(super) fn tables_mut(
    endpoint: &mut Endpoint,
) -> impl Iterator<Item = (String, &mut Vec<Field>)> {
    let Endpoint { parameters, response, types, .. } = endpoint;
    let types = types.iter_mut().map(|it| (format!("types.{}", *it.name), &mut it.fields));
    let own = [("parameters".to_owned(), parameters), ("response".to_owned(), response)];
    own.into_iter().chain(types)
}

/// Returns the fields below a subject.
pub(super) fn fields<'e>(endpoint: &'e Endpoint, subject: &str) -> &'e [Field] {
    let mut tables = tables(endpoint);
    tables.find(|(it, _)| it == subject).map_or(&[], |(_, fields)| fields)
}

/// Returns whether calls send the fields below a subject.
pub(super) fn is_sent(endpoint: &Endpoint, subject: &str) -> bool {
    let object = subject.strip_prefix("types.");
    object.map_or(subject == "parameters", |it| endpoint.sent_objects().contains(it))
}

/// Returns the type with a spelling that must be valid.
pub(super) fn type_of(spelling: &str) -> Spanned<Type> {
    let unknown = || Type { spelling: spelling.to_owned(), ..Type::default() };
    parse_type(spelling, &[]).unwrap_or_else(unknown).into()
}
