//! Names of Rust where the mechanical ones do not work.

use std::collections::BTreeSet;

use heck::{ToPascalCase as _, ToSnakeCase as _};

use crate::import::owner::{Decision, Owner, object_of};
use crate::import::words;
use xtask_spec::check::{can_name_a_constant, can_name_a_field, can_name_a_type};
use xtask_spec::names;
use xtask_spec::spec::{Api, BaseType, Endpoint};

/// The longest name of a constant that still reads well.
const MAX_CONSTANT: usize = 60;

/// Gives `rust` to whatever needs it. What `old` has keeps the name that callers use.
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
    for owner in Owner::all(draft) {
        let subject = owner.subject(draft);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        if owner == Owner::Parameters {
            taken.extend(draft.together.iter().map(|group| group.name.value.clone()));
        }
        let before: BTreeSet<String> = old.map(|old| names_of(old, &subject)).unwrap_or_default();
        let items = owner.fields_mut(draft);
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|&at| (!before.contains(&*items[at].name), items[at].rust.is_none()));
        for at in order {
            let item = &mut items[at];
            let mechanical = item.name.to_snake_case();
            if item.rust.is_none()
                && (!can_name_a_field(&mechanical) || taken.contains(&mechanical))
            {
                let name = words::field(&item.name, at, |name| taken.contains(name));
                let need =
                    format!("named `{name}`, as `{mechanical}` does not work: choose a better one");
                let key = format!("{subject}.{}.rust", item.name.value);
                decisions.push(Decision::open(key, need));
                item.rust = Some(name.into());
            }
            taken.insert(item.rust.as_ref().map_or(mechanical, |rust| rust.value.clone()));
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
    let mut taken: BTreeSet<String> =
        draft.together.iter().map(|group| group.ty.value.clone()).collect();
    let known = |name: &str| old.is_some_and(|old| old.object(name).is_some());
    let mut order: Vec<usize> = (0..draft.types.len()).collect();
    order.sort_by_key(|&at| (!known(&draft.types[at].name), draft.types[at].rust.is_none()));
    for at in order {
        if Some(&draft.types[at].name.value) == payload.as_ref() {
            draft.types[at].rust = None;
            continue;
        }
        let works = |name: &str, taken: &BTreeSet<String>| {
            can_name_a_type(name) && api.id(name).is_none() && !taken.contains(name)
        };
        let mechanical = draft.types[at].name.to_pascal_case();
        if draft.types[at].rust.is_none() && !works(&mechanical, &taken) {
            let holder = holder(draft, at).unwrap_or_else(|| "Value".to_owned());
            let base = if works(&holder, &taken) { holder } else { format!("{holder}Item") };
            let name = words::numbered(&base, "", |name| works(name, &taken));
            let object = &mut draft.types[at];
            let need = format!("named `{name}`, as `{mechanical}` is taken: choose a better one");
            decisions.push(Decision::open(format!("types.{}", object.name.value), need));
            object.rust = Some(name.into());
        }
        let object = &draft.types[at];
        taken.insert(object.rust.as_ref().map_or(mechanical, |rust| rust.value.clone()));
    }
}

/// Codes whose messages give no name keep none: they are named by their numbers until they are
/// decided on. Two of one name are not.
fn choose_constants(draft: &mut Endpoint, old: Option<&Endpoint>, decisions: &mut Vec<Decision>) {
    let mut taken = BTreeSet::new();
    let known =
        |code: i64| old.is_some_and(|old| old.errors.iter().any(|it| it.code.value == code));
    let mut order: Vec<usize> = (0..draft.errors.len()).collect();
    order.sort_by_key(|&at| (!known(draft.errors[at].code.value), draft.errors[at].rust.is_none()));
    for at in order {
        let error = &mut draft.errors[at];
        let name = names::error(error);
        let works =
            can_name_a_constant(&name) && name.len() <= MAX_CONSTANT && !taken.contains(&name);
        if error.rust.is_none() && !works {
            let unnamed =
                xtask_spec::spec::ErrorCode { code: error.code.clone(), ..Default::default() };
            let name = names::error(&unnamed);
            let need = format!("named `{name}`, as its message gives no name: choose a better one");
            decisions.push(Decision::open(format!("errors.{}.rust", error.code.value), need));
            error.rust = Some(name.into());
        }
        taken.insert(names::error(error));
    }
}

/// Returns the names below a subject.
fn names_of(draft: &Endpoint, subject: &str) -> BTreeSet<String> {
    let owner = Owner::all(draft).find(|owner| owner.subject(draft) == subject);
    let items = owner.map(|owner| owner.fields(draft)).unwrap_or_default();
    items.iter().map(|item| item.name.value.clone()).collect()
}

/// Returns a type's name after the field that holds it.
fn holder(draft: &Endpoint, at: usize) -> Option<String> {
    let mut items = Owner::all(draft).flat_map(|owner| owner.fields(draft));
    let item = items.find(|item| object_of(draft, &item.ty) == Some(at))?;
    let list = item.ty.is_list() || item.ty.base == BaseType::Json;
    Some(words::type_of(&item.name, list))
}
