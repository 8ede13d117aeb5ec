//! Limits of several parameters at once, against numbers typed in from the pages.

use dingtalk_protocol::limits::Rule;
use dingtalk_protocol::{
    Request, attendance, blackboard, check_in, report, smart_device, validate,
};

fn violations(request: &impl Request) -> Vec<(&'static str, Rule)> {
    let violations = |error: dingtalk_protocol::Error| {
        error.violations().iter().map(|it| (it.field, it.rule.clone())).collect()
    };
    validate(request).err().map_or_else(Vec::new, violations)
}

/// Clock-ins of 7 days, announcements of 180.
#[test]
fn dates_lie_as_far_apart_as_the_pages_allow() {
    let results = |from: &str, to: &str| {
        violations(&attendance::list_results::Request::new(from, to, ["manager4220"], 0, 50))
    };
    assert_eq!(results("2020-11-01 00:00:00", "2020-11-08 23:59:59"), []);
    let rule = Rule::MaxDays { from: "workDateFrom", max: 7, actual: 8 };
    assert_eq!(results("2020-11-01 23:59:59", "2020-11-09 00:00:00"), [("workDateTo", rule)]);
    // What is no date, and a period that ends before it begins, is for the service to judge.
    assert_eq!(results("1 November", "2020-11-09 00:00:00"), []);
    assert_eq!(results("2020-11-09 00:00:00", "2019-11-01 00:00:00"), []);

    let list = |from: &str, to: &str| {
        let query = blackboard::list_ids::Query::new("user123", 10, 1);
        let query = query.with_start_time(from).with_end_time(to);
        violations(&blackboard::list_ids::Request::new(query))
    };
    assert_eq!(list("2019-10-07 10:10:10", "2020-04-04 10:10:10"), []);
    let from = "OapiBlackboardQueryVo.start_time";
    assert_eq!(
        list("2019-10-07 10:10:10", "2020-04-05 10:10:10"),
        [("OapiBlackboardQueryVo.end_time", Rule::MaxDays { from, max: 180, actual: 181 })]
    );
}

/// Reports of 180 days, check-ins of 45 and of 10.
#[test]
fn times_lie_as_far_apart_as_the_pages_allow() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let beyond = |max| [("end_time", Rule::MaxDays { from: "start_time", max, actual: max + 1 })];
    let reports = |millis| violations(&report::list::Request::new(5, 5 + millis, 0, 10));
    assert_eq!(reports(180 * DAY), []);
    assert_eq!(reports(180 * DAY + 1), beyond(180));
    let department =
        |millis| violations(&check_in::list_department_records::Request::new("1", 5 + millis, 5));
    assert_eq!(department(45 * DAY), []);
    assert_eq!(department(45 * DAY + 1), beyond(45));
    let users = |millis| {
        violations(&check_in::list_user_records::Request::new(["a"], 5, 5 + millis, 0, 100))
    };
    assert_eq!(users(10 * DAY), []);
    assert_eq!(users(10 * DAY + 1), beyond(10));
}

#[test]
fn a_device_is_named_or_numbered() {
    let broken = |query| violations(&smart_device::get::Request::new().with_query(query));
    let query = || smart_device::get::Query::new("a1xxxx");
    let of: &[_] = &["DeviceQueryVo.device_name", "DeviceQueryVo.device_id"];
    let none = [("DeviceQueryVo.device_name", Rule::AtLeastOne { of })];
    assert_eq!(broken(query()), none);
    assert_eq!(broken(query().with_device_name("")), none);
    assert_eq!(broken(query().with_device_name("lamp")), []);
    assert_eq!(broken(query().with_device_id("QWR45GT")), []);
}
