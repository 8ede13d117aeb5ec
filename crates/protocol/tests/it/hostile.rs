//! Input that other readers take for something else, or that tries to get into a text.

use dingtalk_protocol::role::{add_to_users, delete, list_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Request, decode, validate};

fn kind<R: Request>(body: &str) -> Option<ErrorKind> {
    decode::<R, _>(http::Response::new(body)).err().map(|error| error.kind())
}
fn error<R: Request>(body: impl AsRef<[u8]>) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success"),
        Err(error) => error,
    }
}

/// Serde's derived readers take a list for a struct: an empty `result` becomes an empty department.
#[test]
fn a_list_is_not_read_as_an_object() {
    for body in [
        r#"{"errcode":0,"result":[]}"#,
        r#"{"errcode":0,"result":[null]}"#,
        r#"{"errcode":0,"result":[["a","b"]]}"#,
    ] {
        assert_eq!(kind::<list_ids::Request>(body), Some(ErrorKind::UnexpectedShape), "{body}");
    }
    for body in [
        r#"{"errcode":0,"result":[false]}"#,
        r#"{"errcode":0,"result":[false,[]]}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":[["u","n",[]]]}}"#,
    ] {
        assert_eq!(kind::<list_users::Request>(body), Some(ErrorKind::UnexpectedShape), "{body}");
    }
}

#[test]
fn the_debug_text_of_a_huge_list_is_short() {
    let request = add_to_users::Request::new([1], vec![","; 100_000]);
    let length = format!("{:?}", validate(&request).unwrap_err()).len();
    assert!(length < 10_000, "{length} bytes");
}

#[test]
fn other_percent_encodings_of_a_secret_are_removed_too() {
    for (token, echo) in [
        ("s3/cr+3t=", "s3%2fcr%2b3t%3d"),
        ("s3 cr3t", "s3%20cr3t"),
        ("s3~cr", "s3%7ecr"),
        ("s3~/cr", "s3~%2Fcr"),
        // As in a URL within a URL.
        ("s3/cr+3t=", "s3%252Fcr%252B3t%253D"),
        ("s3/cr+3t=", "s3%252fcr%252b3t%253d"),
    ] {
        let error = error::<delete::Request>(format!(r#"{{"errcode":1,"errmsg":"{echo}"}}"#));
        assert!(!error.without(token).to_string().contains(echo), "{echo}");
    }
}

#[test]
fn names_with_an_empty_part_are_refused() {
    for host in ["https://a..b", "https://.a", "https://a..", "https://localhost[::1]:8"] {
        assert!(Host::custom(host).is_err(), "{host}");
    }
    // As names are written in full, and within networks.
    for host in ["https://a.b.", "https://my_service:8443", "http://127.0.0.1:1"] {
        Host::custom(host).unwrap();
    }
}

#[test]
fn ports_that_do_not_exist_are_refused() {
    for host in
        ["https://a.b:99999", "https://a.b:80a", "https://a.b:0", "https://[zz]", "https://."]
    {
        assert!(Host::custom(host).is_err(), "{host}");
    }
}

#[test]
fn a_text_that_cannot_be_read_does_not_hide_the_code() {
    for body in
        [r#"{"errcode":33011,"errmsg":"cut \ud83d"}"#, r#"{"errmsg":1e999,"errcode":33011}"#]
    {
        assert_eq!(error::<delete::Request>(body).code().map(i64::from), Some(33011), "{body}");
    }
}

#[test]
fn a_sub_code_of_zero_is_not_error_0() {
    assert_eq!(
        error::<delete::Request>(r#"{"errcode":88,"sub_code":"0"}"#).code().map(i64::from),
        Some(88)
    );
}

#[test]
fn a_byte_order_mark_does_not_hide_an_answer() {
    assert_eq!(kind::<delete::Request>("\u{feff}{\"errcode\":0}"), None);
    assert_eq!(
        error::<delete::Request>("\u{feff}{\"errcode\":33011}").code().map(i64::from),
        Some(33011)
    );
}

#[test]
fn a_cut_within_a_character_is_a_cut() {
    let body = "{\"errcode\":0,\"errmsg\":\"成";
    assert_eq!(
        error::<delete::Request>(&body.as_bytes()[..body.len() - 1]).kind(),
        ErrorKind::Truncated
    );
}

#[test]
fn characters_that_turn_or_break_lines_are_replaced() {
    let text =
        error::<delete::Request>("{\"errcode\":1,\"errmsg\":\"a\u{202e}b\u{2028}c\u{2066}d\"}")
            .to_string();
    assert!(!text.contains(['\u{202e}', '\u{2028}', '\u{2066}']), "{text:?}");
}

#[test]
fn credentials_are_found_in_any_case_and_encoding() {
    for message in [
        "x?Access_Token=s3cr3t",
        "x?access_token%3Ds3cr3t",
        "\\\"access_token\\\":\\\"s3cr3t\\\"",
        "accessToken=s3cr3t",
        "access_token=\\u4ee4s3cr3t",
        "access_token=(s3cr3t)",
        "access_token= s3cr3t",
    ] {
        let body = format!(r#"{{"errcode":1,"errmsg":"{message}"}}"#);
        let text = error::<delete::Request>(body).to_string();
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}

#[test]
fn a_blank_token_is_not_sent() {
    assert!(
        dingtalk_protocol::encode(
            &delete::Request::new(1),
            &Host::MAINLAND,
            &AccessToken::new(" ")
        )
        .is_err()
    );
}

#[test]
fn the_path_of_what_does_not_fit_is_named_and_its_value_is_not() {
    let user =
        |scope: &str| format!(r#"{{"userid":"a","manageScopes":[{{"dept_id":1}},{scope}]}}"#);
    let page = |user: &str| {
        format!(
            r#"{{"errcode":0,"result":{{"list":[{{"userid":"\",["}},{user}],"hasMore":false}}}}"#
        )
    };
    for (scope, what) in [
        (
            r#"{"dept_id":"s3cr3t"}"#,
            "expected an integer at result.list[1].manageScopes[1].dept_id",
        ),
        (r#"{"name":"s3cr3t"}"#, "missing field `dept_id` at result.list[1].manageScopes[1]"),
        (r#"["s3cr3t"]"#, "expected an object at result.list[1].manageScopes[1]"),
    ] {
        let text = error::<list_users::Request>(page(&user(scope))).to_string();
        assert!(text.contains(what) && !text.contains("s3cr3t"), "{text}");
    }
    for list in [r#"[["s3cr3t"]]"#, "[[]]", r#"[ ["s3cr3t"]]"#] {
        let body = format!(r#"{{"errcode":0,"result":{{"list":{list},"hasMore":false}}}}"#);
        let text = error::<list_users::Request>(body).to_string();
        assert!(text.contains("expected an object at result.list[0]"), "{text}");
        assert!(!text.contains("result.list[0]["), "{text}");
    }
}
