//! A request to a callback address that has been verified and decrypted.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::error::Error;
use super::event::Event;
use super::query::Query;

/// From this number on a timestamp is in milliseconds. As seconds it would be the year 5138.
const MILLISECONDS: u64 = 100_000_000_000;

/// A message of the service, verified and decrypted. `Debug` does not show it, because some events hold
/// secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    text: String,
    query: Query,
}

impl Delivery {
    pub(super) fn new(text: String, query: Query) -> Self {
        Self { text, query }
    }

    /// Returns the whole message as the service wrote it, which is JSON. It can be queued and read later by
    /// [`Event::parse`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the query that was verified.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Reads the event.
    ///
    /// # Errors
    ///
    /// Those of [`Event::parse`].
    pub fn event(&self) -> Result<Event, Error> {
        Event::parse(&self.text)
    }

    /// Returns when the request was signed. In the vendor's samples the timestamp is in seconds or in milliseconds.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTimestamp`].
    pub fn signed_at(&self) -> Result<SystemTime, Error> {
        let digits = self.query.timestamp.parse().map_err(|_| Error::InvalidTimestamp)?;
        let since = match digits {
            MILLISECONDS.. => Duration::from_millis(digits),
            _ => Duration::from_secs(digits),
        };
        SystemTime::UNIX_EPOCH.checked_add(since).ok_or(Error::InvalidTimestamp)
    }

    /// Checks that the request was signed at most `within` before `now`, or at most `within` after it, by a
    /// clock that is ahead.
    ///
    /// No page says how old a request can be. Anyone who records a request can replay it for that long, so
    /// remember the [id](Event::id) of each event for longer.
    ///
    /// # Errors
    ///
    /// [`Error::NotRecent`], or [`Error::InvalidTimestamp`].
    pub fn require_recent(&self, now: SystemTime, within: Duration) -> Result<(), Error> {
        let signed_at = self.signed_at()?;
        let away = now.duration_since(signed_at).unwrap_or_else(|ahead| ahead.duration());
        if away <= within { Ok(()) } else { Err(Error::NotRecent) }
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("query", &self.query).finish_non_exhaustive()
    }
}
