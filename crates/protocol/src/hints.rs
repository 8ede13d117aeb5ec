//! Time information in the head of a response.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderValue, RETRY_AFTER};

/// `Date` and `Retry-After` as received; parsed only on request.
#[derive(Clone, Default)]
pub(crate) struct Hints {
    date: Option<HeaderValue>,
    retry_after: Option<HeaderValue>,
}

/// Upper bound of a pause, so that a misread hint cannot block a caller for good.
const LONGEST: Duration = Duration::from_secs(60 * 60);

impl Hints {
    /// Takes the hints out of a response's headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self { date: headers.get(DATE).cloned(), retry_after: headers.get(RETRY_AFTER).cloned() }
    }

    /// Returns the service's time.
    pub(crate) fn date(&self) -> Option<SystemTime> {
        self.date.as_ref().and_then(http_date)
    }

    /// Returns how long the service asks to wait; zero if it does not. `now` is this machine's time.
    pub(crate) fn retry_after(&self, now: SystemTime) -> Duration {
        let Some(value) = &self.retry_after else { return Duration::ZERO };
        let seconds = value.to_str().ok().and_then(|text| text.trim().parse().ok());
        let wait = seconds.map(Duration::from_secs).or_else(|| {
            // `duration_since` fails if the end is past.
            http_date(value)?.duration_since(self.date().unwrap_or(now)).ok()
        });
        wait.unwrap_or_default().min(LONGEST)
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads a time such as `Thu, 01 Jan 2026 12:00:00 GMT`. The obsolete forms of HTTP dates are not read.
fn http_date(value: &HeaderValue) -> Option<SystemTime> {
    let (_, rest) = value.to_str().ok()?.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    humantime::parse_rfc3339(&format!("{year}-{month:02}-{day}T{time}Z")).ok()
}
