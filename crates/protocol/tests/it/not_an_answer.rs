//! Bodies that are none of the service's: each has a kind of its own, and none is a success.

use dingtalk_protocol::role::{delete, list_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{Error, ErrorKind, Request, decode};

const LIST_USERS: &str = r#"{
  "errcode": 0,
  "result": {
    "hasMore": false,
    "list": [
      {
        "name": "John",
        "userid": "manager4220",
        "manageScopes":[
          {
            "dept_id":11,
            "name":"Discipline Inspection Department"
          }
        ]
      }
    ]
  },
  "request_id": "f6249uw1kuus"
}"#;

fn error<R: Request>(body: impl AsRef<[u8]>) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success"),
        Err(error) => error,
    }
}

/// Two endpoints, because one reads `result` and the other does not.
#[track_caller]
fn assert_kind(body: impl AsRef<[u8]>, expected: ErrorKind) {
    let body = body.as_ref();
    for error in [error::<list_users::Request>(body), error::<delete::Request>(body)] {
        let shown = String::from_utf8_lossy(body);
        assert_eq!(error.kind(), expected, "{shown:?}");
        assert!(error.kind().is_not_an_answer(), "{shown:?}");
        assert_eq!(error.code().map(i64::from), None, "{shown:?}");
        assert!(!error.retry_advised(), "{shown:?}");
        assert!(error.advice().is_some(), "{shown:?}");
    }
}

#[test]
fn a_blank_body_is_empty() {
    for body in ["", " ", "\r\n\t \n", "\u{feff}", "\u{feff} \n"] {
        assert_kind(body, ErrorKind::EmptyBody);
    }
}

#[test]
fn html_is_named_so_whatever_stands_before_it() {
    let page = "<html><body>502 Bad Gateway</body></html>";
    for before in ["", " ", "\n\n\t", "\u{feff}", "\u{feff}\r\n "] {
        assert_kind(format!("{before}{page}"), ErrorKind::Html);
    }
    assert_kind("<!DOCTYPE html>", ErrorKind::Html);
    assert_kind("<", ErrorKind::Html);
}

#[test]
fn text_that_is_neither_json_nor_html_is_not_json() {
    for body in [
        "upstream connect error",
        "errcode=0&errmsg=ok",
        "0",
        "{errcode:0}",
        "{'errcode':0}",
        r#"{"errcode":0,}"#,
        r#"{"errcode":0}}"#,
        r#"{"errcode":0} {"errcode":0}"#,
        r#"{"errcode":0}<html>"#,
        r#"callback({"errcode":0})"#,
    ] {
        let expected = match body {
            "0" => ErrorKind::NoErrcode,
            _ => ErrorKind::NotJson,
        };
        assert_kind(body, expected);
    }
}

#[test]
fn json_that_is_no_object_has_no_errcode() {
    for body in ["[]", "[0]", "\"x\"", "1", "-1", "0.5", "null", "true"] {
        assert_kind(body, ErrorKind::NoErrcode);
    }
}

#[test]
fn json_without_errcode_says_so() {
    for body in ["{}", r#"{"status":200}"#, r#"{"code":"Forbidden","message":"no"}"#] {
        assert_kind(body, ErrorKind::NoErrcode);
    }
}

#[test]
fn the_ban_of_an_ip_address_is_told_from_other_bodies_without_errcode() {
    let body = r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#;
    assert_kind(body, ErrorKind::IpBanned);
    assert_kind(r#"{"punish":"deny","result":{"hasMore":false}}"#, ErrorKind::IpBanned);
    // With a code, the code decides.
    let coded = error::<delete::Request>(r#"{"errcode":33011,"punish":"deny"}"#);
    assert_eq!(coded.kind(), ErrorKind::Documented);
}

#[test]
fn bytes_that_are_not_utf_8_say_so() {
    for body in [
        &b"\xff"[..],
        b"{\"errcode\":0,\"errmsg\":\"\xb3\xc9\xb9\xa6\"}",
        b"{\"errcode\":0}\x80",
        b"\xff\xfe{\0\"\0",
    ] {
        assert_kind(body, ErrorKind::NotUtf8);
    }
}

#[test]
fn a_page_example_cut_at_any_byte_is_never_a_success() {
    for end in 0..LIST_USERS.len() {
        let cut = &LIST_USERS[..end];
        let expected = if cut.is_empty() { ErrorKind::EmptyBody } else { ErrorKind::Truncated };
        assert_kind(cut, expected);
    }
    assert!(decode::<list_users::Request, _>(http::Response::new(LIST_USERS)).is_ok());
}

#[test]
fn an_answer_in_chinese_cut_at_any_byte_is_never_a_success() {
    let body = r#"{"errcode":0,"errmsg":"成功😀","result":{"userid_list":["张三","李四😀"]}}"#;
    for end in 1..body.len() {
        let kind = error::<list_ids::Request>(&body.as_bytes()[..end]).kind();
        // Also within a character, where what is left is not UTF-8.
        assert_eq!(kind, ErrorKind::Truncated, "cut after {end} bytes");
    }
}

#[test]
fn an_error_answer_cut_at_any_byte_is_cut_and_not_another_code() {
    let body = r#"{"errcode":33011,"errmsg":"Invalid roleId","request_id":"f6249uw1kuus"}"#;
    for end in 1..body.len() {
        assert_kind(&body[..end], ErrorKind::Truncated);
    }
}

#[test]
fn nesting_without_end_does_not_overflow_the_stack() {
    let deep = "[".repeat(200_000);
    for body in [
        format!(r#"{{"a":{deep}"#),
        format!(r#"{{"errcode":{deep}"#),
        format!(r#"{{"errmsg":{deep}"#),
    ] {
        assert_kind(body, ErrorKind::Truncated);
    }
    let closed = deep + &"]".repeat(200_000);
    let error = error::<list_users::Request>(format!(r#"{{"errcode":0,"result":{closed}}}"#));
    assert_eq!(error.kind(), ErrorKind::UnexpectedShape);
}

#[test]
fn status_and_content_type_are_kept() {
    let response = http::Response::builder()
        .status(502)
        .header("content-type", "text/html; charset=gbk")
        .body("<html>")
        .unwrap();
    let error = decode::<delete::Request, _>(response).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(error.content_type(), Some("text/html; charset=gbk"));
    assert_eq!(error.endpoint().map(|endpoint| &*endpoint.name), Some("role::delete"));

    let error = decode::<delete::Request, _>(http::Response::new("")).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.content_type(), None);
}

#[test]
fn the_http_status_decides_nothing() {
    for status in [200, 302, 404, 500, 503] {
        let answer = |body| http::Response::builder().status(status).body::<&str>(body).unwrap();
        assert!(decode::<delete::Request, _>(answer(r#"{"errcode":0}"#)).is_ok());
        let error = decode::<delete::Request, _>(answer(r#"{"errcode":33011}"#)).unwrap_err();
        assert_eq!(error.code().map(i64::from), Some(33011));
        let error = decode::<delete::Request, _>(answer("<html>")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Html);
    }
}
