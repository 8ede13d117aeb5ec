//! Planning of work that is too large for one call. No I/O: any transport can run the plan.

use std::collections::HashMap;
use std::hash::Hash;

use crate::pairs::Pairs;

/// A part of a bulk that fits into one call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<R> {
    /// The request of this part alone.
    pub request: R,
    /// Index, in the list of finished calls, of the call that did this part; `None` if the part is still to
    /// be sent.
    pub done_by: Option<usize>,
}

/// Splits a request with lists of any length into parts, each within the limits of one call.
///
/// A repeated item counts once, at its first place. Every pair of the two lists is in exactly one part. The
/// parts are in the order of the lists, whatever is already done.
///
/// `done` lists the calls of an earlier run that succeeded, in any order. The work they did is returned as
/// parts with [`done_by`](Part::done_by), and only the rest is split again; work they did beyond `request` is
/// left out. The rest may be larger than necessary: an item of the second list counts as done only if one
/// call did it together with all items of the first list in its part. So a pair may be sent twice, which is
/// safe on every endpoint that has bulks, but no unfinished pair is skipped.
///
/// An empty list makes no parts. Items that no call can send, such as an empty id, are not checked here:
/// [`validate`](crate::validate) finds them in their part.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::bulk;
/// use dingtalk_protocol::role::add_to_users::Request;
///
/// let request = Request::new([11], (1..=50).map(|number| format!("user{number}")));
/// let parts = bulk::plan(&request, &[]);
/// let sizes: Vec<_> = parts.iter().map(|part| part.request.user_ids.len()).collect();
/// assert_eq!(sizes, [20, 20, 10]);
///
/// // … the second call succeeds, and the others fail …
/// let done = [parts[1].request.clone()];
/// let parts = bulk::plan(&request, &done);
/// let done_by: Vec<_> = parts.iter().map(|part| part.done_by).collect();
/// assert_eq!(done_by, [None, Some(0), None]);
/// ```
pub fn plan<R: Pairs>(request: &R, done: &[R]) -> Vec<Part<R>> {
    const {
        assert!(R::MAX_FIRST > 0 && R::MAX_SECOND > 0, "a call takes at least one item of each");
        assert!(R::ENDPOINT.repeat_safe, "a part of a bulk may be sent twice");
    }
    let first = Unique::new(request.first());
    let second = Unique::new(request.second());
    let covering = covering(&first, done);
    let mut parts = Vec::new();
    for (block, covering) in first.items.chunks(R::MAX_FIRST).zip(covering) {
        let mut done_by = vec![None; second.items.len()];
        for call in covering {
            for at in second.positions(done[call].second()) {
                done_by[at].get_or_insert(call);
            }
        }
        for (done_by, items) in groups(&second.items, &done_by, R::MAX_SECOND) {
            let block = block.iter().copied().cloned().collect();
            let items = items.into_iter().cloned().collect();
            parts.push(Part { request: request.with_lists(block, items), done_by });
        }
    }
    parts
}

/// Returns, for each block of the first list, the indices of the finished calls that contain all its items.
fn covering<R: Pairs>(first: &Unique<'_, R::First>, done: &[R]) -> Vec<Vec<usize>> {
    let blocks: Vec<_> = first.items.chunks(R::MAX_FIRST).map(<[_]>::len).collect();
    let mut covering = vec![Vec::new(); blocks.len()];
    for (call, request) in done.iter().enumerate() {
        let mut positions: Vec<_> = first.positions(request.first()).collect();
        positions.sort_unstable();
        positions.dedup();
        let block_of = |position: &usize| position / R::MAX_FIRST;
        for found in positions.chunk_by(|one, next| block_of(one) == block_of(next)) {
            let block = block_of(&found[0]);
            if found.len() == blocks[block] {
                covering[block].push(call);
            }
        }
    }
    covering
}

/// Groups items with equal `done_by`; a group of unfinished items has at most `limit`.
fn groups<'a, T>(
    items: &[&'a T],
    done_by: &[Option<usize>],
    limit: usize,
) -> Vec<(Option<usize>, Vec<&'a T>)> {
    let mut groups: Vec<(Option<usize>, Vec<&T>)> = Vec::new();
    let mut open = HashMap::new();
    for (item, done_by) in items.iter().zip(done_by) {
        let group = *open.entry(*done_by).or_insert_with(|| {
            groups.push((*done_by, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(item);
        if done_by.is_none() && groups[group].1.len() == limit {
            open.remove(&None);
        }
    }
    groups
}

/// Distinct items of a list, in the order of their first occurrence.
struct Unique<'a, T> {
    items: Vec<&'a T>,
    positions: HashMap<&'a T, usize>,
}

impl<'a, T: Eq + Hash> Unique<'a, T> {
    fn new(list: &'a [T]) -> Self {
        let mut items = Vec::with_capacity(list.len());
        let mut positions = HashMap::with_capacity(list.len());
        for item in list {
            positions.entry(item).or_insert_with(|| {
                items.push(item);
                items.len() - 1
            });
        }
        Self { items, positions }
    }

    /// Returns the positions in this list of the items of `others` that it contains.
    fn positions(&self, others: &[T]) -> impl Iterator<Item = usize> {
        others.iter().filter_map(|item| self.positions.get(item).copied())
    }
}
