//! Which field belongs to which: rows stand one below the other, and only their types and the
//! example say how they nest.

mod clues;
mod doubts;
pub(crate) mod printed;
mod search;
mod settle;
mod shape;

use std::collections::BTreeSet;

use serde_json::Value;

use self::doubts::doubts;
use self::printed::{by_indent, by_path, is_indented};
use self::search::places;
use self::settle::settle;
use self::shape::{MOST_DEPTH, Shape};
use crate::facts::Remark;
use crate::table::Entry;

/// What the examples show of an object.
pub(crate) struct Shown<'a> {
    pub(crate) examples: &'a [Value],
    /// Whether all of them are whole JSON, so that they decide where a field stands.
    pub(crate) sound: bool,
}

/// Returns the parent of every entry, as an index of another one.
pub(crate) fn parents(
    entries: &[Entry],
    shown: &Shown<'_>,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let shape = Shape::of_all(shown.examples);
    let mut parents: Vec<Option<usize>> = vec![None; entries.len()];
    // Tables of their own list the fields of types: each is read by itself.
    for under in tables(entries) {
        let rows: Vec<usize> =
            (0..entries.len()).filter(|&index| entries[index].under == under).collect();
        let holder = under.filter(|&holder| depth(&parents, holder) < MOST_DEPTH);
        let inner = holder.map_or(Some(&shape), |holder| inner(entries, &parents, holder, &shape));
        let group: Vec<Entry> = rows.iter().map(|&index| entries[index].clone()).collect();
        let of_group = of_one(&group, inner.unwrap_or(&Shape::default()), remarks);
        for (&row, parent) in rows.iter().zip(of_group) {
            parents[row] = parent.map(|parent| rows[parent]).or(holder);
        }
    }
    if shown.sound && shape.has_fields() {
        settle(entries, &mut parents, &shape, remarks);
    }
    parents
}

/// Returns what the rows of tables stand under, the main table first.
fn tables(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut tables: Vec<Option<usize>> = entries.iter().map(|entry| entry.under).collect();
    tables.push(None);
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// Returns how many rows a row stands under.
fn depth(parents: &[Option<usize>], row: usize) -> usize {
    std::iter::successors(Some(row), |&row| parents[row]).take(MOST_DEPTH + 1).count()
}

/// Returns what the examples show of a row that has its place.
fn inner<'a>(
    entries: &[Entry],
    parents: &[Option<usize>],
    row: usize,
    shape: &'a Shape,
) -> Option<&'a Shape> {
    let mut path: Vec<usize> =
        std::iter::successors(Some(row), |&row| parents[row]).take(MOST_DEPTH).collect();
    path.reverse();
    path.iter().try_fold(shape, |shape, &row| shape.fields.get(&entries[row].name))
}

/// Returns the parents of the rows of one table.
fn of_one(entries: &[Entry], shape: &Shape, remarks: &mut Vec<Remark>) -> Vec<Option<usize>> {
    if is_indented(entries) {
        return by_indent(entries);
    }
    let Some(mut parents) = by_path(entries) else { return search(entries, shape, remarks) };
    let above: BTreeSet<usize> = parents.iter().flatten().copied().collect();
    let tops: Vec<usize> = (0..entries.len()).filter(|&row| parents[row].is_none()).collect();
    // Names without a path stand at the top, unless the example shows some of them elsewhere.
    if tops.iter().any(|&row| shape.is_below_top(&entries[row].name)) {
        let group = tops.iter().map(|&row| Entry {
            elsewhere: entries[row].elsewhere || above.contains(&row),
            ..entries[row].clone()
        });
        let of_tops = search(&group.collect::<Vec<_>>(), shape, remarks);
        for (&row, parent) in tops.iter().zip(of_tops) {
            parents[row] = parent.map(|parent| tops[parent]);
        }
    }
    parents
}

fn search(entries: &[Entry], shape: &Shape, remarks: &mut Vec<Remark>) -> Vec<Option<usize>> {
    let clues = clues::of(entries);
    let placed = places(&clues, shape);
    doubts(entries, &placed, shape, remarks);
    placed.into_iter().map(|row| row.parent).collect()
}
