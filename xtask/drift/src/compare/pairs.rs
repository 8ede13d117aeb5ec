//! Which things of two lists are the same thing.

use std::collections::BTreeMap;

/// A thing of the old list, of the new one, or of both.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Pairs things by their key, in the key's order. Where several have the same, those that are equal
/// belong together first, then those that are `close`, then the rest as it comes.
pub(super) fn pairs<'a, T: PartialEq, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&'a T) -> K,
    close: impl Fn(&T, &T) -> bool,
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
        for same in [&|a: &T, b: &T| a == b, &close, &|_: &T, _: &T| true] as [Same<'_, T>; 3] {
            old.retain(|before| {
                let at = new.iter().position(|after| same(before, after));
                pairs.extend(at.map(|at| (Some(*before), Some(new.remove(at)))));
                at.is_none()
            });
        }
        pairs.extend(old.into_iter().map(|before| (Some(before), None)));
        pairs.extend(new.into_iter().map(|after| (None, Some(after))));
    }
    pairs
}

type Same<'a, T> = &'a dyn Fn(&T, &T) -> bool;
