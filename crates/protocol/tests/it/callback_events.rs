//! Events of callbacks, with the examples of the pages.

use dingtalk_protocol::callback::{Change, Error, Event};
use serde_json::{Value, json};

fn parse(json: &Value) -> Result<Event, Error> {
    Event::parse(&json.to_string())
}

#[test]
fn the_examples_of_the_pages_are_read() {
    let users = json!(["015xxxx227"]);
    let difference = json!({ "prev": { "name": "测试01" }, "curr": { "name": "测试1" }, "userid": "user123456" });
    let label = r#"{"hidden":false,"name":"test","id":1688607309,"extraInfo":{}}"#;
    for (event_type, fields, change) in [
        ("check_url", json!({}), "CheckUrl"),
        (
            "check_create_suite_url",
            json!({ "Random": "brdkKLMW" }),
            "CheckCreateSuiteUrl { random: \"brdkKLMW\" }",
        ),
        (
            "check_update_suite_url",
            json!({ "Random": "xxxxxx", "TestSuiteKey": "suited6db0pze8yao1b1y" }),
            "CheckUpdateSuiteUrl { random: \"xxxxxx\", suite_key: \"suited6db0pze8yao1b1y\" }",
        ),
        (
            "suite_ticket",
            json!({ "SuiteKey": "suitexxxx", "SuiteTicket": "tick3t" }),
            "SuiteTicket { suite_key: \"suitexxxx\", ticket: Secret(…) }",
        ),
        ("user_add_org", json!({ "userId": users }), "UsersAdded([UserId(\"015xxxx227\")])"),
        // As older pages print it.
        (
            "user_add_org",
            json!({ "UserId": ["user1", "user2"] }),
            "UsersAdded([UserId(\"user1\"), UserId(\"user2\")])",
        ),
        (
            "user_modify_org",
            json!({ "userId": ["user123456"], "diffInfo": difference }),
            "UsersModified { user_ids: [UserId(\"user123456\")], difference: Some(Object {\
                \"curr\": Object {\"name\": String(\"测试1\")}, \
                \"prev\": Object {\"name\": String(\"测试01\")}, \
                \"userid\": String(\"user123456\")}) }",
        ),
        ("user_leave_org", json!({ "userId": users }), "UsersLeft([UserId(\"015xxxx227\")])"),
        ("user_active_org", json!({ "userId": users }), "UsersActivated([UserId(\"015xxxx227\")])"),
        ("org_admin_add", json!({ "userId": users }), "AdminsAdded([UserId(\"015xxxx227\")])"),
        ("org_admin_remove", json!({ "userId": users }), "AdminsRemoved([UserId(\"015xxxx227\")])"),
        (
            "org_dept_create",
            json!({ "deptId": [432_825_033] }),
            "DepartmentsCreated([DepartmentId(432825033)])",
        ),
        (
            "org_dept_modify",
            json!({ "DeptId": [432_825_033] }),
            "DepartmentsModified([DepartmentId(432825033)])",
        ),
        (
            "org_dept_remove",
            json!({ "deptId": ["432825033"] }),
            "DepartmentsRemoved([DepartmentId(432825033)])",
        ),
        ("org_change", json!({}), "OrganizationChanged"),
        ("org_remove", json!({}), "OrganizationRemoved"),
        (
            "label_user_change",
            json!({ "userIdList": ["84597xxx464"], "action": "add", "labelIdList": [1881] }),
            "RoleHoldersChanged { user_ids: [UserId(\"84597xxx464\")], role_ids: [RoleId(1881)], \
                action: \"add\" }",
        ),
        (
            "label_conf_add",
            json!({ "scope": "1", "labelIdList": [1_688_607_309] }),
            "RolesAdded { ids: [1688607309] }",
        ),
        (
            "label_conf_modify",
            json!({ "labelIdList": [1234], "preLabelList": [label], "scope": "1" }),
            "RolesModified { ids: [1234], before: Some([\"{\\\"hidden\\\":false,\\\"name\\\":\
                \\\"test\\\",\\\"id\\\":1688607309,\\\"extraInfo\\\":{}}\"]), after: None }",
        ),
        ("label_conf_del", json!({ "labelIdList": [16] }), "RolesRemoved { ids: [16] }"),
        (
            "SYNC_HTTP_PUSH_HIGH",
            json!({ "bizData": [{
                "gmt_create": 1_652_841_516_000_i64,
                "biz_type": 2,
                "biz_id": "2531",
                "biz_data": "{\"syncAction\":\"suite_ticket\",\"suiteTicket\":\"tick3t\"}",
                "corp_id": "ding9f50b1",
            }] }),
            "Synced([SyncItem { kind: 2, id: Some(\"2531\"), corp_id: Some(CorpId(\"ding9f50b1\")), \
                data: Secret(…) }])",
        ),
    ] {
        let mut event = fields;
        event["EventType"] = event_type.into();
        event["EventTime"] = 1_663_143_335_567_i64.into();
        event["CorpId"] = "ding9f50b15bxxxx16741".into();
        event["eventId"] = "c7c7120f2c07419**ebdba0318c8".into();
        let event = parse(&event).unwrap();
        assert_eq!(format!("{:?}", event.change), change);
        assert_eq!(event.event_type, event_type);
        assert_eq!(event.time, Some(1_663_143_335_567));
        assert_eq!(event.corp_id.unwrap(), "ding9f50b15bxxxx16741");
        assert_eq!(event.id.unwrap(), "c7c7120f2c07419**ebdba0318c8");
    }
}

#[test]
fn an_unknown_event_is_kept_whole_and_shown_nowhere() {
    let json = json!({
        "EventType": "tmp_auth_code",
        "AuthCode": "c0de",
        "AuthCorpId": "ding1",
        "TimeStamp": "12351458245",
        "EventTime": {},
        "userId": 1,
    });
    let event = parse(&json).unwrap();
    assert_eq!(event.time, Some(12_351_458_245));
    assert_eq!(event.corp_id.as_ref().unwrap(), &"ding1");
    assert!(!format!("{event:?}").contains("c0de"));
    assert!(serde_json::to_string(&event).is_err());
    let Change::Other(text) = event.change else { panic!("{event:?}") };
    assert_eq!(serde_json::from_str::<Value>(text.expose()).unwrap(), json);
}

#[test]
fn what_a_known_event_is_about_is_never_taken_for_empty() {
    for (json, detail) in [
        (json!({ "EventType": "user_leave_org" }), "there is none"),
        (json!({ "EventType": "user_leave_org", "deptId": [1] }), "`userId` is missing"),
        (json!({ "EventType": "user_leave_org", "userId": null, "deptId": [1] }), "`userId`"),
        (json!({ "EventType": "org_dept_remove", "deptId": "s3cret" }), "another type"),
        (json!({ "EventType": "label_user_change", "userIdList": ["1"] }), "`labelIdList`"),
        (json!({ "EventType": "suite_ticket", "SuiteKey": "suitexxxx" }), "`SuiteTicket`"),
    ] {
        let error = parse(&json).unwrap_err();
        assert!(matches!(error, Error::UnexpectedShape { .. }));
        assert!(error.to_string().contains(detail), "{error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}

#[test]
fn half_a_character_costs_one_character_and_not_the_event() {
    let known = r#"{"EventType":"user_modify_org","UserId":["u\ud83d"],"CorpId":"c"}"#;
    let event = Event::parse(known).unwrap();
    assert!(format!("{event:?}").contains("u\u{fffd}"), "{event:?}");
    let unknown = Event::parse(r#"{"EventType":"something_new","x":"\ud83d"}"#).unwrap();
    assert_eq!(unknown.event_type, "something_new");
}

#[test]
fn a_message_that_names_no_event_is_an_error() {
    for text in
        ["", "null", "[]", "{}", "{\"EventType\":1}", "{\"EventType\":\"check_url\"", "success"]
    {
        assert_eq!(Event::parse(text).unwrap_err(), Error::NoEventType, "{text}");
    }
}

#[test]
fn events_survive_formats_that_do_not_describe_themselves() {
    let difference = json!({ "prev": { "name": "a" }, "curr": { "name": "b" } });
    for json in [
        json!({ "EventType": "user_add_org", "CorpId": "ding1", "userId": ["1", "2"] }),
        json!({ "EventType": "user_modify_org", "userId": ["1"], "diffInfo": difference }),
        json!({ "EventType": "org_change", "EventTime": 5 }),
    ] {
        let event = parse(&json).unwrap();
        let bytes = postcard::to_allocvec(&event).unwrap();
        assert_eq!(postcard::from_bytes::<Event>(&bytes).unwrap(), event);
        let text = toml::to_string(&event).unwrap();
        assert_eq!(toml::from_str::<Event>(&text).unwrap(), event);
    }
}
