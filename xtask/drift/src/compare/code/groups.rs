//! Parameters that work only together: what becomes of the struct that holds them.

use std::collections::BTreeSet;

use super::comparison::Comparison;
use super::comparison::broken;
use super::surface::{Group, Item, Surface};
use crate::compare::{Change, Kind, Verdict};

/// Returns the paths of the parameters that enter or leave a group.
pub(super) fn compare(
    old: &Surface,
    new: &Surface,
    comparison: &mut Comparison,
) -> BTreeSet<String> {
    let knows = |it: &Surface, wire: &String| it.items.contains_key(&format!("parameters.{wire}"));
    for (name, before) in &old.groups {
        let Some(after) = new.groups.get(name) else {
            take_over(before, comparison);
            let consequence =
                format!("`{}` goes: its members become fields of their own", before.ty);
            let subject = format!("together.{name}");
            comparison.note(broken(subject, Kind::Removed, &before.ty, "", consequence));
            continue;
        };
        group(name, before, after, comparison);
    }
    for (name, after) in new.groups.iter().filter(|(name, _)| !old.groups.contains_key(*name)) {
        let was_there = after.members.iter().any(|wire| knows(old, wire));
        let (verdict, consequence) = if was_there {
            take_over(after, comparison);
            let ty = &after.ty;
            (Verdict::BreaksCallers, format!("fields of the request move into `{ty}`"))
        } else {
            (Verdict::Compatible, format!("a new `with_{name}`"))
        };
        let subject = format!("together.{name}");
        let (kind, new) = (Kind::Added, Some(after.ty.clone()));
        comparison.note(Change { subject, kind, old: None, new, verdict, consequence });
    }
    let is_moved = |(path, before): &(&String, &Item)| {
        new.items.get(*path).is_some_and(|after| after.grouped != before.grouped)
    };
    old.items.iter().filter(is_moved).map(|(path, _)| path.clone()).collect()
}

fn group(name: &str, before: &Group, after: &Group, comparison: &mut Comparison) {
    let mut differ = |key: &str, old: &str, new: &str, what: String| {
        if old != new {
            let subject = format!("together.{name}.{key}");
            comparison.note(broken(subject, Kind::Changed, old, new, what));
        }
    };
    let ty = &after.ty;
    differ("type", &before.ty, ty, format!("the type `{}` becomes `{ty}`", before.ty));
    let members = |group: &Group| group.members.iter().cloned().collect::<Vec<_>>().join(", ");
    differ("members", &members(before), &members(after), format!("`{ty}` has other fields"));
    for lost in before.derives.difference(&after.derives) {
        differ(lost, lost, "", format!("`{ty}` no longer is `{lost}`"));
    }
    if before.members != after.members {
        take_over(before, comparison);
        take_over(after, comparison);
    }
}

/// Drops what a page says of the members by themselves: the group says it once.
fn take_over(group: &Group, comparison: &mut Comparison) {
    let with = |wire: &String| format!("parameters.{wire}.with");
    let with: BTreeSet<_> = group.members.iter().map(with).collect();
    comparison.changes.retain(|it| !with.contains(&it.subject));
}
