//! The public types in formats that know nothing of the service: JSON, TOML, and postcard, which does
//! not describe itself.

use std::fmt::Debug;

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::user::list::{self, SortOrder};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::work_notification::get_send_progress::TaskStatus;
use dingtalk_protocol::{
    AccessToken, DepartmentId, ErrorCode, RoleId, Secret, UserId, user, work_notification,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept<T> {
    kept: T,
}

#[track_caller]
fn assert_round_trips<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: T) {
    let kept = Kept { kept: value };
    let json = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Kept<T>>(&json).unwrap(), kept, "{json}");
    let toml = toml::to_string(&kept).unwrap();
    assert_eq!(toml::from_str::<Kept<T>>(&toml).unwrap(), kept, "{toml}");
    let bytes = postcard::to_allocvec(&kept).unwrap();
    assert_eq!(postcard::from_bytes::<Kept<T>>(&bytes).unwrap(), kept);
}

#[test]
fn ids_and_codes() {
    for id in [0, 1, -7, i64::MIN, i64::MAX] {
        assert_round_trips(RoleId::new(id));
        assert_round_trips(DepartmentId::new(id));
        assert_round_trips(ErrorCode::new(id));
    }
    for id in ["", "manager4220", "张三, \"😀\"\n"] {
        assert_round_trips(UserId::new(id));
    }
    assert_eq!(serde_json::to_string(&RoleId::new(7)).unwrap(), "7");
    assert_eq!(serde_json::to_string(&UserId::new("7")).unwrap(), "\"7\"");
    let map = std::collections::BTreeMap::from([(RoleId::new(-7), UserId::new("u"))]);
    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"-7":"u"}"#);
    assert_round_trips(map);
}

#[test]
fn requests() {
    let page = list_users::Page { offset: 0, size: 20 };
    assert_round_trips(page);
    assert_round_trips(list_users::Request::new(1_203_141));
    assert_round_trips(list_users::Request::new(1_203_141).with_page(page));
    assert_round_trips(list_ids::Request::new(-7));
    assert_round_trips(delete::Request::new(i64::MAX));
    for users in [&[][..], &["u"], &["张三", " ", "u"]] {
        assert_round_trips(add_to_users::Request::new([1, -2, 3], users.iter().copied()));
        assert_round_trips(remove_from_users::Request::new([0_i64; 0], users.iter().copied()));
    }
}

#[test]
fn json_of_any_shape() {
    let message =
        json!({"msgtype": "text", "text": {"content": "早"}, "n": [null, 1.5, {"a": null}]});
    let request = work_notification::send::Request::new(1, message).with_user_ids(["u"]);
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!(json["msg"]["text"]["content"], "早");
    let bytes = postcard::to_allocvec(&request).unwrap();
    assert_eq!(postcard::from_bytes::<work_notification::send::Request>(&bytes).unwrap(), request);
    assert_round_trips(work_notification::send::Request::new(1, json!({"msgtype": "text"})));
    let user = user::get::Response::new();
    let bytes = postcard::to_allocvec(&user).unwrap();
    assert_eq!(postcard::from_bytes::<user::get::Response>(&bytes).unwrap(), user);
}

#[test]
fn responses() {
    let mut full = list_users::User::new("u");
    full.name = Some("John".to_owned());
    let mut department = list_users::Department::new(11);
    department.name = Some("Night watch".to_owned());
    full.manage_scopes = Some(vec![department, list_users::Department::new(-1)]);
    let mut empty = list_users::User::new("v");
    empty.manage_scopes = Some(Vec::new());
    let users = [full, empty, list_users::User::new("w")];
    assert_round_trips(list_users::Response::new(true, users));
    assert_round_trips(list_users::Response::new(false, [] as [list_users::User; 0]));
    assert_round_trips(list_ids::Response::new(["a", "b"]));
    assert_round_trips(list_ids::Response::new([""; 0]));
    assert_round_trips(add_to_users::Response::new());
    assert_round_trips(remove_from_users::Response::new());
    assert_round_trips(delete::Response::new());
}

#[test]
fn values_with_and_without_names() {
    for value in [-1, 2, 3, i64::MIN] {
        assert_round_trips(TaskStatus::from(value));
    }
    for text in ["custom", "by_height", ""] {
        assert_round_trips(SortOrder::from(text));
        assert_round_trips(list::Request::new(1, 0, 10).with_order(text));
    }
    assert_eq!(serde_json::to_string(&TaskStatus::Finished).unwrap(), "2");
    assert_eq!(serde_json::to_string(&SortOrder::Custom).unwrap(), "\"custom\"");
}

/// The names are those of the wire, so that a stored request is what was sent.
#[test]
fn a_request_has_the_names_of_the_wire() {
    let request = add_to_users::Request::new([1, 2], ["u", "v"]);
    let json = serde_json::to_string(&request).unwrap();
    assert_eq!(json, r#"{"roleIds":"1,2","userIds":"u,v"}"#);
    // People write a list by hand.
    let written = r#"{"roleIds":[1,"2"],"userIds":["u","v"]}"#;
    assert_eq!(serde_json::from_str::<add_to_users::Request>(written).unwrap(), request);
}

#[test]
fn an_item_that_can_not_be_joined_is_refused() {
    for (ids, what) in [(["u", ""], "item 1 of a joined list is empty"), (["a,b", "u"], "comma")] {
        let request = add_to_users::Request::new([1], ids);
        let error = serde_json::to_string(&request).unwrap_err().to_string();
        assert!(error.contains(what) && !error.contains("a,b"), "{error}");
        assert!(postcard::to_allocvec(&request).is_err());
    }
    for text in [",", "1,", "1,,2", "1,x"] {
        let json = format!(r#"{{"roleIds":"{text}","userIds":"u"}}"#);
        assert!(serde_json::from_str::<add_to_users::Request>(&json).is_err(), "{json}");
    }
}

#[test]
fn secrets_are_read_and_never_written() {
    let request: get_token::Request =
        serde_json::from_str(r#"{"appkey":"k","appsecret":"s3cr3t"}"#).unwrap();
    assert_eq!(request.app_secret.expose(), "s3cr3t");
    let response: get_token::Response =
        serde_json::from_str(r#"{"access_token":"s3cr3t","expires_in":7200}"#).unwrap();
    assert_eq!((response.access_token.expose(), response.expires_in), ("s3cr3t", Some(7200.0)));
    let errors = [
        serde_json::to_string(&request).unwrap_err().to_string(),
        serde_json::to_string(&response).unwrap_err().to_string(),
        serde_json::to_string(&Secret::new("s3cr3t")).unwrap_err().to_string(),
        serde_json::to_string(&AccessToken::new("s3cr3t")).unwrap_err().to_string(),
        toml::to_string(&request).unwrap_err().to_string(),
    ];
    for error in errors {
        assert!(error.contains("a secret is not serialised"), "{error}");
        assert!(!error.contains("s3cr3t"), "{error}");
    }
    for json in
        [r#"{"appkey":"k","appsecret":8234567812345678}"#, r#"{"appsecret":["8234567812345678"]}"#]
    {
        let error = serde_json::from_str::<get_token::Request>(json).unwrap_err().to_string();
        assert!(error.contains("a secret must be a text") && !error.contains("8234"), "{error}");
    }
    assert!(postcard::to_allocvec(&request).is_err());
    assert!(!format!("{request:?}{response:?}").contains("s3cr3t"));
}
