//! Nesting that the page prints: names with marks of depth before them, or with whole paths.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::MOST_DEPTH;
use crate::document::remark;
use crate::facts::Remark;
use crate::table::Entry;
use crate::vocabulary::types::is_plain;

/// Returns whether marks of depth say how fields nest: nothing may stand below a plain value.
pub(super) fn is_indented(entries: &[Entry]) -> bool {
    let deeper = |pair: &[Entry]| pair[1].indent > pair[0].indent;
    entries.first().is_some_and(|first| first.indent == 0)
        && entries.windows(2).any(deeper)
        && entries
            .windows(2)
            .filter(|pair| deeper(pair))
            .all(|pair| !is_plain(pair[0].ty.as_deref()))
}

/// Returns the parents by indentation: the nearest row above that is less indented holds the field.
pub(super) fn by_indent(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|&last| entries[last].indent >= entry.indent) {
            open.pop();
        }
        parents.push(open.last().copied());
        if open.len() < MOST_DEPTH {
            open.push(index);
        }
    }
    parents
}

/// Adds the objects that only the paths of their fields name: `result` of `result.list[].userid`.
pub(crate) fn imply(entries: &mut Vec<Entry>, remarks: &mut Vec<Remark>) {
    let above = |name: &str| name.replace("[]", "").rsplit_once('.').map(|(a, _)| a.to_owned());
    if entries.iter().any(|entry| entry.under.is_some())
        || !entries.iter().any(|entry| entry.name.contains('.'))
    {
        return;
    }
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries.iter() {
        *uses.entry(above(&entry.name).unwrap_or_default()).or_default() += 1;
    }
    let mut known: BTreeSet<String> =
        entries.iter().map(|entry| entry.name.replace("[]", "")).collect();
    let mut whole = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        let mut missing = Vec::new();
        let mut next = above(&entry.name);
        // A single name with a dot in it may be just that.
        let sure = |path: &str| entry.name.contains("[]") || uses.get(path) > Some(&1);
        if next.as_deref().is_some_and(sure) {
            while let Some(path) = next.filter(|path| known.insert(path.clone())) {
                next = above(&path);
                missing.push(path);
                if missing.len() >= MOST_DEPTH {
                    break;
                }
            }
        }
        for path in missing.into_iter().rev() {
            let text = format!("`{path}` is named only in the paths of its fields");
            remark(remarks, entry.line, text);
            let of_fields = Entry { line: entry.line, name: path, ..Entry::default() };
            whole.push(of_fields);
        }
        whole.push(entry);
    }
    *entries = whole;
}

/// Names are whole paths: `result.list[].userid` below a row `result.list`.
pub(super) fn by_path(entries: &[Entry]) -> Option<Vec<Option<usize>>> {
    let mut known = BTreeMap::new();
    let mut parents = Vec::with_capacity(entries.len());
    let mut depths: Vec<usize> = Vec::with_capacity(entries.len());
    let mut found = false;
    for (index, entry) in entries.iter().enumerate() {
        let path = entry.name.replace("[]", "");
        let parent = path
            .rsplit_once('.')
            .and_then(|(above, _)| known.get(above).copied())
            .filter(|&parent: &usize| depths[parent] < MOST_DEPTH);
        found |= parent.is_some();
        depths.push(parent.map_or(0, |parent| depths[parent] + 1));
        parents.push(parent);
        known.insert(path, index);
    }
    found.then_some(parents)
}
