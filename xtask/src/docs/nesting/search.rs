//! The cheapest way to read rows as a tree.
//!
//! Every row goes into one of the objects that are still open, and going back to an outer one
//! closes the inner ones. A few readings are followed at the same time, so that a later row can
//! still decide what an earlier one meant.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::shape::{Kind, Shape};
use super::{MOST_DEPTH, Nature, is_list, nature};
use crate::docs::clean::fold;
use crate::docs::facts::Remark;
use crate::docs::table::Entry;

/// How many readings are followed.
const READINGS: usize = 12;

mod cost {
    /// Neither the example nor anything else says that the field is here.
    pub(super) const UNCONFIRMED: u32 = 30;
    /// The same where no example shows the object at all.
    pub(super) const UNKNOWN: u32 = 20;
    /// The object has a field of this name already.
    pub(super) const TWICE: u32 = 60;
    /// Going back one level, with and without an example.
    pub(super) const BACK: u32 = 2;
    pub(super) const BACK_UNSEEN: u32 = 6;
    /// `errcode` and the like anywhere but at the top.
    pub(super) const ENVELOPE_INSIDE: u32 = 40;
    /// `has_more` and the like within the items of a list.
    pub(super) const PAGING_INSIDE: u32 = 15;
    /// The table says object, the example shows a plain value, or the reverse.
    pub(super) const CONTRADICTION: u32 = 15;
    /// An object that is left without any field.
    pub(super) const EMPTY_NAMED: u32 = 45;
    pub(super) const EMPTY_SHOWN: u32 = 30;
    pub(super) const EMPTY_REPEATED: u32 = 5;
    /// A field of the example that the object never gets, at most a few of them.
    pub(super) const MISSING: u32 = 3;
    pub(super) const MISSING_MOST: u32 = 15;
}

const ENVELOPE: [&str; 6] = ["errcode", "errmsg", "request_id", "requestId", "sub_code", "sub_msg"];

const PAGING: [&str; 12] = [
    "has_more",
    "hasMore",
    "next_cursor",
    "nextCursor",
    "next_token",
    "nextToken",
    "total",
    "total_count",
    "totalCount",
    "cursor",
    "totalPage",
    "pageSize",
];

/// The parents of all entries in the cheapest reading, with a remark for every doubt.
pub(super) fn parents(
    entries: &[Entry],
    shape: &Shape,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let mut readings = vec![Reading::new(shape)];
    let mut named = BTreeSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let mut choices: Vec<(u32, usize, usize)> = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            for depth in 0..reading.open.len() {
                choices.push((reading.price(entries, index, depth, &named), at, depth));
            }
        }
        // Of equal ones the deepest: fields follow the object that they belong to.
        choices.sort_by_key(|&(price, at, depth)| (price, at, std::cmp::Reverse(depth)));
        choices.truncate(READINGS);
        readings = choices
            .into_iter()
            .map(|(price, at, depth)| readings[at].with(entries, index, depth, price))
            .collect();
        named.extend(entry.ty.as_deref().filter(|ty| nature(Some(ty)) == Nature::Named));
    }
    let best = readings
        .into_iter()
        .min_by_key(|reading| reading.cost + reading.closing(1, entries, &named));
    let placed = best.map(|reading| reading.rows()).unwrap_or_default();
    doubts(entries, &placed, shape, remarks);
    placed.into_iter().map(|row| row.parent).collect()
}

/// An object that can still get fields.
#[derive(Clone)]
struct Open<'a> {
    row: Option<usize>,
    shape: Option<&'a Shape>,
    fields: Vec<usize>,
}

/// Where a reading puts a row.
#[derive(Clone, Copy)]
struct Row<'a> {
    parent: Option<usize>,
    /// What the example shows at this place.
    confirmed: Option<&'a Shape>,
    /// Whether the example shows fields of the object at all.
    shown: bool,
}

struct Chain<'a> {
    row: Row<'a>,
    before: Option<Rc<Chain<'a>>>,
}

impl Drop for Chain<'_> {
    /// Step by step, for a long chain would otherwise be dropped by recursion.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(mut chain) = next.and_then(Rc::into_inner) {
            next = chain.before.take();
        }
    }
}

struct Reading<'a> {
    cost: u32,
    open: Vec<Open<'a>>,
    rows: Option<Rc<Chain<'a>>>,
}

impl<'a> Reading<'a> {
    fn new(shape: &'a Shape) -> Self {
        let shape = shape.has_fields().then_some(shape);
        let root = Open { row: None, shape, fields: Vec::new() };
        Self { cost: 0, open: vec![root], rows: None }
    }

    /// The cost of this reading once the row stands in the open object at `depth`.
    fn price(&self, entries: &[Entry], index: usize, depth: usize, named: &BTreeSet<&str>) -> u32 {
        let entry = &entries[index];
        let name = entry.name.as_str();
        let place = &self.open[depth];
        let confirmed = place.shape.and_then(|shape| shape.fields.get(name));
        let back = u32::try_from(self.open.len() - 1 - depth).unwrap_or(u32::MAX);
        let seen = self.open[0].shape.is_some();
        let mut price = self.cost + back * if seen { cost::BACK } else { cost::BACK_UNSEEN };
        price += match (confirmed, place.shape) {
            (Some(_), _) => 0,
            (None, Some(_)) if depth == 0 && ENVELOPE.contains(&name) => 0,
            (None, Some(_)) => cost::UNCONFIRMED,
            (None, None) => cost::UNKNOWN,
        };
        if place.fields.iter().any(|&other| entries[other].name == name) {
            price += cost::TWICE;
        }
        if confirmed.is_none() && depth > 0 {
            if ENVELOPE.contains(&name) {
                price += cost::ENVELOPE_INSIDE;
            }
            let holder = place.row.and_then(|row| entries[row].ty.as_deref());
            if PAGING.contains(&name) && is_list(holder) {
                price += cost::PAGING_INSIDE;
            }
        }
        if let Some(shape) = confirmed {
            let leaf = nature(entry.ty.as_deref()) == Nature::Leaf;
            if (leaf && shape.has_fields()) || (!leaf && shape.is_plain()) {
                price += cost::CONTRADICTION;
            }
        }
        price + self.closing(depth + 1, entries, named)
    }

    /// What it costs to close every open object from `depth` on.
    fn closing(&self, depth: usize, entries: &[Entry], named: &BTreeSet<&str>) -> u32 {
        self.open.iter().skip(depth).map(|open| close(open, entries, named)).sum()
    }

    fn with(&self, entries: &[Entry], index: usize, depth: usize, price: u32) -> Self {
        let entry = &entries[index];
        let mut open = self.open[..=depth].to_vec();
        let (mut parent, mut shape, mut shown) = (None, None, false);
        if let Some(place) = open.last_mut() {
            place.fields.push(index);
            parent = place.row;
            shown = place.shape.is_some();
            shape = place.shape.and_then(|shape| shape.fields.get(&entry.name));
        }
        let row = Row { parent, confirmed: shape, shown };
        let shape_has_fields = shape.filter(|shape| shape.has_fields());
        let holds = match nature(entry.ty.as_deref()) {
            Nature::Leaf => shape_has_fields.is_some(),
            Nature::Loose => shape.is_none_or(|shape| shape.has_fields() || !shape.is_scalar()),
            Nature::Named => true,
        };
        if holds && open.len() < MOST_DEPTH {
            open.push(Open { row: Some(index), shape: shape_has_fields, fields: Vec::new() });
        }
        let rows = Some(Rc::new(Chain { row, before: self.rows.clone() }));
        Self { cost: price, open, rows }
    }

    fn rows(&self) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        let mut next = self.rows.as_deref();
        while let Some(chain) = next {
            rows.push(chain.row);
            next = chain.before.as_deref();
        }
        rows.reverse();
        rows
    }
}

fn close(open: &Open<'_>, entries: &[Entry], named: &BTreeSet<&str>) -> u32 {
    let Some(row) = open.row else { return 0 };
    let ty = entries[row].ty.as_deref();
    if open.fields.is_empty() {
        // A type whose fields are printed once need not be printed again.
        let repeated = ty.is_some_and(|ty| {
            named.contains(ty) && entries[..row].iter().any(|entry| entry.ty.as_deref() == Some(ty))
        });
        return match (nature(ty), open.shape) {
            _ if repeated => cost::EMPTY_REPEATED,
            (Nature::Named, _) => cost::EMPTY_NAMED,
            (_, Some(_)) => cost::EMPTY_SHOWN,
            (_, None) => 0,
        };
    }
    let Some(shape) = open.shape else { return 0 };
    let missing = shape
        .fields
        .keys()
        .filter(|name| !open.fields.iter().any(|&field| entries[field].name == **name));
    let missing = u32::try_from(missing.count()).unwrap_or(u32::MAX);
    missing.saturating_mul(cost::MISSING).min(cost::MISSING_MOST)
}

/// What the example shows instead of the type that the table names.
fn contradiction(entry: &Entry, shape: &Shape) -> Option<&'static str> {
    let ty = entry.ty.as_deref()?;
    let folded = fold(ty);
    let is = |names: &[&str]| names.iter().any(|name| folded.starts_with(name));
    let nature = nature(Some(ty));
    let list = is_list(Some(ty));
    match nature {
        Nature::Leaf if shape.has_fields() => Some("an object"),
        Nature::Leaf if list && shape.is_plain() => Some("a single value"),
        Nature::Leaf if !list && shape.is(Kind::List) => Some("a list"),
        Nature::Leaf
            if is(&["number", "int", "long", "double", "float"]) && shape.is(Kind::Text) =>
        {
            Some("a text")
        }
        Nature::Leaf if is(&["string"]) && shape.is(Kind::Number) => Some("a number"),
        Nature::Leaf if is(&["bool"]) && shape.is(Kind::Text) => Some("a text"),
        Nature::Leaf if is(&["bool"]) && shape.is(Kind::Number) => Some("a number"),
        Nature::Loose | Nature::Named if shape.is_plain() => Some("a plain value"),
        Nature::Named if list && shape.is(Kind::Object) && !shape.is(Kind::List) => {
            Some("a single object")
        }
        Nature::Named if !list && shape.is(Kind::List) => Some("a list"),
        _ => None,
    }
}

/// What a person should look at.
fn doubts(entries: &[Entry], rows: &[Row<'_>], shape: &Shape, remarks: &mut Vec<Remark>) {
    let line = entries.first().map_or(1, |entry| entry.line);
    let nested = rows.iter().any(|row| row.parent.is_some());
    if nested && !shape.has_fields() {
        let text = "no example shows how the fields nest: read from their order and types";
        remarks.push(Remark { line, text: text.to_owned() });
        return;
    }
    let mut children = vec![false; entries.len()];
    for row in rows {
        if let Some(parent) = row.parent {
            children[parent] = true;
        }
    }
    let mut said = vec![false; entries.len()];
    for (index, (entry, row)) in entries.iter().zip(rows).enumerate() {
        let mut remark = |text: String| remarks.push(Remark { line: entry.line, text });
        let envelope = row.parent.is_none() && ENVELOPE.contains(&entry.name.as_str());
        if row.shown && row.confirmed.is_none() && !envelope && (row.parent.is_some() || nested) {
            let place = row.parent.map_or("the top", |parent| entries[parent].name.as_str());
            remark(format!(
                "the example does not show `{}`: taken to be a field of {place}",
                entry.name
            ));
        }
        let unseen =
            row.parent.filter(|&parent| !row.shown && !std::mem::replace(&mut said[parent], true));
        if let Some(parent) = unseen {
            let name = &entries[parent].name;
            remark(format!(
                "the example does not show what is in `{name}`: read from order and types"
            ));
        }
        let nature = nature(entry.ty.as_deref());
        if let Some(shown) = row.confirmed.and_then(|shape| contradiction(entry, shape)) {
            let ty = entry.ty.as_deref().unwrap_or_default();
            remark(format!("`{}` is of type {ty}, but the example shows {shown}", entry.name));
        } else if nature == Nature::Named && !children[index] {
            remark(format!("the fields of `{}` are not listed", entry.name));
        }
    }
}
