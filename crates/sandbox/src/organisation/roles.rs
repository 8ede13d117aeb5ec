//! Role groups, roles and who holds them.

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use super::entries::{Role, RoleGroup};
use super::error::{Change, OrganisationError};
use super::state::{Organisation, add};

/// Role groups.
impl Organisation {
    /// Adds a role group.
    pub fn add_group(&mut self, id: i64, name: impl Into<String>) -> Change {
        add(&mut self.groups, id, RoleGroup { name: name.into(), is_default: false }, "role group")
    }

    /// Adds a default role group, whose roles cannot be added or deleted by API calls, but only by these
    /// methods.
    pub fn add_default_group(&mut self, id: i64, name: impl Into<String>) -> Change {
        add(&mut self.groups, id, RoleGroup { name: name.into(), is_default: true }, "role group")
    }

    /// Removes a role group that has no roles.
    pub fn remove_group(&mut self, id: i64) -> Change {
        if self.roles.values().any(|role| role.group == id) {
            return Err(OrganisationError::InUse(format!("role group {id}")));
        }
        self.groups.remove(&id).map(drop).ok_or(OrganisationError::UnknownGroup(id))
    }

    /// Returns the role group with this id.
    pub fn group(&self, id: i64) -> Option<&RoleGroup> {
        self.groups.get(&id)
    }

    /// Returns every role group.
    pub fn groups(&self) -> impl Iterator<Item = (i64, &RoleGroup)> {
        self.groups.iter().map(|(id, group)| (*id, group))
    }
}

/// Roles.
impl Organisation {
    /// Adds a role to a group.
    pub fn add_role(
        &mut self,
        id: impl Into<RoleId>,
        name: impl Into<String>,
        group: i64,
    ) -> Change {
        if !self.groups.contains_key(&group) {
            return Err(OrganisationError::UnknownGroup(group));
        }
        add(&mut self.roles, id.into(), Role { name: name.into(), group }, "role")
    }

    /// Renames a role.
    pub fn rename_role(&mut self, id: impl Into<RoleId>, name: impl Into<String>) -> Change {
        let id = id.into();
        let role = self.roles.get_mut(&id).ok_or(OrganisationError::UnknownRole(id))?;
        role.name = name.into();
        Ok(())
    }

    /// Removes a role that nobody holds.
    pub fn remove_role(&mut self, id: impl Into<RoleId>) -> Change {
        let id = id.into();
        if self.holders(id).next().is_some() {
            return Err(OrganisationError::InUse(format!("role {id}")));
        }
        self.assignments.remove(&id);
        self.roles.remove(&id).map(drop).ok_or(OrganisationError::UnknownRole(id))
    }

    /// Returns the role with this id.
    pub fn role(&self, id: impl Into<RoleId>) -> Option<&Role> {
        self.roles.get(&id.into())
    }

    /// Returns every role.
    pub fn roles(&self) -> impl Iterator<Item = (RoleId, &Role)> {
        self.roles.iter().map(|(id, role)| (*id, role))
    }

    /// Returns the roles of a group.
    pub fn roles_of(&self, group: i64) -> impl Iterator<Item = (RoleId, &Role)> {
        self.roles().filter(move |(_, role)| role.group == group)
    }

    /// Returns whether a role exists and belongs to a default group.
    pub fn is_default_role(&self, id: impl Into<RoleId>) -> bool {
        let group = self.role(id).and_then(|role| self.group(role.group));
        group.is_some_and(|group| group.is_default)
    }
}

/// Assignments.
impl Organisation {
    /// Assigns a role to an employee, without management scope; no change if they hold it already. Unlike
    /// an API call, this can give roles of the default group.
    pub fn assign(&mut self, role: impl Into<RoleId>, user: impl Into<UserId>) -> Change {
        let (role, user) = (role.into(), user.into());
        if !self.roles.contains_key(&role) {
            return Err(OrganisationError::UnknownRole(role));
        }
        if !self.users.contains_key(&user) {
            return Err(OrganisationError::UnknownUser(user));
        }
        self.assignments.entry(role).or_default().insert(user);
        Ok(())
    }

    /// Takes a role from an employee; no change if they do not hold it.
    pub fn unassign(&mut self, role: impl Into<RoleId>, user: impl Into<UserId>) -> Change {
        let (role, user) = (role.into(), user.into());
        if !self.roles.contains_key(&role) {
            return Err(OrganisationError::UnknownRole(role));
        }
        if !self.users.contains_key(&user) {
            return Err(OrganisationError::UnknownUser(user));
        }
        if let Some(holders) = self.assignments.get_mut(&role) {
            holders.remove(&user);
            // An empty entry would make two equal organisations differ.
            if holders.is_empty() {
                self.assignments.remove(&role);
            }
        }
        Ok(())
    }

    /// Sets the departments that an employee manages in a role they hold.
    pub fn set_scopes<D: Into<DepartmentId>>(
        &mut self,
        role: impl Into<RoleId>,
        user: impl Into<UserId>,
        departments: impl IntoIterator<Item = D>,
    ) -> Change {
        let (role, user) = (role.into(), user.into());
        let departments = self.need_departments(departments)?;
        match self.assignments.get_mut(&role).and_then(|holders| holders.scopes_mut(&user)) {
            Some(scopes) => *scopes = departments,
            None => return Err(OrganisationError::NotAssigned(role, user)),
        }
        Ok(())
    }

    /// Returns whether an employee holds a role.
    pub fn holds(&self, role: impl Into<RoleId>, user: impl Into<UserId>) -> bool {
        let holders = self.assignments.get(&role.into());
        holders.is_some_and(|holders| holders.contains(&user.into()))
    }

    /// Returns the employees who hold a role.
    pub fn holders(&self, role: impl Into<RoleId>) -> impl Iterator<Item = &UserId> {
        self.holders_from(role, 0)
    }

    /// Returns the employees who hold a role, except for the first `offset`.
    pub(crate) fn holders_from(
        &self,
        role: impl Into<RoleId>,
        offset: usize,
    ) -> impl Iterator<Item = &UserId> {
        let holders = self.assignments.get(&role.into()).into_iter();
        holders.flat_map(move |holders| holders.from(offset))
    }

    /// Returns the departments that an employee manages in a role.
    pub fn scopes(
        &self,
        role: impl Into<RoleId>,
        user: &UserId,
    ) -> impl Iterator<Item = DepartmentId> {
        let holders = self.assignments.get(&role.into());
        let scopes = holders.and_then(|holders| holders.scopes(user));
        scopes.into_iter().flatten().copied()
    }
}
