//! Facts found in the service's own texts, which only affect how long to wait.
//!
//! No page documents these texts, so the parsing is strict: anything that does not look exactly as expected
//! counts as absent, and then the code alone decides.

use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::kind::ErrorKind;

/// The vendor's clocks are assumed to show Beijing time, UTC+8 all year. If that is wrong, an end is either
/// past, which counts as none, or hours away, and the caller should retry earlier.
const BEIJING: Duration = Duration::from_secs(8 * 60 * 60);

/// Most bytes of a message that are examined: a hostile message may be as long as the largest answer.
const MOST_BYTES: usize = 16 * 1024;

impl Error {
    /// Returns when a throttling ends, if the message contains the time as `2026-11-20 12:00:00`, with a
    /// space or a `T` in the middle. It is read as Beijing time, UTC+8.
    ///
    /// If there are several times, such as a start and an end, returns the latest. It may be past or far
    /// away, so the caller must judge it. An invalid time, or one with a time zone of its own, is not read.
    pub fn throttled_until(&self) -> Option<SystemTime> {
        self.message_of(ErrorKind::Throttled).and_then(|message| times(message).max())
    }

    /// Returns the latest time in the message before [`throttled_until`](Self::throttled_until), such as the
    /// end of the second with too many calls.
    ///
    /// The service's clock had reached at least this time: a caller whose clock shows less is behind, and
    /// would wait too long for the end.
    pub fn throttled_since(&self) -> Option<SystemTime> {
        let message = self.message_of(ErrorKind::Throttled)?;
        let end = times(message).max()?;
        times(message).filter(|time| *time < end).max()
    }

    /// Returns the permissions that the app lacks, if the message lists them as `requiredScopes=[…]`;
    /// otherwise empty.
    pub fn required_scopes(&self) -> Vec<&str> {
        self.message_of(ErrorKind::PermissionMissing).and_then(scopes).unwrap_or_default()
    }

    /// Returns the web link in the message at which a missing permission can be requested, if there is one.
    ///
    /// It can lead to the settings of an app: show it only to people who may see them.
    pub fn permission_link(&self) -> Option<&str> {
        self.message_of(ErrorKind::PermissionMissing).and_then(link)
    }

    /// Returns the beginning of the message if the error is of `kind`.
    fn message_of(&self, kind: ErrorKind) -> Option<&str> {
        let message = self.message().filter(|_| self.kind() == kind)?;
        if message.len() <= MOST_BYTES {
            return Some(message);
        }
        let end = (0..=MOST_BYTES).rev().find(|at| message.is_char_boundary(*at))?;
        // The last word is dropped: half a link would lead elsewhere.
        Some(message[..end].trim_end_matches(|c: char| c.is_ascii_graphic()))
    }
}

/// Returns the times in `message`. Of these the latest counts as the end: a caller that came back at the
/// start of a throttling would be refused again.
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

/// Returns whether a time zone follows a time, perhaps after a fraction of a second. Times of Beijing have none.
fn names_zone(after: &str) -> bool {
    let after = after.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()).trim_start();
    ["Z", "+", "UTC", "GMT"].iter().any(|zone| after.starts_with(zone))
}

fn scopes(message: &str) -> Option<Vec<&str>> {
    let (_, rest) = message.split_once("requiredScopes=[")?;
    let (list, _) = rest.split_once(']')?;
    let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let scopes = list.split([',', '，']).map(|scope| scope.trim_matches(is_quote));
    // Any other character means that the list's own closing bracket is missing, and half a list misleads.
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
        // Chinese text follows a link without a space.
        let end = rest.find(|c| !in_link(c)).unwrap_or(rest.len());
        let end = rest[..end].trim_end_matches(['.', ':', '!', '?']).len();
        (end > 0).then(|| &message[start..at + separator.len() + end])
    })
}

fn in_link(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | ',' | ';')
}
