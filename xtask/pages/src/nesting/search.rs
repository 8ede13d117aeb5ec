//! Finds the cheapest way to read rows as a tree.
//!
//! Every row goes into one of the objects that are still open, and going back to an outer object closes the
//! inner ones. Several readings are followed in parallel, so that a later row can still decide the place of
//! an earlier one.

use std::cmp::Reverse;
use std::rc::Rc;

use super::clues::Clues;
use super::shape::{MOST_DEPTH, Shape};
use crate::vocabulary::names::{ENVELOPE, PAGING, USUAL, is_one_of};
use crate::vocabulary::types::Nature;

/// Most readings that are followed.
const READINGS: usize = 12;
/// Most of the last objects that are compared with the current one.
const MOST_TWINS: usize = 24;

/// Nothing confirms that the field belongs here, although an example shows the object.
const UNCONFIRMED: u32 = 30;
/// Nothing confirms the field, and no example shows the object at all.
const UNKNOWN: u32 = 20;
/// The object already has a field of this name.
const TWICE: u32 = 60;
/// Going back one level.
const BACK: u32 = 2;
/// `has_more` and similar fields within the items of a list.
const PAGING_INSIDE: u32 = 15;
/// `success` and similar fields, which are usually at the top level.
const ENVELOPE_INSIDE: u32 = 12;
/// Fields of a map, whose keys are chosen by its users, or of a text.
const IN_MAP: u32 = 24;
/// A name that an object around this one has too; less if many objects have this name.
const SHARED: u32 = 5;
const SHARED_USUAL: u32 = 1;
/// The fields so far are all that the name of the object's type promises.
const NAMED_IN_FULL: u32 = 14;
/// Discount for a row if an earlier object of the same type has this field.
const MOST_LIKE: u32 = 12;
/// An earlier object of the same type lacks this field.
const UNLIKE_EARLIER: u32 = 8;
/// Largest discount for texts of a field that resemble those of the object.
const AKIN: u32 = 4;
/// An object that gets no fields.
const EMPTY_NAMED: u32 = 45;
const EMPTY_SHOWN: u32 = 30;
/// A field of the example that the object never gets, and the limit for all of them.
const MISSING: usize = 3;
const MISSING_MOST: usize = 15;

/// Place of a row in a reading.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) parent: Option<usize>,
    /// Shape in the example at this place.
    pub(super) confirmed: Option<&'a Shape>,
    /// Whether the example shows any fields of the object.
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
        // Of equally cheap places the deepest: fields follow the object that they belong to.
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

/// An object that is still open for fields, or a closed one.
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
    /// The last closed objects, the latest first.
    closed: Vec<Rc<Open<'a>>>,
}

impl<'a> Reading<'a> {
    /// Returns the cost of this reading with the row in the open object at `depth`.
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

    /// Adds costs for a row that no example confirms if it is unlikely in an inner object, and subtracts a
    /// discount if it fits well.
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
        // JSON shown for a text or a map is more likely an example of it than a list of its fields.
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

    /// Returns an earlier object of the same type. If the type has no name of its own, the object must begin
    /// with the same fields.
    fn twin(&self, clues: &[Clues<'_>], place: &Open<'_>, holder: &Clues<'_>) -> Option<&Open<'a>> {
        let same = |twin: &&Rc<Open<'_>>| {
            let begins = || place.fields.iter().all(|&field| twin.has(clues, clues[field].name));
            twin.row.is_some_and(|row| clues[row].ty == holder.ty)
                && (holder.nature == Nature::Named || !place.fields.is_empty() && begins())
        };
        self.closed.iter().find(same).map(Rc::as_ref)
    }

    /// Returns the cost of closing all open objects from `depth` on.
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
        // The keys of a map are chosen by its users, and are not names of fields.
        let values = confirmed.filter(|_| row.is_map()).and_then(Shape::of_values);
        let shape = values.or(confirmed);
        let with_fields = shape.filter(|shape| shape.has_fields());
        let holds = with_fields.is_some()
            || row.nature != Nature::Leaf && !shape.is_some_and(Shape::is_scalar);
        if holds && open.len() < MOST_DEPTH {
            open.push(Open { row: Some(index), shape: with_fields, fields: Vec::new() });
        }
        Self { cost: price, open, rows, closed }
    }
}

/// Returns the cost of an object that gets no more fields.
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
        // A text with JSON.
        (Nature::Leaf, _) => 0,
        (Nature::Named, _) => EMPTY_NAMED,
        (_, Some(_)) => EMPTY_SHOWN,
        (_, None) => 0,
    }
}
