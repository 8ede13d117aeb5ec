//! Where a valid example shows that a row stands elsewhere, the example decides.

use std::collections::BTreeMap;

use super::shape::{MOST_DEPTH, Shape};
use crate::document::remark;
use crate::facts::Remark;
use crate::table::Entry;

/// More than any example has.
const MOST_PATHS: usize = 5000;

/// Moves every row to where the example shows it. Only a name that is one row and one place in
/// the example can be moved, and only out of an object whose fields the example shows as well.
pub(super) fn settle(
    entries: &[Entry],
    parents: &mut [Option<usize>],
    shape: &Shape,
    remarks: &mut Vec<Remark>,
) {
    let mut places: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    collect(shape, &mut Vec::new(), &mut places, &mut { MOST_PATHS });
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *rows.entry(entry.name.as_str()).or_default() += 1;
    }
    let mut decided: Vec<(usize, &Vec<&str>)> = Vec::new();
    // A name with its path says itself where it stands.
    let bare = entries.iter().enumerate().filter(|(_, entry)| !entry.name.contains('.'));
    for (index, entry) in bare {
        if let (Some([place]), Some(1)) =
            (places.get(entry.name.as_str()).map(Vec::as_slice), rows.get(entry.name.as_str()))
        {
            decided.push((index, place));
        }
    }
    decided.sort_by_key(|(_, place)| place.len());
    for (row, place) in decided {
        let now = path(entries, parents, row);
        if now == *place || !is_shown(shape, &now) {
            continue;
        }
        let above = &place[..place.len() - 1];
        let holder = match above.last() {
            None => None,
            Some(name) => {
                let is =
                    |at: &usize| entries[*at].name == *name && path(entries, parents, *at) == above;
                let mut holders = (0..entries.len()).filter(is);
                match (holders.next(), holders.next()) {
                    (Some(holder), None) if !holds(parents, row, holder) => Some(holder),
                    _ => continue,
                }
            }
        };
        parents[row] = holder;
        let to = holder.map_or("the top", |holder| entries[holder].name.as_str());
        let text = format!("the example shows `{}` in {to}: read so", entries[row].name);
        remark(remarks, entries[row].line, text);
    }
}

/// Collects every path of an example by its last name.
fn collect<'a>(
    shape: &'a Shape,
    above: &mut Vec<&'a str>,
    places: &mut BTreeMap<&'a str, Vec<Vec<&'a str>>>,
    left: &mut usize,
) {
    for (name, inner) in &shape.fields {
        if *left == 0 || above.len() >= MOST_DEPTH {
            return;
        }
        *left -= 1;
        above.push(name);
        places.entry(name).or_default().push(above.clone());
        collect(inner, above, places, left);
        above.pop();
    }
}

/// Returns the names from the top down to a row.
fn path<'a>(entries: &'a [Entry], parents: &[Option<usize>], row: usize) -> Vec<&'a str> {
    let rows = std::iter::successors(Some(row), |&row| parents[row]).take(MOST_DEPTH + 1);
    let mut path: Vec<&str> = rows.map(|row| entries[row].name.as_str()).collect();
    path.reverse();
    path
}

/// Returns whether the example shows fields of the object in which a path ends.
fn is_shown(shape: &Shape, path: &[&str]) -> bool {
    let above = &path[..path.len() - 1];
    let object = above.iter().try_fold(shape, |shape, name| shape.fields.get(*name));
    object.is_some_and(Shape::has_fields)
}

/// Returns whether `row` is `below` or stands above it.
fn holds(parents: &[Option<usize>], row: usize, below: usize) -> bool {
    std::iter::successors(Some(below), |&row| parents[row]).take(MOST_DEPTH + 1).any(|at| at == row)
}
