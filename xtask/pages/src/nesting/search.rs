//! The cheapest way to read rows as a tree.
//!
//! Every row goes into one of the objects that are still open, and going back to an outer one
//! closes the inner ones. A few readings are followed at the same time, so that a later row can
//! still decide what an earlier one meant.

use std::rc::Rc;

use super::clues::{self, Clues, Like, Mark};
use super::doubts::doubts;
use super::shape::Shape;
use super::{MOST_DEPTH, Nature};
use crate::facts::Remark;
use crate::table::Entry;

/// How many readings are followed.
const READINGS: usize = 12;
/// How many of the last objects are compared with the one at hand.
const MOST_TWINS: usize = 24;

mod cost {
    /// Neither the example nor anything else says that the field is here.
    pub(super) const UNCONFIRMED: u32 = 30;
    /// The same where no example shows the object at all.
    pub(super) const UNKNOWN: u32 = 20;
    /// The object has a field of this name already.
    pub(super) const TWICE: u32 = 60;
    /// Going back one level, with and without an example.
    pub(super) const BACK: u32 = 2;
    pub(super) const BACK_UNSEEN: u32 = 4;
    /// `errcode` and the like anywhere but at the top.
    pub(super) const ENVELOPE_INSIDE: u32 = 40;
    /// `has_more` and the like within the items of a list.
    pub(super) const PAGING_INSIDE: u32 = 15;
    /// `success`, which usually stands at the top.
    pub(super) const SUCCESS_INSIDE: u32 = 12;
    /// Fields of a map, which has keys of its users, or of a text.
    pub(super) const IN_MAP: u32 = 24;
    /// An object within one of its own type.
    pub(super) const WITHIN_ITSELF: u32 = 12;
    /// A name that an object around this one has too, and one that many objects have.
    pub(super) const SHARED: u32 = 5;
    pub(super) const SHARED_USUAL: u32 = 1;
    /// The fields so far make up what the name of the object or of its type says.
    pub(super) const NAMED_IN_FULL: u32 = 9;
    /// What a row can gain: an earlier object of the same type has this field.
    pub(super) const MOST_LIKE: u32 = 12;
    /// An earlier object of the same type has it not.
    pub(super) const UNLIKE_EARLIER: u32 = 8;
    /// The words on the field are those on the object, at most.
    pub(super) const AKIN: u32 = 4;
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

pub(super) const ENVELOPE: [&str; 6] =
    ["errcode", "errmsg", "request_id", "requestId", "sub_code", "sub_msg"];

/// The parents of all entries in the cheapest reading, with a remark for every doubt.
pub(super) fn parents(
    entries: &[Entry],
    shape: &Shape,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let clues = clues::of(entries);
    let mut readings = vec![Reading::new(shape)];
    for (index, clue) in clues.iter().enumerate() {
        let mut choices: Vec<(u32, usize, usize)> = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            for depth in 0..reading.open.len() {
                choices.push((reading.price(&clues, clue, depth), at, depth));
            }
        }
        // Of equal ones the deepest: fields follow the object that they belong to.
        choices.sort_by_key(|&(price, at, depth)| (price, at, std::cmp::Reverse(depth)));
        choices.truncate(READINGS);
        readings = choices
            .into_iter()
            .map(|(price, at, depth)| readings[at].with(&clues, index, depth, price))
            .collect();
    }
    let best = readings.into_iter().min_by_key(|reading| reading.cost + reading.closing(1, &clues));
    let placed = best.map(|reading| reading.rows()).unwrap_or_default();
    doubts(entries, &placed, shape, remarks);
    placed.into_iter().map(|row| row.parent).collect()
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

/// Where a reading puts a row.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) parent: Option<usize>,
    /// What the example shows at this place.
    pub(super) confirmed: Option<&'a Shape>,
    /// Whether the example shows fields of the object at all.
    pub(super) shown: bool,
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
    /// Step by step, for a long chain would otherwise be dropped by recursion.
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

    /// The cost of this reading once the row stands in the open object at `depth`.
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

    /// How odd it would be for a row that no example confirms to stand in an inner object.
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

    /// How well such a row would fit an inner object.
    fn likeness(&self, clues: &[Clues<'_>], row: &Clues<'_>, depth: usize) -> u32 {
        let Some(holder) = self.open[depth].row.map(|holder| &clues[holder]) else { return 0 };
        if self.twin(clues, depth).is_some_and(|twin| twin.contains(&row.name_id)) {
            cost::MOST_LIKE
        } else {
            holder.affinity(row).min(cost::AKIN)
        }
    }

    /// The names of the fields of an earlier object that is of the same type, or of any type but
    /// has begun in the same way.
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

    /// What it costs to close every open object from `depth` on.
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
