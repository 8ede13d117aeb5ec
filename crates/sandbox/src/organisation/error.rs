//! Errors of refused changes to the organisation.

use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

/// Reason why a change to an organisation is refused.
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
    /// The owner of the group chat is not a member of it.
    OwnerOutside(String),
    /// The employee does not hold the role.
    NotAssigned(RoleId, UserId),
    /// The department would be above itself.
    Circular(DepartmentId),
    /// The employee, who is to manage the department, is not a member of it.
    NotMember(DepartmentId, UserId),
    /// Another employee or external contact has the same value in the field with this name on the page.
    NotUnique(&'static str),
    /// The id, or the name of a department below the same parent, is taken.
    Taken(String),
    /// The entry still has members, holders, departments below, or roles.
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

/// The result of a change.
pub(super) type Change = Result<(), OrganisationError>;
