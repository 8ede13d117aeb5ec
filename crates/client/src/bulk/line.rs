//! The lines of a journal: JSON, one object each.

use std::collections::BTreeMap;

use dingtalk_protocol::{Host, Pairs};
use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Chunk, ChunkResult};

/// Changes whenever the same words would mean something else.
const VERSION: u32 = 1;

/// How the lines of one journal look.
pub(super) struct Format {
    head: Head,
    /// What every line begins with.
    begin: Vec<u8>,
}

impl Format {
    pub(super) fn new<R: Pairs>(host: &Host) -> Self {
        let endpoint = R::ENDPOINT.name.to_owned();
        let head = Head { version: VERSION, endpoint, host: host.to_string() };
        let mut begin = serde_json::to_vec(&head).expect("numbers and strings always encode");
        begin.pop();
        Self { head, begin }
    }

    /// The line of a finished chunk, with its end.
    ///
    /// # Errors
    ///
    /// An item of the lists that JSON has no form for.
    pub(super) fn write<R: Pairs>(
        &self,
        chunk: &R,
        result: &ChunkResult,
    ) -> serde_json::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(&self.entry(chunk, result))?;
        line.push(b'\n');
        Ok(line)
    }

    /// The chunk of a line without its end, if it is done. `request` is any of the same bulk.
    ///
    /// # Errors
    ///
    /// What is wrong with the line. None of it is repeated: it may be from any file.
    pub(super) fn read<R: Pairs>(
        &self,
        line: &[u8],
        request: &R,
    ) -> Result<Option<Chunk<R>>, &'static str> {
        let head: Head = serde_json::from_slice(line).map_err(|_| UNREADABLE)?;
        if head.version != self.head.version {
            return Err("was written by another version of this crate, which has to finish it");
        }
        if head.endpoint != self.head.endpoint {
            return Err("is of another endpoint: each needs a journal of its own");
        }
        if head.host != self.head.host {
            return Err("is of another host: each needs a journal of its own");
        }
        let tail: Tail = serde_json::from_slice(line).map_err(|_| UNREADABLE)?;
        let first = list(&tail, R::FIRST).ok_or(UNREADABLE)?;
        let second = list(&tail, R::SECOND).ok_or(UNREADABLE)?;
        let Tail { result, request_id, attempts, done_before, .. } = tail;
        Ok(match result {
            Finished::Failed => None,
            Finished::Done => Some(Chunk {
                request: request.with_lists(first, second),
                result: ChunkResult::Done { request_id, attempts, done_before, from_journal: true },
            }),
        })
    }

    /// Whether `end`, which nothing follows, can be a line that was not written to its end.
    pub(super) fn is_torn(&self, end: &[u8]) -> bool {
        end.starts_with(&self.begin) || self.begin.starts_with(end)
    }

    fn entry<'a, R>(&'a self, chunk: &'a R, result: &'a ChunkResult) -> Entry<'a, R> {
        let Head { version, endpoint, host } = &self.head;
        let mut entry = Entry {
            version: *version,
            endpoint,
            host,
            lists: Lists(chunk),
            result: Finished::Failed,
            kind: None,
            code: None,
            request_id: None,
            attempts: 0,
            done_before: None,
        };
        match result {
            ChunkResult::Done { request_id, attempts, done_before, .. } => {
                entry.result = Finished::Done;
                entry.request_id = request_id.as_deref();
                entry.attempts = *attempts;
                entry.done_before = Some(*done_before);
            }
            ChunkResult::Failed(error) => {
                entry.kind = Some(format!("{:?}", error.kind()));
                entry.code = error.code();
                entry.request_id = error.request_id();
                entry.attempts = error.attempts();
            }
            ChunkResult::NotAttempted => {}
        }
        entry
    }
}

const UNREADABLE: &str = "cannot be read: take it out if it is not one of a journal, and what it \
                          stands for is sent again";

/// The same in every line of a journal.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    endpoint: String,
    host: String,
}

/// A line as it is written; its fields begin like those of [`Head`].
#[derive(Serialize)]
#[serde(bound = "R: Pairs")]
struct Entry<'a, R> {
    version: u32,
    endpoint: &'a str,
    host: &'a str,
    lists: Lists<'a, R>,
    result: Finished,
    // The service's own text stays out.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    done_before: Option<bool>,
}

/// What is read of a line behind its head.
#[derive(Deserialize)]
struct Tail {
    lists: BTreeMap<String, Value>,
    result: Finished,
    request_id: Option<String>,
    attempts: u32,
    #[serde(default)]
    done_before: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Finished {
    Done,
    Failed,
}

/// Both lists of a chunk under their wire names.
struct Lists<'a, R>(&'a R);

impl<R: Pairs> Serialize for Lists<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lists = serializer.serialize_map(Some(2))?;
        lists.serialize_entry(R::FIRST, self.0.first())?;
        lists.serialize_entry(R::SECOND, self.0.second())?;
        lists.end()
    }
}

fn list<T: DeserializeOwned>(tail: &Tail, name: &str) -> Option<Vec<T>> {
    tail.lists.get(name).and_then(|list| Vec::deserialize(list).ok())
}
