//! The service's side of the wire: what it reads, and the exact bytes that it answers.

use dingtalk_protocol::attendance::create_group;
use dingtalk_protocol::role::{add_to_users, delete, list_users};
use dingtalk_protocol::server::{
    ParameterError, Received, decode_request, encode_error, encode_response,
};
use dingtalk_protocol::user::{create, list_ids};
use serde_json::{Value, json};

fn request(query: &str, body: &str) -> http::Request<String> {
    http::Request::builder().uri(format!("/x?{query}")).body(body.to_owned()).unwrap()
}

#[test]
fn form_json_and_query_mean_the_same() {
    let page = list_users::Page { offset: 40, size: 20 };
    let expected = list_users::Request::new(7).with_page(page);
    for (query, body) in [
        ("", "role_id=7&size=20&offset=40"),
        ("role_id=7&size=20&offset=40", ""),
        ("role_id=7", "offset=40&size=20"),
        ("", r#"{"role_id":7,"size":20,"offset":40}"#),
        ("", " \n{\"role_id\":\"7\",\"size\":\"20\",\"offset\":\"40\",\"new\":{\"a\":1}}"),
        ("access_token=t&unknown=1", "role_id=7&size=20&offset=40&unknown=2"),
    ] {
        assert_eq!(decode_request(&request(query, body)), Ok(expected.clone()), "{query} {body}");
    }
}

#[test]
fn lists_are_read_from_forms_and_from_json() {
    let expected = add_to_users::Request::new([1, 2], ["张三", "b c"]);
    for body in [
        "roleIds=1,2&userIds=%E5%BC%A0%E4%B8%89,b+c",
        "roleIds=1%2C2&userIds=张三%2Cb%20c",
        r#"{"roleIds":"1,2","userIds":"张三,b c"}"#,
        r#"{"roleIds":[1,"2"],"userIds":["张三","b c"]}"#,
    ] {
        assert_eq!(decode_request(&request("", body)), Ok(expected.clone()), "{body}");
    }
}

#[test]
fn limits_are_not_checked_when_reading() {
    let many = format!("roleIds={}&userIds=a,b", vec!["1"; 100].join(","));
    let read: add_to_users::Request = decode_request(&request("", &many)).unwrap();
    assert_eq!((read.role_ids.len(), read.user_ids.len()), (100, 2));
    let read: list_users::Request =
        decode_request(&request("", "role_id=1&size=999&offset=-5")).unwrap();
    assert_eq!((read.offset, read.size), (Some(-5), Some(999)));
}

#[test]
fn one_half_of_a_pair_is_read_as_it_came() {
    for (body, size, offset) in [
        ("role_id=1&size=20", Some(20), None),
        ("role_id=1&offset=0", None, Some(0)),
        ("role_id=1&size=&offset=0", None, Some(0)),
    ] {
        let read: list_users::Request = decode_request(&request("", body)).unwrap();
        assert_eq!((read.size, read.offset), (size, offset), "{body}");
    }
}

#[test]
fn a_list_that_is_not_sent_is_missing_and_not_empty() {
    for body in ["userIds=a", "roleIds=&userIds=a"] {
        let error = decode_request::<add_to_users::Request>(&request("", body)).unwrap_err();
        assert_eq!(error, ParameterError { name: "roleIds".to_owned(), missing: true }, "{body}");
    }
    let error = decode_request::<add_to_users::Request>(&request("", "roleIds=1,,2&userIds=a"));
    assert_eq!(error, Err(ParameterError { name: "roleIds".to_owned(), missing: false }));
}

#[test]
fn json_within_a_text_is_read_at_any_depth() {
    let order = r#"{"dept_id":1,"order":2}"#;
    let read = |orders: Value| {
        let body = json!({"name": "Ann", "mobile": "13800000000", "dept_id_list": "1", "dept_order_list": orders});
        decode_request::<create::Request>(&request("", &body.to_string()))
            .unwrap()
            .department_orders
    };
    let plain = read(json!([{"dept_id": 1, "order": 2}]));
    assert_eq!(plain.as_ref().map(Vec::len), Some(1));
    for orders in [json!([order]), json!(format!("[{order}]")), json!(json!([order]).to_string())] {
        assert_eq!(read(orders.clone()), plain, "{orders}");
    }
}

#[test]
fn what_is_missing_or_of_the_wrong_type_is_named() {
    let read = |body| decode_request::<delete::Request>(&request("", body)).unwrap_err();
    for body in ["", "role_id=", "x=1", r#"{"role_id":null}"#, "{broken", "[]"] {
        assert_eq!(
            read(body),
            ParameterError { name: "role_id".to_owned(), missing: true },
            "{body}"
        );
    }
    for body in ["role_id=abc", "role_id=1.5", "role_id=9223372036854775808", "role_id=1,2"] {
        assert_eq!(
            read(body),
            ParameterError { name: "role_id".to_owned(), missing: false },
            "{body}"
        );
    }
    assert_eq!(read("").to_string(), "role_id is missing");
    assert_eq!(read("role_id=s3cr3t").to_string(), "role_id is of the wrong type");
}

#[test]
fn the_token_is_found_wherever_it_stands_and_never_shown() {
    for (query, body) in [
        ("access_token=s3cr3t", ""),
        ("", "access_token=s3cr3t"),
        ("", r#"{"access_token":"s3cr3t"}"#),
        ("access_token=s3cr3t", "access_token=other"),
    ] {
        let received = Received::new(&request(query, body));
        let token = received.access_token().expect("a token");
        assert_eq!(token.expose(), "s3cr3t");
        assert!(!format!("{received:?}").contains("s3cr3t"));
    }
    assert_eq!(Received::new(&request("a=1", "{broken")).text("a"), Some("1"));
}

#[test]
fn answers_are_written_in_the_order_of_the_spec() {
    let body = |response: http::Response<Vec<u8>>| {
        assert_eq!(response.headers()["content-type"], "application/json;charset=utf-8");
        String::from_utf8(response.into_body()).unwrap()
    };

    let mut user = list_users::User::new("u\"1");
    user.name = Some("张三".to_owned());
    user.manage_scopes = Some(vec![list_users::Department::new(-7)]);
    let page = list_users::Response::new(true, [user]);
    assert_eq!(
        body(encode_response::<list_users::Request>(&page, "r").unwrap()),
        r#"{"errcode":0,"errmsg":"ok","result":{"hasMore":true,"list":[{"userid":"u\"1","name":"张三","manageScopes":[{"dept_id":-7}]}]},"request_id":"r"}"#
    );
    assert_eq!(
        body(encode_response::<list_ids::Request>(&list_ids::Response::new([""; 0]), "r").unwrap()),
        r#"{"errcode":0,"errmsg":"ok","result":{"userid_list":[]},"request_id":"r"}"#
    );
    assert_eq!(
        body(encode_response::<delete::Request>(&delete::Response::new(), "r\n").unwrap()),
        r#"{"errcode":0,"errmsg":"ok","request_id":"r\n"}"#
    );
    let mut group = create_group::Response::new();
    group.id = Some(7.into());
    assert_eq!(
        body(encode_response::<create_group::Request>(&group, "r").unwrap()),
        r#"{"errcode":0,"errmsg":"ok","success":true,"result":{"id":7},"request_id":"r"}"#
    );
    assert_eq!(
        body(encode_error(-1, "系统\"繁忙\"", "r")),
        r#"{"errcode":-1,"errmsg":"系统\"繁忙\"","request_id":"r"}"#
    );
}
