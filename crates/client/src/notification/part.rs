//! The parts of a notification: each is one call.

use dingtalk_protocol::{DepartmentId, Error, TaskId, UserId};

use super::{MAX_DEPARTMENT_IDS, MAX_USER_IDS};

/// A part of a notification, which one call sends: to users, or to departments.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NotificationPart {
    /// The users; empty if it is for departments.
    pub user_ids: Vec<UserId>,
    /// The departments; empty if it is for users.
    pub department_ids: Vec<DepartmentId>,
    /// What became of it.
    pub state: PartState,
}

/// What became of a part of a notification.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PartState {
    /// The service took it, in this run or, as the journal says, in an earlier one.
    #[non_exhaustive]
    Sent {
        /// The task that delivers it; `None` if the answer did not say.
        task_id: Option<TaskId>,
    },
    /// The answer was lost, or the process died while it waited for it: the recipients may have got the
    /// message. The error is missing for an earlier run.
    Uncertain(Option<Error>),
    /// The service refused it, or nothing was sent. With an error of the kind
    /// [`Journal`](dingtalk_protocol::ErrorKind::Journal), [`Error::reach`] says whether it was sent before
    /// the journal could not be written.
    Failed(Error),
    /// Nothing was sent, because an earlier part failed.
    NotAttempted,
}

/// Splits recipients by the limits of one call.
pub(super) fn split(user_ids: &[UserId], department_ids: &[DepartmentId]) -> Vec<NotificationPart> {
    let part = |user_ids: &[UserId], department_ids: &[DepartmentId]| NotificationPart {
        user_ids: user_ids.to_vec(),
        department_ids: department_ids.to_vec(),
        state: PartState::NotAttempted,
    };
    let users = user_ids.chunks(MAX_USER_IDS).map(|users| part(users, &[]));
    let departments = department_ids.chunks(MAX_DEPARTMENT_IDS);
    users.chain(departments.map(|departments| part(&[], departments))).collect()
}
