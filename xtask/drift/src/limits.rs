//! Conversion between the limits of facts and those of the spec.

use xtask_pages::facts;
use xtask_spec::spec::{LimitKind, Limits};

/// Returns the limit of a kind in facts.
pub(crate) fn stated(limits: &facts::Limits, kind: LimitKind) -> Option<i64> {
    *slot(&mut limits.clone(), kind)
}

/// Returns the limits of facts as limits of the spec.
pub(crate) fn of_facts(facts: &facts::Limits) -> Limits {
    let mut limits = Limits::default();
    for kind in LimitKind::ALL.iter().copied() {
        limits.set(kind, stated(facts, kind));
    }
    limits
}

/// Returns limits of the spec as limits of facts. `known` returns the limit of each kind.
pub(crate) fn to_facts(known: impl Fn(LimitKind) -> Option<i64>) -> facts::Limits {
    let mut facts = facts::Limits::default();
    for kind in LimitKind::ALL.iter().copied() {
        *slot(&mut facts, kind) = known(kind);
    }
    facts
}

fn slot(limits: &mut facts::Limits, kind: LimitKind) -> &mut Option<i64> {
    match kind {
        LimitKind::Min => &mut limits.min,
        LimitKind::Max => &mut limits.max,
        LimitKind::MinItems => &mut limits.min_items,
        LimitKind::MaxItems => &mut limits.max_items,
        LimitKind::MinChars => &mut limits.min_chars,
        LimitKind::MaxChars => &mut limits.max_chars,
        LimitKind::MaxBytes => &mut limits.max_bytes,
    }
}
