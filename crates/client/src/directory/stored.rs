//! The stored form of a directory: with a format name, a version and its numbers of entries.

use serde::{Deserialize, Serialize, Serializer};

use super::parts::{Department, Role, RoleGroup, User};
use super::value::{Directory, Extent};

const FORMAT: &str = "dingtalk-directory";

/// Format version, changed whenever the meaning of existing fields changes.
const VERSION: u32 = 1;

/// The numbers of entries, so that lost entries are noticed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    departments: u64,
    users: u64,
    memberships: u64,
    role_groups: u64,
    roles: u64,
    holders: u64,
}

impl Counts {
    fn of(
        departments: &[Department],
        users: &[User],
        groups: &[RoleGroup],
        roles: &[Role],
    ) -> Self {
        Self {
            departments: departments.len() as u64,
            users: users.len() as u64,
            memberships: users.iter().map(|user| user.memberships.len() as u64).sum(),
            role_groups: groups.len() as u64,
            roles: roles.len() as u64,
            holders: roles.iter().map(|role| role.holders.len() as u64).sum(),
        }
    }
}

/// A stored directory that has not been checked yet.
#[derive(Deserialize)]
pub(super) struct Stored {
    format: String,
    version: u32,
    extent: Extent,
    counts: Counts,
    departments: Vec<Department>,
    users: Vec<User>,
    role_groups: Vec<RoleGroup>,
    roles: Vec<Role>,
}

impl TryFrom<Stored> for Directory {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        let Stored { departments, users, role_groups, roles, .. } = stored;
        if stored.format != FORMAT {
            return Err("this is no directory".to_owned());
        }
        if stored.version != VERSION {
            return Err("the directory was stored by another version of this crate".to_owned());
        }
        if stored.counts != Counts::of(&departments, &users, &role_groups, &roles) {
            return Err("the directory is not complete: a part of it was lost".to_owned());
        }
        Self::new(stored.extent, departments, users, role_groups, roles)
    }
}

#[derive(Serialize)]
struct ToStore<'a> {
    format: &'a str,
    version: u32,
    extent: &'a Extent,
    counts: Counts,
    departments: &'a [Department],
    users: &'a [User],
    role_groups: &'a [RoleGroup],
    roles: &'a [Role],
}

impl Serialize for Directory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { extent, departments, users, groups, roles, .. } = self;
        let counts = Counts::of(departments, users, groups, roles);
        let (format, version) = (FORMAT, VERSION);
        let role_groups = groups;
        ToStore { format, version, extent, counts, departments, users, role_groups, roles }
            .serialize(serializer)
    }
}
