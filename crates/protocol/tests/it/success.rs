//! A `success` beside the code, and a `result` that may be missing.

use dingtalk_protocol::attendance::{create_group, get_group};
use dingtalk_protocol::business_trip::update_project;
use dingtalk_protocol::role::{delete, get, list_users};
use dingtalk_protocol::{DecodeOptions, Endpoint, ErrorKind, decode_as};
use insta::assert_snapshot;

use crate::decode::{decode, decode_with, kind};

/// Pages say that a `success` of false is a failure.
#[test]
fn a_success_that_is_false_contradicts_an_errcode_of_zero() {
    for success in ["false", r#""false""#, "0"] {
        let result = r#""result":{"hasMore":false,"list":[]}"#;
        for body in [
            format!(
                r#"{{"errcode":0,"errmsg":"余额不足","success":{success},{result},"request_id":"r"}}"#
            ),
            format!(
                r#"{{{result},"request_id":"r","success":{success},"errmsg":"余额不足","errcode":"0"}}"#
            ),
            format!(r#"{{"errcode":0,"errmsg":"余额不足","success":{success},"request_id":"r"}}"#),
        ] {
            for error in [
                decode::<list_users::Request>(&body).unwrap_err(),
                decode::<delete::Request>(&body).unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::Undocumented, "{body}");
                assert_eq!(error.message(), Some("余额不足"), "{body}");
                assert_eq!((error.code(), error.request_id()), (None, Some("r")), "{body}");
            }
            let filled = DecodeOptions::new().missing_list_is_empty(true);
            let error = decode_with::<list_users::Request>(&body, filled).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Undocumented, "{body}");
        }
    }
    let error = decode::<delete::Request>(r#"{"errcode":0,"errmsg":"no","success":false}"#);
    assert_snapshot!(
        error.unwrap_err().to_string(),
        @"role::delete: an error without a code (no): success is false. The message says why, if there is one."
    );
    let refused = r#"{"errcode":33011,"success":false}"#;
    assert_eq!(kind::<delete::Request>(refused), Some(ErrorKind::Documented));
    for success in ["true", r#""true""#, "1", "null", "[]", r#""?""#] {
        let body = format!(r#"{{"errcode":0,"success":{success}}}"#);
        assert_eq!(kind::<delete::Request>(&body), None, "{body}");
    }
}

/// In an answer without a type of its own, `success` may be a field like any other.
#[test]
fn a_type_of_ones_own_can_have_a_field_success() {
    #[derive(serde::Deserialize)]
    struct Own {
        success: String,
    }
    static ENDPOINT: Endpoint = Endpoint::post("own", "/own").form();
    let answer = http::Response::new(r#"{"errcode":0,"success":"partly"}"#);
    let reply = decode_as::<Own, _>(&ENDPOINT, answer, DecodeOptions::new()).unwrap();
    assert_eq!(reply.success, "partly");
}

/// A type of one's own is read as the endpoint says.
#[test]
fn a_result_may_be_missing_in_a_type_of_ones_own_too() {
    #[derive(serde::Deserialize)]
    struct Own {
        id: Option<i64>,
    }
    static ENDPOINT: Endpoint = Endpoint::post("own", "/own").form().in_optional_result();
    let read =
        |body| decode_as::<Own, _>(&ENDPOINT, http::Response::new(body), DecodeOptions::new());
    assert_eq!(read(r#"{"errcode":0}"#).unwrap().id, None);
    assert_eq!(read(r#"{"errcode":0,"result":{"id":3}}"#).unwrap().id, Some(3));
}

/// A group that was created stays created, whatever the answer leaves out.
#[test]
fn fields_of_an_optional_result_are_absent_where_it_is_missing() {
    for body in
        [r#"{"errcode":0}"#, r#"{"errcode":0,"result":null}"#, r#"{"errcode":0,"result":{}}"#]
    {
        let reply = decode::<create_group::Request>(body).unwrap();
        assert_eq!(*reply, create_group::Response::new(), "{body}");
        assert!(reply.unknown_fields().unwrap().is_empty(), "{body}");
    }
    let reply = decode::<create_group::Request>(r#"{"errcode":0,"result":{"id":1}}"#).unwrap();
    assert_eq!(reply.id, Some(1.into()));
    for body in [r#"{"errcode":0,"result":[]}"#, r#"{"errcode":0,"result":"none"}"#] {
        let kind = kind::<create_group::Request>(body);
        assert_eq!(kind, Some(ErrorKind::UnexpectedShape), "{body}");
    }
    assert_eq!(kind::<create_group::Request>("{}"), Some(ErrorKind::NoErrcode));
    // Beside the envelope, `success` shows that nothing else was to be expected, where the page lists it.
    let unlisted = kind::<get::Request>(r#"{"errcode":0,"success":true}"#);
    assert_eq!(unlisted, Some(ErrorKind::UnexpectedShape));
    let nothing = kind::<update_project::Request>(r#"{"errcode":0}"#);
    assert_eq!(nothing, Some(ErrorKind::UnexpectedShape));
    for body in [r#"{"errcode":0,"success":true}"#, r#"{"success":"true","other":1,"errcode":0}"#] {
        assert_eq!(kind::<update_project::Request>(body), None, "{body}");
    }
    // What a call was to return has to be there.
    for result in ["", r#","result":null"#, r#","result":{}"#] {
        let body = format!(r#"{{"errcode":0,"success":true{result}}}"#);
        assert_eq!(kind::<get_group::Request>(&body), Some(ErrorKind::UnexpectedShape), "{body}");
    }
}
