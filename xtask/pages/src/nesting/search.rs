//! The cheapest way to read rows as a tree.
//!
//! Every row goes into one of the objects that are still open, and going back to an outer one
//! closes the inner ones. A few readings are followed at the same time, so that a later row can
//! still decide what an earlier one meant.

use std::rc::Rc;

use super::clues::{Clues, Like, Mark};
use super::cost;
use super::placed::{MOST_DEPTH, Placed};
use super::shape::Shape;
use crate::vocabulary::types::Nature;

/// How many readings are followed.
const READINGS: usize = 12;
/// How many of the last objects are compared with the one at hand.
const MOST_TWINS: usize = 24;

/// Returns the places of all entries in the cheapest reading.
pub(super) fn places<'a>(clues: &'a [Clues<'a>], shape: &'a Shape) -> Vec<Placed<'a>> {
    let mut readings = vec![Reading::new(shape)];
    for (index, clue) in clues.iter().enumerate() {
        let mut choices: Vec<(u32, usize, usize)> = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            for depth in 0..reading.open.len() {
                choices.push((reading.price(clues, clue, depth), at, depth));
            }
        }
        // Of equal ones the deepest: fields follow the object that they belong to.
        choices.sort_by_key(|&(price, at, depth)| (price, at, std::cmp::Reverse(depth)));
        choices.truncate(READINGS);
        readings = choices
            .into_iter()
            .map(|(price, at, depth)| readings[at].with(clues, index, depth, price))
            .collect();
    }
    let best = readings.into_iter().min_by_key(|reading| reading.cost + reading.closing(1, clues));
    best.map(|reading| reading.rows()).unwrap_or_default()
}

/// An object that can still get fields.
#[derive(Clone)]
struct Open<'a> {
    row: Option<usize>,
    shape: Option<&'a Shape>,
    /// The names of its fields so far, as numbers.
    names: Vec<u32>,
    /// How many of them the example shows.
    confirmed: usize,
    /// What the names of the fields have in common with that of the object.
    like: Like,
}

struct Chain<T> {
    item: T,
    before: Option<Rc<Chain<T>>>,
}

impl<T> Chain<T> {
    fn extend(before: &mut Option<Rc<Self>>, item: T) {
        *before = Some(Rc::new(Self { item, before: before.take() }));
    }

    fn items(last: Option<&Rc<Self>>) -> impl Iterator<Item = &T> {
        std::iter::successors(last, |chain| chain.before.as_ref()).map(|chain| &chain.item)
    }
}

impl<T> Drop for Chain<T> {
    /// Drops step by step, for a long chain would otherwise be dropped by recursion.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(mut chain) = next.and_then(Rc::into_inner) {
            next = chain.before.take();
        }
    }
}

/// The type of an object that has got all its fields, and their names.
type Closed = (u32, Rc<Vec<u32>>);

struct Reading<'a> {
    cost: u32,
    open: Vec<Open<'a>>,
    rows: Option<Rc<Chain<Placed<'a>>>>,
    closed: Option<Rc<Chain<Closed>>>,
}

impl<'a> Reading<'a> {
    fn new(shape: &'a Shape) -> Self {
        let shape = shape.has_fields().then_some(shape);
        let root =
            Open { row: None, shape, names: Vec::new(), confirmed: 0, like: Like::default() };
        Self { cost: 0, open: vec![root], rows: None, closed: None }
    }

    /// Returns the cost of this reading once the row stands in the open object at `depth`.
    fn price(&self, clues: &[Clues<'_>], row: &Clues<'_>, depth: usize) -> u32 {
        let place = &self.open[depth];
        let confirmed = place.shape.and_then(|shape| shape.fields.get(row.name));
        let back = u32::try_from(self.open.len() - 1 - depth).unwrap_or(u32::MAX);
        let seen = self.open[0].shape.is_some();
        let mut price = self.cost + back * if seen { cost::BACK } else { cost::BACK_UNSEEN };
        price += match (confirmed, place.shape) {
            (Some(_), _) => 0,
            (None, Some(_)) if depth == 0 && row.is(Mark::Envelope) => 0,
            (None, Some(_)) => cost::UNCONFIRMED,
            (None, None) => cost::UNKNOWN,
        };
        if place.names.contains(&row.name_id) {
            price += cost::TWICE;
        }
        if let Some(shape) = confirmed {
            let leaf = row.nature == Nature::Leaf;
            if (leaf && shape.has_fields()) || (!leaf && shape.is_plain()) {
                price += cost::CONTRADICTION;
            }
        } else if !(depth == 0 && row.is(Mark::Envelope)) {
            price += cost::MOST_LIKE + self.oddness(clues, row, depth);
            price -= self.likeness(clues, row, depth).min(cost::MOST_LIKE);
        }
        price + self.closing(depth + 1, clues)
    }

    /// Returns how odd it would be for a row that no example confirms to stand in an inner object.
    fn oddness(&self, clues: &[Clues<'_>], row: &Clues<'_>, depth: usize) -> u32 {
        let place = &self.open[depth];
        let Some(holder) = place.row.map(|holder| &clues[holder]) else { return 0 };
        let outer = &self.open[..depth];
        let mut price = 0;
        if row.is(Mark::Envelope) {
            price += cost::ENVELOPE_INSIDE;
        }
        if row.is(Mark::Paging) && holder.is(Mark::List) {
            price += cost::PAGING_INSIDE;
        }
        if row.name == "success" {
            price += cost::SUCCESS_INSIDE;
        }
        // The JSON of a text or of a map is rather an example of it.
        if holder.is(Mark::Map) || holder.nature == Nature::Leaf {
            price += cost::IN_MAP;
        }
        let types = self.open[..=depth].iter().filter_map(|open| Some(clues[open.row?].ty));
        if row.nature == Nature::Named
            && !row.is(Mark::Recursive)
            && types.into_iter().any(|ty| ty == row.ty)
        {
            price += cost::WITHIN_ITSELF;
        }
        if outer.iter().any(|open| open.names.contains(&row.name_id)) {
            price += if row.is(Mark::Usual) { cost::SHARED_USUAL } else { cost::SHARED };
        }
        if self.twin(clues, depth).is_some_and(|twin| !twin.contains(&row.name_id)) {
            price += cost::UNLIKE_EARLIER;
        }
        if place.like.is_complete(holder, place.names.len()) && !holder.shares_word(row) {
            price += cost::NAMED_IN_FULL;
        }
        price
    }

    /// Returns how well such a row would fit an inner object.
    fn likeness(&self, clues: &[Clues<'_>], row: &Clues<'_>, depth: usize) -> u32 {
        let Some(holder) = self.open[depth].row.map(|holder| &clues[holder]) else { return 0 };
        if self.twin(clues, depth).is_some_and(|twin| twin.contains(&row.name_id)) {
            cost::MOST_LIKE
        } else {
            holder.affinity(row).min(cost::AKIN)
        }
    }

    /// Returns the names of the fields of an earlier object that is of the same type, or of any
    /// type but has begun in the same way.
    fn twin(&self, clues: &[Clues<'_>], depth: usize) -> Option<Rc<Vec<u32>>> {
        let place = &self.open[depth];
        let holder = &clues[place.row?];
        let same = |(ty, names): &&Closed| {
            let known = place.names.iter().filter(|name| names.contains(name)).count();
            *ty == holder.ty
                && (holder.nature == Nature::Named || known > 0 && known == place.names.len())
        };
        let recent = Chain::items(self.closed.as_ref()).take(MOST_TWINS);
        recent.filter(same).map(|(_, names)| names.clone()).next()
    }

    /// Returns what it costs to close every open object from `depth` on.
    fn closing(&self, depth: usize, clues: &[Clues<'_>]) -> u32 {
        self.open.iter().skip(depth).map(|open| close(open, clues)).sum()
    }

    fn with(&self, clues: &'a [Clues<'_>], index: usize, depth: usize, price: u32) -> Self {
        let row = &clues[index];
        let mut closed = self.closed.clone();
        for open in &self.open[depth + 1..] {
            let ty = open.row.map_or(0, |row| clues[row].ty);
            // The top has no type and is never closed.
            if !open.names.is_empty() {
                Chain::extend(&mut closed, (ty, Rc::new(open.names.clone())));
            }
        }
        let mut open = self.open[..=depth].to_vec();
        let (mut parent, mut shape, mut shown) = (None, None, false);
        if let Some(place) = open.last_mut() {
            place.names.push(row.name_id);
            parent = place.row;
            shown = place.shape.is_some();
            shape = place.shape.and_then(|shape| shape.fields.get(row.name));
            place.confirmed += usize::from(shape.is_some());
            if let Some(holder) = parent {
                place.like.add(&clues[holder], row);
            }
        }
        let placed = Placed { parent, confirmed: shape, shown };
        let shape = shape.or(row.own_shape.as_ref());
        // The keys of a map are those of its users, not names of fields.
        let values = shape.filter(|_| row.is(Mark::Map)).and_then(Shape::of_values);
        let shape = values.or(shape);
        let with_fields = shape.filter(|shape| shape.has_fields());
        let holds = match row.nature {
            Nature::Leaf => with_fields.is_some(),
            Nature::Loose => shape.is_none_or(|shape| shape.has_fields() || !shape.is_scalar()),
            Nature::Named => true,
        };
        if holds && !row.is(Mark::Elsewhere) && open.len() < MOST_DEPTH {
            open.push(Open {
                row: Some(index),
                shape: with_fields,
                names: Vec::new(),
                confirmed: 0,
                like: Like::default(),
            });
        }
        let mut rows = self.rows.clone();
        Chain::extend(&mut rows, placed);
        Self { cost: price, open, rows, closed }
    }

    fn rows(&self) -> Vec<Placed<'a>> {
        let mut rows: Vec<Placed<'a>> = Chain::items(self.rows.as_ref()).copied().collect();
        rows.reverse();
        rows
    }
}

fn close(open: &Open<'_>, clues: &[Clues<'_>]) -> u32 {
    let Some(row) = open.row else { return 0 };
    if open.names.is_empty() {
        // A type whose fields are printed once need not be printed again.
        return match (clues[row].nature, open.shape) {
            // JSON in a text.
            (Nature::Leaf, _) => 0,
            _ if clues[row].is(Mark::Repeated) => cost::EMPTY_REPEATED,
            (Nature::Named, _) => cost::EMPTY_NAMED,
            (_, Some(_)) => cost::EMPTY_SHOWN,
            (_, None) => 0,
        };
    }
    let Some(shape) = open.shape else { return 0 };
    let missing = shape.fields.len().saturating_sub(open.confirmed);
    let missing = u32::try_from(missing).unwrap_or(u32::MAX);
    missing.saturating_mul(cost::MISSING).min(cost::MISSING_MOST)
}
