//! The organisation that the sandbox serves.

mod holders;
mod roles;
mod seed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use holders::Holders;

pub use seed::ids as seeded;

/// An organisation in memory: departments, employees, role groups, roles and who holds them.
///
/// Everything is kept and listed in the order of the ids, so that equal states answer equally.
/// Ids that do not exist are refused, so that no state comes about that the service could not have.
///
/// ```
/// use dingtalk_sandbox::Organisation;
///
/// let mut organisation = Organisation::new();
/// organisation.add_department(1, "Company", None)?;
/// organisation.add_user("zhang", "张伟", [1])?;
/// organisation.add_group(10, "Positions")?;
/// organisation.add_role(11, "Engineer", 10)?;
/// organisation.assign(11, "zhang")?;
/// assert!(organisation.holds(11, "zhang"));
/// # Ok::<(), dingtalk_sandbox::OrganisationError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    departments: BTreeMap<DepartmentId, Department>,
    users: BTreeMap<UserId, User>,
    groups: BTreeMap<i64, RoleGroup>,
    roles: BTreeMap<RoleId, Role>,
    // Who holds a role, and which departments they manage in it.
    assignments: BTreeMap<RoleId, Holders>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Department {
    /// Its name.
    pub name: String,
    /// The department above it; none above the root.
    pub parent: Option<DepartmentId>,
}

/// An employee.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The name.
    pub name: String,
    /// The departments that the employee belongs to directly.
    pub departments: BTreeSet<DepartmentId>,
}

/// A group of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleGroup {
    /// Its name.
    pub name: String,
    /// Whether it is the default group, whose roles the API can neither add nor delete.
    pub is_default: bool,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Id of its group.
    pub group: i64,
}

/// Why an organisation can not be changed in this way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrganisationError {
    /// There is no such department.
    UnknownDepartment(DepartmentId),
    /// There is no such employee.
    UnknownUser(UserId),
    /// There is no such role.
    UnknownRole(RoleId),
    /// There is no such role group.
    UnknownGroup(i64),
    /// The employee does not hold the role.
    NotAssigned(RoleId, UserId),
    /// The id is taken.
    Taken(String),
    /// Something still depends on it: members, holders, departments below, roles.
    InUse(String),
}

impl std::error::Error for OrganisationError {}

impl fmt::Display for OrganisationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownDepartment(id) => write!(f, "there is no department {id}"),
            Self::UnknownUser(id) => write!(f, "there is no user {id}"),
            Self::UnknownRole(id) => write!(f, "there is no role {id}"),
            Self::UnknownGroup(id) => write!(f, "there is no role group {id}"),
            Self::NotAssigned(role, user) => write!(f, "user {user} does not hold role {role}"),
            Self::Taken(what) => write!(f, "{what} exists already"),
            Self::InUse(what) => write!(f, "{what} is still in use"),
        }
    }
}

/// The outcome of a change.
type Change = Result<(), OrganisationError>;

/// Departments.
impl Organisation {
    /// Adds a department below `parent`.
    pub fn add_department(
        &mut self,
        id: impl Into<DepartmentId>,
        name: impl Into<String>,
        parent: Option<DepartmentId>,
    ) -> Change {
        let id = id.into();
        if let Some(parent) = parent {
            self.need_department(parent)?;
        }
        let department = Department { name: name.into(), parent };
        add(&mut self.departments, id, department, "department")
    }

    /// Removes a department that has no members and no departments below; management scopes lose
    /// it.
    pub fn remove_department(&mut self, id: impl Into<DepartmentId>) -> Change {
        let id = id.into();
        self.need_department(id)?;
        let parent_of_some = self.departments.values().any(|below| below.parent == Some(id));
        if parent_of_some || self.members(id).next().is_some() {
            return Err(OrganisationError::InUse(format!("department {id}")));
        }
        self.assignments.values_mut().for_each(|holders| holders.remove_department(id));
        self.departments.remove(&id);
        Ok(())
    }

    /// The department with this id.
    pub fn department(&self, id: impl Into<DepartmentId>) -> Option<&Department> {
        self.departments.get(&id.into())
    }

    /// Every department.
    pub fn departments(&self) -> impl Iterator<Item = (DepartmentId, &Department)> {
        self.departments.iter().map(|(id, department)| (*id, department))
    }

    /// The employees who belong to the department itself, not to one below.
    pub fn members(&self, id: impl Into<DepartmentId>) -> impl Iterator<Item = &UserId> {
        let id = id.into();
        let member = move |user: &User| user.departments.contains(&id);
        self.users.iter().filter(move |(_, user)| member(user)).map(|(id, _)| id)
    }

    fn need_department(&self, id: DepartmentId) -> Change {
        let found = self.departments.contains_key(&id);
        found.then_some(()).ok_or(OrganisationError::UnknownDepartment(id))
    }

    fn need_departments<D: Into<DepartmentId>>(
        &self,
        ids: impl IntoIterator<Item = D>,
    ) -> Result<BTreeSet<DepartmentId>, OrganisationError> {
        let ids: BTreeSet<_> = ids.into_iter().map(Into::into).collect();
        ids.iter().try_for_each(|id| self.need_department(*id))?;
        Ok(ids)
    }
}

/// Employees.
impl Organisation {
    /// Adds an employee to any number of departments.
    pub fn add_user<D: Into<DepartmentId>>(
        &mut self,
        id: impl Into<UserId>,
        name: impl Into<String>,
        departments: impl IntoIterator<Item = D>,
    ) -> Change {
        let departments = self.need_departments(departments)?;
        add(&mut self.users, id.into(), User { name: name.into(), departments }, "user")
    }

    /// Removes an employee, who thereby loses every role.
    pub fn remove_user(&mut self, id: impl Into<UserId>) -> Change {
        let id = id.into();
        if self.users.remove(&id).is_none() {
            return Err(OrganisationError::UnknownUser(id));
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
        let (id, departments) = (id.into(), self.need_departments(departments)?);
        match self.users.get_mut(&id) {
            Some(user) => user.departments = departments,
            None => return Err(OrganisationError::UnknownUser(id)),
        }
        Ok(())
    }

    /// The employee with this id.
    pub fn user(&self, id: impl Into<UserId>) -> Option<&User> {
        self.users.get(&id.into())
    }

    /// Every employee.
    pub fn users(&self) -> impl Iterator<Item = (&UserId, &User)> {
        self.users.iter()
    }
}

fn add<K: Ord + fmt::Display, V>(map: &mut BTreeMap<K, V>, id: K, value: V, kind: &str) -> Change {
    if map.contains_key(&id) {
        return Err(OrganisationError::Taken(format!("{kind} {id}")));
    }
    map.insert(id, value);
    Ok(())
}
