//! The request examples of the pages, byte for byte as curl sends them, and their answers.

use dingtalk_sandbox::{Sandbox, seeded};
use insta::assert_snapshot;
use serde_json::Value;

use crate::raw::{ADD, DELETE, FORM, LIST, LIST_IDS, REMOVE, Raw, form, json, request, send};

/// Returns a sandbox that knows the tokens of the request examples.
fn sandbox() -> Sandbox {
    let tokens = [
        "8f577dxxxx76f2a3a2",
        "f5326exxxxbe8d071",
        "e56eb45d-4b5a-4284-bdcf-cbc5284e188a",
        "d1812xxxxc53245",
        "03987655-598f-4f7a-8fc3-aaf257c47c27",
    ];
    let builder = tokens.into_iter().fold(Sandbox::builder(), dingtalk_sandbox::Builder::token);
    builder.start().unwrap()
}

fn curl(sandbox: &Sandbox, path: &str, fields: &[&str]) -> String {
    shown(&send(sandbox, &request("POST", path, FORM, fields.join("&").as_bytes())))
}

/// Returns the answer without its date.
fn shown(answer: &Raw) -> String {
    let content_type = answer.header("content-type").unwrap();
    format!("{}\n{content_type}\n{}", answer.status, answer.body)
}

#[test]
fn addrolesforemps() {
    let sandbox = sandbox();
    let fields = ["access_token=8f577dxxxx76f2a3a2", "roleIds=1507113584", "userIds=user1"];
    assert_snapshot!(curl(&sandbox, ADD, &fields));
    assert!(sandbox.with_organisation(|org| org.holds(seeded::ENGINEER, seeded::USER_1)));
}

#[test]
fn removerolesforemps() {
    let sandbox = sandbox();
    let fields = [
        "access_token=e56eb45d-4b5a-4284-bdcf-cbc5284e188a",
        "roleIds=1507113578",
        "userIds=user100",
    ];
    assert_snapshot!(curl(&sandbox, REMOVE, &fields));
    assert!(!sandbox.with_organisation(|org| org.holds(seeded::REVIEWER, seeded::USER_100)));
}

#[test]
fn simplelist() {
    let fields = ["access_token=d1812xxxxc53245", "offset=0", "role_id=1203141", "size=20"];
    assert_snapshot!(curl(&sandbox(), LIST, &fields));
}

#[test]
fn deleterole() {
    let sandbox = sandbox();
    assert_snapshot!(curl(&sandbox, DELETE, &["access_token=f5326exxxxbe8d071", "role_id=11"]));
    assert!(sandbox.with_organisation(|org| org.role(seeded::OBSOLETE_ROLE).is_none()));
}

#[test]
fn listid() {
    let fields = ["access_token=03987655-598f-4f7a-8fc3-aaf257c47c27", "dept_id=100"];
    assert_snapshot!(curl(&sandbox(), LIST_IDS, &fields));
}

#[test]
fn chinese_names_and_emoji() {
    let sandbox = sandbox();
    assert_snapshot!(shown(&json(&sandbox, LIST, r#"{"role_id":1507113578}"#)));
}

#[test]
fn several_management_scopes_one_of_them_negative() {
    let sandbox = sandbox();
    assert_snapshot!(shown(&json(&sandbox, LIST, r#"{"role_id":1507113574}"#)));
}

#[test]
fn json_numbers_strings_and_lists_are_read_alike() {
    let sandbox = sandbox();
    for body in [
        r#"{"roleIds":"1507113584,11","userIds":"user1,user100"}"#,
        r#"{"roleIds":[1507113584,11],"userIds":["user1","user100"]}"#,
    ] {
        let before = sandbox.with_organisation(|org| org.clone());
        assert_eq!(json(&sandbox, ADD, body).code(), 0, "{body}");
        for role in [seeded::ENGINEER, seeded::OBSOLETE_ROLE] {
            assert!(sandbox.with_organisation(|org| org.holds(role, "user1")), "{body}");
            assert!(sandbox.with_organisation(|org| org.holds(role, "user100")), "{body}");
        }
        sandbox.with_organisation(|org| *org = before);
    }
    let spellings = [r#"{"role_id":1203141}"#, r#"{"role_id":"1203141"}"#];
    let answers = spellings.map(|body| json(&sandbox, LIST, body).json()["result"].clone());
    assert_eq!(answers[0], answers[1]);
}

/// The documented shape, field by field and in its order.
#[test]
fn the_fields_stand_in_the_order_of_the_example() {
    let body = json(&sandbox(), LIST, r#"{"role_id":1203141}"#).body;
    let order = [
        "errcode",
        "errmsg",
        "result",
        "hasMore",
        "list",
        "name",
        "userid",
        "manageScopes",
        "dept_id",
        "request_id",
    ];
    let places = order.map(|field| body.find(&format!("\"{field}\":")).expect(field));
    assert!(places.is_sorted(), "{body}");
}

/// The page's example and the sandbox's answer to the page's request have the same fields with the
/// same types, but for what is known of the examples: four lack `errmsg`, which every table has,
/// and one prints `errcode` as a string.
#[test]
fn the_answers_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start().unwrap();
    for (path, fields, example) in [
        (ADD, "roleIds=1507113584&userIds=user1", r#"{"errcode":0,"request_id":"emhw6ma4xmeg"}"#),
        (DELETE, "role_id=11", r#"{"errcode":"0","request_id":"zw9fhpj3m32u"}"#),
        (
            REMOVE,
            "roleIds=1507113578&userIds=user100",
            r#"{"errcode":0,"request_id":"10c1rigbngrp5"}"#,
        ),
        (
            LIST,
            "offset=0&role_id=1203141&size=20",
            r#"{"errcode":0,"result":{"hasMore":false,"list":[{"name":"John","userid":
               "manager4220","manageScopes":[{"dept_id":11,"name":"Discipline Inspection
               Department"}]}]},"request_id":"f6249uw1kuus"}"#,
        ),
        (
            LIST_IDS,
            "dept_id=100",
            r#"{"errcode":0,"errmsg":"ok","result":{"userid_list":["usxxx","manager4xxx"]},
               "request_id":"3naksldjh0dk"}"#,
        ),
    ] {
        let mut example: Value =
            serde_json::from_str(&example.replace("\n               ", " ")).unwrap();
        example["errmsg"] = "ok".into();
        example["errcode"] = 0.into();
        assert_eq!(shape(&form(&sandbox, path, fields).json()), shape(&example), "{path}");
    }
}

/// Returns a value with its scalars replaced by their types, and its lists cut to the first item.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "boolean".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect()
        }
    }
}
