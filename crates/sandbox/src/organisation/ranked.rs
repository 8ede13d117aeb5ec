//! Ids in the order in which they are listed.

/// Ids by rank, the lowest first, and in the order of the ids where ranks are equal.
///
/// A list and not a set: a page in the middle of 100,000 ids begins where it begins and not at the
/// first of them.
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

    /// Returns the ids, but for the first ones.
    pub(super) fn from(&self, offset: usize) -> impl Iterator<Item = &K> {
        self.0.get(offset..).unwrap_or_default().iter().map(|(_, id)| id)
    }
}
