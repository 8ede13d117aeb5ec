//! The parts of a notification: each is one call.

use dingtalk_protocol::{DepartmentId, Error, ErrorKind, TaskId, UserId};

use super::{MAX_DEPARTMENT_IDS, MAX_USER_IDS};

/// A part of a notification, sent by one call to users or to departments.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NotificationPart {
    /// The users; empty if the part is for departments.
    pub user_ids: Vec<UserId>,
    /// The departments; empty if the part is for users.
    pub department_ids: Vec<DepartmentId>,
    /// Result of sending the part.
    pub state: PartState,
}

/// Result of sending a part of a notification.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PartState {
    /// The service accepted the part, in this run or, according to the journal, in an earlier one.
    #[non_exhaustive]
    Sent {
        /// The task that delivers the part; `None` if the response did not name it.
        task_id: Option<TaskId>,
    },
    /// The recipients may have got the message: the response was lost, the service answered that it is
    /// busy, the call was cancelled after its request was sent, or the process died while waiting for
    /// the response. The error is `None` for an earlier run.
    Uncertain(Option<Error>),
    /// The service refused the part, or nothing was sent. For an error of the kind
    /// [`Journal`](dingtalk_protocol::ErrorKind::Journal), [`Error::reach`] says whether the part was
    /// sent before writing the journal failed.
    Failed(Error),
    /// Nothing was sent, because an earlier part ended the sending.
    NotAttempted,
}

impl PartState {
    /// Returns the error if it ends the sending of the whole notification.
    pub(super) fn end(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Uncertain(Some(error))
                if matches!(error.kind(), ErrorKind::Busy | ErrorKind::Cancelled) =>
            {
                Some(error)
            }
            _ => None,
        }
    }
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
