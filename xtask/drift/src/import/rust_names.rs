//! Names of Rust where the mechanical ones do not work.

use std::collections::BTreeSet;

use heck::{ToPascalCase as _, ToSnakeCase as _};

use crate::import::build::beside_envelope;
use crate::import::draft::{Decision, Draft, Item, Owner};
use crate::import::words;
use xtask_spec::check::{can_name_a_field, can_name_a_type};
use xtask_spec::spec::{Api, BaseType};

/// The longest name of a variant that still reads well.
const MAX_VARIANT: usize = 60;

/// Gives `rust` to whatever needs it. What `old` has keeps the name that callers use.
pub(super) fn choose(
    draft: &mut Draft,
    old: Option<&Draft>,
    api: &Api,
    decisions: &mut Vec<Decision>,
) {
    choose_fields(draft, old, api, decisions);
    choose_types(draft, old, api, decisions);
    choose_variants(draft, old, decisions);
}

/// The object that is all of the answer: no type is made of it.
pub(super) fn payload(draft: &Draft, api: &Api) -> Option<usize> {
    let mut own = beside_envelope(draft, api);
    let (Some(only), None) = (own.next(), own.next()) else { return None };
    let is_one = draft.parse(&only.ty).is_some_and(|ty| ty.lists == 0);
    draft.object_of(&only.ty).filter(|_| only.name == "result" && is_one)
}

fn choose_fields(draft: &mut Draft, old: Option<&Draft>, api: &Api, decisions: &mut Vec<Decision>) {
    let types = (0..draft.types.len()).map(Owner::Type);
    for owner in [Owner::Parameters, Owner::Response].into_iter().chain(types) {
        let subject = draft.subject(owner);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        if owner == Owner::Parameters {
            taken.extend(draft.together.iter().map(|group| group.name.clone()));
        }
        let skipped = |item: &Item| match owner {
            Owner::Parameters => api.is_credential(&item.name),
            Owner::Response => api.is_envelope(&item.name),
            Owner::Type(_) => false,
        };
        let before: BTreeSet<String> = old.map(|old| names_of(old, &subject)).unwrap_or_default();
        let items = draft.items_mut(owner);
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|&at| (!before.contains(&items[at].name), items[at].rust.is_none()));
        for at in order {
            let item = &mut items[at];
            if skipped(item) {
                continue;
            }
            let mechanical = item.name.to_snake_case();
            if item.rust.is_none()
                && (!can_name_a_field(&mechanical) || taken.contains(&mechanical))
            {
                let name = words::field(&item.name, at, |name| taken.contains(name));
                let need =
                    format!("named `{name}`, as `{mechanical}` does not work: choose a better one");
                decisions.push(Decision::new(format!("{subject}.{}.rust", item.name), need));
                item.rust = Some(name);
            }
            taken.insert(item.rust.clone().unwrap_or(mechanical));
        }
    }
}

fn choose_types(draft: &mut Draft, old: Option<&Draft>, api: &Api, decisions: &mut Vec<Decision>) {
    let payload = payload(draft, api);
    let mut taken: BTreeSet<String> = draft.together.iter().map(|group| group.ty.clone()).collect();
    let known = |name: &str| old.is_some_and(|old| old.object(name).is_some());
    let mut order: Vec<usize> = (0..draft.types.len()).collect();
    order.sort_by_key(|&at| (!known(&draft.types[at].name), draft.types[at].rust.is_none()));
    for at in order {
        if Some(at) == payload {
            draft.types[at].rust = None;
            continue;
        }
        let works = |name: &str, taken: &BTreeSet<String>| {
            let id = api.ids.iter().any(|id| id.name.value == name);
            can_name_a_type(name) && !id && !taken.contains(name)
        };
        let mechanical = draft.types[at].name.to_pascal_case();
        if draft.types[at].rust.is_none() && !works(&mechanical, &taken) {
            let holder = holder(draft, at).unwrap_or_else(|| "Value".to_owned());
            let base = if works(&holder, &taken) { holder } else { format!("{holder}Item") };
            let name = words::numbered(&base, "", |name| works(name, &taken));
            let object = &mut draft.types[at];
            let need = format!("named `{name}`, as `{mechanical}` is taken: choose a better one");
            decisions.push(Decision::new(format!("types.{}.rust", object.name), need));
            object.rust = Some(name);
        }
        let object = &draft.types[at];
        taken.insert(object.rust.clone().unwrap_or(mechanical));
    }
}

fn choose_variants(draft: &mut Draft, old: Option<&Draft>, decisions: &mut Vec<Decision>) {
    let mut taken = BTreeSet::new();
    let known = |code: i64| old.is_some_and(|old| old.errors.iter().any(|it| it.code == code));
    let mut order: Vec<usize> = (0..draft.errors.len()).collect();
    order.sort_by_key(|&at| (!known(draft.errors[at].code), draft.errors[at].rust.is_none()));
    for at in order {
        let error = &mut draft.errors[at];
        let english = error.meaning.as_ref().or(error.message.as_ref());
        let mechanical = english.map(|text| text.to_pascal_case()).unwrap_or_default();
        let starts = mechanical.starts_with(|first: char| first.is_ascii_uppercase());
        let works = starts
            && mechanical.len() <= MAX_VARIANT
            && mechanical.chars().all(|letter| letter.is_ascii_alphanumeric())
            && mechanical != "Other"
            && mechanical != "Self"
            && !taken.contains(&mechanical);
        if error.rust.is_none() && !works {
            let base = words::variant(error.code);
            let name = words::numbered(&base, "No", |name| !taken.contains(name));
            let need = format!("named `{name}`, as its message gives no name: choose a better one");
            decisions.push(Decision::new(format!("errors.{}.rust", error.code), need));
            error.rust = Some(name);
        }
        taken.insert(error.rust.clone().unwrap_or(mechanical));
    }
}

/// The names below a subject.
fn names_of(draft: &Draft, subject: &str) -> BTreeSet<String> {
    let types = (0..draft.types.len()).map(Owner::Type);
    let mut owners = [Owner::Parameters, Owner::Response].into_iter().chain(types);
    let owner = owners.find(|owner| draft.subject(*owner) == subject);
    let items = owner.map(|owner| draft.items(owner)).unwrap_or_default();
    items.iter().map(|item| item.name.clone()).collect()
}

/// A type's name after the field that holds it.
fn holder(draft: &Draft, at: usize) -> Option<String> {
    let types = (0..draft.types.len()).map(Owner::Type);
    let owners = [Owner::Parameters, Owner::Response].into_iter().chain(types);
    let mut items = owners.flat_map(|owner| draft.items(owner));
    let item = items.find(|item| draft.object_of(&item.ty) == Some(at))?;
    let list = draft.parse(&item.ty).is_some_and(|ty| ty.is_list() || ty.base == BaseType::Json);
    Some(words::type_of(&item.name, list))
}
