//! The texts of errors: one snapshot per idea, and what they must never hold.

use std::collections::BTreeSet;

use dingtalk_protocol::role::{add_to_users, delete, list_users};
use dingtalk_protocol::{
    AccessToken, Error, ErrorCode, ErrorKind, Host, Position, Request, decode, encode,
};

fn error<R: Request>(body: impl AsRef<[u8]>) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success"),
        Err(error) => error,
    }
}

fn html() -> http::Response<&'static str> {
    http::Response::builder()
        .status(502)
        .header("content-type", "text/html; charset=utf-8")
        .body("<html><title>s3cr3t</title></html>")
        .unwrap()
}

/// Returns the error of an answer whose message is `errmsg`.
fn with_message(errmsg: &str) -> Error {
    let errmsg = serde_json::Value::from(errmsg);
    error::<delete::Request>(format!(r#"{{"errcode":23004,"errmsg":{errmsg}}}"#))
}

fn texts(error: &Error) -> String {
    format!("{error}\n{error:?}\n{error:#?}")
}

fn assert_text(name: &str, error: &Error) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, error.to_string()));
}

#[test]
fn a_documented_error_names_endpoint_code_message_advice_and_request_id() {
    let error = error::<list_users::Request>(
        r#"{"errcode":33011,"errmsg":"Invalid roleId","request_id":"f6249uw1kuus"}"#,
    );
    assert_text("documented", &error);
}

#[test]
fn a_documented_error_without_message_is_still_clear() {
    assert_text(
        "documented_without_message",
        &error::<list_users::Request>(r#"{"errcode":33011}"#),
    );
}

#[test]
fn a_busy_service_is_shown_with_what_to_do() {
    let error = error::<delete::Request>(
        r#"{"errcode":1002,"errmsg":"系统繁忙","request_id":"zw9fhpj3m32u"}"#,
    );
    assert_text("busy", &error);
}

#[test]
fn a_code_that_nobody_documents_is_shown_as_it_is() {
    let error = error::<list_users::Request>(
        r#"{"errcode":-99,"errmsg":"不合法的参数","request_id":"r1"}"#,
    );
    assert_text("undocumented", &error);
}

#[test]
fn a_wrapped_token_rejection_shows_the_code_behind_it() {
    let error = error::<list_users::Request>(
        r#"{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token",
            "errmsg":"ding talk error[subcode=40014,submsg=不合法的access_token]","request_id":"15r8z"}"#,
    );
    assert_text("wrapped_token_rejection", &error);
}

#[test]
fn a_missing_permission_shows_the_scope_but_not_the_link() {
    let error = error::<list_users::Request>(
        r#"{"errcode":88,"sub_code":"60011","request_id":"r1","errmsg":"ding talk error",
            "sub_msg":"应用尚未开通所需的权限:[qyapi_get_department_member],点击链接申请并开通即可:https://open-dev.dingtalk.com/appscope/apply?content=dingabc%23qyapi 错误信息：requiredScopes=[qyapi_get_department_member]"}"#,
    );
    assert_text("permission_missing_with_link", &error);
    assert!(
        error.message().unwrap().contains("https://open-dev.dingtalk.com"),
        "message() is in full"
    );
}

#[test]
fn a_gateway_timeout_says_that_the_call_may_have_taken_effect() {
    let error = error::<delete::Request>(
        r#"{"errcode":15,"sub_code":"isp.top-remote-connection-timeout","errmsg":"Remote service error","request_id":"r1"}"#,
    );
    assert_text("gateway_timeout", &error);
}

#[test]
fn throttling_is_shown_with_the_pause() {
    let error = error::<delete::Request>(
        r#"{"errcode":88,"sub_code":"90018","sub_msg":"您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了","request_id":"r1"}"#,
    );
    assert_text("throttled", &error);
}

#[test]
fn html_is_shown_with_status_and_content_type() {
    assert_text("html", &decode::<delete::Request, _>(html()).unwrap_err());
}

#[test]
fn each_body_that_is_no_answer_has_a_text_of_its_own() {
    assert_text("empty_body", &error::<delete::Request>(""));
    assert_text("truncated", &error::<delete::Request>(r#"{"errcode":0,"#));
    assert_text("not_utf8", &error::<delete::Request>(b"\xb3\xc9"));
    assert_text("not_json", &error::<delete::Request>("upstream error"));
    assert_text("no_errcode", &error::<delete::Request>(r#"{"success":true}"#));
    let banned = r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#;
    assert_text("ip_banned", &error::<delete::Request>(banned));
}

#[test]
fn an_unexpected_shape_says_what_was_expected_and_where() {
    let body = "{\"errcode\":0,\n\"result\":{\"hasMore\":\"maybe\"},\n\"request_id\":\"r1\"}";
    assert_text("unexpected_type", &error::<list_users::Request>(body));
    let body = r#"{"errcode":0,"result":{"list":[]},"request_id":"r1"}"#;
    assert_text("missing_field", &error::<list_users::Request>(body));
    let body = r#"{"errcode":0,"request_id":"r1"}"#;
    assert_text("missing_result", &error::<list_users::Request>(body));
}

#[test]
fn violations_are_listed_in_one_text() {
    let ids = ["a,b", ""];
    let request = add_to_users::Request::new(1..=21, ids);
    let error = encode(&request, &Host::INTERNATIONAL, &AccessToken::new("t")).unwrap_err();
    assert_text("violations", &error);

    let page = list_users::Page { offset: -1, size: 101 };
    let request = list_users::Request::new(1).with_page(page);
    let error = encode(&request, &Host::INTERNATIONAL, &AccessToken::new("t")).unwrap_err();
    assert_text("violations_of_numbers", &error);
}

#[test]
fn a_refused_host_says_what_to_give_instead() {
    assert_text("host_without_scheme", &Host::custom("oapi.dingtalk.io").unwrap_err());
    assert_text("host_with_path", &Host::custom("https://a.b/c?t=1").unwrap_err());
}

#[test]
fn failures_of_transports_have_texts_too() {
    for (name, kind) in [
        ("transport_unreachable", ErrorKind::Unreachable),
        ("transport_connection", ErrorKind::Connection),
        ("transport_timeout", ErrorKind::Timeout),
        ("transport_body_too_large", ErrorKind::BodyTooLarge),
    ] {
        assert_text(name, &Error::new(kind).of(delete::Request::ENDPOINT));
    }
}

#[test]
fn what_goes_wrong_around_a_call_has_texts_too() {
    let held_back = Error::new(ErrorKind::HeldBack).with_detail("there is no room for 1.5 s");
    assert_text("held_back", &held_back.of(delete::Request::ENDPOINT));
    let no_progress = Error::new(ErrorKind::NoProgress).with_detail("a page came twice");
    let no_progress =
        no_progress.of(list_users::Request::ENDPOINT).at_position(Position::Offset(200));
    assert_text("no_progress", &no_progress);
    let journal = Error::new(ErrorKind::Journal).with_detail("line 3 is not JSON");
    assert_text("journal", &journal.of(add_to_users::Request::ENDPOINT));
}

#[test]
fn attempts_and_offset_stand_before_the_advice() {
    let error = error::<list_users::Request>(r#"{"errcode":400001,"request_id":"r1"}"#);
    assert_eq!((error.attempts(), error.offset()), (0, None));
    let error = error.after_attempts(3).at_position(Position::Offset(0));
    assert_eq!((error.attempts(), error.offset()), (3, Some(0)));
    assert_text("attempts_and_offset", &error);
}

/// Most calls are attempted once: that would only be noise.
#[test]
fn a_single_attempt_is_not_told() {
    for attempts in [0, 1] {
        let error = with_message("m").after_attempts(attempts);
        assert_eq!(error.to_string(), with_message("m").to_string());
        assert!(format!("{error:?}").contains(&format!("attempts: {attempts}")), "{error:?}");
    }
}

#[test]
fn every_kind_has_a_text_with_advice_unless_its_code_brings_one() {
    let with_code = [
        ErrorKind::InvalidConfiguration,
        ErrorKind::CredentialsRejected,
        ErrorKind::TokenRejected,
        ErrorKind::PermissionMissing,
        ErrorKind::CallerNotAllowed,
        ErrorKind::Throttled,
        ErrorKind::QuotaExhausted,
        ErrorKind::GatewayTimeout,
        ErrorKind::UnknownPath,
        ErrorKind::Busy,
        ErrorKind::Documented,
    ];
    for kind in ErrorKind::ALL {
        assert_eq!(Error::new(*kind).advice().is_none(), with_code.contains(kind), "{kind:?}");
    }
}

#[test]
fn links_never_reach_a_text() {
    for message in [
        "https://oapi.dingtalk.com/topapi/x?access_token=s3cr3t",
        "see HTTPS://oapi.dingtalk.com/?access_token=s3cr3t.",
        "请看https://a.b/?t=s3cr3t，谢谢",
        "(http://a.b/s3cr3t) and <wss://c.d/s3cr3t>",
        "http://http://s3cr3t://s3cr3t",
        "a://s3cr3t b://s3cr3t",
        "://s3cr3t",
        "dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fs3cr3t",
    ] {
        let text = texts(&with_message(message));
        assert!(!text.contains("s3cr3t"), "{text}");
        assert!(!text.contains("://"), "{text}");
        assert!(text.contains("[link]"), "{text}");
    }
}

#[test]
fn credentials_never_reach_a_text_even_outside_of_links() {
    for message in [
        "access_token=s3cr3t",
        "oapi.dingtalk.com/topapi/x?access_token=s3cr3t&x=1",
        "/gettoken?appkey=k&appsecret=s3cr3t",
        "access_token=s3cr3t access_token=s3cr3t，appsecret=s3cr3t",
    ] {
        let text = texts(&with_message(message));
        assert!(!text.contains("s3cr3t"), "{text}");
        assert!(text.contains("[secret]"), "{text}");
    }
}

#[test]
fn what_stands_around_a_link_stays() {
    let text = with_message("before (https://a.b/c) 后https://d.e，end").to_string();
    assert!(text.contains("before ([link]) 后[link]，end"), "{text}");
}

#[test]
fn control_characters_never_reach_a_text() {
    let nasty = "\u{1b}[31mred\u{1b}[0m\r\nfake log line\u{0}\u{7}\u{8}\u{7f}\u{9b}2J\u{85}";
    let nasty_json = serde_json::Value::from(nasty);
    let body = format!(
        r#"{{"errcode":88,"errmsg":{nasty_json},"request_id":{nasty_json},"sub_code":{nasty_json}}}"#
    );
    let error = error::<delete::Request>(body);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains(char::is_control), "{text:?}");
        assert!(text.contains("fake log line"), "{text:?}");
    }
}

#[test]
fn long_messages_are_cut() {
    // A hostile one may be as long as an answer may be; only its beginning is looked at.
    let hostile = ["accesstoken=,".repeat(100_000), "access_token".repeat(100_000)];
    let long = ["x".repeat(100_000), "错😀".repeat(30_000), "http://a ".repeat(10_000)];
    for message in long.into_iter().chain(hostile) {
        let long = serde_json::Value::from(message);
        let body = format!(
            r#"{{"errcode":1,"errmsg":{long},"request_id":{long},"sub_code":{long},"sub_msg":{long}}}"#
        );
        let error = error::<delete::Request>(body);
        let lengths = [error.to_string(), format!("{error:?}")].map(|text| text.chars().count());
        assert!(lengths.iter().all(|length| *length < 1_500), "{lengths:?}");
        assert!(error.to_string().contains('…'), "nothing says that it was cut");
    }
}

#[test]
fn values_of_the_body_never_reach_the_text_of_a_misfit() {
    for body in [
        r#"{"errcode":0,"result":{"hasMore":"s3cr3t"}}"#,
        r#"{"errcode":0,"result":{"hasMore":"s3cr3t, expected s3cr3t at line 1"}}"#,
        r#"{"errcode":0,"result":"s3cr3t"}"#,
        r#"{"errcode":0,"result":"s3cr3t, expected s3cr3t at line 1 column 2"}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":["s3cr3t, expected s3cr3t at line 1 column 2"]}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":"s3cr3t"}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":["s3cr3t"]}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":[{"userid":"u","manageScopes":[{"dept_id":"s3cr3t"}]}]}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"s3cr3t":1,"list":[{"s3cr3t":"s3cr3t"}]}}"#,
        r#"{"errcode":"s3cr3t"}"#,
        r#"{"errcode":{"s3cr3t":1}}"#,
        r#"{"s3cr3t":"s3cr3t"}"#,
        r#""s3cr3t""#,
        "s3cr3t",
        "<html>s3cr3t</html>",
        r#"{"errcode":0,"s3cr3t"#,
    ] {
        let text = texts(&error::<list_users::Request>(body));
        assert!(!text.contains("s3cr3t"), "{text}");
    }
    let html = texts(&decode::<delete::Request, _>(html()).unwrap_err());
    assert!(!html.contains("s3cr3t"), "{html}");
}

#[test]
fn a_secret_that_the_service_echoes_can_be_removed() {
    for (token, echo) in [
        ("s3cr3t", "s3cr3t"),
        ("s3cr3t", "access_token=s3cr3t&x"),
        ("s3/cr+3t=", "s3/cr+3t="),
        ("s3/cr+3t=", "s3%2Fcr%2B3t%3D"),
        ("s3 cr3t", "s3+cr3t"),
        ("密码s3cr3t", "%E5%AF%86%E7%A0%81s3cr3t"),
    ] {
        let body = format!(
            r#"{{"errcode":88,"errmsg":"e {echo}","sub_code":"{echo}","request_id":"{echo}"}}"#
        );
        let response = http::Response::builder()
            .header("content-type", format!("text/{}", echo.replace(token, "s3cr3t")))
            .body(body)
            .unwrap();
        let error = decode::<delete::Request, _>(response).unwrap_err();
        assert!(error.message().unwrap().contains(echo), "the answer does not echo");
        let error = error.without(token).without("s3cr3t");
        let all = format!(
            "{}{:?}{:?}{:?}{:?}",
            texts(&error),
            error.message(),
            error.sub_code(),
            error.request_id(),
            error.content_type()
        );
        assert!(!all.contains(echo) && !all.contains(token), "{all}");
        assert!(all.contains("[secret]"), "{all}");
    }
    let untouched = with_message("fine").without("");
    assert_eq!(untouched.message(), Some("fine"));
}

#[test]
fn a_token_or_user_id_never_reaches_the_text_of_a_refused_request() {
    let request = add_to_users::Request::new([1; 21], ["s3cr3t,user", ""]);
    let token = AccessToken::new("s3cr3t");
    let text = texts(&encode(&request, &Host::MAINLAND, &token).unwrap_err());
    assert!(!text.contains("s3cr3t"), "{text}");

    let token = AccessToken::new("s3cr3t".repeat(20_000));
    let error = encode(&delete::Request::new(1), &Host::MAINLAND, &token).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!texts(&error).contains("s3cr3t"));
    assert!(!format!("{token:?} {token:#?}").contains("s3cr3t"));

    let text = texts(&Host::custom("https://user:s3cr3t@a.b/?access_token=s3cr3t").unwrap_err());
    assert!(!text.contains("s3cr3t"), "{text}");
}

#[test]
fn the_error_is_as_small_as_a_pointer_and_goes_between_threads() {
    fn sendable<T: std::error::Error + Send + Sync + 'static>() {}
    sendable::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn every_kind_is_listed_once_with_a_name_of_its_own() {
    // The last kind has the highest number, so that none can be missing.
    assert_eq!(ErrorKind::ALL.len(), ErrorKind::Journal as usize + 1);
    let names: BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(names.len(), ErrorKind::ALL.len());
}

#[test]
fn the_names_of_global_codes_are_distinct() {
    let names: BTreeSet<_> = ErrorCode::DOCUMENTED.iter().map(|error| error.name).collect();
    assert_eq!(names.len(), ErrorCode::DOCUMENTED.len());
}
