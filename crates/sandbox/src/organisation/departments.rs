//! The tree of departments.

use std::collections::BTreeSet;

use dingtalk_protocol::{DepartmentId, UserId};

use super::entries::Department;
use super::error::{Change, OrganisationError};
use super::ranked::Ranked;
use super::state::Organisation;

/// Departments.
impl Organisation {
    /// Adds a department below `parent`.
    pub fn add_department(
        &mut self,
        id: impl Into<DepartmentId>,
        name: impl Into<String>,
        parent: Option<DepartmentId>,
    ) -> Change {
        self.insert_department(
            id,
            Department { name: name.into(), parent, ..Department::default() },
        )
    }

    /// Changes a department. Nothing changes if the result would be impossible in the service: an
    /// unknown or circular parent, a name that is taken, managers who are not members.
    pub fn edit_department(
        &mut self,
        id: impl Into<DepartmentId>,
        edit: impl FnOnce(&mut Department),
    ) -> Change {
        let id = id.into();
        self.need_department(id)?;
        let mut department = self.departments[&id].clone();
        edit(&mut department);
        self.put_department(id, department)
    }

    /// Removes a department that has no members and no departments below, also from management scopes.
    pub fn remove_department(&mut self, id: impl Into<DepartmentId>) -> Change {
        let id = id.into();
        self.need_department(id)?;
        if self.children(id).next().is_some() || self.members(id).next().is_some() {
            return Err(OrganisationError::InUse(format!("department {id}")));
        }
        self.assignments.values_mut().for_each(|holders| holders.remove_department(id));
        self.unlist_department(id);
        self.departments.remove(&id);
        Ok(())
    }

    /// Returns the department with this id.
    pub fn department(&self, id: impl Into<DepartmentId>) -> Option<&Department> {
        self.departments.get(&id.into())
    }

    /// Returns every department.
    pub fn departments(&self) -> impl Iterator<Item = (DepartmentId, &Department)> {
        self.departments.iter().map(|(id, department)| (*id, department))
    }

    /// Returns the departments directly below another, in their order.
    pub fn children(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = DepartmentId> {
        self.children.get(&id.into()).into_iter().flat_map(|children| children.from(0).copied())
    }

    /// Returns a department and all departments above it, the topmost last.
    pub fn path(&self, id: impl Into<DepartmentId>) -> Vec<DepartmentId> {
        let start = Some(id.into()).filter(|id| self.departments.contains_key(id));
        std::iter::successors(start, |id| self.departments[id].parent).collect()
    }

    /// Returns the employees who belong directly to the department, those with the highest order first.
    pub fn members(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = &UserId> {
        self.members_from(id, 0)
    }

    /// Returns the members, except for the first `offset`.
    pub(crate) fn members_from(
        &self,
        id: impl Into<DepartmentId>,
        offset: usize,
    ) -> impl Iterator<Item = &UserId> {
        let members = self.members.get(&id.into()).into_iter();
        members.flat_map(move |members| members.from(offset))
    }

    /// Returns how many employees belong directly to the department.
    pub(crate) fn member_count(&self, id: DepartmentId) -> usize {
        self.members.get(&id).map_or(0, Ranked::len)
    }

    /// Returns the employees who belong to the department or to one below, each once.
    pub(crate) fn members_below(&self, id: DepartmentId) -> BTreeSet<&UserId> {
        let mut all = BTreeSet::new();
        let mut rest = vec![id];
        while let Some(id) = rest.pop() {
            all.extend(self.members(id));
            rest.extend(self.children(id));
        }
        all
    }

    pub(super) fn need_department(&self, id: DepartmentId) -> Change {
        let found = self.departments.contains_key(&id);
        found.then_some(()).ok_or(OrganisationError::UnknownDepartment(id))
    }

    pub(super) fn need_departments<D: Into<DepartmentId>>(
        &self,
        ids: impl IntoIterator<Item = D>,
    ) -> Result<BTreeSet<DepartmentId>, OrganisationError> {
        let ids: BTreeSet<_> = ids.into_iter().map(Into::into).collect();
        ids.iter().try_for_each(|id| self.need_department(*id))?;
        Ok(ids)
    }

    pub(crate) fn insert_department(
        &mut self,
        id: impl Into<DepartmentId>,
        department: Department,
    ) -> Change {
        let id = id.into();
        if self.departments.contains_key(&id) {
            return Err(OrganisationError::Taken(format!("department {id}")));
        }
        self.put_department(id, department)
    }

    fn put_department(&mut self, id: DepartmentId, department: Department) -> Change {
        if let Some(parent) = department.parent {
            self.need_department(parent)?;
            if self.path(parent).contains(&id) {
                return Err(OrganisationError::Circular(id));
            }
            let owner = self.names.get(&(parent, department.name.clone()));
            if owner.is_some_and(|owner| *owner != id) {
                let what = format!("the name {} below department {parent}", department.name);
                return Err(OrganisationError::Taken(what));
            }
        }
        let is_member =
            |user: &UserId| self.users.get(user).is_some_and(|user| user.departments.contains(&id));
        if let Some(stranger) = department.managers.iter().find(|user| !is_member(user)) {
            return Err(OrganisationError::NotMember(id, stranger.clone()));
        }
        self.unlist_department(id);
        if let Some(parent) = department.parent {
            self.children.entry(parent).or_default().insert(department.order, id);
            self.names.insert((parent, department.name.clone()), id);
        }
        self.departments.insert(id, department);
        Ok(())
    }

    /// Takes a department out of the list of its parent.
    fn unlist_department(&mut self, id: DepartmentId) {
        let Some(department) = self.departments.get(&id) else { return };
        let Some(parent) = department.parent else { return };
        self.names.remove(&(parent, department.name.clone()));
        if let Some(children) = self.children.get_mut(&parent) {
            children.remove(department.order, id);
            // An empty entry would make two equal organisations differ.
            if children.is_empty() {
                self.children.remove(&parent);
            }
        }
    }
}
