//! Malformed and unexpected responses of the service, and the error that each becomes.

use dingtalk_protocol::role::{delete, list_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{Error, ErrorKind, Request, decode};

fn error<R: Request>(body: impl AsRef<[u8]>) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success"),
        Err(error) => error,
    }
}

#[test]
fn half_a_character_costs_one_character() {
    let body = r#"{"errcode":0,"request_id":"r\ud83d","n\ude00ew":1,"result":{"hasMore":false,"list":[
        {"userid":"u1","name":"A"},{"userid":"u2","name":"cut \ud83d"},{"userid":"u\ude00","name":"\ud83d\ude00"}]}}"#;
    let reply = decode::<list_users::Request, _>(http::Response::new(body)).unwrap();
    let names: Vec<_> = reply.users.iter().map(|user| user.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["A", "cut \u{fffd}", "😀"]);
    assert_eq!(reply.users[2].user_id, "u\u{fffd}");
    assert_eq!(reply.request_id(), Some("r\u{fffd}"));
}

#[test]
fn half_a_character_in_an_error_hides_nothing() {
    let body =
        r#"{"errcode":88,"sub_code":"40014\ud83d","sub_msg":"m\ud83d","request_id":"\ud83d"}"#;
    let odd = error::<delete::Request>(body);
    assert_eq!(odd.sub_code(), Some("40014\u{fffd}"));
    assert_eq!((odd.message(), odd.request_id()), (Some("m\u{fffd}"), Some("\u{fffd}")));
    let body = r#"{"errcode":33011,"errmsg":"cut \ud83d","\ud83d":"\ud83d"}"#;
    assert_eq!(error::<delete::Request>(body).code(), Some(delete::error::INVALID_ROLE_ID));
    let body = r#"{"errcode":33011,"errmsg":"cut \ud83d","\ud83d":"\ud83d"}"#;
    assert_eq!(error::<list_ids::Request>(body).message(), Some("cut \u{fffd}"));
}

#[test]
fn two_sub_codes_that_differ_are_refused() {
    for body in [
        r#"{"errcode":88,"sub_code":"90018","sub_code":"40014"}"#,
        r#"{"errcode":0,"sub_code":"","sub_code":"40014"}"#,
    ] {
        let error = error::<delete::Request>(body);
        assert_eq!(error.kind(), ErrorKind::NoErrcode, "{body}");
        assert!(error.to_string().contains("two sub_codes that differ"), "{error}");
    }
    let same = error::<delete::Request>(r#"{"errcode":88,"sub_code":"40014","sub_code":40014}"#);
    assert_eq!(same.kind(), ErrorKind::TokenRejected);
}

#[test]
fn an_errcode_of_zero_beside_an_error_is_no_success() {
    for body in [
        r#"{"errcode":0,"sub_code":"40014","result":{"userid_list":["a"]}}"#,
        r#"{"result":{"userid_list":["a"]},"sub_code":40014,"errcode":"0"}"#,
        r#"{"errcode":0,"sub_code":"isv.other"}"#,
    ] {
        for error in [error::<list_ids::Request>(body), error::<delete::Request>(body)] {
            assert_eq!(error.kind(), ErrorKind::NoErrcode, "{body}");
            assert!(error.to_string().contains("stands beside a sub_code"), "{error}");
        }
    }
    for sub_code in ["null", "\"\"", "\"0\"", "0", "\" \""] {
        let body = format!(r#"{{"errcode":0,"sub_code":{sub_code}}}"#);
        assert!(decode::<delete::Request, _>(http::Response::new(body)).is_ok(), "{sub_code}");
    }
    for body in [
        r#"{"errcode":0,"punish":"deny","result":{"userid_list":["a"]}}"#,
        r#"{"errcode":0,"status":1111,"punish":"deny"}"#,
    ] {
        assert_eq!(error::<delete::Request>(body).kind(), ErrorKind::IpBanned, "{body}");
    }
    let banned = r#"{"errcode":0,"punish":"deny","result":{"userid_list":["a"]}}"#;
    assert_eq!(error::<list_ids::Request>(banned).kind(), ErrorKind::IpBanned);
}

/// Elsewhere the name is free.
#[test]
fn a_documented_field_punish_is_no_ban() {
    use dingtalk_protocol::Endpoint;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Serialize, Deserialize)]
    struct Rules {
        punish: String,
    }

    static RULES: Endpoint = Endpoint::post("test::rules", "/rules").form();

    impl Request for Rules {
        type Response = Rules;
        const ENDPOINT: &'static Endpoint = &RULES;
    }

    let body = r#"{"errcode":0,"punish":"late"}"#;
    assert_eq!(decode::<Rules, _>(http::Response::new(body)).unwrap().punish, "late");
    assert_eq!(error::<delete::Request>(body).kind(), ErrorKind::IpBanned);
}

#[test]
fn broken_json_does_not_read_as_a_ban() {
    for body in [
        "{\"errcode\":0,\"errmsg\":\"a\tb\"}",
        "{\"errcode\":0,\"errmsg\":\"a\u{0}b\"}",
        "{\"errcode\":0}\0\0\0",
        "{\"errcode\":0}}",
    ] {
        let error = error::<delete::Request>(body);
        assert_eq!(error.kind(), ErrorKind::NotJson, "{body:?}");
        let text = error.to_string();
        assert!(
            !text.contains("banned") && text.contains("begins as JSON and is broken"),
            "{text}"
        );
    }
}

#[test]
fn a_compressed_answer_says_so() {
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\x56".to_vec();
    let compressed = error::<delete::Request>(&gzip);
    assert_eq!(compressed.kind(), ErrorKind::Compressed);
    assert!(compressed.advice().unwrap().contains("Accept-Encoding: identity"), "{compressed}");
    for encoding in ["br", "deflate", "gzip"] {
        let response = http::Response::builder().header("content-encoding", encoding);
        let error = decode::<delete::Request, _>(response.body(&b"\x0b\x02"[..]).unwrap());
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Compressed, "{encoding}");
    }
    // A proxy may leave the header where it has taken the compression away.
    let response = http::Response::builder().header("content-encoding", "gzip");
    assert!(decode::<delete::Request, _>(response.body(r#"{"errcode":0}"#).unwrap()).is_ok());
    let plain = http::Response::builder().header("content-encoding", "identity");
    let error = decode::<delete::Request, _>(plain.body("upstream error").unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotJson);
}

#[test]
fn an_empty_redirect_says_that_it_is_one() {
    for status in [301, 302, 303, 307, 308] {
        let response =
            http::Response::builder().status(status).header("location", "/login?t=s3cr3t");
        let error = decode::<delete::Request, _>(response.body("").unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{status}");
        let text = format!("{error} {error:?}");
        assert!(text.contains("it is a redirect") && !text.contains("s3cr3t"), "{text}");
    }
    let empty = http::Response::builder().status(500).body("").unwrap();
    assert_eq!(decode::<delete::Request, _>(empty).unwrap_err().kind(), ErrorKind::EmptyBody);
}

#[test]
fn an_object_where_a_list_belongs_names_the_list() {
    for (list, what) in [
        ("{}", "missing field `userid` at result.list"),
        (r#"{"name":"A"}"#, "missing field `userid` at result.list"),
        ("7", "expected a list at result.list"),
        ("\"\"", "expected a list at result.list"),
    ] {
        let body = format!(r#"{{"errcode":0,"result":{{"hasMore":false,"list":{list}}}}}"#);
        let text = error::<list_users::Request>(body).to_string();
        assert!(text.contains(&format!("{what}. ")), "{text}");
    }
    for list in ["{}", r#"{"userid":"a"}"#] {
        let body = format!(r#"{{"errcode":0,"result":{{"userid_list":{list}}}}}"#);
        let text = error::<list_ids::Request>(body).to_string();
        assert!(text.contains("expected a string at result.userid_list. "), "{text}");
    }
}

#[test]
fn a_huge_message_is_bounded() {
    let secret = "s3cr3t/+";
    let echo = format!("{secret} ").repeat(1_000_000);
    let body = format!(r#"{{"errcode":33011,"errmsg":"{echo}","request_id":"{echo}"}}"#);
    let error = error::<delete::Request>(&body);
    let hidden = error.without(secret);
    for text in [hidden.message().unwrap(), hidden.request_id().unwrap()] {
        assert!(text.len() <= 128 * 1024 && !text.contains("s3cr3t"), "{} bytes", text.len());
    }
}

/// No half of a secret stays where a text is cut.
#[test]
fn a_text_is_not_cut_within_a_secret() {
    let secret = "0123456789".repeat(10);
    for padding in 65_400..65_540 {
        let message = format!("{} {secret} end", "x".repeat(padding));
        let error = Error::from_code(&delete::ENDPOINT, 33011, message).without(&secret);
        assert!(!error.message().unwrap().contains("0123"), "{padding}");
    }
}

#[test]
fn a_secret_of_a_few_letters_does_not_mangle_texts() {
    let error = error::<delete::Request>(r#"{"errcode":33011,"errmsg":"the time"}"#);
    for secret in ["t", "e", "tim"] {
        assert_eq!(error.clone().without(secret).to_string(), error.to_string(), "{secret}");
    }
    assert_eq!(error.without("time").message(), Some("the [secret]"));
}

#[test]
fn only_unpaired_surrogates_are_replaced() {
    for (json, expected) in [
        (r"\ud83d\ude00", "\u{1f600}"),
        (r"\\ud83d", r"\ud83d"),
        (r"cut \ud83d", "cut \u{fffd}"),
        (r"\uD83D\n\ude00", "\u{fffd}\n\u{fffd}"),
        (r"\ud83d\ud83d\ude00x", "\u{fffd}\u{1f600}x"),
        (r"\\\ud83d\\", "\\\u{fffd}\\"),
        (r"\ud83d 名", "\u{fffd} 名"),
    ] {
        let user = format!(r#"{{"userid":"u1","name":"{json}","\ude00":"\ud83d"}}"#);
        let body = format!(r#"{{"errcode":0,"result":{{"hasMore":false,"list":[{user}]}}}}"#);
        let reply = decode::<list_users::Request, _>(http::Response::new(body)).unwrap();
        assert_eq!(reply.users[0].name.as_deref(), Some(expected), "{json}");
    }
    for end in [r"\", r"\名\ud83", r"\ud83d\"] {
        let body = format!(r#"{{"errcode":0,"errmsg":"{end}"#);
        assert!(decode::<list_users::Request, _>(http::Response::new(body)).is_err(), "{end}");
    }
}
