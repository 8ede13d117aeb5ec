//! The journal of a notification: a line before each call, and one after it.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;

use dingtalk_protocol::serde_json::Value;
use dingtalk_protocol::work_notification::send::ENDPOINT;
use dingtalk_protocol::{AgentId, DepartmentId, Error, Host, Reach, TaskId, UserId};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::part::{NotificationPart, PartState};
use crate::attempt::Record;
use crate::journal::{self, LineFile};

const VERSION: u32 = 1;

/// State of the recipients of a line.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// The call is about to be made.
    Sending,
    Sent,
    Failed,
}

/// Fields that identify the notification of a journal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    version: u32,
    host: String,
    agent_id: AgentId,
    /// Digest of the message, whose text stays out of the file.
    message: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    head: Head,
    user_ids: Vec<UserId>,
    department_ids: Vec<DepartmentId>,
    state: State,
    task_id: Option<TaskId>,
}

pub(super) struct Journal {
    file: LineFile,
    head: Head,
    /// Error of a line that could not be written. No other line may follow it, as it may be torn.
    broken: Option<Error>,
}

impl Journal {
    /// Opens the file, or creates it, and reads the parts that are sent or uncertain.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`](dingtalk_protocol::ErrorKind::Journal).
    pub(super) fn open(
        path: PathBuf,
        host: &Host,
        agent_id: AgentId,
        message: &Value,
    ) -> Result<(Self, Vec<NotificationPart>), Error> {
        let digest = xxh3_64(message.to_string().as_bytes());
        let host = host.to_string();
        let head = Head { version: VERSION, host, agent_id, message: format!("{digest:016x}") };
        let begin = journal::begin(&head).expect("numbers and texts are JSON");
        let file = LineFile::open(path, &ENDPOINT).map_err(not_sent)?;
        let mut parts = Vec::new();
        // A torn last line is cut off: its call has not been made, or its recipients stay uncertain.
        let read = file.read(&begin, |line| take(head.line(line)?, &mut parts));
        read.map_err(not_sent)?;
        Ok((Self { file, head, broken: None }, parts))
    }

    /// Adds a line and waits until it is on the disk.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`](dingtalk_protocol::ErrorKind::Journal).
    pub(super) fn write(
        &mut self,
        part: &NotificationPart,
        state: State,
        task_id: Option<TaskId>,
    ) -> Result<(), Error> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        let line = Line {
            head: self.head.clone(),
            user_ids: part.user_ids.clone(),
            department_ids: part.department_ids.clone(),
            state,
            task_id,
        };
        let line = journal::sealed(&line).expect("numbers and texts are JSON");
        let written = self.file.append(&line).and_then(|()| self.file.sync()).map_err(not_sent);
        self.broken = written.as_ref().err().cloned();
        written
    }
}

/// The journal's lines about a part that is being sent.
pub(super) struct PartLines<'j> {
    journal: RefCell<&'j mut Journal>,
    part: &'j NotificationPart,
    /// Whether the last line says that the part is being sent.
    is_sending: Cell<bool>,
}

impl<'j> PartLines<'j> {
    pub(super) fn new(journal: &'j mut Journal, part: &'j NotificationPart) -> Self {
        Self { journal: RefCell::new(journal), part, is_sending: Cell::new(false) }
    }

    /// Adds the line with the result, if there is a line that it ends.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`](dingtalk_protocol::ErrorKind::Journal).
    pub(super) fn end(&self, state: State, task_id: Option<TaskId>) -> Result<(), Error> {
        if self.is_sending.get() {
            self.journal.borrow_mut().write(self.part, state, task_id)?;
            self.is_sending.set(false);
        }
        Ok(())
    }
}

impl Record for PartLines<'_> {
    fn sending(&self) -> Result<(), Error> {
        self.journal.borrow_mut().write(self.part, State::Sending, None)?;
        self.is_sending.set(true);
        Ok(())
    }

    fn did_nothing(&self) {
        // After an error, the line of the next attempt cannot be written, which ends the call.
        let _ = self.end(State::Failed, None);
    }
}

impl Head {
    /// Reads a line of this notification.
    fn line(&self, text: &[u8]) -> Result<Line, &'static str> {
        let line: Line = serde_json::from_slice(text).map_err(|_| "cannot be read")?;
        if line.head != *self {
            return Err("is of another notification: each needs a journal of its own");
        }
        if !journal::is_sound(text) {
            return Err("does not match its checksum: it was damaged or edited");
        }
        Ok(line)
    }
}

/// Adds the part of a line that begins a call, or updates the part whose call the line ends.
fn take(line: Line, parts: &mut Vec<NotificationPart>) -> Result<(), &'static str> {
    let state = match line.state {
        State::Sending => PartState::Uncertain(None),
        State::Sent => PartState::Sent { task_id: line.task_id },
        State::Failed => PartState::NotAttempted,
    };
    let Line { user_ids, department_ids, .. } = line;
    let part = NotificationPart { user_ids, department_ids, state };
    if line.state != State::Sending {
        let begun = parts.pop().filter(|begun| {
            matches!(begun.state, PartState::Uncertain(_))
                && begun.user_ids == part.user_ids
                && begun.department_ids == part.department_ids
        });
        begun.ok_or("ends a call that no line before it has begun")?;
    }
    if line.state != State::Failed {
        parts.push(part);
    }
    Ok(())
}

fn not_sent(error: Error) -> Error {
    error.with_reach(Reach::NotSent)
}
