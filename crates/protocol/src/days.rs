//! Days between two dates or times, without a clock and without a time zone.

use std::time::SystemTime;

const MILLIS_A_DAY: i64 = 24 * 60 * 60 * 1000;
const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// Returns how many days `to` is after `from`, both in milliseconds. A part of a day counts as one.
pub(crate) fn between_millis(from: i64, to: i64) -> i64 {
    let millis = to.saturating_sub(from);
    millis / MILLIS_A_DAY + i64::from(millis % MILLIS_A_DAY > 0)
}

/// Returns how many days the date of `to` is after that of `from`. The time of day does not count.
/// `None` if one of them has no date, or if `to` is before `from`.
pub(crate) fn between_dates(from: &str, to: &str) -> Option<i64> {
    let span = midnight(to)?.duration_since(midnight(from)?).ok()?;
    i64::try_from(span.as_secs() / SECONDS_A_DAY).ok()
}

/// Returns the beginning of the day of a text such as `2026-01-31` or `2026-01-31 08:00:00`.
fn midnight(text: &str) -> Option<SystemTime> {
    let (date, rest) = text.split_at_checked("yyyy-MM-dd".len())?;
    if !rest.is_empty() && !rest.starts_with([' ', 'T']) {
        return None;
    }
    humantime::parse_rfc3339_weak(&format!("{date} 00:00:00")).ok()
}
