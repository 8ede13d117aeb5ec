//! `simplelist` at every edge of a role of 45.

use dingtalk_sandbox::{Sandbox, seeded};

use crate::raw::{LIST, Raw, form};

fn list(sandbox: &Sandbox, more: &str) -> Raw {
    form(sandbox, LIST, &format!("role_id={}{more}", seeded::LARGE_ROLE))
}

fn staff(numbers: std::ops::RangeInclusive<usize>) -> Vec<String> {
    numbers.map(|number| format!("staff{number:02}")).collect()
}

#[test]
fn pages_end_where_the_list_ends() {
    let sandbox = Sandbox::start().unwrap();
    for (size, offset, users, has_more) in [
        (1, 0, staff(1..=1), true),
        (1, 1, staff(2..=2), true),
        (1, 43, staff(44..=44), true),
        (1, 44, staff(45..=45), false),
        (1, 45, vec![], false),
        (1, 46, vec![], false),
        (20, 0, staff(1..=20), true),
        (20, 20, staff(21..=40), true),
        (20, 24, staff(25..=44), true),
        (20, 25, staff(26..=45), false),
        (20, 40, staff(41..=45), false),
        (44, 0, staff(1..=44), true),
        (44, 1, staff(2..=45), false),
        (45, 0, staff(1..=45), false),
        (46, 0, staff(1..=45), false),
        (100, 0, staff(1..=45), false),
        (100, 44, staff(45..=45), false),
        (100, i64::MAX, vec![], false),
    ] {
        let answer = list(&sandbox, &format!("&size={size}&offset={offset}"));
        assert_eq!(answer.code(), 0, "size {size}, offset {offset}");
        assert_eq!(answer.page(), (users, has_more), "size {size}, offset {offset}");
    }
}

#[test]
fn size_and_offset_count_only_together() {
    let sandbox = Sandbox::start().unwrap();
    for alone in
        ["", "&size=5", "&offset=40", "&size=0", "&size=abc", "&offset=-1", "&size=&offset=3"]
    {
        assert_eq!(list(&sandbox, alone).page(), (staff(1..=20), true), "{alone}");
    }
}

#[test]
fn wrong_size_and_offset_have_their_codes() {
    let sandbox = Sandbox::start().unwrap();
    for size in ["0", "-1", "101", "200", "abc", "1.5", "99999999999999999999"] {
        let answer = list(&sandbox, &format!("&size={size}&offset=0"));
        assert_eq!(
            (answer.code(), answer.json()["errmsg"].as_str()),
            (40069, Some("Invalid size"))
        );
    }
    for offset in ["-1", "abc", "0.5", "99999999999999999999"] {
        let answer = list(&sandbox, &format!("&size=20&offset={offset}"));
        let message = answer.json()["errmsg"].clone();
        assert_eq!((answer.code(), message.as_str()), (40068, Some("Invalid offset")));
    }
}

#[test]
fn a_role_without_holders_is_an_empty_list() {
    let sandbox = Sandbox::start().unwrap();
    let answer = form(&sandbox, LIST, &format!("role_id={}", seeded::EMPTY_ROLE));
    assert_eq!(answer.page(), (vec![], false));
}
