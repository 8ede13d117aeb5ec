//! What an answer becomes.

use insta::assert_snapshot;

use crate::fixture::Fixture;

const RESPONSE: [&str; 2] = ["pub struct Response", "impl Response"];
const FACTS: &str = "pub static ENDPOINT";

#[test]
fn fields_beside_the_envelope() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response]
            count = { type = "Number", required = true, example = "3", doc = "Number." }
            state = { type = "String", values = ["open", "shut"], doc = "State." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "count": 3 }"#);
    assert_snapshot!(fixture.items(&[FACTS, RESPONSE[0], RESPONSE[1]]));
}

#[test]
fn the_object_in_result_is_the_response() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response.result]
            type = "ResultVo"
            required = true
            doc = "Result."
            [types.ResultVo]
            doc = "What was found."
            [types.ResultVo.fields]
            lockerIds = { type = "Number[]", id = "LockerId", required = true, doc = "Lockers." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "result": { "lockerIds": [1] } }"#);
    assert_snapshot!(fixture.items(&[FACTS, RESPONSE[0], RESPONSE[1]]));
}

#[test]
fn a_result_that_may_be_missing() {
    let fixture = Fixture::new()
        .keys(r#"envelope = ["errcode", "success"]"#)
        .tables(
            r#"
            [response.result]
            type = "ResultVo"
            doc = "Result."
            [types.ResultVo]
            doc = "The locker that was opened."
            [types.ResultVo.fields]
            lockerId = { type = "Number", id = "LockerId", doc = "Locker." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "success": true, "result": { "lockerId": 1 } }"#);
    assert_snapshot!(fixture.items(&[FACTS, RESPONSE[0]]));
}

#[test]
fn a_list_that_may_be_absent_is_none_or_empty() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response]
            lockers = { type = "String[]", doc = "Absent is not empty." }
            owners = { type = "String[]", absent = "empty", source = "probe", doc = "Absent is empty." }
            "#,
        )
        .answer(r#"{ "errcode": 0 }"#);
    assert_snapshot!(fixture.items(&[FACTS, RESPONSE[0], RESPONSE[1]]));
}

#[test]
fn the_list_that_the_call_is_about_can_be_named() {
    let fixture = Fixture::new()
        .keys("list = \"lockers\"")
        .tables(
            r#"
            [response]
            lockers = { type = "String[]", required = true, doc = "Lockers." }
            owners = { type = "String[]", required = true, doc = "Owners." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "lockers": [], "owners": [] }"#);
    assert_snapshot!(fixture.items(&[FACTS]));
}

#[test]
fn an_object_of_its_own_type_stands_in_a_box() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response]
            room = { type = "RoomVo", required = true, doc = "Room." }
            [types.RoomVo]
            rust = "Room"
            doc = "A room."
            [types.RoomVo.fields]
            parent = { type = "RoomVo", doc = "The room around it." }
            rooms = { type = "RoomVo[]", doc = "The rooms in it." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "room": { "parent": { "rooms": [] } } }"#);
    assert_snapshot!(fixture.items(&["pub struct Room", "impl Room"]));
}

#[test]
fn numbers_with_a_fraction() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response]
            weights = { type = "Double[]", required = true, doc = "Weights." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "weights": [0.5] }"#);
    assert_snapshot!(fixture.items(&[RESPONSE[0]]));
}

#[test]
fn a_secret_is_not_shown() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [response]
            code = { type = "String", secret = true, required = true, doc = "Code of the lock." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "code": "x" }"#);
    assert_snapshot!(fixture.items(&["use crate::secret", RESPONSE[0]]));
}
