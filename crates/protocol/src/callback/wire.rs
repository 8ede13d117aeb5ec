//! JSON of events, in all spellings used on the pages.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::Error;
use super::event::{Change, Event, SyncItem};
use crate::generated::ids::{DepartmentId, RoleId, UserId};
use crate::lenient;
use crate::place::Answer;
use crate::secret::Secret;
use crate::surrogates;

impl Event {
    /// Reads the event in the text of a [`Delivery`](super::Delivery).
    ///
    /// Unknown events are [`Change::Other`], and unknown fields are ignored. Half a character, of a text that was cut
    /// inside an emoji, becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// [`Error::NoEventType`], or [`Error::UnexpectedShape`] if a known event lacks its fields. The delivery
    /// still contains the whole text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mended = surrogates::replace_unpaired(text);
        let text = mended.as_deref().unwrap_or(text);
        let object: Map<String, Value> =
            serde_json::from_str(text).map_err(|_| Error::NoEventType)?;
        let string = |name| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name| {
            let value = object.get(name)?;
            value.as_i64().or_else(|| value.as_str()?.parse().ok())
        };
        let event_type = string("EventType").ok_or(Error::NoEventType)?;
        let id = string("eventId");
        // Older events have `TimeStamp`, newer ones `EventTime`, and some of those also `timeStamp`.
        let times = ["EventTime", "TimeStamp", "timeStamp"];
        let time = times.into_iter().find_map(number);
        let corp_id = string("CorpId").or_else(|| string("AuthCorpId")).map(Into::into);
        let change = change(&event_type, text, object)?;
        Ok(Self { event_type, id, time, corp_id, change })
    }
}

/// Fields of the known events. In older events their names begin with a capital letter.
#[derive(Deserialize)]
struct Fields {
    #[serde(rename = "Random")]
    random: Option<String>,
    #[serde(rename = "SuiteKey", alias = "TestSuiteKey")]
    suite_key: Option<String>,
    #[serde(rename = "SuiteTicket")]
    ticket: Option<Secret>,
    #[serde(rename = "userId", alias = "UserId", alias = "userIdList", alias = "UserIdList")]
    user_ids: Option<Vec<UserId>>,
    #[serde(rename = "deptId", alias = "DeptId")]
    department_ids: Option<Vec<DepartmentId>>,
    #[serde(rename = "labelIdList", alias = "LabelIdList")]
    label_ids: Option<Vec<i64>>,
    #[serde(rename = "diffInfo")]
    difference: Option<Value>,
    #[serde(alias = "Action")]
    action: Option<String>,
    #[serde(rename = "preLabelList")]
    before: Option<Vec<String>>,
    #[serde(rename = "postLabelList")]
    after: Option<Vec<String>>,
    #[serde(rename = "bizData")]
    rows: Option<Vec<SyncItem>>,
}

/// Reads the change. A missing field is an error, and is never read as empty.
fn change(event_type: &str, text: &str, object: Map<String, Value>) -> Result<Change, Error> {
    let misfit = |detail: &str| Error::unexpected_shape(event_type, detail);
    // The text of serde's error is left out: it can contain a value.
    let fields = || {
        lenient::read::<Answer, Fields, _>(Value::Object(object))
            .map_err(|_| misfit("a field has another type, or there is none"))
    };
    let users = |fields: Fields| fields.user_ids.ok_or_else(|| misfit("`userId` is missing"));
    let departments =
        |fields: Fields| fields.department_ids.ok_or_else(|| misfit("`deptId` is missing"));
    let labels = |ids: Option<_>| ids.ok_or_else(|| misfit("`labelIdList` is missing"));
    let random = |random: Option<_>| random.ok_or_else(|| misfit("`Random` is missing"));
    let suite = |key: Option<_>| key.ok_or_else(|| misfit("the suite key is missing"));
    Ok(match event_type {
        "check_url" => Change::CheckUrl,
        "check_create_suite_url" => {
            Change::CheckCreateSuiteUrl { random: random(fields()?.random)? }
        }
        "check_update_suite_url" => {
            let fields = fields()?;
            Change::CheckUpdateSuiteUrl {
                random: random(fields.random)?,
                suite_key: suite(fields.suite_key)?,
            }
        }
        "suite_ticket" => {
            let fields = fields()?;
            Change::SuiteTicket {
                suite_key: suite(fields.suite_key)?,
                ticket: fields.ticket.ok_or_else(|| misfit("`SuiteTicket` is missing"))?,
            }
        }
        "user_add_org" => Change::UsersAdded(users(fields()?)?),
        "user_modify_org" => {
            let mut fields = fields()?;
            let difference = fields.difference.take();
            Change::UsersModified { user_ids: users(fields)?, difference }
        }
        "user_leave_org" => Change::UsersLeft(users(fields()?)?),
        "user_active_org" => Change::UsersActivated(users(fields()?)?),
        "org_admin_add" => Change::AdminsAdded(users(fields()?)?),
        "org_admin_remove" => Change::AdminsRemoved(users(fields()?)?),
        "org_dept_create" => Change::DepartmentsCreated(departments(fields()?)?),
        "org_dept_modify" => Change::DepartmentsModified(departments(fields()?)?),
        "org_dept_remove" => Change::DepartmentsRemoved(departments(fields()?)?),
        "org_change" => Change::OrganizationChanged,
        "org_remove" => Change::OrganizationRemoved,
        "label_user_change" => {
            let mut fields = fields()?;
            let role_ids = labels(fields.label_ids.take())?.into_iter().map(RoleId::new).collect();
            let action = fields.action.take().ok_or_else(|| misfit("`action` is missing"))?;
            Change::RoleHoldersChanged { user_ids: users(fields)?, role_ids, action }
        }
        "label_conf_add" => Change::RolesAdded { ids: labels(fields()?.label_ids)? },
        "label_conf_modify" => {
            let fields = fields()?;
            Change::RolesModified {
                ids: labels(fields.label_ids)?,
                before: fields.before,
                after: fields.after,
            }
        }
        "label_conf_del" => Change::RolesRemoved { ids: labels(fields()?.label_ids)? },
        "SYNC_HTTP_PUSH_HIGH" | "SYNC_HTTP_PUSH_MEDIUM" => {
            Change::Synced(fields()?.rows.ok_or_else(|| misfit("`bizData` is missing"))?)
        }
        _ => Change::Other(text.into()),
    })
}
