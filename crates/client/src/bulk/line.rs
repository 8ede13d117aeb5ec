//! The lines of a bulk operation's journal: one JSON object each, ending with a checksum of the bytes
//! before it.

use std::fmt;

use dingtalk_protocol::{Host, Pairs};
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::chunk::{Chunk, ChunkResult};
use crate::journal;

/// Format version, changed whenever the meaning of existing fields changes.
const VERSION: u32 = 2;

/// The format of the lines of one journal.
pub(super) struct Format {
    head: Head,
    /// Bytes at the start of every line.
    begin: Vec<u8>,
}

impl Format {
    pub(super) fn new<R: Pairs>(host: &Host) -> Self {
        let endpoint = R::ENDPOINT.name.to_string();
        let head = Head { version: VERSION, endpoint, host: host.to_string() };
        let begin = journal::begin(&head).expect("numbers and strings always encode");
        Self { head, begin }
    }

    /// Returns the bytes at the start of every line.
    pub(super) fn begin(&self) -> &[u8] {
        &self.begin
    }

    /// Returns the line of a finished chunk, with its line feed.
    ///
    /// # Errors
    ///
    /// If an item of the lists cannot be written as JSON.
    pub(super) fn write<R: Pairs>(
        &self,
        chunk: &R,
        result: &ChunkResult,
    ) -> serde_json::Result<Vec<u8>> {
        journal::sealed(&Entry { head: &self.head, chunk, result })
    }

    /// Returns the chunk of a line, given without its line feed, if the chunk is done. `request` is any
    /// request of the same bulk operation.
    ///
    /// # Errors
    ///
    /// A description of what is wrong with the line. It quotes nothing of the line, which may be from
    /// any file.
    pub(super) fn read<R: Pairs>(
        &self,
        line: &[u8],
        request: &R,
    ) -> Result<Option<Chunk<R>>, &'static str> {
        let bytes = line;
        let Line(line) = serde_json::from_slice(line).map_err(|_| UNREADABLE)?;
        let head = Head::of(&line).ok_or(UNREADABLE)?;
        if head.version != self.head.version {
            return Err(
                "was written by another version of this crate: finish the operation with that version",
            );
        }
        if head.endpoint != self.head.endpoint {
            return Err("is of another endpoint: each needs a journal of its own");
        }
        if head.host != self.head.host {
            return Err("is of another host: each needs a journal of its own");
        }
        if !journal::is_sound(bytes) {
            return Err(DAMAGED);
        }
        let chunk = done(&line, request).ok_or(UNREADABLE)?;
        match line.get("result").and_then(Value::as_str) {
            Some(DONE) => Ok(Some(chunk)),
            Some(FAILED) => Ok(None),
            _ => Err(UNREADABLE),
        }
    }
}

const DAMAGED: &str = "does not match its checksum: it was damaged or edited. Remove the line, and its \
                       chunk is sent again";

const UNREADABLE: &str = "is not a readable line of a journal: check the path, or remove the line, and \
                          its chunk is sent again";

/// Names of a chunk's results in a line.
const DONE: &str = "done";
const FAILED: &str = "failed";

/// The fields that are the same in every line of a journal.
struct Head {
    version: u32,
    endpoint: String,
    host: String,
}

impl Head {
    fn of(line: &Map<String, Value>) -> Option<Self> {
        Some(Self {
            version: number(line.get("version")?)?,
            endpoint: line.get("endpoint")?.as_str()?.to_owned(),
            host: line.get("host")?.as_str()?.to_owned(),
        })
    }

    fn write<M: SerializeMap>(&self, line: &mut M) -> Result<(), M::Error> {
        line.serialize_entry("version", &self.version)?;
        line.serialize_entry("endpoint", &self.endpoint)?;
        line.serialize_entry("host", &self.host)
    }
}

impl Serialize for Head {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_map(None)?;
        self.write(&mut line)?;
        line.end()
    }
}

/// A line to be written. It begins with the fields of its head.
struct Entry<'a, R> {
    head: &'a Head,
    chunk: &'a R,
    result: &'a ChunkResult,
}

impl<R: Pairs> Serialize for Entry<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (result, request_id, attempts) = match self.result {
            ChunkResult::Done { request_id, attempts, .. } => {
                (DONE, request_id.as_deref(), *attempts)
            }
            ChunkResult::Failed(error) => (FAILED, error.request_id(), error.attempts()),
            ChunkResult::NotAttempted => (FAILED, None, 0),
        };
        let mut line = serializer.serialize_map(None)?;
        self.head.write(&mut line)?;
        line.serialize_entry("lists", &Lists(self.chunk))?;
        line.serialize_entry("result", result)?;
        if let ChunkResult::Failed(error) = self.result {
            // The service's own message is left out.
            line.serialize_entry("kind", &format_args!("{:?}", error.kind()))?;
            if let Some(code) = error.code() {
                line.serialize_entry("code", &code)?;
            }
        }
        if let Some(request_id) = request_id {
            line.serialize_entry("request_id", request_id)?;
        }
        line.serialize_entry("attempts", &attempts)?;
        if let ChunkResult::Done { done_before, .. } = self.result {
            line.serialize_entry("done_before", done_before)?;
        }
        line.end()
    }
}

/// Writes both lists of a chunk under their wire names.
struct Lists<'a, R>(&'a R);

impl<R: Pairs> Serialize for Lists<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lists = serializer.serialize_map(Some(2))?;
        lists.serialize_entry(R::FIRST, self.0.first())?;
        lists.serialize_entry(R::SECOND, self.0.second())?;
        lists.end()
    }
}

/// The fields of a line. Duplicates are an error: two results could say that a chunk is done and that it
/// failed.
struct Line(Map<String, Value>);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LineVisitor)
    }
}

struct LineVisitor;

impl<'de> Visitor<'de> for LineVisitor {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Line, A::Error> {
        let mut fields = Map::new();
        while let Some((name, value)) = entries.next_entry()? {
            if fields.insert(name, value).is_some() {
                return Err(de::Error::custom("a field comes twice"));
            }
        }
        Ok(Line(fields))
    }
}

/// Returns the chunk of a line, assuming that it is done.
fn done<R: Pairs>(line: &Map<String, Value>, request: &R) -> Option<Chunk<R>> {
    let lists = line.get("lists")?;
    let request = request.with_lists(list(lists, R::FIRST)?, list(lists, R::SECOND)?);
    let attempts = number(line.get("attempts")?)?;
    let request_id = match line.get("request_id") {
        None | Some(Value::Null) => None,
        Some(request_id) => Some(request_id.as_str()?.to_owned()),
    };
    let done_before = line.get("done_before").map_or(Some(false), Value::as_bool)?;
    let result = ChunkResult::Done { request_id, attempts, done_before, from_journal: true };
    Some(Chunk { request, result })
}

fn list<T: DeserializeOwned>(lists: &Value, name: &str) -> Option<Vec<T>> {
    Vec::deserialize(lists.get(name)?).ok()
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}
