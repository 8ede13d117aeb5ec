//! Facts of one value besides its type: whether it is required, its limits, its values.

use std::mem::discriminant;

use crate::compare::change::Kind;
use crate::compare::changes::{Changes, Judgement, breaks, compatible, documentation, shown};
use crate::limits;
use xtask_pages::facts::Field;
use xtask_spec::spec::LimitKind;

/// Compares all facts of two values except the type, the place and the fields.
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
            (_, Some(true)) => breaks("its setter goes, and `new` takes it as an argument"),
            (Kind::Added, _) => documentation("the page now says; it was taken as optional"),
            _ => breaks("`new` no longer takes it as an argument: it gets a setter"),
        }
    });
    changes.differ(&at("example"), old.example.as_ref(), new.example.as_ref(), |_| {
        documentation("only an example")
    });
    let [before, after] = shown(old.default.as_ref(), new.default.as_ref());
    let kind_of = |field: &Field| field.default.as_ref().map(discriminant);
    changes.differ(&at("default"), before.as_ref(), after.as_ref(), |kind| match kind {
        Kind::Removed => breaks("the constant of the default goes"),
        Kind::Added => compatible("a constant of the default comes"),
        _ if kind_of(old) == kind_of(new) => {
            compatible("the constant of the default has the other value")
        }
        _ => breaks("the constant of the default has another type"),
    });
    for kind in LimitKind::ALL.iter().copied() {
        let [before, after] = [old, new].map(|it| limits::stated(&it.limits, kind));
        changes.differ(&at(kind.key()), before.as_ref(), after.as_ref(), |_| {
            limit(kind, before, after)
        });
    }
    changes.differ(&at("with"), old.with.as_ref(), new.with.as_ref(), |kind| match kind {
        Kind::Added => breaks("the two become one struct: their own setters go"),
        Kind::Removed => breaks("the struct that held it goes: it gets a setter of its own"),
        _ => breaks("the struct that holds the two has other fields"),
    });
    let listed = |field: &Field| Some(field.values.join(", ")).filter(|it| !it.is_empty());
    changes.differ(&at("values"), listed(old).as_ref(), listed(new).as_ref(), |kind| match kind {
        _ if !is_sent => documentation("answers with any value are read"),
        Kind::Removed => breaks("the constant or the names of the values go"),
        Kind::Added => compatible("the values get a constant or names; others are still sent"),
        _ => compatible("the constant or the names follow; other values are still sent"),
    });
}

/// Returns the verdict on a changed limit.
pub(super) fn limit(kind: LimitKind, old: Option<i64>, new: Option<i64>) -> Judgement {
    match (old, new) {
        (_, None) => breaks("the constant of the limit goes"),
        (Some(old), Some(new)) if !kind.is_broken(new, old) => {
            compatible("the constant of the limit has the wider value")
        }
        (_, Some(new)) => breaks(format!("only requests with {} are still sent", kind.words(new))),
    }
}
