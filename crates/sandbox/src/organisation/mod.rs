//! The organisation that the sandbox serves.

mod chats;
mod departments;
mod external_contacts;
mod holders;
mod ranked;
mod roles;
mod seed;
mod users;

use std::collections::BTreeMap;
use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use holders::Holders;
use ranked::Ranked;

pub use chats::Chat;
pub use departments::Department;
pub use external_contacts::{ExternalContact, LabelGroup};
pub use seed::ids as seeded;
pub use users::{AdminLevel, User};

/// An organisation in memory: departments, employees, role groups, roles and who holds them.
///
/// Everything is kept and listed in the order of the ids, so that equal states answer equally; only
/// where the pages know an order, departments and their members are listed by that first.
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
    external_contacts: BTreeMap<String, ExternalContact>,
    label_groups: Vec<LabelGroup>,
    chats: BTreeMap<String, Chat>,
    // What follows from the departments and the employees, for those who ask for it often.
    children: BTreeMap<DepartmentId, Ranked<DepartmentId>>,
    names: BTreeMap<(DepartmentId, String), DepartmentId>,
    members: BTreeMap<DepartmentId, Ranked<UserId>>,
    mobiles: BTreeMap<String, UserId>,
    union_ids: BTreeMap<String, UserId>,
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
    /// There is no such external contact.
    UnknownContact(String),
    /// There is no such label of external contacts.
    UnknownLabel(i64),
    /// The owner of the group chat is no member of it.
    OwnerOutside(String),
    /// The employee does not hold the role.
    NotAssigned(RoleId, UserId),
    /// The department would be above itself.
    Circular(DepartmentId),
    /// The employee, who is to manage the department, is no member of it.
    NotMember(DepartmentId, UserId),
    /// Another employee has the same in this field, of the page's name.
    NotUnique(&'static str),
    /// The id, or the name of a department below the same parent, is taken.
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
            Self::UnknownContact(id) => write!(f, "there is no external contact {id}"),
            Self::UnknownLabel(id) => write!(f, "there is no label {id}"),
            Self::OwnerOutside(id) => write!(f, "the owner of chat {id} is no member of it"),
            Self::NotAssigned(role, user) => write!(f, "user {user} does not hold role {role}"),
            Self::Circular(id) => write!(f, "department {id} would be above itself"),
            Self::NotMember(id, user) => write!(f, "user {user} is no member of department {id}"),
            Self::NotUnique(field) => write!(f, "another user has this {field}"),
            Self::Taken(what) => write!(f, "{what} exists already"),
            Self::InUse(what) => write!(f, "{what} is still in use"),
        }
    }
}

/// The outcome of a change.
type Change = Result<(), OrganisationError>;

fn add<K: Ord + fmt::Display, V>(map: &mut BTreeMap<K, V>, id: K, value: V, kind: &str) -> Change {
    if map.contains_key(&id) {
        return Err(OrganisationError::Taken(format!("{kind} {id}")));
    }
    map.insert(id, value);
    Ok(())
}
