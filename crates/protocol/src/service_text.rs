//! Facts in the service's own texts. They only decide how long to wait.
//!
//! No page prints these texts, so each reading is strict: what does not look exactly as expected counts
//! as absent, and then the code alone decides.

use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::kind::ErrorKind;

/// Assumed: the vendor's clocks show Beijing time, UTC+8 all the year. If that is wrong, an end is past,
/// which counts as none, or hours away, and a caller should ask again before.
const BEIJING: Duration = Duration::from_secs(8 * 60 * 60);

/// How much of a message is looked at: a hostile one may be as long as an answer may be.
const MOST_BYTES: usize = 16 * 1024;

impl Error {
    /// Returns when a throttling ends, where the message names the time as `2026-11-20 12:00:00`, with a
    /// space or a `T` in the middle. It is read as Beijing time, UTC+8.
    ///
    /// Of several times, such as a start and an end, it is the latest. It may be past or far away:
    /// the caller's clock and patience decide. A time that the calendar does not know, or with a
    /// zone of its own behind it, is not read.
    pub fn throttled_until(&self) -> Option<SystemTime> {
        self.message_of(ErrorKind::Throttled).and_then(|message| times(message).max())
    }

    /// Returns the latest time of the message before [`throttled_until`](Self::throttled_until), such as
    /// the end of the second in which there were too many calls.
    ///
    /// The service's clock showed at least this time: a caller whose own clock shows less is slow, and
    /// would wait too long for the end.
    pub fn throttled_since(&self) -> Option<SystemTime> {
        let message = self.message_of(ErrorKind::Throttled)?;
        let end = times(message).max()?;
        times(message).filter(|time| *time < end).max()
    }

    /// Returns the permissions that the app lacks, where the message lists them as `requiredScopes=[…]`;
    /// otherwise empty.
    pub fn required_scopes(&self) -> Vec<&str> {
        self.message_of(ErrorKind::PermissionMissing).and_then(scopes).unwrap_or_default()
    }

    /// Returns where a missing permission can be applied for, if the message holds a web link.
    ///
    /// It can lead to the settings of an app: show it to those who may see them.
    pub fn permission_link(&self) -> Option<&str> {
        self.message_of(ErrorKind::PermissionMissing).and_then(link)
    }

    /// Returns the beginning of the message of an error of `kind`.
    fn message_of(&self, kind: ErrorKind) -> Option<&str> {
        let message = self.message().filter(|_| self.kind() == kind)?;
        if message.len() <= MOST_BYTES {
            return Some(message);
        }
        let end = (0..=MOST_BYTES).rev().find(|at| message.is_char_boundary(*at))?;
        // Half a link leads elsewhere.
        Some(message[..end].trim_end_matches(|c: char| c.is_ascii_graphic()))
    }
}

/// Returns the times in `message`. The latest counts as the end: a caller that came back at the start of
/// a throttling would be refused again.
fn times(message: &str) -> impl Iterator<Item = SystemTime> + '_ {
    const LENGTH: usize = "2026-11-20 12:00:00".len();

    let bytes = message.as_bytes();
    let is_digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts_number =
        move |at: &usize| is_digit(*at) && at.checked_sub(1).is_none_or(|at| !is_digit(at));
    let time = move |at: usize| {
        let end = at + LENGTH;
        // humantime accepts a leap second in any minute.
        let text = message.get(at..end).filter(|text| !text.ends_with("60"))?;
        let time = humantime::parse_rfc3339_weak(text).ok()?;
        let is_whole = !is_digit(end) && !names_zone(&message[end..]);
        time.checked_sub(BEIJING).filter(|_| is_whole)
    };
    (0..bytes.len()).filter(starts_number).filter_map(time)
}

/// Returns whether what follows a time, perhaps behind a fraction of a second, says that it is not that of
/// Beijing.
fn names_zone(after: &str) -> bool {
    let after = after.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()).trim_start();
    ["Z", "+", "UTC", "GMT"].iter().any(|zone| after.starts_with(zone))
}

fn scopes(message: &str) -> Option<Vec<&str>> {
    let (_, rest) = message.split_once("requiredScopes=[")?;
    let (list, _) = rest.split_once(']')?;
    let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let scopes = list.split([',', '，']).map(|scope| scope.trim_matches(is_quote));
    // Anything else in the list means that its own bracket is missing: half a list misleads.
    let is_scope =
        |scope: &str| scope.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '[' | '/'));
    scopes.filter(|scope| !scope.is_empty()).map(|scope| is_scope(scope).then_some(scope)).collect()
}

fn link(message: &str) -> Option<&str> {
    message.match_indices("://").find_map(|(at, separator)| {
        let before = message[..at].bytes().rev();
        let start = at - before.take_while(u8::is_ascii_alphabetic).count();
        ["https", "http"].iter().find(|it| message[start..at].eq_ignore_ascii_case(it))?;
        let rest = &message[at + separator.len()..];
        // Text follows a link without a space where it is Chinese.
        let end = rest.find(|c| !in_link(c)).unwrap_or(rest.len());
        let end = rest[..end].trim_end_matches(['.', ':', '!', '?']).len();
        (end > 0).then(|| &message[start..at + separator.len() + end])
    })
}

fn in_link(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | ',' | ';')
}
