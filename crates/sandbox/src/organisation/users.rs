//! Employees.

use std::collections::BTreeSet;

use dingtalk_protocol::{DepartmentId, UserId};

use super::entries::User;
use super::error::{Change, OrganisationError};
use super::state::Organisation;

/// Employees.
impl Organisation {
    /// Adds an employee to any number of departments.
    pub fn add_user<D: Into<DepartmentId>>(
        &mut self,
        id: impl Into<UserId>,
        name: impl Into<String>,
        departments: impl IntoIterator<Item = D>,
    ) -> Change {
        let id = id.into();
        let mut user = User::new(name);
        user.departments = departments.into_iter().map(Into::into).collect();
        user.union_id = format!("union-{id}");
        self.insert_user(id, user)
    }

    /// Changes an employee. Nothing changes if the result would be impossible in the service: unknown
    /// departments, a `mobile`, `unionid`, `email` or `telephone` that another employee has. An employee
    /// who leaves a department no longer manages it.
    pub fn edit_user(&mut self, id: impl Into<UserId>, edit: impl FnOnce(&mut User)) -> Change {
        let id = id.into();
        let Some(before) = self.users.get(&id) else {
            return Err(OrganisationError::UnknownUser(id));
        };
        let mut user = before.clone();
        edit(&mut user);
        self.check_user(&id, &user)?;
        self.unlist_user(&id, &user.departments);
        self.list_user(id, user);
        Ok(())
    }

    /// Removes an employee, also from every role and group chat.
    pub fn remove_user(&mut self, id: impl Into<UserId>) -> Change {
        let id = id.into();
        if !self.users.contains_key(&id) {
            return Err(OrganisationError::UnknownUser(id));
        }
        self.unlist_user(&id, &BTreeSet::new());
        self.users.remove(&id);
        for chat in self.chats.values_mut() {
            chat.members.remove(&id);
        }
        self.assignments.retain(|_, holders| {
            holders.remove(&id);
            !holders.is_empty()
        });
        Ok(())
    }

    /// Moves an employee to these departments.
    pub fn move_user<D: Into<DepartmentId>>(
        &mut self,
        id: impl Into<UserId>,
        departments: impl IntoIterator<Item = D>,
    ) -> Change {
        let departments = departments.into_iter().map(Into::into).collect();
        self.edit_user(id, |user| user.departments = departments)
    }

    /// Returns the employee with this id.
    pub fn user(&self, id: impl Into<UserId>) -> Option<&User> {
        self.users.get(&id.into())
    }

    /// Returns every employee.
    pub fn users(&self) -> impl Iterator<Item = (&UserId, &User)> {
        self.users.iter()
    }

    /// Returns the employee with this phone number.
    pub fn user_by_mobile(&self, mobile: &str) -> Option<&UserId> {
        self.unique.get(&("mobile", mobile.to_owned()))
    }

    /// Returns the employee with this `unionid`.
    pub fn user_by_union_id(&self, union_id: &str) -> Option<&UserId> {
        self.unique.get(&("unionid", union_id.to_owned()))
    }

    pub(crate) fn insert_user(&mut self, id: UserId, user: User) -> Change {
        if self.users.contains_key(&id) {
            return Err(OrganisationError::Taken(format!("user {id}")));
        }
        self.check_user(&id, &user)?;
        self.list_user(id, user);
        Ok(())
    }

    fn check_user(&self, id: &UserId, user: &User) -> Change {
        self.need_departments(user.departments.iter().copied())?;
        for (name, value) in user.unique() {
            let owner = self.unique.get(&(name, value.to_owned()));
            if owner.is_some_and(|owner| owner != id) {
                return Err(OrganisationError::NotUnique(name));
            }
        }
        Ok(())
    }

    /// Adds an employee to every index.
    fn list_user(&mut self, id: UserId, mut user: User) {
        user.orders.retain(|department, _| user.departments.contains(department));
        for department in &user.departments {
            let rank = rank(&user, *department);
            self.members.entry(*department).or_default().insert(rank, id.clone());
        }
        for (name, value) in user.unique() {
            self.unique.insert((name, value.to_owned()), id.clone());
        }
        self.users.insert(id, user);
    }

    /// Removes an employee from every index. `departments` are the ones that the employee stays in.
    fn unlist_user(&mut self, id: &UserId, departments: &BTreeSet<DepartmentId>) {
        let Some(user) = self.users.get(id) else { return };
        for department in &user.departments {
            let members = self.members.entry(*department).or_default();
            members.remove(rank(user, *department), id.clone());
            // An empty entry would make two equal organisations differ.
            if members.is_empty() {
                self.members.remove(department);
            }
            if !departments.contains(department)
                && let Some(department) = self.departments.get_mut(department)
            {
                department.managers.remove(id);
            }
        }
        for (name, value) in user.unique() {
            self.unique.remove(&(name, value.to_owned()));
        }
    }
}

/// Returns the negated order: members with the highest order are listed first, and
/// `Ranked` lists the lowest rank first.
fn rank(user: &User, department: DepartmentId) -> i64 {
    user.order(department).saturating_neg()
}
