//! A work notification to any number of users and departments.

mod journal;
mod part;
mod report;

use std::collections::HashSet;
use std::hash::Hash;
use std::path::PathBuf;
use std::time::Duration;

use dingtalk_protocol::message::Message;
use dingtalk_protocol::serde_json::Value;
use dingtalk_protocol::work_notification::send::{MAX_DEPARTMENT_IDS, MAX_USER_IDS, Request};
use dingtalk_protocol::{AgentId, DepartmentId, Error, ErrorKind, Reach, Retry, UserId, validate};

use crate::attempt::Record;
use crate::cancel::Cancellation;
use crate::client::Client;
use crate::clock::Deadline;
use crate::settings::CallSettings;
use journal::{Journal, PartLines, State};
pub use part::{NotificationPart, PartState};
pub use report::{NotificationReport, SentNotification};

/// Period in which the service counts recipients.
const MINUTE: Duration = Duration::from_secs(60);

/// A work notification to any number of users and departments: set the optional parameters, then
/// [`send`](Self::send) it.
///
/// Users and departments are split into calls within the limits of one call, which are sent one after
/// the other. Nobody gets it twice as a user: duplicates are dropped, and a call whose response was lost
/// is not repeated. For somebody who is both named and in a department, or in two departments, this is
/// up to the service, which delivers the same content to an employee once a day.
///
/// The service accepts a call to departments with more than 5000 employees (1000 for third-party apps),
/// but does not deliver it to all of them. For such departments, list the users and name them instead.
///
/// # Example
///
/// ```no_run
/// use std::time::Duration;
///
/// use dingtalk_client::message::Message;
/// use dingtalk_client::{AccessToken, Client, Notification};
///
/// let client = Client::builder().token(AccessToken::new("token")).build()?;
/// let message = Message::text("Please hand in your report.")?;
/// let users = (1..=50_000).map(|number| format!("user{number}"));
/// let sent =
///     Notification::new(&client, 123, &message)?.to_users(users).journal("report.jsonl").send()?;
/// let report = sent.wait(Duration::from_secs(600))?;
/// println!("{} users have read it", report.read_user_ids.len());
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a notification does nothing until it is sent"]
pub struct Notification {
    client: Client,
    agent_id: AgentId,
    message: Value,
    user_ids: Vec<UserId>,
    department_ids: Vec<DepartmentId>,
    per_minute: usize,
    journal: Option<PathBuf>,
    /// Settings of every call.
    settings: CallSettings,
}

impl Notification {
    /// Creates a notification without recipients, in the name of an app.
    ///
    /// # Errors
    ///
    /// Those of [`Message::to_notification`].
    pub fn new(
        client: &Client,
        agent_id: impl Into<AgentId>,
        message: &Message,
    ) -> Result<Self, Error> {
        Ok(Self {
            client: client.clone(),
            agent_id: agent_id.into(),
            message: message.to_notification()?,
            user_ids: Vec::new(),
            department_ids: Vec::new(),
            per_minute: 5000,
            journal: None,
            settings: CallSettings::default(),
        })
    }

    /// Adds users.
    pub fn to_users(mut self, user_ids: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        self.user_ids.extend(user_ids.into_iter().map(Into::into));
        self
    }

    /// Adds departments, which include those below them.
    pub fn to_departments(
        mut self,
        department_ids: impl IntoIterator<Item = impl Into<DepartmentId>>,
    ) -> Self {
        self.department_ids.extend(department_ids.into_iter().map(Into::into));
        self
    }

    /// Sets the maximum number of recipients per minute, 5000 by default. The service accepts calls
    /// beyond its own limit of 5000 a minute, but does not deliver them. A call to departments counts as
    /// the maximum.
    ///
    /// Only recipients of this notification are counted. The journal says nothing about time: if it has
    /// parts that were or may have been sent, the maximum counts as reached in the first minute, and the
    /// first call is made after it.
    pub fn recipients_per_minute(mut self, recipients: usize) -> Self {
        self.per_minute = recipients;
        self
    }

    /// Sets how long the call of a part may take, as [`Call::timeout`](crate::Call::timeout) does. The
    /// pauses between parts, for the recipients per minute, do not count.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets how often and after which pauses the call of a part is repeated, as
    /// [`Call::retry`](crate::Call::retry) does. It is repeated only if it certainly had no effect.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Sets the handle by which another thread cancels the notification, also in a pause between two
    /// parts. The part that is next or in flight ends as [`Cancelled`](ErrorKind::Cancelled):
    /// [`PartState::Uncertain`] if its request may have arrived, and otherwise [`PartState::Failed`],
    /// which a later run with the same journal sends. Nothing further is sent.
    ///
    /// The handle, like the timeout and the retries, also applies to [`SentNotification::wait`].
    pub fn cancelled_by(mut self, cancellation: &Cancellation) -> Self {
        self.settings.cancellation = Some(cancellation.clone());
        self
    }

    /// Writes a journal, so that the notification can be resumed after its process has died: send it
    /// again with the same file, and recipients to whom it was sent are skipped.
    ///
    /// The file is created if it does not exist, readable by its owner alone (mode 0600 on Unix). It gets
    /// a line of JSON right before each attempt of a call, once it has its token and the limiter admits it,
    /// and one after it, with the recipients but no text of the message. Recipients of an attempt without a
    /// second line may or may not have got the message: they are [`PartState::Uncertain`], and the message is
    /// not sent to them again. To send it to them all the same, name them in another notification with a
    /// journal of its own.
    ///
    /// A run locks the file until it ends. Another run with the same file fails meanwhile, with
    /// [`ErrorKind::Journal`], and sends nothing. On a file system without locks, nothing keeps it from
    /// sending the message a second time.
    ///
    /// A journal belongs to one notification. Remove it once the notification is sent.
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.journal = Some(path.into());
        self
    }

    /// Sends the notification to everyone to whom it has not been sent.
    ///
    /// Sending stops at the first call that the service refuses or is too busy for, since the next one
    /// would fare no better, and when the notification is cancelled; [`SentNotification::error`] returns
    /// the error. A call whose response is lost does not stop it.
    ///
    /// # Errors
    ///
    /// Nothing has been sent then: [`ErrorKind::InvalidRequest`] if there are no recipients, or if a user's
    /// id or the message breaks a limit; [`ErrorKind::Journal`] if the journal cannot be opened, is in use
    /// by another run, holds a line that cannot be read, or belongs to another notification.
    pub fn send(self) -> Result<SentNotification, Error> {
        let user_ids = unique(self.user_ids.clone());
        let department_ids = unique(self.department_ids.clone());
        if user_ids.is_empty() && department_ids.is_empty() {
            let error = Error::new(ErrorKind::InvalidRequest);
            return Err(error.with_detail("the notification has no recipients"));
        }
        // Validated before the journal is created and before anything is sent.
        for part in part::split(&user_ids, &department_ids) {
            validate(&self.request(&part))?;
        }
        let (mut journal, mut parts) = match &self.journal {
            Some(path) => {
                let host = self.client.host();
                let opened = Journal::open(path.clone(), host, self.agent_id, &self.message)?;
                (Some(opened.0), opened.1)
            }
            None => (None, Vec::new()),
        };
        let known: HashSet<_> = parts.iter().flat_map(|part| &part.user_ids).cloned().collect();
        let known_departments: HashSet<_> =
            parts.iter().flat_map(|part| &part.department_ids).copied().collect();
        let user_ids: Vec<_> = user_ids.into_iter().filter(|id| !known.contains(id)).collect();
        let department_ids: Vec<_> =
            department_ids.into_iter().filter(|id| !known_departments.contains(id)).collect();
        // The journal does not say when its parts were sent, which may have been a moment ago.
        let recipients = if parts.is_empty() { 0 } else { self.per_minute };
        let mut pace = Pace { of: &self, since: self.elapsed(), recipients };
        let mut stopped = false;
        for mut part in part::split(&user_ids, &department_ids) {
            if !stopped {
                pace.wait_for(&part);
                part.state = self.send_part(&part, journal.as_mut());
                stopped = part.state.end().is_some();
            }
            parts.push(part);
        }
        let Self { client, agent_id, settings, .. } = self;
        Ok(SentNotification { client, agent_id, settings, parts })
    }

    fn request(&self, part: &NotificationPart) -> Request {
        let request = Request::new(self.agent_id, self.message.clone());
        if part.department_ids.is_empty() {
            request.with_user_ids(&part.user_ids)
        } else {
            request.with_department_ids(&part.department_ids)
        }
    }

    fn send_part(&self, part: &NotificationPart, journal: Option<&mut Journal>) -> PartState {
        let lines = journal.map(|journal| PartLines::new(journal, part));
        let record = lines.as_ref().map(|lines| lines as &dyn Record);
        let state = match self.client.send_recorded(&self.request(part), &self.settings, record) {
            Ok(reply) => PartState::Sent { task_id: reply.task_id },
            // The service accepted the call, but the response does not name the task.
            Err(error) if error.reach() == Reach::Done => PartState::Sent { task_id: None },
            Err(error) if may_have_been_sent(&error) => PartState::Uncertain(Some(error)),
            Err(error) => PartState::Failed(error),
        };
        let written = match (&state, &lines) {
            (PartState::Sent { task_id }, Some(lines)) => lines.end(State::Sent, *task_id),
            (PartState::Failed(_), Some(lines)) => lines.end(State::Failed, None),
            _ => Ok(()),
        };
        // If the line is missing, a later run treats the part as uncertain and does not send it again.
        match (written, state) {
            (Err(error), PartState::Sent { .. }) => {
                PartState::Failed(error.with_reach(Reach::Done))
            }
            (_, state) => state,
        }
    }

    fn elapsed(&self) -> Duration {
        self.client.pipeline().sender.clock.elapsed()
    }

    /// Sleeps for `time`, or until the notification is cancelled.
    fn pause(&self, time: Duration) {
        let clock = &*self.client.pipeline().sender.clock;
        Deadline::after(clock, time, self.settings.cancellation.as_ref()).pause(time);
    }
}

/// Returns whether a failed call leaves open whether the message was sent. A code that does not say to
/// try again is taken for a refusal, although no page promises that nothing was sent.
fn may_have_been_sent(error: &Error) -> bool {
    let refused = matches!(error.kind(), ErrorKind::Documented | ErrorKind::Undocumented);
    error.reach() == Reach::Unknown && !refused
}

/// Number of recipients since the start of the current minute.
struct Pace<'n> {
    of: &'n Notification,
    since: Duration,
    recipients: usize,
}

impl Pace<'_> {
    /// Waits until the recipients of `part` fit into a minute, and counts them.
    fn wait_for(&mut self, part: &NotificationPart) {
        let per_minute = self.of.per_minute;
        let recipients =
            if part.department_ids.is_empty() { part.user_ids.len() } else { per_minute };
        if self.recipients > 0 && self.recipients.saturating_add(recipients) > per_minute {
            let end = self.since.saturating_add(MINUTE);
            let left = end.saturating_sub(self.of.elapsed());
            self.of.pause(left);
            (self.since, self.recipients) = (self.of.elapsed(), 0);
        }
        self.recipients = self.recipients.saturating_add(recipients);
    }
}

/// Returns the items without repetitions, in their order.
fn unique<T: Clone + Eq + Hash>(mut items: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(items.len());
    items.retain(|item| seen.insert(item.clone()));
    items
}
