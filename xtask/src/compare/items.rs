//! The Rust names behind a change: facts do not know them, the endpoint's file does.

use heck::{ToShoutySnakeCase, ToSnakeCase};

use crate::compare::Change;
use crate::names;
use crate::spec::Endpoint;

/// Names the items of the generated code in a change's consequence, where it is about a parameter
/// or an error code of this endpoint.
pub fn name_items(change: &mut Change, endpoint: &Endpoint) {
    let parts: Vec<&str> = change.subject.split('.').collect();
    let consequence = &change.consequence;
    change.consequence = match parts.as_slice() {
        ["parameters", wire] | ["parameters", wire, _] => {
            let known = endpoint.parameters.iter().find(|it| it.name.value == *wire);
            let field = known.map_or_else(|| wire.to_snake_case(), names::parameter);
            let group = endpoint
                .together
                .iter()
                .find(|group| group.members.iter().any(|member| member.value == *wire));
            let setter = group.map_or(field.as_str(), |group| group.name.as_str());
            let consequence = consequence.replace("with_…", &format!("with_{setter}"));
            // What is left stands for constants.
            consequence.replace('…', &field.to_shouty_snake_case())
        }
        ["errors", code] => {
            let known = endpoint.errors.iter().find(|it| it.code.value.to_string() == *code);
            known.map_or_else(
                || consequence.clone(),
                |error| {
                    let variant = format!("the variant `{}` of", names::variant(error));
                    consequence.replace("the variant of", &variant)
                },
            )
        }
        _ => return,
    };
}
