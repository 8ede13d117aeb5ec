//! The entries of an organisation.

use std::collections::{BTreeMap, BTreeSet};

use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::Value;

/// A department.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Department {
    /// Its name, which no other department below the same parent has.
    pub name: String,
    /// The department above it; `None` for the root.
    pub parent: Option<DepartmentId>,
    /// Its rank among the departments of the same parent; the lowest comes first.
    pub order: i64,
    /// The members who manage it.
    pub managers: BTreeSet<UserId>,
    /// The other fields of the pages by their names, such as `hide_dept` and `code`: `create` and
    /// `update` set them, `get` returns them.
    pub fields: BTreeMap<String, Value>,
}

impl Department {
    /// Sets one of the other [`fields`](Self::fields).
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.fields.insert(name.into(), value.into());
    }

    /// Returns whether one of the other fields is `true`.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.fields.get(name) == Some(&Value::Bool(true))
    }
}

/// An employee.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The name.
    pub name: String,
    /// The departments that the employee belongs to directly.
    pub departments: BTreeSet<DepartmentId>,
    /// The rank among the members of each department, 0 if it is not set; the highest comes first.
    pub orders: BTreeMap<DepartmentId, i64>,
    /// The phone number, which no other employee has: `18500000000`, or `+852-61234567`.
    pub mobile: Option<String>,
    /// The `unionid`, which no other employee has; initially `union-` and the id of the user.
    pub union_id: String,
    /// Which kind of administrator the employee is, if any.
    pub admin: Option<AdminLevel>,
    /// Whether the employee has activated the account; initially `true`.
    pub is_active: bool,
    /// The other fields of the pages by their names, such as `title` and `email`: `create` and `update`
    /// set them, `get` and `list` return them.
    pub fields: BTreeMap<String, Value>,
}

/// What an administrator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdminLevel {
    /// `sys_level` 1: everything.
    Main,
    /// `sys_level` 2: what a main administrator has delegated.
    Sub,
}

impl AdminLevel {
    /// Returns the `sys_level` of the pages.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Main => 1,
            Self::Sub => 2,
        }
    }
}

impl User {
    /// Returns an employee with only a name.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            departments: BTreeSet::new(),
            orders: BTreeMap::new(),
            mobile: None,
            union_id: String::new(),
            admin: None,
            is_active: true,
            fields: BTreeMap::new(),
        }
    }

    /// Returns the values that are unique to an employee, by the field names of the pages.
    pub(super) fn unique(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let field = |name| Some((name, self.fields.get(name)?.as_str()?));
        let mobile = self.mobile.as_deref().map(|mobile| ("mobile", mobile));
        let others = ["email", "telephone"].into_iter().filter_map(field);
        [("unionid", self.union_id.as_str())].into_iter().chain(mobile).chain(others)
    }

    /// Returns the rank among the members of a department.
    pub(crate) fn order(&self, department: DepartmentId) -> i64 {
        self.orders.get(&department).copied().unwrap_or_default()
    }

    /// Sets one of the other [`fields`](Self::fields).
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.fields.insert(name.into(), value.into());
    }
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

/// A contact outside the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExternalContact {
    /// The name.
    pub name: String,
    /// The code of the country of the phone number: `86`.
    pub state_code: String,
    /// The phone number, which no other external contact has.
    pub mobile: String,
    /// The employee in charge.
    pub follower: UserId,
    /// Ids of labels.
    pub labels: BTreeSet<i64>,
    /// The other fields of the pages by their names, such as `title` and `share_dept_ids`.
    pub fields: BTreeMap<String, Value>,
}

impl ExternalContact {
    /// Returns a contact in mainland China without labels.
    pub fn new(
        name: impl Into<String>,
        mobile: impl Into<String>,
        follower: impl Into<UserId>,
    ) -> Self {
        Self {
            name: name.into(),
            state_code: "86".to_owned(),
            mobile: mobile.into(),
            follower: follower.into(),
            labels: BTreeSet::new(),
            fields: BTreeMap::new(),
        }
    }
}

/// A group of labels.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelGroup {
    /// Its name.
    pub name: String,
    /// Its color, as the service writes it.
    pub color: i64,
    /// The names of the labels by their ids.
    pub labels: BTreeMap<i64, String>,
}

/// A group chat.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chat {
    /// Its name.
    pub name: String,
    /// The owner, who is a member as long as the organisation has that employee.
    pub owner: UserId,
    /// The members. Removing an employee from the organisation removes them here too.
    pub members: BTreeSet<UserId>,
    /// The settings of the pages by their names, such as `searchable` and `icon`.
    pub fields: BTreeMap<String, Value>,
}

impl Chat {
    /// Returns a group chat of its owner and other members.
    pub fn new<U: Into<UserId>>(
        name: impl Into<String>,
        owner: impl Into<UserId>,
        members: impl IntoIterator<Item = U>,
    ) -> Self {
        let owner = owner.into();
        let mut members: BTreeSet<UserId> = members.into_iter().map(Into::into).collect();
        members.insert(owner.clone());
        Self { name: name.into(), owner, members, fields: BTreeMap::new() }
    }
}
