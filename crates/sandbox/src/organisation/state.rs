//! The state of an organisation; the other modules change it.

use std::collections::BTreeMap;
use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use super::entries::{Chat, Department, ExternalContact, LabelGroup, Role, RoleGroup, User};
use super::error::{Change, OrganisationError};
use super::holders::Holders;
use super::ranked::Ranked;

/// An organisation in memory: departments, employees, role groups, roles and who holds them.
///
/// Entries are listed in the order of their ids, so that equal states give equal responses; departments
/// and members of a department are listed first by the order that the pages define. Unknown ids are refused when they are
/// set, but a removed employee stays the owner of chats and the follower of external contacts.
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
    pub(super) departments: BTreeMap<DepartmentId, Department>,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) groups: BTreeMap<i64, RoleGroup>,
    pub(super) roles: BTreeMap<RoleId, Role>,
    // The holders of each role, and the departments they manage in it.
    pub(super) assignments: BTreeMap<RoleId, Holders>,
    pub(super) external_contacts: BTreeMap<String, ExternalContact>,
    pub(super) label_groups: Vec<LabelGroup>,
    pub(super) chats: BTreeMap<String, Chat>,
    // Indices derived from the departments and the employees, for fast lookups.
    pub(super) children: BTreeMap<DepartmentId, Ranked<DepartmentId>>,
    pub(super) names: BTreeMap<(DepartmentId, String), DepartmentId>,
    pub(super) members: BTreeMap<DepartmentId, Ranked<UserId>>,
    pub(super) unique: BTreeMap<(&'static str, String), UserId>,
}

pub(super) fn add<K: Ord + fmt::Display, V>(
    map: &mut BTreeMap<K, V>,
    id: K,
    value: V,
    kind: &str,
) -> Change {
    if map.contains_key(&id) {
        return Err(OrganisationError::Taken(format!("{kind} {id}")));
    }
    map.insert(id, value);
    Ok(())
}
