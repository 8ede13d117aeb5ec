//! Rust names for items whose mechanical names do not work.

use std::collections::BTreeSet;

use crate::import::decision::Decision;
use crate::import::tables::{fields, tables_mut};
use crate::import::words;
use xtask_spec::check::{can_name_a_constant, can_name_a_field, can_name_a_type};
use xtask_spec::names;
use xtask_spec::spec::{Api, Endpoint, ErrorCode, Field, Object};

/// Length up to which the name of a constant is readable.
const MAX_CONSTANT: usize = 60;

/// Sets `rust` on all items that need it. Items of `old` keep the names that callers use.
pub(super) fn choose(
    draft: &mut Endpoint,
    old: Option<&Endpoint>,
    api: &Api,
    decisions: &mut Vec<Decision>,
) {
    choose_fields(draft, old, decisions);
    choose_types(draft, old, api, decisions);
    choose_constants(draft, old, decisions);
}

fn choose_fields(draft: &mut Endpoint, old: Option<&Endpoint>, decisions: &mut Vec<Decision>) {
    let groups: Vec<_> = draft.together.iter().map(|group| group.name.value.clone()).collect();
    for (subject, items) in tables_mut(draft) {
        let groups = groups.iter().filter(|_| subject == "parameters");
        let mut taken: BTreeSet<String> = groups.cloned().collect();
        let before = old.map_or(&[][..], |old| fields(old, &subject));
        let is_named = |item: &Field| {
            item.rust.is_some() || before.iter().any(|before| before.name == item.name)
        };
        taken.extend(items.iter().filter(|item| is_named(item)).map(names::field));
        for (at, item) in items.iter_mut().enumerate().filter(|(_, item)| !is_named(item)) {
            let mechanical = names::field(item);
            if !can_name_a_field(&mechanical) || taken.contains(&mechanical) {
                let name = words::field(&item.name, at, |name| taken.contains(name));
                let need =
                    format!("named `{name}`, as `{mechanical}` does not work: choose a better one");
                let key = format!("{subject}.{}.rust", item.name.value);
                decisions.push(Decision::open(key, need));
                item.rust = Some(name.into());
            }
            taken.insert(names::field(item));
        }
    }
}

fn choose_types(
    draft: &mut Endpoint,
    old: Option<&Endpoint>,
    api: &Api,
    decisions: &mut Vec<Decision>,
) {
    let payload = draft.payload().map(|object| object.name.value.clone());
    let is_named = |object: &Object| {
        let was_payload = old.and_then(Endpoint::payload).is_some_and(|it| it.name == object.name);
        let is_known = old.is_some_and(|old| old.object(&object.name).is_some());
        object.rust.is_some() || is_known && !was_payload
    };
    let mut taken: BTreeSet<String> =
        draft.together.iter().map(|group| group.ty.value.clone()).collect();
    let others = draft.types.iter_mut().filter(|it| Some(&it.name.value) != payload.as_ref());
    taken.extend(others.filter(|it| is_named(it)).map(|it| names::object(it)));
    for at in 0..draft.types.len() {
        if Some(&draft.types[at].name.value) == payload.as_ref() {
            draft.types[at].rust = None;
            continue;
        }
        let works =
            |name: &str| can_name_a_type(name) && api.id(name).is_none() && !taken.contains(name);
        let mechanical = names::object(&draft.types[at]);
        if !is_named(&draft.types[at]) && !works(&mechanical) {
            let holder = holder(draft, &draft.types[at].name).unwrap_or_else(|| "Value".to_owned());
            let base = if works(&holder) { holder } else { format!("{holder}Item") };
            let name = words::numbered(&base, "", works);
            let object = &mut draft.types[at];
            let need = format!("named `{name}`, as `{mechanical}` is taken: choose a better one");
            decisions.push(Decision::open(format!("types.{}", object.name.value), need));
            object.rust = Some(name.into());
        }
        taken.insert(names::object(&draft.types[at]));
    }
}

/// Names codes whose message gives no usable name, or one that is taken, by their numbers until a person
/// decides.
fn choose_constants(draft: &mut Endpoint, old: Option<&Endpoint>, decisions: &mut Vec<Decision>) {
    let is_named = |error: &ErrorCode| {
        let known = old.is_some_and(|old| old.errors.iter().any(|it| it.code == error.code));
        error.rust.is_some() || known
    };
    let named = draft.errors.iter().filter(|error| is_named(error));
    let mut taken: BTreeSet<String> = named.map(names::error).collect();
    for error in draft.errors.iter_mut().filter(|error| !is_named(error)) {
        let name = names::error(error);
        if !can_name_a_constant(&name) || name.len() > MAX_CONSTANT || taken.contains(&name) {
            let unnamed = ErrorCode { code: error.code.clone(), ..Default::default() };
            let name = names::error(&unnamed);
            let need = format!("named `{name}`, as its message gives no name: choose a better one");
            decisions.push(Decision::open(format!("errors.{}.rust", error.code.value), need));
            error.rust = Some(name.into());
        }
        taken.insert(names::error(error));
    }
}

/// Returns a name for a type, derived from the field that uses it.
fn holder(draft: &Endpoint, object: &str) -> Option<String> {
    let item = draft.all_fields().find(|item| item.ty.object() == Some(object))?;
    Some(words::type_of(&item.name, item.ty.is_list()))
}
