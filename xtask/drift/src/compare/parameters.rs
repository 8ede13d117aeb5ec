//! Parameters and the fields of their objects.

use std::mem::discriminant;

use serde_json::Value;

use crate::compare::Kind;
use crate::compare::changes::{Changes, Judgement, breaks, compatible, documentation};
use crate::compare::context::Context;
use crate::compare::pairs::pairs;
use crate::compare::types::{Typed, is_float, respelled};
use crate::limits;
use xtask_pages::facts::{Parameter, Place};
use xtask_spec::spec::LimitKind;

pub(super) fn compare(cx: &Context<'_>, changes: &mut Changes) {
    let owner = Owner { subject: "parameters", before: Some(&cx.old.parameters), inner: false };
    compare_all(cx, owner, &cx.new.parameters, changes);
}

/// What holds the parameters: the call, or an object.
#[derive(Clone, Copy)]
struct Owner<'a> {
    subject: &'a str,
    /// What it held, if it was a struct.
    before: Option<&'a [Parameter]>,
    inner: bool,
}

fn compare_all(cx: &Context<'_>, owner: Owner<'_>, after: &[Parameter], changes: &mut Changes) {
    let before = owner.before.unwrap_or_default();
    let key = |parameter: &Parameter| parameter.name.clone();
    for pair in pairs(before, after, key, |a, b| a.place == b.place) {
        let (Some(any), either) = (pair.0.or(pair.1), pair) else { continue };
        let subject = format!("{}.{}", owner.subject, any.name);
        let credential = !owner.inner && cx.api.is_credential(&any.name);
        match either {
            (Some(old), Some(new)) if credential => compare_credential(&subject, old, new, changes),
            (Some(old), Some(new)) => compare_one(cx, &subject, owner, (old, new), changes),
            (Some(old), None) => {
                changes.removed(&subject, &described(old), removed(owner, old, credential));
            }
            (None, Some(new)) => {
                changes.added(&subject, &described(new), added(owner, new, credential));
            }
            (None, None) => {}
        }
    }
}

/// Its place and all else that the crates do with it is said in `api.toml`.
fn compare_credential(subject: &str, old: &Parameter, new: &Parameter, changes: &mut Changes) {
    let mut own = Changes::default();
    compare_facets(subject, old, new, &mut own);
    own.differ(&format!("{subject}.type"), old.ty.as_ref(), new.ty.as_ref(), |_| respelling());
    for change in own.into_vec() {
        let consequence = documentation("the crates treat the credential as `api.toml` says");
        changes.push(change, consequence);
    }
}

fn compare_one(
    cx: &Context<'_>,
    subject: &str,
    owner: Owner<'_>,
    (old, new): (&Parameter, &Parameter),
    changes: &mut Changes,
) {
    if !owner.inner {
        let (before, after) = (place(old.place), place(new.place));
        changes.differ(&format!("{subject}.in"), Some(&before), Some(&after), |_| {
            match new.place {
                Place::Query | Place::Body => {
                    compatible(format!("the crates send it in the {after}; callers' code stays"))
                }
                Place::Header | Place::Path => {
                    breaks(format!("the generator sends nothing in the {after}"))
                }
            }
        });
    }
    changes.differ(&format!("{subject}.type"), old.ty.as_ref(), new.ty.as_ref(), |kind| {
        match (kind, Typed::of_parameter(old), Typed::of_parameter(new)) {
            (Kind::Removed, ..) => documentation("the page no longer says"),
            (_, Some(old), Some(new)) => respelled(old, new, &cx.renames),
            _ => documentation("the page now says"),
        }
    });
    compare_facets(subject, old, new, changes);
    let was_struct = !old.fields.is_empty();
    let before = was_struct.then_some(old.fields.as_slice());
    compare_all(cx, Owner { subject, before, inner: true }, &new.fields, changes);
}

fn compare_facets(subject: &str, old: &Parameter, new: &Parameter, changes: &mut Changes) {
    let at = |key: &str| format!("{subject}.{key}");
    changes.differ(&at("required"), old.required.as_ref(), new.required.as_ref(), |kind| {
        match (kind, new.required) {
            (Kind::Removed, _) => documentation("the page no longer says"),
            (_, Some(true)) => breaks("`with_…` goes, and `new` takes it as an argument"),
            (Kind::Added, _) => documentation("the page now says; it was taken as optional"),
            _ => breaks("`new` no longer takes it as an argument: it is set by `with_…`"),
        }
    });
    changes.differ(&at("example"), old.example.as_ref(), new.example.as_ref(), |_| {
        documentation("only an example")
    });
    let kind_of = |parameter: &Parameter| parameter.default.as_ref().map(discriminant);
    // `"1"` is not `1`.
    let alike = old.default.is_none() || new.default.is_none() || kind_of(old) == kind_of(new);
    let (before, after) = (default(old, alike), default(new, alike));
    changes.differ(&at("default"), before.as_ref(), after.as_ref(), |kind| match kind {
        Kind::Removed => breaks("the constant `DEFAULT_…` goes"),
        Kind::Added => compatible("a constant `DEFAULT_…` comes"),
        _ if kind_of(old) == kind_of(new) => {
            compatible("the constant `DEFAULT_…` has the other value")
        }
        _ => breaks("the constant `DEFAULT_…` has another type"),
    });
    compare_limits(subject, old, new, changes);
    changes.differ(&at("with"), old.with.as_ref(), new.with.as_ref(), |kind| match kind {
        Kind::Added => breaks("the two become one struct: their own `with_…` go"),
        Kind::Removed => breaks("the struct that held it goes: it gets a `with_…` of its own"),
        _ => breaks("the struct that holds the two has other fields"),
    });
    let listed = |parameter: &Parameter| Some(parameter.values.join(", "));
    let (before, after) = (listed(old), listed(new));
    let stated = |values: &String| !values.is_empty();
    let (before, after) = (before.filter(stated), after.filter(stated));
    changes.differ(&at("values"), before.as_ref(), after.as_ref(), |kind| match kind {
        Kind::Removed => breaks("the constant `…_VALUES` goes"),
        Kind::Added => compatible("a constant `…_VALUES` comes; other values are still sent"),
        _ => compatible("the constant `…_VALUES` holds these; other values are still sent"),
    });
}

fn compare_limits(subject: &str, old: &Parameter, new: &Parameter, changes: &mut Changes) {
    for kind in LimitKind::ALL {
        let (key, constant) = (kind.key(), kind.constant("…"));
        let [old, new] = [old, new].map(|it| limits::stated(&it.limits, *kind));
        let subject = format!("{subject}.{key}");
        let beyond = if kind.is_lower() { "under" } else { "over" };
        changes.differ(&subject, old.as_ref(), new.as_ref(), |_| match (old, new) {
            (_, None) => breaks(format!("the constant `{constant}` goes")),
            (Some(old), Some(new)) if !kind.is_broken(new, old) => {
                compatible(format!("the constant `{constant}` has the wider value"))
            }
            (_, Some(new)) => breaks(format!(
                "calls with {beyond} {} are refused before they are sent: `{constant}`",
                format!("{new} {}", kind.measure().unit()).trim_end(),
            )),
        });
    }
}

fn removed(owner: Owner<'_>, old: &Parameter, credential: bool) -> Judgement {
    match old.required {
        _ if credential => compatible("the crates call without the credential"),
        Some(true) => breaks(format!("{} takes one argument less", new_of(owner))),
        _ => breaks("its field and `with_…` go"),
    }
}

fn added(owner: Owner<'_>, new: &Parameter, credential: bool) -> Judgement {
    let held_floats = owner.before.is_some_and(|before| before.iter().any(holds_floats));
    let known = |name: &String| owner.before.unwrap_or_default().iter().any(|it| it.name == *name);
    match new.required {
        _ if credential => compatible("the crates send the credential along"),
        _ if owner.before.is_none() => breaks("a value of any JSON becomes a struct"),
        Some(true) => breaks(format!("{} takes one argument more", new_of(owner))),
        _ if holds_floats(new) && !held_floats => {
            breaks("what holds it loses `Eq` and `Hash`, for it is a number with a fraction")
        }
        _ if new.with.as_ref().is_some_and(known) => {
            breaks("it joins a parameter that was there in a struct")
        }
        Some(false) => compatible("a new `with_…`"),
        None => compatible(
            "the page does not say whether it is required: taken as optional, it is a new `with_…`",
        ),
    }
}

fn new_of(owner: Owner<'_>) -> &'static str {
    if owner.inner { "the object's `new`" } else { "`Request::new`" }
}

fn holds_floats(parameter: &Parameter) -> bool {
    is_float(parameter.ty.as_deref()) || parameter.fields.iter().any(holds_floats)
}

fn default(parameter: &Parameter, plain: bool) -> Option<String> {
    parameter.default.as_ref().map(|value| match value {
        Value::String(text) if plain => text.clone(),
        other => other.to_string(),
    })
}

fn respelling() -> Judgement {
    documentation("another spelling")
}

/// A parameter in a few words, for lists of what came and went.
fn described(parameter: &Parameter) -> String {
    let required = match parameter.required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "not stated whether required",
    };
    let ty = parameter.ty.as_deref().unwrap_or("no type");
    format!("{ty} in the {}, {required}", place(parameter.place))
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Query => "query",
        Place::Body => "body",
    }
}
