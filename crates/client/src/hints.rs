//! What the head of a response says about time.

use std::time::{Duration, SystemTime};

use dingtalk_protocol::Error;
use http::HeaderMap;
use http::header::{DATE, HeaderValue, RETRY_AFTER};

/// `Date` and `Retry-After` as they came; read only if the call failed.
#[derive(Debug, Default)]
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

    /// Returns the service's time, which the times in its messages are of: its `Date`, or else `ours`,
    /// unless the message of the error shows that the service's clock is ahead.
    pub(crate) fn now(&self, error: &Error, ours: SystemTime) -> SystemTime {
        let date = self.date.as_ref().and_then(http_date);
        date.unwrap_or_else(|| error.throttled_since().map_or(ours, |since| since.max(ours)))
    }

    /// Returns how long the service asks to wait; zero if it does not. `ours` is this machine's time.
    pub(crate) fn retry_after(&self, ours: SystemTime) -> Duration {
        let Some(value) = &self.retry_after else { return Duration::ZERO };
        let seconds = value.to_str().ok().and_then(|text| text.trim().parse().ok());
        let wait = seconds.map(Duration::from_secs).or_else(|| {
            // The difference to an end that is past is an error.
            let now = self.date.as_ref().and_then(http_date).unwrap_or(ours);
            http_date(value)?.duration_since(now).ok()
        });
        wait.unwrap_or_default().min(LONGEST)
    }
}

fn http_date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use dingtalk_protocol::ErrorKind;

    use super::*;

    const NOON: &str = "Thu, 01 Jan 2026 12:00:00 GMT";

    fn retry_after(retry_after: &'static str) -> u64 {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static(NOON));
        headers.insert(RETRY_AFTER, HeaderValue::from_static(retry_after));
        Hints::of(&headers).retry_after(SystemTime::UNIX_EPOCH).as_secs()
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
    fn the_services_time_is_its_date_and_otherwise_ours() {
        let ours = SystemTime::UNIX_EPOCH;
        let error = Error::new(ErrorKind::Throttled);
        assert_eq!(Hints::default().now(&error, ours), ours);
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static(NOON));
        assert_eq!(
            Some(Hints::of(&headers).now(&error, ours)),
            httpdate::parse_http_date(NOON).ok()
        );
    }
}
