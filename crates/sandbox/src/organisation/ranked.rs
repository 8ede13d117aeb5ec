//! Ids sorted by rank.

/// Ids sorted by rank, the lowest first, and by id where ranks are equal.
///
/// A sorted list and not a set, so that a page in the middle of 100,000 ids is found without iterating
/// over those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked<K>(Vec<(i64, K)>);

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord> Ranked<K> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn insert(&mut self, rank: i64, id: K) {
        let entry = (rank, id);
        if let Err(place) = self.0.binary_search(&entry) {
            self.0.insert(place, entry);
        }
    }

    pub(super) fn remove(&mut self, rank: i64, id: K) {
        if let Ok(place) = self.0.binary_search(&(rank, id)) {
            self.0.remove(place);
        }
    }

    /// Returns the ids, except for the first `offset`.
    pub(super) fn from(&self, offset: usize) -> impl Iterator<Item = &K> {
        self.0.get(offset..).unwrap_or_default().iter().map(|(_, id)| id)
    }
}
