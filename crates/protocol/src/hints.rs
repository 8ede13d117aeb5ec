//! What the head of a response says about time.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderValue, RETRY_AFTER};

/// `Date` and `Retry-After` as they came; read only if somebody asks.
#[derive(Clone, Default)]
pub(crate) struct Hints {
    date: Option<HeaderValue>,
    retry_after: Option<HeaderValue>,
}

/// No hint is waited for longer: one that was misread must not silence a caller for good.
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
            // The difference to an end that is past is an error.
            http_date(value)?.duration_since(self.date().unwrap_or(now)).ok()
        });
        wait.unwrap_or_default().min(LONGEST)
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads a time such as `Thu, 01 Jan 2026 12:00:00 GMT`. The forms that HTTP has given up are not read.
fn http_date(value: &HeaderValue) -> Option<SystemTime> {
    let (_, rest) = value.to_str().ok()?.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    humantime::parse_rfc3339(&format!("{year}-{month:02}-{day}T{time}Z")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: &str = "Thu, 01 Jan 2026 12:00:00 GMT";

    fn hints(headers: &[(http::HeaderName, &'static str)]) -> Hints {
        let headers = headers.iter().cloned();
        Hints::of(&headers.map(|(name, value)| (name, HeaderValue::from_static(value))).collect())
    }

    fn retry_after(value: &'static str) -> u64 {
        let hints = hints(&[(DATE, NOON), (RETRY_AFTER, value)]);
        hints.retry_after(SystemTime::UNIX_EPOCH).as_secs()
    }

    #[test]
    fn the_time_to_wait_comes_in_seconds_or_as_an_end_by_the_services_own_time() {
        assert_eq!(retry_after("2"), 2);
        assert_eq!(retry_after("Thu, 01 Jan 2026 12:00:07 GMT"), 7);
        assert_eq!(retry_after("Thu, 01 Jan 2026 11:59:59 GMT"), 0);
        for unreadable in ["soon", "-1", "1.5", "", "99999999999999999999"] {
            assert_eq!(retry_after(unreadable), 0, "{unreadable}");
        }
        assert_eq!(retry_after("86400"), LONGEST.as_secs());
    }

    #[test]
    fn a_date_is_read_in_the_form_that_http_prescribes_and_in_no_other() {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_268_800);
        assert_eq!(hints(&[(DATE, NOON)]).date(), Some(noon));
        for unreadable in ["Thu, 32 Jan 2026 12:00:00 GMT", "Thu, 01 Jan 2026 12:00:00", "noon", ""]
        {
            assert_eq!(hints(&[(DATE, unreadable)]).date(), None, "{unreadable}");
        }
        assert_eq!(Hints::default().date(), None);
    }
}
