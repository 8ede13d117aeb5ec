//! Corrects places of rows by a valid example, which takes precedence.

use std::collections::BTreeMap;

use super::shape::Shape;
use crate::document::remark;
use crate::facts::Remark;
use crate::table::Entry;

/// Moves rows to where the example shows them. A row is moved only if its name occurs once in the rows and
/// once in the example, and only out of an object whose fields the example shows too.
pub(super) fn settle(
    entries: &[Entry],
    parents: &mut [Option<usize>],
    shape: &Shape,
    remarks: &mut Vec<Remark>,
) {
    let mut places = BTreeMap::new();
    collect(shape, &[], &mut places);
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, entry) in entries.iter().enumerate() {
        rows.entry(&entry.name).or_default().push(row);
    }
    let mut decided: Vec<(usize, &Vec<&str>)> = Vec::new();
    for (name, rows) in &rows {
        if let ([row], Some([place])) = (rows.as_slice(), places.get(name).map(Vec::as_slice)) {
            decided.push((*row, place));
        }
    }
    // From the outside in, so that an object moves before its fields.
    decided.sort_by_key(|&(row, place)| (place.len(), row));
    for (row, place) in decided {
        let now = path(entries, parents, row);
        let Some((name, above)) = place.split_last().filter(|_| now != *place) else { continue };
        if !is_shown(shape, &now) {
            continue;
        }
        let is_holder = |at: &usize| path(entries, parents, *at) == above;
        let holders: Vec<usize> = (0..entries.len()).filter(is_holder).collect();
        let holder = match holders[..] {
            [] if above.is_empty() => None,
            [holder] if !ancestors(parents, holder).any(|at| at == row) => Some(holder),
            _ => continue,
        };
        parents[row] = holder;
        let to = holder.map_or("the top", |holder| entries[holder].name.as_str());
        let text = format!("the example shows `{name}` in {to}: read so");
        remark(remarks, entries[row].line, text);
    }
}

/// Collects every path of an example by its last name.
fn collect<'a>(
    shape: &'a Shape,
    above: &[&'a str],
    places: &mut BTreeMap<&'a str, Vec<Vec<&'a str>>>,
) {
    for (name, inner) in &shape.fields {
        let path = [above, &[name.as_str()]].concat();
        collect(inner, &path, places);
        places.entry(name).or_default().push(path);
    }
}

/// Returns a row and the rows around it, the nearest first.
fn ancestors(parents: &[Option<usize>], row: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(row), |&row| parents[row])
}

/// Returns the names from the top level down to a row.
fn path<'a>(entries: &'a [Entry], parents: &[Option<usize>], row: usize) -> Vec<&'a str> {
    let mut path: Vec<&str> =
        ancestors(parents, row).map(|row| entries[row].name.as_str()).collect();
    path.reverse();
    path
}

/// Returns whether the example shows fields of the object at the end of a path.
fn is_shown(shape: &Shape, path: &[&str]) -> bool {
    let above = &path[..path.len() - 1];
    let object = above.iter().try_fold(shape, |shape, name| shape.fields.get(*name));
    object.is_some_and(Shape::has_fields)
}
