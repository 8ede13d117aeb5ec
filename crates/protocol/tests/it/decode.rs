//! What counts as a success, and what a success may leave out.

use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{DecodeOptions, Error, ErrorKind, Reply, Request};

pub(crate) fn decode<R: Request>(body: &str) -> Result<Reply<R::Response>, Error> {
    dingtalk_protocol::decode::<R, _>(http::Response::new(body.as_bytes().to_vec()))
}

pub(crate) fn decode_with<R: Request>(
    body: &str,
    options: DecodeOptions,
) -> Result<Reply<R::Response>, Error> {
    dingtalk_protocol::decode_with::<R, _>(http::Response::new(body.as_bytes().to_vec()), options)
}

pub(crate) fn kind<R: Request>(body: &str) -> Option<ErrorKind> {
    decode::<R>(body).err().map(|error| error.kind())
}

#[test]
fn the_example_of_each_page_is_a_success() {
    let reply = decode::<add_to_users::Request>(r#"{"errcode": 0, "request_id": "emhw6ma4xmeg"}"#);
    assert_eq!(reply.unwrap().request_id(), Some("emhw6ma4xmeg"));

    let reply =
        decode::<remove_from_users::Request>(r#"{"errcode":0,"request_id":"10c1rigbngrp5"}"#);
    assert_eq!(reply.unwrap().request_id(), Some("10c1rigbngrp5"));

    let reply = decode::<delete::Request>(r#"{"errcode":"0","request_id":"zw9fhpj3m32u"}"#);
    assert_eq!(reply.unwrap().request_id(), Some("zw9fhpj3m32u"));

    let reply = decode::<list_users::Request>(
        r#"{"errcode": 0, "result": {"hasMore": false, "list": [{"name": "John", "userid": "manager4220",
            "manageScopes":[{"dept_id":11, "name":"Discipline Inspection Department"}]}]},
            "request_id": "f6249uw1kuus"}"#,
    )
    .unwrap();
    assert_eq!(reply.request_id(), Some("f6249uw1kuus"));
    assert!(!reply.has_more);
    let [user] = reply.users.as_slice() else { panic!("one user expected: {reply:?}") };
    assert_eq!(user.user_id.as_str(), "manager4220");
    assert_eq!(user.name.as_deref(), Some("John"));
    let [scope] = user.manage_scopes.as_deref().unwrap() else {
        panic!("one scope expected: {user:?}")
    };
    assert_eq!(scope.department_id.get(), 11);
    assert_eq!(scope.name.as_deref(), Some("Discipline Inspection Department"));

    let reply = decode::<list_ids::Request>(
        r#"{"errcode": 0, "errmsg":"ok", "result": {"userid_list":
            ["usxxx", "manager4xxx", "10203029011xxxx", "usexxx"]}, "request_id": "3naksldjh0dk"}"#,
    )
    .unwrap();
    let ids: Vec<_> = reply.user_ids.iter().map(AsRef::as_ref).collect();
    assert_eq!(ids, ["usxxx", "manager4xxx", "10203029011xxxx", "usexxx"]);
}

#[test]
fn errcode_zero_is_a_success_as_number_and_as_string() {
    for body in [
        r#"{"errcode":0}"#,
        r#"{"errcode":"0"}"#,
        r#"{"errc\u006fde":0}"#,
        " \r\n\t{ \"errcode\" : 0 } \n",
    ] {
        assert_eq!(kind::<delete::Request>(body), None, "{body}");
    }
}

#[test]
fn the_order_of_the_fields_does_not_matter() {
    let result = r#""result":{"userid_list":["a"]}"#;
    for body in [
        format!(r#"{{{result},"request_id":"r","errcode":0}}"#),
        format!(r#"{{"request_id":"r","errcode":0,{result}}}"#),
        format!(r#"{{"errcode":0,{result},"request_id":"r"}}"#),
    ] {
        let reply = decode::<list_ids::Request>(&body).unwrap();
        assert_eq!(reply.user_ids.len(), 1, "{body}");
        assert_eq!(reply.request_id(), Some("r"), "{body}");
    }
}

#[test]
fn a_body_without_errcode_is_never_a_success() {
    for body in [
        "{}",
        r#"{"errcode":null}"#,
        r#"{"request_id":"r","result":{"hasMore":false,"list":[]}}"#,
        r#"{"errmsg":"ok","success":true,"result":{"hasMore":false,"list":[]}}"#,
        r#"{"Errcode":0,"result":{"hasMore":false}}"#,
        r#"{"result":{"errcode":0,"hasMore":false}}"#,
    ] {
        assert_eq!(kind::<list_users::Request>(body), Some(ErrorKind::NoErrcode), "{body}");
        assert_eq!(kind::<delete::Request>(body), Some(ErrorKind::NoErrcode), "{body}");
    }
}

#[test]
fn an_errcode_of_an_odd_type_is_never_a_success() {
    for errcode in [
        "0.0",
        "0.5",
        "-0.0",
        "1e3",
        "false",
        "true",
        "{}",
        r#"{"errcode":0}"#,
        "[]",
        "[0]",
        r#""""#,
        r#""abc""#,
        r#""0x0""#,
        r#"" 0""#,
        r#""0.0""#,
        r#""ok""#,
        "18446744073709551615",
        "99999999999999999999999999",
        r#""99999999999999999999999999""#,
    ] {
        for body in [
            format!(r#"{{"errcode":{errcode},"request_id":"r"}}"#),
            format!(r#"{{"request_id":"r","result":null,"errcode":{errcode}}}"#),
        ] {
            let error = decode::<delete::Request>(&body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NoErrcode, "{body}");
            assert_eq!(error.request_id(), Some("r"), "{body}");
            assert_eq!(error.code().map(i64::from), None, "{body}");
        }
    }
}

#[test]
fn two_errcodes_that_contradict_each_other_are_never_a_success() {
    for (first, second) in [("0", "33011"), ("33011", "0"), ("0", "\"abc\"")] {
        let body = format!(r#"{{"errcode":{first},"errcode":{second}}}"#);
        assert_eq!(kind::<delete::Request>(&body), Some(ErrorKind::NoErrcode), "{body}");
    }
    // Nothing is doubtful about these two.
    assert_eq!(kind::<delete::Request>(r#"{"errcode":0,"errcode":"0"}"#), None);
}

#[test]
fn errmsg_and_request_id_may_be_missing_null_or_odd() {
    for (fields, request_id) in [
        ("", None),
        (r#","errmsg":null,"request_id":null"#, None),
        (r#","errmsg":"","request_id":"""#, Some("")),
        (r#","errmsg":7,"request_id":42"#, Some("42")),
        (r#","errmsg":[1,{}],"request_id":{"a":[1]}"#, None),
        (r#","errmsg":true,"request_id":1.5"#, None),
    ] {
        let body = format!(r#"{{"errcode":0{fields}}}"#);
        let reply = decode::<delete::Request>(&body).unwrap();
        assert_eq!(reply.request_id(), request_id, "{body}");
    }
}

/// A list that got lost must not be taken for an empty one: callers would drop everybody.
#[test]
fn the_list_that_a_call_is_about_must_be_there() {
    let options = DecodeOptions::new().missing_list_is_empty(true);
    for result in ["{}", r#"{"userid_list":null}"#, r#"{"useridlist":["a"]}"#] {
        let body = format!(r#"{{"errcode":0,"result":{result}}}"#);
        let error = decode::<list_ids::Request>(&body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{body}");
        assert!(error.advice().unwrap().contains("missing_list_is_empty"), "{error}");
        let reply = decode_with::<list_ids::Request>(&body, options).unwrap();
        assert!(reply.user_ids.is_empty(), "{body}");
    }
    for list in ["", r#","list":null"#, r#","users":[{"userid":"a"}]"#] {
        let body = format!(r#"{{"errcode":0,"result":{{"hasMore":false{list}}}}}"#);
        let error = decode::<list_users::Request>(&body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{body}");
        assert!(error.advice().unwrap().contains("missing_list_is_empty"), "{error}");
        assert!(decode_with::<list_users::Request>(&body, options).unwrap().users.is_empty());
    }
    let empty = r#"{"errcode":0,"result":{"userid_list":[]}}"#;
    assert!(decode::<list_ids::Request>(empty).unwrap().user_ids.is_empty());
}

/// The switch is about the list alone.
#[test]
fn an_answer_without_its_list_still_needs_everything_else() {
    let options = DecodeOptions::new().missing_list_is_empty(true);
    for result in ["null", "[]", "{}", r#"{"list":null}"#, r#"{"hasMore":false,"list":7}"#] {
        let body = format!(r#"{{"errcode":0,"result":{result}}}"#);
        let error = decode_with::<list_users::Request>(&body, options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{body}");
    }
    let error = decode_with::<list_users::Request>(r#"{"errcode":33011}"#, options).unwrap_err();
    assert_eq!(error.code(), Some(list_users::error::INVALID_ROLE_ID));
}

#[test]
fn a_list_within_an_item_may_be_absent_and_that_is_not_empty() {
    for (scopes, expected) in
        [("", None), (r#","manageScopes":null"#, None), (r#","manageScopes":[]"#, Some(Vec::new()))]
    {
        let body = format!(
            r#"{{"errcode":0,"result":{{"hasMore":true,"list":[{{"userid":"u"{scopes}}}]}}}}"#
        );
        let reply = decode::<list_users::Request>(&body).unwrap();
        assert!(reply.has_more);
        assert_eq!(reply.users[0].manage_scopes, expected, "{body}");
        assert_eq!(reply.users[0].name, None);
    }
}

#[test]
fn names_and_texts_mean_the_same_however_they_are_escaped() {
    let body = r#"{"\u0065rrcode":0,"request\u005fid":"\u0072","\u0072esult":{"hasM\u006fre":true,"\u4e2d":1,
        "\/list":[],"list":[{"user\u0069d":"\u5f20","n\u0061me":"\"\u4f1f\"","manage\u0053copes":[{"\u0064ept_id":1}]}]}}"#;
    let reply = decode::<list_users::Request>(body).unwrap();
    assert_eq!(reply.request_id(), Some("r"));
    assert!(reply.has_more);
    let user = &reply.users[0];
    assert_eq!((user.user_id.as_str(), user.name.as_deref()), ("张", Some("\"伟\"")));
    assert_eq!(user.manage_scopes.as_ref().unwrap()[0].department_id.get(), 1);
}

#[test]
fn unknown_fields_are_ignored_at_every_depth() {
    let deep = "[".repeat(5_000) + &"]".repeat(5_000);
    let body = format!(
        r#"{{"new":{{"errcode":5}},"errcode":0,"deep":{deep},"result":{{"total":3,"hasMore":false,
            "list":[{{"userid":"u","avatar":{{"a":[null]}},"manageScopes":[{{"dept_id":1,"x":[{{}}]}}]}}]}},"z":1.5}}"#
    );
    let reply = decode::<list_users::Request>(&body).unwrap();
    assert_eq!(
        reply.users[0].manage_scopes.as_ref().unwrap()[0].department_id.get(),
        1,
        "{reply:?}"
    );
    assert_eq!(kind::<delete::Request>(r#"{"errcode":0,"result":"surprise"}"#), None);
}

#[test]
fn numbers_are_read_from_strings_and_may_be_negative() {
    for (id, expected) in [
        ("11", 11),
        ("\"11\"", 11),
        ("-7", -7),
        ("\"-7\"", -7),
        ("2147483648", 2_147_483_648),
        ("9223372036854775807", i64::MAX),
        ("\"-9223372036854775808\"", i64::MIN),
    ] {
        let body = format!(
            r#"{{"errcode":0,"result":{{"hasMore":false,"list":[{{"userid":"u","manageScopes":[{{"dept_id":{id}}}]}}]}}}}"#
        );
        let reply = decode::<list_users::Request>(&body).unwrap();
        assert_eq!(
            reply.users[0].manage_scopes.as_ref().unwrap()[0].department_id.get(),
            expected,
            "{id}"
        );
    }
}

/// The end of a list that nobody announced would make callers drop whom they did not see.
#[test]
fn a_page_that_does_not_say_whether_it_is_the_last_is_an_error() {
    for result in [
        "",
        r#","result":null"#,
        r#","result":{}"#,
        r#","result":[]"#,
        r#","result":"""#,
        r#","result":false"#,
        r#","result":{"list":[]}"#,
        r#","result":{"hasMore":null,"list":[]}"#,
        r#","result":{"has_more":false,"list":[]}"#,
        r#","result":{"hasMore":"","list":[]}"#,
        r#","result":{"hasMore":2,"list":[]}"#,
        r#","hasMore":false,"list":[]"#,
    ] {
        for body in [
            format!(r#"{{"errcode":0,"request_id":"r"{result}}}"#),
            format!(r#"{{"request_id":"r"{result},"errcode":"0"}}"#),
        ] {
            let error = decode::<list_users::Request>(&body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{body}");
            assert_eq!(error.request_id(), Some("r"), "{body}");
            assert_eq!(error.code().map(i64::from), None, "{body}");
            assert!(!error.retry_advised(), "{body}");
        }
    }
}

#[test]
fn a_success_whose_items_do_not_fit_is_an_error_and_loses_nobody() {
    for list in [
        r#"[{"userid":"a"},{"name":"without id"}]"#,
        r#"[{"userid":"a"},{"userid":null}]"#,
        r#"[{"userid":"a","userid":"b"}]"#,
        r#"[{"userid":"a","name":null,"n\u0061me":"b"}]"#,
        r#"[["a","name",[]]]"#,
        "[[]]",
        r#"[{"userid":"a","manageScopes":{}}]"#,
        r#"[{"userid":"a","manageScopes":[{"name":"x"}]}]"#,
        r#"[{"userid":"a","manageScopes":[{"dept_id":1.5}]}]"#,
        r#"[{"userid":"a","manageScopes":[{"dept_id":"1a"}]}]"#,
        r#"[{"userid":"a","manageScopes":[{"dept_id":9223372036854775808}]}]"#,
        r#"["a"]"#,
        "[null]",
        r#"{"0":{"userid":"a"}}"#,
        r#""a,b""#,
    ] {
        let body = format!(r#"{{"errcode":0,"result":{{"hasMore":false,"list":{list}}}}}"#);
        assert_eq!(kind::<list_users::Request>(&body), Some(ErrorKind::UnexpectedShape), "{body}");
    }
    for result in [
        "null",
        "7",
        r#"["a"]"#,
        r#""a""#,
        r#"{"userid_list":["a"],"userid_list":[]}"#,
        r#"{"userid_list":"a,b"}"#,
        r#"{"userid_list":["a",null]}"#,
    ] {
        let body = format!(r#"{{"errcode":0,"result":{result}}}"#);
        assert_eq!(kind::<list_ids::Request>(&body), Some(ErrorKind::UnexpectedShape), "{body}");
    }
}

#[test]
fn the_reply_keeps_the_answer_as_it_came() {
    let response = http::Response::builder()
        .status(203)
        .header("x-trace", "t")
        .body(br#"{"errcode":0,"extra":1}"#.to_vec())
        .unwrap();
    let reply = dingtalk_protocol::decode::<delete::Request, _>(response).unwrap();
    assert_eq!(reply.body(), br#"{"errcode":0,"extra":1}"#);
    assert_eq!(reply.http().status(), 203);
    assert_eq!(reply.http().headers()["x-trace"], "t");
}

#[test]
fn the_debug_text_of_a_reply_leaves_the_raw_answer_out() {
    let reply =
        decode::<delete::Request>(r#"{"errcode":0,"request_id":"r","echo":"s3cr3t"}"#).unwrap();
    let text = format!("{reply:?} {reply:#?}");
    assert!(!text.contains("s3cr3t"), "{text}");
    assert!(text.contains("\"r\""), "{text}");
}
