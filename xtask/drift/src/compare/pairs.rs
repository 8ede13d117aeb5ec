//! Pairing of the items of two lists.

use std::collections::BTreeMap;

/// An item of the old list, of the new one, or of both.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Pairs items by their key, in the key's order. If several have the same key, equal ones are paired first,
/// then the rest in order.
pub(super) fn pairs<'a, T: PartialEq, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> Vec<Pair<'a, T>> {
    let mut groups = BTreeMap::<K, (Vec<&T>, Vec<&T>)>::new();
    for thing in old {
        groups.entry(key(thing)).or_default().0.push(thing);
    }
    for thing in new {
        groups.entry(key(thing)).or_default().1.push(thing);
    }
    let mut pairs = Vec::new();
    for (mut old, mut new) in groups.into_values() {
        old.retain(|before| {
            let at = new.iter().position(|after| before == after);
            pairs.extend(at.map(|at| (Some(*before), Some(new.remove(at)))));
            at.is_none()
        });
        for at in 0..old.len().max(new.len()) {
            pairs.push((old.get(at).copied(), new.get(at).copied()));
        }
    }
    pairs
}
