//! The organisation as one value.

use std::collections::{HashMap, HashSet};
use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleGroupId, RoleId, UserId};
use serde::{Deserialize, Serialize};

use super::parts::{Department, Role, RoleGroup, User};

/// The root department of an organisation.
pub(super) const ROOT: DepartmentId = DepartmentId::new(1);

/// What a directory covers. Only directories with the same extent can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extent {
    pub(super) host: String,
    pub(super) root: DepartmentId,
    pub(super) within_app_scope: bool,
    pub(super) roles: bool,
    pub(super) department_details: bool,
    pub(super) language: Option<String>,
}

impl Extent {
    /// Returns whether this extent is the whole organisation.
    pub(super) fn is_whole(&self) -> bool {
        self.root == ROOT && !self.within_app_scope
    }
}

/// An organisation: the tree of its departments, every user once with all departments, and the roles with
/// those who hold them.
///
/// A directory is never incomplete: [`DirectoryWalk::run`](super::DirectoryWalk::run) returns a complete
/// one or an error. It can be stored in any serde format, with its numbers of entries; reading one that
/// is truncated or inconsistent is an error.
///
/// `Debug` shows numbers only, so that personal data stays out of logs.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "super::stored::Stored")]
pub struct Directory {
    pub(super) extent: Extent,
    /// Sorted by id, like all the lists.
    pub(super) departments: Vec<Department>,
    pub(super) users: Vec<User>,
    pub(super) groups: Vec<RoleGroup>,
    pub(super) roles: Vec<Role>,
    /// For each department, the indices of the departments below it and of its members.
    places: Vec<Places>,
}

#[derive(Clone, PartialEq, Eq, Default)]
struct Places {
    children: Vec<u32>,
    members: Vec<u32>,
}

impl Directory {
    /// Creates a directory from lists that are sorted by id.
    ///
    /// # Errors
    ///
    /// A description of what is inconsistent, without any names of the organisation.
    pub(super) fn new(
        extent: Extent,
        departments: Vec<Department>,
        users: Vec<User>,
        groups: Vec<RoleGroup>,
        roles: Vec<Role>,
    ) -> Result<Self, String> {
        let is_sorted = departments.is_sorted_by(|a, b| a.department_id < b.department_id)
            && users.is_sorted_by(|a, b| a.user_id < b.user_id)
            && groups.is_sorted_by(|a, b| a.group_id < b.group_id)
            && roles.is_sorted_by(|a, b| a.role_id < b.role_id);
        if !is_sorted {
            return Err("an id occurs twice or is out of order".to_owned());
        }
        let mut directory = Self { extent, departments, users, groups, roles, places: Vec::new() };
        directory.places = directory.find_places()?;
        directory.check_tree()?;
        directory.check_roles()?;
        Ok(directory)
    }

    fn find_places(&self) -> Result<Vec<Places>, String> {
        let by_id: HashMap<_, _> =
            self.departments.iter().zip(0..).map(|(it, place)| (it.department_id, place)).collect();
        let mut places = vec![Places::default(); self.departments.len()];
        for (department, place) in self.departments.iter().zip(0..) {
            let id = department.department_id;
            match department.parent_id {
                None if id == self.extent.root => {}
                None => return Err(format!("department {id} has no parent")),
                Some(parent) => match by_id.get(&parent) {
                    Some(parent) => places[*parent].children.push(place),
                    None => return Err(format!("the department above {id} is missing")),
                },
            }
        }
        for (user, place) in self.users.iter().zip(0..) {
            let mut is_inside = false;
            for id in user.department_ids() {
                match by_id.get(&id) {
                    Some(department) => {
                        places[*department].members.push(place);
                        is_inside = true;
                    }
                    None if self.extent.is_whole() => {
                        return Err(format!("department {id} of a user is missing"));
                    }
                    None => {}
                }
            }
            if !is_inside && !self.extent.is_whole() {
                return Err("a user belongs to none of the departments".to_owned());
            }
        }
        Ok(places)
    }

    /// Checks that every department is below the root.
    fn check_tree(&self) -> Result<(), String> {
        let root = self.department(self.extent.root).ok_or("the root department is missing")?;
        let mut reached = HashSet::new();
        let mut next = vec![root];
        while let Some(department) = next.pop() {
            reached.insert(department.department_id);
            next.extend(self.children(department.department_id));
        }
        match self.departments.iter().find(|it| !reached.contains(&it.department_id)) {
            Some(lost) => Err(format!("department {} is in or below a cycle", lost.department_id)),
            None => Ok(()),
        }
    }

    fn check_roles(&self) -> Result<(), String> {
        for role in &self.roles {
            if self.role_group(role.group_id).is_none() {
                return Err(format!("the group of role {} is missing", role.role_id));
            }
            if !role.holders.is_sorted_by(|a, b| a.user_id < b.user_id) {
                return Err(format!(
                    "a holder of role {} occurs twice or is out of order",
                    role.role_id
                ));
            }
        }
        Ok(())
    }

    /// Returns the department where the walk began.
    pub fn root(&self) -> &Department {
        self.department(self.extent.root).expect("a directory without its root is refused")
    }

    /// Returns whether this is the whole organisation, rather than the part below a department or what
    /// an app may see of it.
    pub fn is_whole_organisation(&self) -> bool {
        self.extent.is_whole()
    }

    /// Returns whether the roles were walked.
    pub fn has_roles(&self) -> bool {
        self.extent.roles
    }

    /// Returns every department, by id.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// Returns every user, by id.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// Returns every role group, by id.
    pub fn role_groups(&self) -> &[RoleGroup] {
        &self.groups
    }

    /// Returns every role, by id.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Returns a department.
    pub fn department(&self, id: impl Into<DepartmentId>) -> Option<&Department> {
        self.place(id.into()).map(|place| &self.departments[place])
    }

    /// Returns a user.
    pub fn user(&self, id: &UserId) -> Option<&User> {
        let place = self.users.binary_search_by(|user| user.user_id.cmp(id)).ok()?;
        self.users.get(place)
    }

    /// Returns a role group.
    pub fn role_group(&self, id: impl Into<RoleGroupId>) -> Option<&RoleGroup> {
        let id = id.into();
        let place = self.groups.binary_search_by_key(&id, |group| group.group_id).ok()?;
        self.groups.get(place)
    }

    /// Returns a role.
    pub fn role(&self, id: impl Into<RoleId>) -> Option<&Role> {
        let id = id.into();
        let place = self.roles.binary_search_by_key(&id, |role| role.role_id).ok()?;
        self.roles.get(place)
    }

    /// Returns the departments directly below one, by id.
    pub fn children(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = &Department> {
        let places = self.places(id.into()).map(|places| &places.children).into_iter().flatten();
        places.map(|place| &self.departments[*place as usize])
    }

    /// Returns a department and those above it, up to the root.
    pub fn path(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = &Department> {
        let first = self.department(id);
        std::iter::successors(first, |it| it.parent_id.and_then(|id| self.department(id)))
    }

    /// Returns the users who belong to a department directly, by id.
    pub fn members(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = &User> {
        let places = self.places(id.into()).map(|places| &places.members).into_iter().flatten();
        places.map(|place| &self.users[*place as usize])
    }

    /// Returns the users who hold a role, by id. [`Role::holders`] has their scopes, and also holders
    /// who are not users of this directory.
    pub fn holders(&self, id: impl Into<RoleId>) -> impl Iterator<Item = &User> {
        let holders = self.role(id).map(|role| &role.holders).into_iter().flatten();
        holders.filter_map(|holder| self.user(&holder.user_id))
    }

    fn place(&self, id: DepartmentId) -> Option<usize> {
        self.departments.binary_search_by_key(&id, |it| it.department_id).ok()
    }

    fn places(&self, id: DepartmentId) -> Option<&Places> {
        self.place(id).map(|place| &self.places[place])
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory")
            .field("root", &self.extent.root)
            .field("departments", &self.departments.len())
            .field("users", &self.users.len())
            .field("role_groups", &self.groups.len())
            .field("roles", &self.roles.len())
            .finish_non_exhaustive()
    }
}
