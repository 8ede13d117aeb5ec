//! What an event says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::generated::ids::{CorpId, DepartmentId, RoleId, UserId};
use crate::secret::Secret;

/// An event that the service pushed.
///
/// It can be serialised unless its change holds a [`Secret`]; [`Delivery::text`](super::Delivery::text)
/// holds everything as the service wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is, as the service calls it.
    pub event_type: String,
    /// The event, the same when it is pushed again.
    pub id: Option<String>,
    /// When it happened, in milliseconds since 1970.
    pub time: Option<i64>,
    /// The organization in which it happened.
    pub corp_id: Option<CorpId>,
    /// What happened.
    pub change: Change,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Change {
    /// The service tests the address (`check_url`).
    CheckUrl,
    /// The console tests a new address (`check_create_suite_url`).
    #[non_exhaustive]
    CheckCreateSuiteUrl {
        /// A random text.
        random: String,
    },
    /// The console tests a changed address (`check_update_suite_url`).
    #[non_exhaustive]
    CheckUpdateSuiteUrl {
        /// A random text.
        random: String,
        /// The app.
        suite_key: String,
    },
    /// A third-party app gets the ticket with which it asks for tokens (`suite_ticket`).
    #[non_exhaustive]
    SuiteTicket {
        /// The app.
        suite_key: String,
        /// The ticket, which makes earlier ones invalid.
        ticket: Secret,
    },
    /// Employees were added (`user_add_org`).
    UsersAdded(Vec<UserId>),
    /// Facts about employees changed within the organization (`user_modify_org`).
    #[non_exhaustive]
    UsersModified {
        /// The employees.
        user_ids: Vec<UserId>,
        /// What changed: an object with what was (`prev`), what is (`curr`), and whose it is. Often absent.
        #[serde(with = "crate::json_text::option")]
        difference: Option<Value>,
    },
    /// Employees left (`user_leave_org`).
    UsersLeft(Vec<UserId>),
    /// Employees signed in for the first time (`user_active_org`).
    UsersActivated(Vec<UserId>),
    /// Employees became administrators (`org_admin_add`).
    AdminsAdded(Vec<UserId>),
    /// Employees are no longer administrators (`org_admin_remove`).
    AdminsRemoved(Vec<UserId>),
    /// Departments were created (`org_dept_create`).
    DepartmentsCreated(Vec<DepartmentId>),
    /// Departments were changed (`org_dept_modify`).
    DepartmentsModified(Vec<DepartmentId>),
    /// Departments were deleted (`org_dept_remove`).
    DepartmentsRemoved(Vec<DepartmentId>),
    /// Facts about the organization changed (`org_change`).
    OrganizationChanged,
    /// The organization was dissolved (`org_remove`).
    OrganizationRemoved,
    /// Employees got or lost roles (`label_user_change`).
    #[non_exhaustive]
    RoleHoldersChanged {
        /// The employees.
        user_ids: Vec<UserId>,
        /// The roles.
        role_ids: Vec<RoleId>,
        /// What was done, such as `add`.
        action: String,
    },
    /// Roles or role groups were added (`label_conf_add`).
    #[non_exhaustive]
    RolesAdded {
        /// The ids of roles or of role groups.
        ids: Vec<i64>,
    },
    /// Roles or role groups were changed (`label_conf_modify`).
    #[non_exhaustive]
    RolesModified {
        /// The ids of roles or of role groups.
        ids: Vec<i64>,
        /// What they were: a JSON text for each.
        before: Option<Vec<String>>,
        /// What they are: a JSON text for each.
        after: Option<Vec<String>>,
    },
    /// Roles or role groups were deleted (`label_conf_del`).
    #[non_exhaustive]
    RolesRemoved {
        /// The ids of roles or of role groups.
        ids: Vec<i64>,
    },
    /// What a third-party app is to store, where its push is set to `SyncHTTP` (`SYNC_HTTP_PUSH_HIGH`,
    /// `SYNC_HTTP_PUSH_MEDIUM`).
    Synced(Vec<SyncItem>),
    /// An event that has no type here. The text is its whole JSON, which may hold a secret.
    Other(Secret),
}

/// One row that a third-party app is to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SyncItem {
    /// What kind of row it is: 13 for an employee, 14 for a department, and so on.
    #[serde(rename = "biz_type")]
    pub kind: i64,
    /// Which employee, department and so on it is about.
    #[serde(rename = "biz_id")]
    pub id: Option<String>,
    /// The organization.
    pub corp_id: Option<CorpId>,
    /// The row's JSON. Its `syncAction` says what happened, and it may hold a secret.
    #[serde(rename = "biz_data")]
    pub data: Secret,
}
