//! How many days lie between two dates or times, without a clock and without a time zone.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_by_the_calendar() {
        for (from, to, days) in [
            ("2020-11-07 08:00:00", "2020-11-11 08:00:00", 4),
            ("2020-02-28", "2020-03-01", 2),
            ("2021-02-28", "2021-03-01", 1),
            ("2000-02-28", "2000-03-01", 2),
            ("2019-12-31 23:59:59", "2020-01-01 00:00:00", 1),
            ("2020-01-01 00:00", "2021-01-01T23:59", 366),
            ("1970-01-01", "2026-11-27", 20_784),
        ] {
            assert_eq!(between_dates(from, to), Some(days), "{from} to {to}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_counted() {
        for text in [
            "",
            "2020",
            "20201107",
            "2020-13-01",
            "2021-02-29",
            "2020-11-31",
            "2020-11-00",
            "2020-11-071",
            "2020-1-007",
            "+020-11-07",
            "2020/11/07",
            "二〇二〇年十月",
        ] {
            assert_eq!(between_dates("2020-11-07", text), None, "{text}");
            assert_eq!(between_dates(text, "2020-11-07"), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_day_is_one_day_more() {
        assert_eq!(between_millis(0, 0), 0);
        assert_eq!(between_millis(0, 1), 1);
        assert_eq!(between_millis(0, MILLIS_A_DAY), 1);
        assert_eq!(between_millis(0, MILLIS_A_DAY + 1), 2);
        assert!(between_millis(1, 0) <= 0);
        assert!(between_millis(i64::MIN, i64::MAX) > 0);
        assert!(between_millis(i64::MAX, i64::MIN) < 0);
    }
}
