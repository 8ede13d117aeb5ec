//! Nesting of fields: rows are listed one below the other, and only their types and the example show how they
//! nest.

mod clues;
mod doubts;
mod search;
mod settle;
mod shape;

use std::collections::BTreeMap;

use serde_json::Value;

use self::doubts::doubts;
use self::search::places;
use self::settle::settle;
use self::shape::{MOST_DEPTH, Shape};
use crate::facts::Remark;
use crate::table::Entry;
use crate::vocabulary::types::Nature;

/// Shape of an object in the examples.
pub(crate) struct Shown<'a> {
    pub(crate) examples: &'a [Value],
    /// Whether all of the examples are complete JSON, so that they determine the place of a field.
    pub(crate) sound: bool,
}

/// Returns the parent of every entry as an index.
pub(crate) fn parents(
    entries: &[Entry],
    shown: &Shown<'_>,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let shape = Shape::of_all(shown.examples);
    let mut parents = by_path(entries);
    let searched: Vec<usize> = (0..entries.len()).filter(|&row| parents[row].is_none()).collect();
    let group: Vec<Entry> = searched.iter().map(|&row| entries[row].clone()).collect();
    let mut clues = clues::of(&group);
    // A row whose fields are named by their paths has no other fields.
    for (clue, row) in clues.iter_mut().zip(&searched) {
        if parents.contains(&Some(*row)) {
            clue.nature = Nature::Leaf;
        }
    }
    let mut placed = places(&clues, &shape);
    for (&row, place) in searched.iter().zip(&mut placed) {
        place.parent = place.parent.map(|parent| searched[parent]);
        parents[row] = place.parent;
    }
    doubts(entries, &parents, searched.into_iter().zip(placed), &shape, remarks);
    if shown.sound && shape.has_fields() {
        settle(entries, &mut parents, &shape, remarks);
    }
    parents
}

/// Returns the parents of rows whose names are whole paths: `result.list[].userid` is below a row
/// `result.list`.
fn by_path(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut known = BTreeMap::new();
    let mut parents = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let path = entry.name.replace("[]", "");
        let above = path.rsplit_once('.').filter(|_| path.matches('.').count() < MOST_DEPTH);
        parents.push(above.and_then(|(above, _)| known.get(above).copied()));
        known.insert(path, index);
    }
    parents
}
