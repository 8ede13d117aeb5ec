//! How many days a period spans: by the calendar, without a clock and without a time zone.

use dingtalk_protocol::limits::{Limits, Rule};
use dingtalk_protocol::{Endpoint, Request, validate};
use serde::{Deserialize, Serialize};

const MILLIS_A_DAY: i64 = 24 * 60 * 60 * 1000;

/// A period whose every length breaks the limit, which says how long it is.
#[derive(Debug, Serialize, Deserialize)]
enum Period {
    Dates(String, String),
    Millis(i64, i64),
}

static ENDPOINT: Endpoint = Endpoint::post("test::days", "/days").form();

impl Request for Period {
    type Response = ();
    const ENDPOINT: &'static Endpoint = &ENDPOINT;

    fn check_limits(&self, limits: &mut Limits) {
        match self {
            Self::Dates(from, to) => limits.days(("from", from), ("to", to), i64::MIN),
            Self::Millis(from, to) => {
                limits.days_of_millis(("from", *from), ("to", *to), i64::MIN);
            }
        }
    }
}

fn length(period: &Period) -> Option<i64> {
    match validate(period).err()?.violations()[0].rule {
        Rule::MaxDays { actual, .. } => Some(actual),
        ref other => panic!("{other:?}"),
    }
}

fn between_dates(from: &str, to: &str) -> Option<i64> {
    length(&Period::Dates(from.to_owned(), to.to_owned()))
}

fn between_millis(from: i64, to: i64) -> i64 {
    length(&Period::Millis(from, to)).unwrap()
}

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
