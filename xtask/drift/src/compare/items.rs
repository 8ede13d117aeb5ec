//! The Rust names behind a change: facts do not know them, the endpoint's file does.

use heck::ToSnakeCase;

use crate::compare::Change;
use xtask_spec::names;
use xtask_spec::spec::{Endpoint, LimitKind, Object, Type};

/// The keys of a parameter whose consequences leave a name open.
const KEYS: [&str; 4] = ["required", "default", "with", "values"];

/// Names the items of the generated code in a change's consequence, where it is about a parameter,
/// a field of one, or an error code of this endpoint.
pub fn name_items(change: &mut Change, endpoint: &Endpoint) {
    let subject = change.subject.clone();
    let Some((table, path)) = subject.split_once('.') else { return };
    change.consequence = match (table, path.rsplit_once('.')) {
        ("parameters", Some((path, key)))
            if KEYS.contains(&key) || LimitKind::of_key(key).is_some() =>
        {
            named(&change.consequence, endpoint, path, key == "with")
        }
        ("parameters", _) => named(&change.consequence, endpoint, path, false),
        ("span", None) => {
            let [span] = endpoint.span.as_slice() else { return };
            change.subject = format!("span.{}.{path}", *span.name);
            change.consequence.replace("MAX_…_DAYS", &names::span(span))
        }
        ("errors", None) => {
            let mut errors = endpoint.errors.iter();
            let Some(error) = errors.find(|it| it.code.to_string() == path) else { return };
            let constant = format!("the constant `error::{}`", names::error(error));
            change.consequence.replace("the constant of the code", &constant)
        }
        _ => return,
    };
}

/// `path` is that of a parameter or of a field within one. `alone` says that it is not set by way of
/// its group.
fn named(consequence: &str, endpoint: &Endpoint, path: &str, alone: bool) -> String {
    let (owner, wire) = owner(endpoint, path);
    let known = if let Some(object) = owner {
        let mut fields = object.fields.iter();
        fields.find(|it| it.name.value == wire)
    } else {
        let mut parameters = endpoint.parameters.iter();
        parameters.find(|it| it.name.value == wire)
    };
    let field = known.map_or_else(|| wire.to_snake_case(), names::field);
    let mut groups = endpoint.together.iter().filter(|_| owner.is_none() && !alone);
    let group = groups.find(|group| group.members.iter().any(|member| member.value == wire));
    let setter = group.map_or(field.as_str(), |group| group.name.as_str());
    let consequence = consequence.replace("with_…", &format!("with_{setter}"));
    // What is left stands for constants.
    consequence.replace('…', &names::constant(&field, owner))
}

/// Returns the object that holds what stands at a path, and the wire name there. Names may hold dots.
fn owner<'a, 'p>(endpoint: &'a Endpoint, path: &'p str) -> (Option<&'a Object>, &'p str) {
    let inner = |name: &str, ty: &Type, path: &'p str| {
        let rest = path.strip_prefix(name)?.strip_prefix('.')?;
        Some((endpoint.object(ty.object()?)?, rest))
    };
    let mut found = endpoint.parameters.iter().find_map(|it| inner(&it.name, &it.ty, path));
    let (mut owner, mut wire) = (None, path);
    while let Some((object, rest)) = found {
        (owner, wire) = (Some(object), rest);
        found = object.fields.iter().find_map(|it| inner(&it.name, &it.ty, rest));
    }
    (owner, wire)
}
