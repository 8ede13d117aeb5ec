//! The file that outlives the process: a line before each call, and one after it.

use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dingtalk_protocol::serde_json::Value;
use dingtalk_protocol::work_notification::send::ENDPOINT;
use dingtalk_protocol::{AgentId, DepartmentId, Error, ErrorKind, Host, Reach, TaskId, UserId};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::part::{NotificationPart, PartState};
use crate::checksum::{checked, without_check};

const VERSION: u32 = 1;

/// What a line says of its recipients.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// The call is about to be made.
    Sending,
    Sent,
    Failed,
}

/// Which notification a journal is of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    version: u32,
    host: String,
    agent_id: AgentId,
    /// A digest: the text stays out of the file.
    message: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    version: u32,
    host: String,
    agent_id: AgentId,
    message: String,
    user_ids: Vec<UserId>,
    department_ids: Vec<DepartmentId>,
    state: State,
    task_id: Option<TaskId>,
}

pub(super) struct Journal {
    path: PathBuf,
    file: File,
    head: Head,
    parts: Vec<NotificationPart>,
}

impl Journal {
    /// Opens the file, or makes it, and reads it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`].
    pub(super) fn open(
        path: &Path,
        host: &Host,
        agent_id: AgentId,
        message: &Value,
    ) -> Result<Self, Error> {
        let digest = xxh3_64(message.to_string().as_bytes());
        let head = Head {
            version: VERSION,
            host: host.to_string(),
            agent_id,
            message: format!("{digest:016x}"),
        };
        let refused =
            |error: io::Error| failed(format_args!("{} cannot be opened: {error}", path.display()));
        let file = OpenOptions::new().read(true).append(true).create(true).open(path);
        let file = file.map_err(refused)?;
        // Reading a pipe or a device may never end.
        if !file.metadata().map_err(refused)?.is_file() {
            return Err(refused(io::Error::other("it is not a file")));
        }
        let bytes = fs::read(path).map_err(refused)?;
        let (parts, whole) = head.read(&bytes, path)?;
        if whole < bytes.len() {
            // Half a line: its call has not been made, or its recipients stay uncertain.
            file.set_len(whole as u64).map_err(refused)?;
        }
        Ok(Self { path: path.to_owned(), file, head, parts })
    }

    /// Takes the parts that are sent or uncertain.
    pub(super) fn take_parts(&mut self) -> Vec<NotificationPart> {
        std::mem::take(&mut self.parts)
    }

    /// Adds a line and waits until it is on the disk.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Journal`].
    pub(super) fn write(
        &mut self,
        part: &NotificationPart,
        state: State,
        task_id: Option<TaskId>,
    ) -> Result<(), Error> {
        let Head { version, host, agent_id, message } = self.head.clone();
        let line = Line {
            version,
            host,
            agent_id,
            message,
            user_ids: part.user_ids.clone(),
            department_ids: part.department_ids.clone(),
            state,
            task_id,
        };
        let mut line = serde_json::to_vec(&line).expect("numbers and texts are JSON");
        // The check is the last field of the object.
        line.pop();
        let check = checked(&line);
        line.extend_from_slice(check.as_bytes());
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        written.map_err(|error| {
            failed(format_args!("{} cannot be written: {error}", self.path.display()))
        })
    }
}

impl Head {
    /// Reads the parts that are sent or uncertain, and how long the whole lines are.
    fn read(&self, bytes: &[u8], path: &Path) -> Result<(Vec<NotificationPart>, usize), Error> {
        let mut parts: Vec<NotificationPart> = Vec::new();
        let mut whole = 0;
        for (line, number) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1..) {
            let refused =
                |what: &str| failed(format_args!("line {number} of {} {what}", path.display()));
            let Some((b'\n', text)) = line.split_last() else {
                if self.is_torn(line) {
                    break;
                }
                // To cut it off could destroy a file that never was a journal.
                return Err(refused("has no end, and is not of this journal"));
            };
            let line = self.line(text).map_err(refused)?;
            whole += text.len() + 1;
            let state = match line.state {
                State::Sending => PartState::Uncertain(None),
                State::Sent => PartState::Sent { task_id: line.task_id },
                State::Failed => PartState::NotAttempted,
            };
            let part = NotificationPart {
                user_ids: line.user_ids,
                department_ids: line.department_ids,
                state,
            };
            if line.state != State::Sending {
                // It ends the call that the line before it has begun.
                let begun = parts.pop().filter(|begun| {
                    matches!(begun.state, PartState::Uncertain(_))
                        && begun.user_ids == part.user_ids
                        && begun.department_ids == part.department_ids
                });
                begun.ok_or_else(|| refused("ends a call that no line before it has begun"))?;
            }
            if line.state != State::Failed {
                parts.push(part);
            }
        }
        Ok((parts, whole))
    }

    fn line(&self, text: &[u8]) -> Result<Line, &'static str> {
        let line: Line = serde_json::from_slice(text).map_err(|_| "cannot be read")?;
        let Line { version, host, agent_id, message, .. } = &line;
        let head = Self {
            version: *version,
            host: host.clone(),
            agent_id: *agent_id,
            message: message.clone(),
        };
        if head != *self {
            return Err("is of another notification: each needs a journal of its own");
        }
        if !text.ends_with(checked(without_check(text)).as_bytes()) {
            return Err("does not match its checksum: it was damaged or edited");
        }
        Ok(line)
    }

    /// Returns whether `end`, which nothing follows, can be a line that was not written to its end.
    fn is_torn(&self, end: &[u8]) -> bool {
        let mut begin = serde_json::to_vec(self).expect("numbers and texts are JSON");
        begin.pop();
        // A power cut can leave zeros where the last line was.
        let kept = end.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let end = &end[..kept];
        end.starts_with(&begin) || begin.starts_with(end)
    }
}

fn failed(what: impl Display) -> Error {
    let error = Error::new(ErrorKind::Journal).of(&ENDPOINT).with_detail(what.to_string());
    error.with_reach(Reach::NotSent)
}
