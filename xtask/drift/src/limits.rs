//! The limits of facts as those of the spec, and the other way round.

use xtask_pages::facts;
use xtask_spec::spec::{LimitKind, Limits};

/// Returns what facts hold of a kind of limit.
pub(crate) fn stated(limits: &facts::Limits, kind: LimitKind) -> Option<i64> {
    *slot(&mut limits.clone(), kind)
}

/// Returns the limits of facts as the spec has them.
pub(crate) fn of_facts(facts: &facts::Limits) -> Limits {
    let mut limits = Limits::default();
    for kind in LimitKind::ALL.iter().copied() {
        limits.set(kind, stated(facts, kind));
    }
    limits
}

/// Returns limits of the spec as facts have them. `known` says what they are of each kind.
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
