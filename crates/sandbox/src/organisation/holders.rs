//! The holders of a role.

use std::collections::BTreeSet;

use dingtalk_protocol::{DepartmentId, UserId};

/// The employees who hold a role, in the order of their ids, and the departments they manage in it.
///
/// A sorted list and not a map, so that a page in the middle of 100,000 holders is found without
/// iterating over those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holders(Vec<(UserId, BTreeSet<DepartmentId>)>);

impl Holders {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, user: &UserId) -> bool {
        self.find(user).is_ok()
    }

    pub(super) fn insert(&mut self, user: UserId) {
        if let Err(place) = self.find(&user) {
            self.0.insert(place, (user, BTreeSet::new()));
        }
    }

    pub(super) fn remove(&mut self, user: &UserId) {
        if let Ok(place) = self.find(user) {
            self.0.remove(place);
        }
    }

    pub(super) fn scopes(&self, user: &UserId) -> Option<&BTreeSet<DepartmentId>> {
        self.find(user).ok().map(|place| &self.0[place].1)
    }

    pub(super) fn scopes_mut(&mut self, user: &UserId) -> Option<&mut BTreeSet<DepartmentId>> {
        self.find(user).ok().map(|place| &mut self.0[place].1)
    }

    /// Removes a deleted department from all scopes.
    pub(super) fn remove_department(&mut self, id: DepartmentId) {
        for (_, scopes) in &mut self.0 {
            scopes.remove(&id);
        }
    }

    pub(super) fn from(&self, offset: usize) -> impl Iterator<Item = &UserId> {
        self.0.get(offset..).unwrap_or_default().iter().map(|(user, _)| user)
    }

    fn find(&self, user: &UserId) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(user))
    }
}
