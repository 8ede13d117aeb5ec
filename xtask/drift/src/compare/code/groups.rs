//! Parameters that work only together: what becomes of the struct that holds them.

use std::collections::BTreeSet;

use super::comparison::Comparison;
use super::comparison::broken;
use super::surface::{Group, Surface};
use crate::compare::{Change, Kind, Verdict};

/// Returns the paths of the parameters that enter or leave a group.
pub(super) fn compare(
    old: &Surface,
    new: &Surface,
    comparison: &mut Comparison,
) -> BTreeSet<String> {
    let mut moved = BTreeSet::new();
    let known =
        |surface: &Surface, wire: &str| surface.items.contains_key(&format!("parameters.{wire}"));
    let shared = |a: &Group, b: &Group| !a.members.is_disjoint(&b.members);
    for before in &old.groups {
        let after = new.groups.iter().find(|after| shared(before, after));
        if let Some(after) = after {
            group(before, after, comparison);
        } else if before.members.iter().any(|wire| known(new, wire)) {
            let consequence =
                format!("`{}` goes: its members become fields of their own", before.ty);
            take_over(before, comparison);
            let subject = format!("together.{}", before.name);
            comparison.note(broken(subject, Kind::Removed, &before.ty, "", consequence));
        }
    }
    for after in &new.groups {
        let is_new = !old.groups.iter().any(|before| shared(before, after));
        if is_new && after.members.iter().any(|wire| known(old, wire)) {
            let consequence = format!("fields of the request move into `{}`", after.ty);
            take_over(after, comparison);
            let subject = format!("together.{}", after.name);
            comparison.note(broken(subject, Kind::Added, "", &after.ty, consequence));
        } else if is_new {
            comparison.note(Change {
                subject: format!("together.{}", after.name),
                kind: Kind::Added,
                old: None,
                new: Some(after.ty.clone()),
                verdict: Verdict::Compatible,
                consequence: format!("a new `with_{}`", after.name),
            });
        }
    }
    let in_group = |surface: &Surface, path: &String| surface.items.get(path).map(|it| it.grouped);
    let paths = old
        .items
        .keys()
        .filter(|path| in_group(new, path).is_some() && in_group(old, path) != in_group(new, path));
    moved.extend(paths.cloned());
    moved
}

fn group(before: &Group, after: &Group, comparison: &mut Comparison) {
    let at = |key: &str| format!("together.{}.{key}", before.name);
    let mut differ = |key: &str, old: &str, new: &str, what: String| {
        if old != new {
            comparison.note(broken(at(key), Kind::Changed, old, new, what));
        }
    };
    let (name, ty) = (&after.name, &after.ty);
    differ("name", &before.name, name, format!("the field `{}` becomes `{name}`", before.name));
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
