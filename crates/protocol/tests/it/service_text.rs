//! What is read out of the service's own texts: the end of a throttling, missing permissions.

use std::time::{Duration, SystemTime};

use dingtalk_protocol::role::{delete, list_users};
use dingtalk_protocol::{Error, ErrorKind, decode};

/// Returns the error of a rejection that the gateway wrapped.
fn rejected(sub_code: &str, sub_msg: &str) -> Error {
    let sub_msg = serde_json::Value::from(sub_msg);
    let body = format!(r#"{{"errcode":88,"sub_code":"{sub_code}","sub_msg":{sub_msg}}}"#);
    decode::<list_users::Request, _>(http::Response::new(body)).unwrap_err()
}

/// Returns the end that is read, in seconds of Beijing time since 2026-11-20 00:00:00.
fn end(message: &str) -> Option<i64> {
    let midnight = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_104_000);
    let end = rejected("90018", message).throttled_until()?;
    let seconds = match end.duration_since(midnight) {
        Ok(after) => i64::try_from(after.as_secs()),
        Err(before) => i64::try_from(before.duration().as_secs()).map(|seconds| -seconds),
    };
    Some(seconds.unwrap())
}

const NOON: Option<i64> = Some(12 * 3600);

#[test]
fn the_end_of_a_throttling_is_read_as_beijing_time() {
    // 2026-11-20 04:00:00 UTC.
    let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_147_200);
    for code in ["90018", "90002"] {
        let error = rejected(code, "disabled until 2026-11-20 12:00:00");
        assert_eq!(error.throttled_until(), Some(noon));
    }
    let plain = r#"{"errcode":90018,"errmsg":"disabled until 2026-11-20 12:00:00"}"#;
    let error = decode::<delete::Request, _>(http::Response::new(plain)).unwrap_err();
    assert_eq!(error.throttled_until(), Some(noon));
}

#[test]
fn the_end_may_stand_anywhere_in_a_text_of_either_language() {
    for message in [
        "2026-11-20 12:00:00",
        "2026-11-20T12:00:00",
        "until 2026-11-20 12:00:00.",
        "until 2026-11-20 12:00:00, then again",
        "until 2026-11-20 12:00:00 for this app",
        "当前接口的请求被暂时禁用,禁用截止时间2026-11-20 12:00:00。",
        "禁用到2026-11-20 12:00:00为止",
        "(2026-11-20 12:00:00)",
        "[2026-11-20 12:00:00]",
        "limit 20, code 90018, until 2026-11-20 12:00:00",
        "2026-11-20 12:00:00.250",
        "2026-2026-11-20 12:00:00",
        "错2026-1错2026-11-20 12:00:00错",
    ] {
        assert_eq!(end(message), NOON, "{message}");
    }
}

#[test]
fn the_latest_of_several_times_is_the_end() {
    for message in [
        "from 2026-11-20 11:59:00 to 2026-11-20 12:00:00",
        "2026-11-20 11:59:00-2026-11-20 12:00:00",
        "自2026-11-20 11:59:00至2026-11-20 12:00:00禁用",
        "until 2026-11-20 12:00:00, since 2026-11-19 12:00:00",
        "2026-13-20 12:00:00 2026-11-20 12:00:00 2026-11-20 25:00:00",
    ] {
        assert_eq!(end(message), NOON, "{message}");
    }
}

#[test]
fn what_is_no_time_of_the_calendar_is_no_end() {
    for message in [
        "",
        "soon",
        "2026-13-20 12:00:00",
        "2026-00-20 12:00:00",
        "2026-11-31 12:00:00",
        "2027-02-29 12:00:00",
        "2026-11-20 24:00:00",
        "2026-11-20 12:60:00",
        "2026-11-20 12:00:60",
        "2026-11-20 12:00:61",
        "1969-11-20 12:00:00",
        "2026-11-20",
        "12:00:00",
        "2026-11-20 12:00",
        "2026-11-20  12:00:00",
        "2026/11/20 12:00:00",
        "2026-11-20_12:00:00",
        "20261120120000",
        "1795147200",
        "12026-11-20 12:00:00",
        "2026-11-20 12:00:001",
        "２０２６-11-20 12:00:00",
        "2026-11-20 12:00:0错",
    ] {
        assert_eq!(end(message), None, "{message}");
    }
    assert_eq!(end("2028-02-29 12:00:00"), Some(466 * 86400 + 12 * 3600), "a leap year has it");
    assert!(end("1970-01-01 00:00:00").is_some() && end("9999-12-31 23:59:59").is_some());
}

/// Eight hours too early or too late would be worse than not to know.
#[test]
fn a_time_with_a_zone_of_its_own_is_not_read() {
    for zone in ["Z", ".5Z", "+08:00", "+0000", " +0800", " UTC", "UTC", " GMT+8", ".250 UTC"] {
        assert_eq!(end(&format!("until 2026-11-20T12:00:00{zone}")), None, "{zone}");
        let both = format!("2026-11-20 12:00:00, 2026-11-21 12:00:00{zone}");
        assert_eq!(end(&both), NOON, "{zone}");
    }
}

#[test]
fn only_a_throttling_has_an_end() {
    for code in ["60011", "90020", "40014", "777", ""] {
        assert_eq!(rejected(code, "2026-11-20 12:00:00").throttled_until(), None, "{code}");
    }
    assert_eq!(Error::new(ErrorKind::Throttled).throttled_until(), None);
}

const CHINESE: &str = "应用尚未开通所需的权限:[qyapi_get_department_member],点击链接申请并开通即可:https://open-dev.dingtalk.com/appscope/apply?content=dingabc%23qyapi_get_department_member 错误信息：requiredScopes=[qyapi_get_department_member]";

#[test]
fn missing_permissions_are_read_in_either_language() {
    for message in [
        CHINESE.to_owned(),
        format!("ding talk error[subcode=60011,submsg={CHINESE}]"),
        "no permission, requiredScopes=[qyapi_get_department_member]".to_owned(),
        "requiredScopes=[qyapi_get_department_member] see https://open.dingtalk.com".to_owned(),
        "requiredScopes=[ \"qyapi_get_department_member\" , ]".to_owned(),
    ] {
        let error = rejected("60011", &message);
        assert_eq!(error.required_scopes(), ["qyapi_get_department_member"], "{message}");
    }
    for message in [
        "requiredScopes=[qyapi_get_member,Contact.User.Read]",
        "requiredScopes=[qyapi_get_member, Contact.User.Read]",
        "requiredScopes=[qyapi_get_member，Contact.User.Read]",
        "requiredScopes=[,'qyapi_get_member','Contact.User.Read',]",
    ] {
        let error = rejected("60011", message);
        assert_eq!(error.required_scopes(), ["qyapi_get_member", "Contact.User.Read"], "{message}");
    }
}

#[test]
fn a_list_of_permissions_that_is_not_whole_is_none() {
    for message in [
        "",
        "no permission",
        "requiredScopes",
        "requiredScopes=",
        "requiredScopes=[",
        "requiredScopes=[]",
        "requiredScopes=[ , ]",
        "requiredScopes=[qyapi_get_member",
        "requiredScopes=[qyapi_get_member, see [1]",
        "requiredScopes=[qyapi_get_member,点击链接申请]",
        "requiredScopes=[qyapi_get_member,https://open.dingtalk.com]",
        "]requiredScopes=[",
    ] {
        assert!(rejected("60011", message).required_scopes().is_empty(), "{message}");
    }
}

#[test]
fn the_link_to_apply_ends_where_the_text_goes_on() {
    let link = "https://open-dev.dingtalk.com/appscope/apply?content=dingabc%23qyapi";
    for (before, after) in [
        ("", ""),
        ("apply at ", " and wait"),
        ("apply at ", "."),
        ("apply at (", ")."),
        ("apply: <", ">"),
        ("[\"", "\"]"),
        ("点击链接申请并开通即可:", " 错误信息"),
        ("点击链接", "，谢谢"),
        ("步骤1", "，谢谢"),
        ("请看", "错误"),
        ("", ",requiredScopes=[qyapi]"),
        ("dingtalk://page/link ", "\n"),
        ("://a https:// http://, ", "!"),
    ] {
        let message = format!("{before}{link}{after}");
        assert_eq!(rejected("60011", &message).permission_link(), Some(link), "{message}");
    }
    assert_eq!(
        rejected("60011", CHINESE).permission_link(),
        Some(
            "https://open-dev.dingtalk.com/appscope/apply?content=dingabc%23qyapi_get_department_member"
        )
    );
    let first = "HTTP://a.b/?to=https://c.d";
    assert_eq!(rejected("60011", first).permission_link(), Some(first));
}

#[test]
fn what_is_no_web_link_is_none() {
    for message in [
        "",
        "no permission",
        "open-dev.dingtalk.com",
        "https:/open.dingtalk.com",
        "https://",
        "https://...",
        "https://错",
        "://open.dingtalk.com",
        "dingtalk://dingtalkclient/page",
        "xhttps://open.dingtalk.com",
        "javascript:alert(1)",
    ] {
        assert_eq!(rejected("60011", message).permission_link(), None, "{message}");
    }
}

#[test]
fn only_a_missing_permission_names_permissions_and_a_link() {
    for code in ["90018", "60020", "40014", "777"] {
        let error = rejected(code, CHINESE);
        assert!(error.required_scopes().is_empty() && error.permission_link().is_none(), "{code}");
    }
}

/// An answer may be as long as the caller allows; work that grows faster would not end here.
#[test]
fn a_hostile_message_costs_no_more_than_its_length() {
    const SIZE: usize = 1 << 20;
    for piece in [
        "1",
        "错",
        "2026-",
        "2026-11-20 12:00:0",
        "2026-11-20 12:00:60.",
        "12:00:00.",
        "requiredScopes=[",
        "requiredScopes=[a,",
        "://",
        "https://",
        "https://.",
        "a",
    ] {
        let message = piece.repeat(SIZE / piece.len());
        for code in ["90018", "60011"] {
            let error = rejected(code, &message);
            assert_eq!(error.throttled_until(), None, "{piece}");
            assert!(error.required_scopes().is_empty(), "{piece}");
            assert_eq!(error.permission_link(), None, "{piece}");
        }
    }
    let far = format!("{} until 2026-11-20 12:00:00 ", "x".repeat(SIZE));
    assert_eq!(end(&far), None, "what stands behind the beginning is not looked at");
    let near = format!("until 2026-11-20 12:00:00 {}", "错".repeat(SIZE));
    assert_eq!(end(&near), NOON);
}

/// Every cut of a text, and every text made of its pieces, in an order that never changes.
#[test]
fn no_message_makes_reading_it_panic() {
    let pieces = [
        "2026-11-20 12:00:00",
        "2026-",
        "9999-12-31T23:59:60",
        "0000-00-00 00:00:00",
        "1970-01-01 00:00:00",
        "7",
        "-",
        ".",
        "Z",
        "+",
        " ",
        "错",
        "😀",
        "\u{301}",
        "\0",
        "requiredScopes=[",
        "]",
        "[",
        ",",
        "，",
        "\"",
        "qyapi_get_member",
        "https",
        "http://",
        "://",
        "a.b/c?d=%23",
        "",
    ];
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        // Knuth's constants: the high bits are random enough.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for _ in 0..20_000 {
        let message: String = (0..next(12)).map(|_| pieces[next(pieces.len())]).collect();
        look_at(&message);
    }
    for (cut, _) in CHINESE.char_indices() {
        look_at(&CHINESE[..cut]);
        look_at(&CHINESE[cut..]);
    }
    // Where the beginning that is looked at ends, a character or a link may be cut.
    for before in 16_370..16_390 {
        let at = "x".repeat(before);
        for piece in ["错", "😀", " https://a.b/c/d/e/f/g/h/i/j", " 2026-11-20 12:00:00"] {
            look_at(&format!("{at}{piece}{at}"));
        }
    }
}

fn look_at(message: &str) {
    for code in ["90018", "60011", "777"] {
        let error = rejected(code, message);
        let _ = (error.throttled_until(), error.repetition(), error.to_string());
        for scope in error.required_scopes() {
            assert!(!scope.is_empty() && scope.is_ascii(), "{message:?}");
        }
        if let Some(link) = error.permission_link() {
            assert!(
                link.to_ascii_lowercase().starts_with("http") && link.is_ascii(),
                "{message:?}"
            );
            let before = link.as_ptr().addr() - error.message().unwrap().as_ptr().addr();
            let after = &message[before + link.len()..];
            assert!(!after.starts_with(|c: char| c.is_ascii_alphanumeric()), "cut: {message:?}");
        }
    }
}
