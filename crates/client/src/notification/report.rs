//! Results of a notification.

use std::collections::HashSet;
use std::time::Duration;

use dingtalk_protocol::work_notification::get_send_progress::TaskStatus;
use dingtalk_protocol::work_notification::get_send_result::SendResult;
use dingtalk_protocol::work_notification::{get_send_progress, get_send_result};
use dingtalk_protocol::{AgentId, DepartmentId, Error, ErrorKind, Reply, Request, TaskId, UserId};

use super::part::{NotificationPart, PartState};
use crate::client::Client;
use crate::clock::Deadline;
use crate::settings::CallSettings;

/// First and longest pause between two queries about the progress of a task.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(16));

/// A notification whose calls have been made, up to the first failure.
#[derive(Debug, Clone)]
#[must_use = "a part may have failed"]
pub struct SentNotification {
    pub(super) client: Client,
    pub(super) agent_id: AgentId,
    pub(super) settings: CallSettings,
    pub(super) parts: Vec<NotificationPart>,
}

impl SentNotification {
    /// Returns each part with its result, those from the journal first.
    pub fn parts(&self) -> &[NotificationPart] {
        &self.parts
    }

    /// Returns whether every part was sent.
    pub fn is_complete(&self) -> bool {
        self.parts.iter().all(|part| matches!(part.state, PartState::Sent { .. }))
    }

    /// Returns the error that ended the sending.
    pub fn error(&self) -> Option<&Error> {
        self.parts.iter().find_map(|part| part.state.end())
    }

    /// Returns the tasks that deliver the notification, for example to recall them.
    pub fn task_ids(&self) -> impl Iterator<Item = TaskId> {
        self.parts.iter().filter_map(|part| match part.state {
            PartState::Sent { task_id } => task_id,
            _ => None,
        })
    }

    /// Waits until the service has delivered what was sent, and returns the result for the named users.
    /// The service keeps the result for 24 hours.
    ///
    /// The result is not requested for departments: the service takes too long for more than 100
    /// recipients.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Timeout`] if the delivery takes longer than `within`; you can then wait again.
    /// [`ErrorKind::Cancelled`] once the notification is cancelled. Otherwise those of the calls.
    pub fn wait(&self, within: Duration) -> Result<NotificationReport, Error> {
        let clock = &*self.client.pipeline().sender.clock;
        let end = clock.elapsed().saturating_add(within);
        let mut report = NotificationReport::default();
        for part in &self.parts {
            let PartState::Sent { task_id: Some(task_id) } = part.state else {
                report.unlisted_user_ids.extend_from_slice(&part.user_ids);
                continue;
            };
            let request = get_send_progress::Request::new(self.agent_id, task_id);
            let mut pause = PAUSES.0;
            while self.call(&request)?.progress.as_ref().and_then(|it| it.status)
                != Some(TaskStatus::Finished)
            {
                if clock.elapsed().saturating_add(pause) > end {
                    let error = Error::new(ErrorKind::Timeout).of(&get_send_progress::ENDPOINT);
                    return Err(error.with_detail("the notification is still being delivered"));
                }
                Deadline::after(clock, pause, self.settings.cancellation.as_ref()).pause(pause);
                pause = pause.saturating_mul(2).min(PAUSES.1);
            }
            if part.department_ids.is_empty() {
                let request = get_send_result::Request::new(self.agent_id, task_id);
                let result = self.call(&request)?.into_inner().result;
                report.add(&part.user_ids, result.unwrap_or_default());
            }
        }
        Ok(report)
    }

    fn call<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        self.client.send_with(request, &self.settings)
    }
}

/// Result of a notification for the named users.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NotificationReport {
    /// Those who have read the notification.
    pub read_user_ids: Vec<UserId>,
    /// Those who have not read it yet.
    pub unread_user_ids: Vec<UserId>,
    /// IDs that are not valid.
    pub invalid_user_ids: Vec<UserId>,
    /// Those whom the notification did not reach because of a limit, such as the same content on the
    /// same day.
    pub forbidden_user_ids: Vec<UserId>,
    /// Those to whom sending failed.
    pub failed_user_ids: Vec<UserId>,
    /// Departments that are not valid.
    pub invalid_department_ids: Vec<DepartmentId>,
    /// Users that the service does not mention, or whose part may not have been sent.
    pub unlisted_user_ids: Vec<UserId>,
}

impl NotificationReport {
    /// Adds the result of the task that was for `users`.
    fn add(&mut self, users: &[UserId], result: SendResult) {
        let mut listed = HashSet::new();
        for (all, some) in [
            (&mut self.read_user_ids, result.read_user_ids),
            (&mut self.unread_user_ids, result.unread_user_ids),
            (&mut self.invalid_user_ids, result.invalid_user_ids),
            (&mut self.forbidden_user_ids, result.forbidden_user_ids),
            (&mut self.failed_user_ids, result.failed_user_ids),
        ] {
            let some = some.unwrap_or_default();
            listed.extend(some.iter().cloned());
            all.extend(some);
        }
        self.invalid_department_ids.extend(result.invalid_department_ids.unwrap_or_default());
        // A list may be absent without being empty, so users in none of the lists are reported as
        // unlisted.
        self.unlisted_user_ids.extend(users.iter().filter(|id| !listed.contains(*id)).cloned());
    }
}
