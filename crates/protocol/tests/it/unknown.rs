//! Fields of an answer that no type knows.

use dingtalk_protocol::role::{delete, list_users};
use dingtalk_protocol::{Reply, auth, decode, decode_repeated, user};

fn response(body: &str) -> http::Response<&[u8]> {
    http::Response::new(body.as_bytes())
}

fn unknown(body: &str) -> Vec<String> {
    let reply = decode::<list_users::Request, _>(response(body)).unwrap();
    let found = reply.unknown_fields().unwrap();
    found.iter().map(|(pointer, value)| format!("{pointer} = {value}")).collect()
}

#[test]
fn every_field_that_no_type_knows_is_found_with_its_place_and_its_value() {
    let body = r#"{"errcode": 0, "errmsg": "ok", "request_id": "r", "success": true, "cost": 3, "result": {
        "hasMore": false, "next~a/b": null, "list": [
            {"userid": "a", "manageScopes": [{"dept_id": 1, "level": {"rank": 2}}]},
            {"userid": "b", "nick": ["B"]}
        ]}}"#;
    let expected = [
        "/cost = 3",
        "/result/list/0/manageScopes/0/level = {\"rank\":2}",
        "/result/list/1/nick = [\"B\"]",
        "/result/next~0a~1b = null",
    ];
    assert_eq!(unknown(body), expected);
}

#[test]
fn what_is_read_leniently_is_known() {
    let body =
        "\u{feff}{\"errcode\": \"0\", \"sub_code\": \"\", \"result\": {\"hasMore\": \"false\",
        \"list\": {\"userid\": 7, \"name\": \"\\ud83d\", \"new\": 1}}}";
    assert_eq!(unknown(body), ["/result/list/new = 1"]);
    assert_eq!(unknown(r#"{"errcode": 0, "result": {"hasMore": false, "list": []}}"#), [""; 0]);

    let as_text = r#"{"errcode": 0, "result": {"userid": "a", "dept_id_list": "[2]"}}"#;
    let reply = decode::<user::get::Request, _>(response(as_text)).unwrap();
    assert!(reply.unknown_fields().unwrap().is_empty());
}

#[test]
fn where_nothing_was_read_there_is_no_answer_that_all_was_known() {
    let body = r#"{"errcode": 0, "access_token": "t", "expires_in": 7200}"#;
    let reply = decode::<auth::get_token::Request, _>(response(body)).unwrap();
    assert!(reply.unknown_fields().is_err());
    assert!(
        Reply::new(list_users::Response::new(false, Vec::<list_users::User>::new()))
            .unknown_fields()
            .is_err()
    );

    let gone = response(r#"{"errcode": 33011, "more": 1}"#);
    let reply = decode_repeated::<delete::Request, _>(gone).unwrap();
    assert!(reply.unknown_fields().unwrap().is_empty());
}
