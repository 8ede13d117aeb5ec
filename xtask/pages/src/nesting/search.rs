//! The cheapest way to read rows as a tree.
//!
//! Every row goes into one of the objects that are still open, and going back to an outer one
//! closes the inner ones. A few readings are followed at the same time, so that a later row can
//! still decide what an earlier one meant.

use std::cmp::Reverse;
use std::rc::Rc;

use super::clues::Clues;
use super::shape::{MOST_DEPTH, Shape};
use crate::vocabulary::names::{ENVELOPE, PAGING, USUAL, is_one_of};
use crate::vocabulary::types::Nature;

/// How many readings are followed.
const READINGS: usize = 12;
/// How many of the last objects are compared with the one at hand.
const MOST_TWINS: usize = 24;

/// Neither the example nor anything else says that the field is here.
const UNCONFIRMED: u32 = 30;
/// The same where no example shows the object at all.
const UNKNOWN: u32 = 20;
/// The object has a field of this name already.
const TWICE: u32 = 60;
/// Going back one level.
const BACK: u32 = 2;
/// `has_more` and the like within the items of a list.
const PAGING_INSIDE: u32 = 15;
/// `success` and the like, which usually stand at the top.
const ENVELOPE_INSIDE: u32 = 12;
/// Fields of a map, which has keys of its users, or of a text.
const IN_MAP: u32 = 24;
/// A name that an object around this one has too, and one that many objects have.
const SHARED: u32 = 5;
const SHARED_USUAL: u32 = 1;
/// The fields so far make up what the name of the object's type says.
const NAMED_IN_FULL: u32 = 14;
/// What a row can gain: an earlier object of the same type has this field.
const MOST_LIKE: u32 = 12;
/// An earlier object of the same type has it not.
const UNLIKE_EARLIER: u32 = 8;
/// The words on the field are those on the object, at most.
const AKIN: u32 = 4;
/// An object that is left without any field.
const EMPTY_NAMED: u32 = 45;
const EMPTY_SHOWN: u32 = 30;
/// A field of the example that the object never gets, at most a few of them.
const MISSING: usize = 3;
const MISSING_MOST: usize = 15;

/// Where a reading puts a row.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) parent: Option<usize>,
    /// What the example shows at this place.
    pub(super) confirmed: Option<&'a Shape>,
    /// Whether the example shows fields of the object at all.
    pub(super) shown: bool,
}

/// Returns the places of all entries in the cheapest reading.
pub(super) fn places<'a>(clues: &'a [Clues<'a>], shape: &'a Shape) -> Vec<Placed<'a>> {
    let shape = shape.has_fields().then_some(shape);
    let top = Open { row: None, shape, fields: Vec::new() };
    let mut readings = vec![Reading { cost: 0, open: vec![top], rows: vec![], closed: vec![] }];
    for (index, clue) in clues.iter().enumerate() {
        let mut choices: Vec<(u32, usize, usize)> = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            for depth in 0..reading.open.len() {
                choices.push((reading.price(clues, clue, depth), at, depth));
            }
        }
        // Of equal ones the deepest: fields follow the object that they belong to.
        choices.sort_by_key(|&(price, at, depth)| (price, at, Reverse(depth)));
        choices.truncate(READINGS);
        readings = choices
            .into_iter()
            .map(|(price, at, depth)| readings[at].with(clues, index, depth, price))
            .collect();
    }
    let best = readings.into_iter().min_by_key(|reading| reading.cost + reading.closing(1, clues));
    best.map(|reading| reading.rows).unwrap_or_default()
}

/// An object that can still get fields, or one that has got all of them.
#[derive(Clone)]
struct Open<'a> {
    row: Option<usize>,
    shape: Option<&'a Shape>,
    fields: Vec<usize>,
}

impl Open<'_> {
    fn has(&self, clues: &[Clues<'_>], name: &str) -> bool {
        self.fields.iter().any(|&field| clues[field].name == name)
    }
}

struct Reading<'a> {
    cost: u32,
    open: Vec<Open<'a>>,
    rows: Vec<Placed<'a>>,
    /// The last objects that have got all their fields, the latest first.
    closed: Vec<Rc<Open<'a>>>,
}

impl<'a> Reading<'a> {
    /// Returns the cost of this reading once the row stands in the open object at `depth`.
    fn price(&self, clues: &[Clues<'_>], row: &Clues<'_>, depth: usize) -> u32 {
        let place = &self.open[depth];
        let confirmed = place.shape.is_some_and(|shape| shape.fields.contains_key(row.name));
        let back = u32::try_from(self.open.len() - 1 - depth).unwrap_or(u32::MAX);
        let mut price = self.cost + back * BACK;
        if place.has(clues, row.name) {
            price += TWICE;
        }
        let envelope = depth == 0 && is_one_of(ENVELOPE, row.name);
        if !confirmed {
            price += match place.shape {
                Some(_) if envelope => 0,
                Some(_) => UNCONFIRMED,
                None => UNKNOWN,
            };
        }
        if !confirmed && !envelope {
            price += MOST_LIKE;
            if let Some(holder) = place.row.map(|holder| &clues[holder]) {
                price = self.fit(clues, row, depth, holder, price);
            }
        }
        price + self.closing(depth + 1, clues)
    }

    /// Adds how odd it would be for a row that no example confirms to stand in an inner object, and
    /// subtracts how well it would fit.
    fn fit(
        &self,
        clues: &[Clues<'_>],
        row: &Clues<'_>,
        depth: usize,
        holder: &Clues<'_>,
        mut price: u32,
    ) -> u32 {
        let place = &self.open[depth];
        if row.name == "success" || is_one_of(ENVELOPE, row.name) {
            price += ENVELOPE_INSIDE;
        }
        if holder.list && is_one_of(PAGING, row.name) {
            price += PAGING_INSIDE;
        }
        // The JSON of a text or of a map is rather an example of it.
        if holder.is_map() || holder.nature == Nature::Leaf {
            price += IN_MAP;
        }
        if self.open[..depth].iter().any(|open| open.has(clues, row.name)) {
            price += if is_one_of(USUAL, row.name) { SHARED_USUAL } else { SHARED };
        }
        let fields = place.fields.iter().map(|&field| &clues[field]);
        if holder.is_named_in_full(fields) && !holder.shares_word(row) {
            price += NAMED_IN_FULL;
        }
        match self.twin(clues, place, holder) {
            Some(twin) if twin.has(clues, row.name) => price - MOST_LIKE,
            Some(_) => price + UNLIKE_EARLIER - holder.affinity(row).min(AKIN),
            None => price - holder.affinity(row).min(AKIN),
        }
    }

    /// Returns an earlier object that is of the same type, or of any type but has begun in the same
    /// way.
    fn twin(&self, clues: &[Clues<'_>], place: &Open<'_>, holder: &Clues<'_>) -> Option<&Open<'a>> {
        let same = |twin: &&Rc<Open<'_>>| {
            let begins = || place.fields.iter().all(|&field| twin.has(clues, clues[field].name));
            twin.row.is_some_and(|row| clues[row].ty == holder.ty)
                && (holder.nature == Nature::Named || !place.fields.is_empty() && begins())
        };
        self.closed.iter().find(same).map(Rc::as_ref)
    }

    /// Returns what it costs to close every open object from `depth` on.
    fn closing(&self, depth: usize, clues: &[Clues<'_>]) -> u32 {
        self.open.iter().skip(depth).map(|open| close(open, clues)).sum()
    }

    fn with(&self, clues: &'a [Clues<'a>], index: usize, depth: usize, price: u32) -> Self {
        let row = &clues[index];
        let closed = self.open[depth + 1..].iter().rev().filter(|open| !open.fields.is_empty());
        let closed = closed.map(|open| Rc::new(open.clone())).chain(self.closed.iter().cloned());
        let closed = closed.take(MOST_TWINS).collect();
        let mut open = self.open[..=depth].to_vec();
        let place = &mut open[depth];
        place.fields.push(index);
        let confirmed = place.shape.and_then(|shape| shape.fields.get(row.name));
        let mut rows = self.rows.clone();
        rows.push(Placed { parent: place.row, confirmed, shown: place.shape.is_some() });
        // The keys of a map are those of its users, not names of fields.
        let values = confirmed.filter(|_| row.is_map()).and_then(Shape::of_values);
        let shape = values.or(confirmed);
        let with_fields = shape.filter(|shape| shape.has_fields());
        let holds = match row.nature {
            Nature::Leaf => with_fields.is_some(),
            Nature::Loose => shape.is_none_or(|shape| shape.has_fields() || !shape.is_scalar()),
            Nature::Named => true,
        };
        if holds && open.len() < MOST_DEPTH {
            open.push(Open { row: Some(index), shape: with_fields, fields: Vec::new() });
        }
        Self { cost: price, open, rows, closed }
    }
}

/// Returns what it costs if an object gets no more fields.
fn close(open: &Open<'_>, clues: &[Clues<'_>]) -> u32 {
    let Some(row) = open.row.map(|row| &clues[row]) else { return 0 };
    match (row.nature, open.shape) {
        (_, Some(shape)) if !open.fields.is_empty() => {
            let is_shown = |field: &&usize| shape.fields.contains_key(clues[**field].name);
            let shown = open.fields.iter().filter(is_shown).count();
            let missing = shape.fields.len().saturating_sub(shown);
            u32::try_from((missing * MISSING).min(MISSING_MOST)).unwrap_or_default()
        }
        _ if !open.fields.is_empty() => 0,
        // JSON in a text.
        (Nature::Leaf, _) => 0,
        (Nature::Named, _) => EMPTY_NAMED,
        (_, Some(_)) => EMPTY_SHOWN,
        (_, None) => 0,
    }
}
