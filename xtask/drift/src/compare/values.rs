//! What a page says of one value beside its type: whether it is required, its limits, its values.

use std::mem::discriminant;

use serde_json::Value;

use crate::compare::Kind;
use crate::compare::changes::{Changes, breaks, compatible, documentation};
use crate::limits;
use xtask_pages::facts::Field;
use xtask_spec::spec::LimitKind;

/// Compares everything but the type, the place and the fields of two values.
pub(super) fn compare(
    subject: &str,
    old: &Field,
    new: &Field,
    is_sent: bool,
    changes: &mut Changes,
) {
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
    let kind_of = |field: &Field| field.default.as_ref().map(discriminant);
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
    let listed = |field: &Field| Some(field.values.join(", "));
    let (before, after) = (listed(old), listed(new));
    let stated = |values: &String| !values.is_empty();
    let (before, after) = (before.filter(stated), after.filter(stated));
    changes.differ(&at("values"), before.as_ref(), after.as_ref(), |kind| match kind {
        _ if !is_sent => documentation("answers with any value are read"),
        Kind::Removed => breaks("the constant or the names of the values go"),
        Kind::Added => compatible("the values get a constant or names; others are still sent"),
        _ => compatible("the constant or the names follow; other values are still sent"),
    });
}

fn compare_limits(subject: &str, old: &Field, new: &Field, changes: &mut Changes) {
    for kind in LimitKind::ALL {
        let (key, constant) = (kind.key(), kind.constant("…"));
        let [old, new] = [old, new].map(|it| limits::stated(&it.limits, *kind));
        let unit = kind.measure().unit();
        let subject = format!("{subject}.{key}");
        let beyond = if kind.is_lower() { "under" } else { "over" };
        changes.differ(&subject, old.as_ref(), new.as_ref(), |_| match (old, new) {
            (_, None) => breaks(format!("the constant `{constant}` goes")),
            (Some(old), Some(new)) if !kind.is_broken(new, old) => {
                compatible(format!("the constant `{constant}` has the wider value"))
            }
            (_, Some(new)) => {
                let most = format!("{new} {unit}");
                let most = most.trim_end();
                breaks(format!(
                    "calls with {beyond} {most} are refused before they are sent: `{constant}`"
                ))
            }
        });
    }
}

fn default(field: &Field, plain: bool) -> Option<String> {
    field.default.as_ref().map(|value| match value {
        Value::String(text) if plain => text.clone(),
        other => other.to_string(),
    })
}
