//! The entries of a directory, and how they are read from the service's responses.

use std::mem;

use dingtalk_protocol::department::{get as department_get, list_children};
use dingtalk_protocol::user::list::AccountKind;
use dingtalk_protocol::user::{get as user_get, list};
use dingtalk_protocol::{ChatId, CorpId, DepartmentId, RoleGroupId, RoleId, UnionId, UserId};
use serde::{Deserialize, Serialize};

/// A department.
///
/// The fields from `order` on come from [`department::get`](department_get) and are absent from a directory
/// that was walked [without them](super::DirectoryWalk::without_department_details).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Department {
    /// Its id.
    pub department_id: DepartmentId,
    /// The department above; absent from the department where the walk began.
    pub parent_id: Option<DepartmentId>,
    /// Its name.
    pub name: Option<String>,
    /// Whether a group chat exists for it.
    pub has_group_chat: Option<bool>,
    /// Whether employees who join it join its group chat too.
    pub auto_add_users_to_group: Option<bool>,
    /// Rank among the departments of the same parent.
    pub order: Option<i64>,
    /// Employees who manage it.
    pub manager_user_ids: Option<Vec<UserId>>,
    /// Identifier in the caller's own system.
    pub source_identifier: Option<String>,
    /// Code of the department.
    pub code: Option<String>,
    /// Whether it is hidden from the contacts of the organisation.
    pub hidden: Option<bool>,
    /// Whether its members see only a limited part of the contacts.
    pub contacts_restricted: Option<bool>,
    /// Whether it comes from a linked organisation.
    pub from_linked_organization: Option<bool>,
    /// Its group chat.
    pub group_chat_id: Option<ChatId>,
    /// Owner of its group chat.
    pub group_owner_user_id: Option<UserId>,
}

impl Department {
    /// Creates a department with only its id and parent.
    pub(super) fn new(department_id: DepartmentId, parent_id: Option<DepartmentId>) -> Self {
        Self {
            department_id,
            parent_id,
            name: None,
            has_group_chat: None,
            auto_add_users_to_group: None,
            order: None,
            manager_user_ids: None,
            source_identifier: None,
            code: None,
            hidden: None,
            contacts_restricted: None,
            from_linked_organization: None,
            group_chat_id: None,
            group_owner_user_id: None,
        }
    }

    /// Sets the fields that the list of the parent's departments contains.
    pub(super) fn set_listed(&mut self, listed: list_children::Department) {
        self.name = listed.name;
        self.has_group_chat = listed.has_group_chat;
        self.auto_add_users_to_group = listed.auto_add_users_to_group;
    }

    /// Sets the details except the parent: all of them, or only those that a list also contains.
    pub(super) fn set_details(&mut self, details: department_get::Response, is_all: bool) {
        self.name = details.name;
        self.has_group_chat = details.has_group_chat;
        self.auto_add_users_to_group = details.auto_add_users_to_group;
        if !is_all {
            return;
        }
        self.order = details.order;
        self.manager_user_ids = details.manager_user_ids;
        self.source_identifier = details.source_identifier;
        self.code = details.code;
        self.hidden = details.hidden;
        self.contacts_restricted = details.contacts_restricted;
        self.from_linked_organization = details.from_linked_organization;
        self.group_chat_id = details.group_chat_id;
        self.group_owner_user_id = details.group_owner_user_id;
    }
}

/// A user, with all departments.
///
/// A field is absent if the app has no permission for it or if it has no value; the service does not say
/// which. [`user::list`](list) documents the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub user_id: UserId,
    /// Identifies the person across all apps of the calling developer.
    pub union_id: Option<UnionId>,
    /// The name.
    pub name: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// International dialing code.
    pub state_code: Option<String>,
    /// Phone number.
    pub mobile: Option<String>,
    /// Whether the phone number is hidden on the profile.
    pub hide_mobile: Option<bool>,
    /// Extension number.
    pub telephone: Option<String>,
    /// Number that the organisation gave the employee.
    pub job_number: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Address in the organisation's mail service.
    pub organization_email: Option<String>,
    /// Place of work.
    pub work_place: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// JSON text that maps the name of each custom attribute to its value.
    pub extension: Option<String>,
    /// Day of joining the organisation, in milliseconds since 1970.
    pub hired_date: Option<i64>,
    /// Whether the employee has activated DingTalk.
    pub active: Option<bool>,
    /// Whether the employee is an administrator.
    pub admin: Option<bool>,
    /// Whether the employee is marked as the owner of the organisation.
    pub boss: Option<bool>,
    /// Whether this is an enterprise account.
    pub enterprise_account: Option<bool>,
    /// Kind of the enterprise account.
    pub enterprise_account_type: Option<AccountKind>,
    /// Name that the employee signs in with.
    pub login_id: Option<String>,
    /// Nickname.
    pub nickname: Option<String>,
    /// Name of the organisation that created the enterprise account.
    pub enterprise_account_corp_name: Option<String>,
    /// The organisation that created the enterprise account.
    pub enterprise_account_corp_id: Option<CorpId>,
    /// Whether the account is disabled.
    pub disabled: Option<bool>,
    /// The departments that the user belongs to, by their ids.
    pub memberships: Vec<Membership>,
}

/// A user's place in one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Membership {
    /// The department.
    pub department_id: DepartmentId,
    /// Rank of the user in the department.
    pub order: Option<i64>,
    /// Whether the user leads the department.
    pub leader: Option<bool>,
}

impl Membership {
    pub(super) fn of(department_id: DepartmentId) -> Self {
        Self { department_id, order: None, leader: None }
    }
}

impl User {
    /// Creates a user from an entry in the list of `department`.
    pub(super) fn listed(user: list::User, department: DepartmentId) -> Self {
        let claimed = user.department_ids.unwrap_or_default();
        let mut memberships: Vec<_> = claimed.into_iter().map(Membership::of).collect();
        if memberships.iter().all(|it| it.department_id != department) {
            memberships.push(Membership::of(department));
        }
        let mut listed = Self {
            user_id: user.user_id,
            union_id: user.union_id,
            name: user.name,
            avatar: user.avatar,
            state_code: user.state_code,
            mobile: user.mobile,
            hide_mobile: user.hide_mobile,
            telephone: user.telephone,
            job_number: user.job_number,
            title: user.title,
            email: user.email,
            organization_email: user.organization_email,
            work_place: user.work_place,
            remark: user.remark,
            extension: user.extension,
            hired_date: user.hired_date,
            active: user.active,
            admin: user.admin,
            boss: user.boss,
            enterprise_account: user.enterprise_account,
            enterprise_account_type: user.enterprise_account_type,
            login_id: user.login_id,
            nickname: user.nickname,
            enterprise_account_corp_name: user.enterprise_account_corp_name,
            enterprise_account_corp_id: user.enterprise_account_corp_id,
            disabled: user.disabled,
            memberships,
        };
        listed.sort_memberships();
        if let Some(membership) = listed.membership_mut(department) {
            (membership.order, membership.leader) = (user.department_order, user.leader);
        }
        listed
    }

    /// Creates a user from a response about them alone. Returns `None` if it does not say which
    /// departments they belong to.
    pub(super) fn alone(user_id: UserId, user: user_get::Response) -> Option<Self> {
        let mut alone = Self {
            user_id,
            union_id: user.union_id,
            name: user.name,
            avatar: user.avatar,
            state_code: user.state_code,
            mobile: user.mobile,
            hide_mobile: user.hide_mobile,
            telephone: user.telephone,
            job_number: user.job_number,
            title: user.title,
            email: user.email,
            organization_email: user.organization_email,
            work_place: user.work_place,
            remark: user.remark,
            extension: user.extension,
            hired_date: user.hired_date,
            active: user.active,
            admin: user.admin,
            boss: user.boss,
            enterprise_account: user.enterprise_account,
            enterprise_account_type: user.enterprise_account_type.map(|kind| kind.as_str().into()),
            login_id: user.login_id,
            nickname: user.nickname,
            enterprise_account_corp_name: user.enterprise_account_corp_name,
            enterprise_account_corp_id: user.enterprise_account_corp_id,
            disabled: user.disabled,
            memberships: user.department_ids?.into_iter().map(Membership::of).collect(),
        };
        alone.sort_memberships();
        for order in user.department_orders.unwrap_or_default() {
            if let Some(it) = order.department_id.and_then(|id| alone.membership_mut(id)) {
                it.order = order.order;
            }
        }
        for leadership in user.department_leaderships.unwrap_or_default() {
            if let Some(it) = leadership.department_id.and_then(|id| alone.membership_mut(id)) {
                it.leader = leadership.leader;
            }
        }
        Some(alone)
    }

    /// Returns the user's place in a department.
    pub fn membership(&self, department: impl Into<DepartmentId>) -> Option<&Membership> {
        let id = department.into();
        self.memberships.iter().find(|it| it.department_id == id)
    }

    /// Returns the departments that the user belongs to.
    pub fn department_ids(&self) -> impl Iterator<Item = DepartmentId> {
        self.memberships.iter().map(|it| it.department_id)
    }

    pub(super) fn membership_mut(&mut self, id: DepartmentId) -> Option<&mut Membership> {
        self.memberships.iter_mut().find(|it| it.department_id == id)
    }

    /// Adds a membership, keeping them sorted.
    pub(super) fn join(&mut self, membership: Membership) {
        self.memberships.push(membership);
        self.sort_memberships();
    }

    fn sort_memberships(&mut self) {
        let mut memberships = mem::take(&mut self.memberships);
        memberships.sort_by_key(|it| it.department_id);
        memberships.dedup_by_key(|it| it.department_id);
        memberships.shrink_to_fit();
        self.memberships = memberships;
    }
}

/// A role group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoleGroup {
    /// Its id.
    pub group_id: RoleGroupId,
    /// Its name.
    pub name: Option<String>,
}

/// A role, with those who hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// Its id.
    pub role_id: RoleId,
    /// The group that it belongs to.
    pub group_id: RoleGroupId,
    /// Its name.
    pub name: Option<String>,
    /// Those who hold it, by their ids. The service may list people who are not users of the directory,
    /// because they are outside the part that was walked or have left.
    pub holders: Vec<Holder>,
}

/// Somebody who holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Holder {
    /// The user.
    pub user_id: UserId,
    /// The departments that the user manages in this role; absent where the service names none.
    pub scope_ids: Option<Vec<DepartmentId>>,
}
