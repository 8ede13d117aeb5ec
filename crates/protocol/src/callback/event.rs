//! Content of an event.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::generated::ids::{CorpId, DepartmentId, RoleId, UserId};
use crate::secret::Secret;

/// An event that the service pushed.
///
/// It can be serialised unless its change contains a [`Secret`]; [`Delivery::text`](super::Delivery::text)
/// has the whole event as the service wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// Type of the event, as the service names it.
    pub event_type: String,
    /// Id of the event, the same if the event is pushed again.
    pub id: Option<String>,
    /// Time of the event, in milliseconds since 1970.
    pub time: Option<i64>,
    /// The organization in which it happened.
    pub corp_id: Option<CorpId>,
    /// What happened.
    pub change: Change,
}

/// What happened, by the type of the event.
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
        /// Suite key of the app.
        suite_key: String,
    },
    /// A third-party app gets the ticket that it needs to request tokens (`suite_ticket`).
    #[non_exhaustive]
    SuiteTicket {
        /// Suite key of the app.
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
        /// The change: an object with the old values (`prev`), the new values (`curr`) and the employee. Often absent.
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
        /// JSON text of each before the change.
        before: Option<Vec<String>>,
        /// JSON text of each after the change.
        after: Option<Vec<String>>,
    },
    /// Roles or role groups were deleted (`label_conf_del`).
    #[non_exhaustive]
    RolesRemoved {
        /// The ids of roles or of role groups.
        ids: Vec<i64>,
    },
    /// Rows for a third-party app to store, if its push is set to `SyncHTTP` (`SYNC_HTTP_PUSH_HIGH`,
    /// `SYNC_HTTP_PUSH_MEDIUM`).
    Synced(Vec<SyncItem>),
    /// An event that has no variant here. The text is its whole JSON, which may contain a secret.
    Other(Secret),
}

/// A row for a third-party app to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SyncItem {
    /// Kind of the row: 13 for an employee, 14 for a department, and so on.
    #[serde(rename = "biz_type")]
    pub kind: i64,
    /// Id of the employee, department and so on that the row describes.
    #[serde(rename = "biz_id")]
    pub id: Option<String>,
    /// The organization.
    pub corp_id: Option<CorpId>,
    /// The row's JSON. Its `syncAction` says what happened. The JSON may contain a secret.
    #[serde(rename = "biz_data")]
    pub data: Secret,
}
