//! Which field belongs to which: rows stand one below the other, and only their types and the
//! example say how they nest.

mod clues;
mod doubts;
mod search;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::clean::fold;
use crate::facts::Remark;
use crate::table::Entry;
pub(crate) use shape::Shape;

/// What the type of a field says about fields of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A text, a number, a list of such.
    Leaf,
    /// Any object or list: may be documented further or not.
    Loose,
    /// A type of the page's own: its fields should follow.
    Named,
}

/// The parent of every entry, as an index of an earlier one.
pub(crate) fn parents(
    entries: &[Entry],
    examples: &[Value],
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let shape = Shape::of_all(examples);
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
    parents
}

/// What the rows of tables stand under, the main table first.
fn tables(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut tables: Vec<Option<usize>> = entries.iter().map(|entry| entry.under).collect();
    tables.push(None);
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// How many rows a row stands under.
fn depth(parents: &[Option<usize>], row: usize) -> usize {
    std::iter::successors(Some(row), |&row| parents[row]).take(MOST_DEPTH + 1).count()
}

/// What the examples show of a row that has its place.
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

fn of_one(entries: &[Entry], shape: &Shape, remarks: &mut Vec<Remark>) -> Vec<Option<usize>> {
    if is_indented(entries) {
        return by_indent(entries);
    }
    by_path(entries).unwrap_or_else(|| search::parents(entries, shape, remarks))
}

/// The nature of a type as spelled on the page.
pub(crate) fn nature(ty: Option<&str>) -> Nature {
    let Some(ty) = ty else { return Nature::Loose };
    let folded: String = fold(ty).chars().filter(|c| !c.is_whitespace()).collect();
    let mut base = folded.split(['(', '/', ',']).next().unwrap_or_default();
    if folded.contains('<') {
        base = &folded;
    }
    while let Some(inner) = base.strip_suffix("[]") {
        base = inner;
    }
    for list in ["list<", "set<", "array<", "collection<", "array[", "list["] {
        base = base.strip_prefix(list).map_or(base, |inner| inner.trim_end_matches(['>', ']']));
    }
    base = base.strip_prefix("arrayof").or(base.strip_prefix("listof")).unwrap_or(base);
    base = base
        .strip_suffix("array")
        .filter(|rest| !rest.is_empty() && *rest != "json")
        .unwrap_or(base);
    base = base.strip_suffix("数组").filter(|rest| !rest.is_empty()).unwrap_or(base);
    let leaves = [
        "string",
        "strings",
        "number",
        "boolean",
        "bool",
        "integer",
        "int",
        "int32",
        "int64",
        "long",
        "double",
        "float",
        "short",
        "byte",
        "date",
        "datetime",
        "timestamp",
        "bigdecimal",
        "decimal",
        "char",
        "file",
        "字符串",
        "数字",
        "布尔",
        "布尔值",
        "布尔型",
        "整数",
        "整型",
        "长整型",
        "text",
        "enum",
        "binary",
        "localdate",
        "localdatetime",
        "media",
    ];
    let loose = [
        "object",
        "array",
        "list",
        "map",
        "set",
        "json",
        "jsonobject",
        "jsonarray",
        "any",
        "对象",
        "数组",
        "列表",
        "jsonstring",
        "struct",
        "",
    ];
    if leaves.contains(&base) {
        Nature::Leaf
    } else if loose.contains(&base) || base.starts_with("map<") {
        Nature::Loose
    } else {
        Nature::Named
    }
}

/// Whether a type is a list, as spelled. `ListUserResponse` is none.
pub(crate) fn is_list(ty: Option<&str>) -> bool {
    let folded = fold(ty.unwrap_or_default());
    let folded = folded.trim();
    folded.ends_with("[]")
        || ["list", "array", "set", "collection"].contains(&folded)
        || ["list<", "array<", "array[", "set<", "list of", "array of", "list[", "collection<"]
            .iter()
            .any(|start| folded.starts_with(start))
        || folded.ends_with("array")
        || folded.contains("数组")
        || folded.contains("列表")
}

/// Whether marks of depth say how fields nest: nothing may stand below a plain value.
fn is_indented(entries: &[Entry]) -> bool {
    let deeper = |pair: &[Entry]| pair[1].indent > pair[0].indent;
    entries.first().is_some_and(|first| first.indent == 0)
        && entries.windows(2).any(deeper)
        && entries
            .windows(2)
            .filter(|pair| deeper(pair))
            .all(|pair| !is_plain(pair[0].ty.as_deref()))
}

/// A type that never has fields. `Text` and `DateTime` can be types of the page's own.
fn is_plain(ty: Option<&str>) -> bool {
    let plain = ["string", "number", "bool", "int", "long", "double", "float", "short"];
    let folded = fold(ty.unwrap_or_default());
    nature(ty) == Nature::Leaf && plain.iter().any(|name| folded.trim().starts_with(name))
}

/// The page indents names: the nearest row above that is less indented holds the field.
fn by_indent(entries: &[Entry]) -> Vec<Option<usize>> {
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

/// Deeper than any page.
const MOST_DEPTH: usize = 24;

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
            remarks.push(Remark { line: entry.line, text });
            let of_fields = Entry { line: entry.line, name: path, ..Entry::default() };
            whole.push(of_fields);
        }
        whole.push(entry);
    }
    *entries = whole;
}

/// Names are whole paths: `result.list[].userid` below a row `result.list`.
fn by_path(entries: &[Entry]) -> Option<Vec<Option<usize>>> {
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
