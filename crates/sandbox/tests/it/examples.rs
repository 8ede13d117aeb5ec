//! Calls without behaviour of their own: what the documentation refuses, and the page's example.

use dingtalk_protocol::{Secret, signature};
use dingtalk_sandbox::{Answer, Fault, Sandbox, example_paths};
use insta::assert_snapshot;

use crate::raw::{FORM, form, form_with, json, request, send};

const MEMBERS: &str = "/topapi/attendance/group/member/listbyids";
const POSITIONS: &str = "/topapi/attendance/group/positions/add";
const RESULTS: &str = "/attendance/list";
const REPORTS: &str = "/topapi/report/list";
const DEVICE: &str = "/topapi/smartdevice/device/query";
const ACCOUNT: &str = "/topapi/serviceaccount/add";
const INDUSTRY: &str = "/topapi/industry/user/list";
const SUITE_TOKEN: &str = "/service/get_suite_token";
const BY_CODE: &str = "/sns/getuserinfo_bycode";

const ALL_MEMBERS: &str = "op_user_id=user1&group_id=7&member_ids=user1,user2&member_type=0";

/// `errcode` and `errmsg` of the answer to each form.
fn answers(path: &str, fields: &[&str]) -> String {
    let sandbox = Sandbox::start().unwrap();
    let answers = fields.iter().map(|fields| {
        let answer = form(&sandbox, path, fields);
        format!("{} {}", answer.code(), answer.text("errmsg"))
    });
    answers.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_s_example_is_answered_with_the_request_s_own_id() {
    let sandbox = Sandbox::start().unwrap();
    let answer = form(&sandbox, MEMBERS, ALL_MEMBERS);
    assert_snapshot!(answer.body, @r#"{"errcode":0,"errmsg":"ok","request_id":"sandbox000001","result":["user123","user456"],"success":true}"#);
    assert_eq!(sandbox.requests()[0].request_id(), answer.request_id());
    assert_eq!(sandbox.requests()[0].code(), Some(0));
}

#[test]
fn texts_of_a_form_are_held_against_types_and_limits() {
    let many = vec!["user1"; 21].join(",");
    assert_snapshot!(answers(MEMBERS, &[
        "op_user_id=user1",
        "op_user_id=user1&group_id=&member_ids=user1&member_type=0",
        "op_user_id=user1&group_id=seven&member_ids=user1&member_type=0",
        "op_user_id=user1&group_id=7&member_ids=user1,,user2&member_type=0",
        &format!("op_user_id=user1&group_id=7&member_ids={many}&member_type=0"),
    ]), @"
    40 Missing required arguments: group_id is missing
    40 Missing required arguments: group_id is missing
    41 Invalid arguments: group_id is no Number, but a text
    41 Invalid arguments: member_ids holds an empty item
    41 Invalid arguments: member_ids is 21 items, more than 20
    ");
    let long = "长".repeat(201);
    assert_snapshot!(answers(ACCOUNT, &[
        &format!("name=a&avatar_media_id=b&preview_media_id=c&desc={long}"),
    ]), @"41 Invalid arguments: desc is 201 characters, more than 200");
}

#[test]
fn json_in_a_text_is_checked_to_its_last_field() {
    let positions = |list: &str| format!("group_key=a&position_list={list}");
    let position = r#"{"address":"a","foreign_id":"b","longitude":"1","latitude":"2"}"#;
    assert_snapshot!(answers(POSITIONS, &[
        &positions("[{"),
        &positions(position),
        &positions("[7]"),
        &positions(r#"[{"address":"a"}]"#),
        &positions(&format!("[{}]", position.replace("\"b\"", "[]"))),
        &positions(&format!("[{}]", vec![position; 101].join(","))),
    ]), @"
    41 Invalid arguments: position_list holds no JSON
    41 Invalid arguments: position_list is no list, but an object
    41 Invalid arguments: position_list is no object, but a number
    40 Missing required arguments: position_list.foreign_id is missing
    41 Invalid arguments: position_list.foreign_id is no String, but a list
    41 Invalid arguments: position_list is 101 items, more than 100
    ");
}

#[test]
fn values_are_checked_together() {
    assert_snapshot!(answers(DEVICE, &[
        r#"device_query_vo={"pk":"a"}"#,
        r#"device_query_vo={"pk":"a","device_id":""}"#,
    ]), @"
    40 Missing required arguments: device_query_vo.device_name is missing: one of device_name, device_id is required
    40 Missing required arguments: device_query_vo.device_name is missing: one of device_name, device_id is required
    ");
    assert_snapshot!(answers(RESULTS, &[
        "workDateFrom=2026-01-01 08:00:00&workDateTo=2026-01-09 07:00:00&userIdList=[\"a\"]&offset=0&limit=50",
    ]), @"40035 不合法的参数: workDateTo is 8 days after workDateFrom, more than 7");
    assert_snapshot!(answers(REPORTS, &[
        "start_time=0&end_time=15552000001&cursor=0&size=20",
    ]), @"41 Invalid arguments: end_time is 181 days after start_time, more than 180");
}

/// The page names a code for the department and one for the size, and has one for every parameter.
#[test]
fn the_code_is_the_page_s_own_where_it_has_one() {
    assert_snapshot!(answers(INDUSTRY, &[
        "size=1",
        "dept_id=a&size=1",
        "dept_id=1",
        "dept_id=1&size=1001",
        "dept_id=1&size=1&cursor=a",
    ]), @"
    40009 无效的部门id: dept_id is missing
    40009 无效的部门id: dept_id is no Number, but a text
    40069 无效的size: size is missing
    40069 无效的size: size is 1001, more than 1000
    400002 无效的参数: cursor is no Number, but a text
    ");
}

#[test]
fn json_is_taken_for_a_form_and_held_against_the_same() {
    let sandbox = Sandbox::start().unwrap();
    let body = |members: &str| {
        format!(r#"{{"op_user_id":"user1","group_id":7,"member_ids":{members},"member_type":0}}"#)
    };
    assert_eq!(json(&sandbox, MEMBERS, &body(r#""user1,user2""#)).code(), 0);
    assert_eq!(json(&sandbox, MEMBERS, &body(r#"["user1","user2"]"#)).code(), 0);
    assert_eq!(json(&sandbox, MEMBERS, &body(r#"{"user1":1}"#)).code(), 41);
    assert_eq!(json(&sandbox, MEMBERS, "{").code(), 40);
}

/// The query holds none of the parameters that belong into the body.
#[test]
fn parameters_are_looked_for_where_the_page_puts_them() {
    let sandbox = Sandbox::start().unwrap();
    let target = format!("{MEMBERS}?access_token={}&{ALL_MEMBERS}", sandbox.token().expose());
    assert_eq!(send(&sandbox, &request("POST", &target, FORM, b"")).code(), 40);
}

#[test]
fn the_gateway_stands_before_them() {
    let sandbox = Sandbox::builder().rate_limit(2).start().unwrap();
    let get = format!("{MEMBERS}?access_token={}&{ALL_MEMBERS}", sandbox.token().expose());
    assert_eq!(send(&sandbox, &request("GET", &get, FORM, b"")).code(), 22);
    let without = send(&sandbox, &request("POST", MEMBERS, FORM, ALL_MEMBERS.as_bytes()));
    assert_eq!(without.codes(), (88, Some("41001".into())));
    let unknown = form_with(&sandbox, "another", MEMBERS, ALL_MEMBERS);
    assert_eq!(unknown.codes(), (88, Some("40014".into())));

    sandbox.revoke_permission(MEMBERS);
    let answer = form(&sandbox, MEMBERS, ALL_MEMBERS);
    assert_eq!(answer.codes(), (88, Some("60011".into())));
    assert!(answer.text("sub_msg").contains("requiredScopes=[qyapi_attendance_group_read]"));
    sandbox.grant_permission(MEMBERS);
    assert_eq!(form(&sandbox, MEMBERS, ALL_MEMBERS).code(), 0);
    let answer = form(&sandbox, MEMBERS, ALL_MEMBERS);
    assert_eq!(answer.codes(), (88, Some("90018".into())));
}

#[test]
fn faults_happen_to_them_by_path() {
    let sandbox = Sandbox::start().unwrap();
    let bodies = [
        Fault::Busy { applied: false },
        Fault::StringErrcode,
        Fault::MissingErrcode,
        Fault::MissingErrmsg,
        Fault::NullResult,
        Fault::UnknownPath,
    ]
    .map(|fault| {
        sandbox.answer_next(INDUSTRY, Answer::fault(fault));
        form(&sandbox, INDUSTRY, "dept_id=1&size=1").json()
    });
    let codes = bodies.each_ref().map(|body| body["errcode"].to_string());
    assert_eq!(codes, ["-1", "\"0\"", "null", "0", "0", "22"]);
    assert!(bodies[3].get("errmsg").is_none() && bodies[4]["result"].is_null());

    sandbox.answer_next(INDUSTRY, Answer::fault(Fault::MissingList));
    let result = &form(&sandbox, INDUSTRY, "dept_id=1&size=1").json()["result"];
    assert!(result.is_object() && result.get("details").is_none(), "{result}");
}

/// The call has a secret of its own in place of the app's token.
#[test]
fn a_call_without_the_app_s_token_asks_for_its_own() {
    let sandbox = Sandbox::start().unwrap();
    let ask = |body: &str| send(&sandbox, &request("POST", SUITE_TOKEN, FORM, body.as_bytes()));
    let answer = ask("suite_key=a&suite_secret=b0ttom&suite_ticket=t1cket");
    assert_eq!(answer.code(), 0);
    assert!(answer.json().get("request_id").is_none(), "{}", answer.body);
    assert_eq!(ask("suite_key=a&suite_ticket=t1cket").code(), 40035);

    let logged = format!("{:?}{}", sandbox.requests(), sandbox.requests()[0]);
    assert!(!logged.contains("b0ttom") && !logged.contains("t1cket"), "{logged}");
    assert!(logged.contains("suite_key=a"), "{logged}");
}

#[test]
fn a_signature_is_checked_if_the_app_is_known() {
    let sandbox = Sandbox::start().unwrap();
    let ask = |key: &str, signature: &str| {
        let fields = [("accessKey", key), ("timestamp", "1546084445901"), ("signature", signature)];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let target = format!("{BY_CODE}?{query}");
        send(&sandbox, &request("POST", &target, FORM, b"tmp_auth_code=abcdef")).code()
    };
    let signed_with = |secret| signature(&Secret::new(secret), 1_546_084_445_901, None);
    let (right, wrong) = (signed_with(sandbox.app_secret()), signed_with("another secret"));
    assert_eq!(ask(sandbox.app_key(), right.expose()), 0);
    assert_eq!(ask(sandbox.app_key(), wrong.expose()), 853_004);
    assert_eq!(ask(sandbox.app_key(), "%"), 853_004);
    assert_eq!(ask("another", wrong.expose()), 0);
    assert_eq!(ask("another", ""), 853_004);
}

#[test]
fn calls_with_behaviour_are_none_of_them() {
    assert!(example_paths().any(|path| path == MEMBERS));
    for path in ["/gettoken", "/topapi/role/deleterole", "/robot/send"] {
        assert!(!example_paths().any(|known| known == path), "{path}");
    }
}
