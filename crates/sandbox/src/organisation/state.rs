//! The state of an organisation; the other files say how it changes.

use std::collections::BTreeMap;
use std::fmt;

use dingtalk_protocol::{DepartmentId, RoleId, UserId};

use super::entries::{Chat, Department, ExternalContact, LabelGroup, Role, RoleGroup, User};
use super::error::{Change, OrganisationError};
use super::holders::Holders;
use super::ranked::Ranked;

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
    pub(super) departments: BTreeMap<DepartmentId, Department>,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) groups: BTreeMap<i64, RoleGroup>,
    pub(super) roles: BTreeMap<RoleId, Role>,
    // Who holds a role, and which departments they manage in it.
    pub(super) assignments: BTreeMap<RoleId, Holders>,
    pub(super) external_contacts: BTreeMap<String, ExternalContact>,
    pub(super) label_groups: Vec<LabelGroup>,
    pub(super) chats: BTreeMap<String, Chat>,
    // What follows from the departments and the employees, for those who ask for it often.
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
