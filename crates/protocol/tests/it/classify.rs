//! What an error answer becomes: kind, code, advice, and whether to try again.

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{
    DocumentedError, ENDPOINTS, Endpoint, Error, ErrorCode, ErrorKind, Request, decode,
};

fn error<R: Request>(body: &str) -> Error {
    match decode::<R, _>(http::Response::new(body)) {
        Ok(_) => panic!("taken for a success: {body}"),
        Err(error) => error,
    }
}

/// Returns the same answer to each of the five endpoints.
fn errors(body: &str) -> [Error; 5] {
    [
        error::<add_to_users::Request>(body),
        error::<remove_from_users::Request>(body),
        error::<list_users::Request>(body),
        error::<delete::Request>(body),
        error::<list_ids::Request>(body),
    ]
}

fn plain(code: i64) -> String {
    format!(r#"{{"errcode":{code},"errmsg":"m","request_id":"r"}}"#)
}

#[test]
fn a_result_of_any_shape_does_not_hide_the_error() {
    for result in [
        r#""none""#,
        "[]",
        "[1,2]",
        "null",
        "0",
        "1.5",
        "true",
        "{}",
        r#"{"hasMore":"?","list":7}"#,
        r#"{"userid_list":{"a":1}}"#,
        r#"{"hasMore":false,"list":[]}"#,
    ] {
        for body in [
            format!(
                r#"{{"errcode":33011,"errmsg":"bad","request_id":"r","result":{result},"sub_code":null}}"#
            ),
            format!(r#"{{"result":{result},"request_id":"r","errmsg":"bad","errcode":33011}}"#),
            format!(r#"{{"result":{result},"request_id":"r","errmsg":"bad","errcode":"33011"}}"#),
        ] {
            for error in errors(&body) {
                assert_eq!(error.code().map(i64::from), Some(33011), "{body}");
                assert_eq!(error.errcode().map(i64::from), Some(33011), "{body}");
                assert_eq!(error.request_id(), Some("r"), "{body}");
                assert_eq!(error.message(), Some("bad"), "{body}");
            }
        }
    }
}

#[test]
fn an_odd_errmsg_does_not_hide_the_code() {
    for errmsg in ["null", "7", "1.5", "true", "[]", r#"{"zh":"错"}"#] {
        let body = format!(r#"{{"errmsg":{errmsg},"errcode":33011}}"#);
        assert_eq!(error::<delete::Request>(&body).code().map(i64::from), Some(33011), "{body}");
    }
}

#[test]
fn busy_is_busy_only_where_the_page_lists_it() {
    let busy = |code| {
        errors(&plain(code)).map(|error| {
            let busy = error.kind() == ErrorKind::Busy;
            assert_eq!(error.retry_advised(), busy, "{error}");
            if !busy {
                assert_eq!(error.kind(), ErrorKind::Undocumented, "{error}");
            }
            busy
        })
    };
    // add_to_users, remove_from_users, list_users, delete, list_ids
    assert_eq!(busy(1002), [true, false, false, true, false]);
    assert_eq!(busy(-1), [false, true, false, false, true]);
    assert_eq!(busy(400_001), [false, false, true, false, false]);
}

#[test]
fn the_codes_of_each_page_have_constants() {
    fn named<R: Request>(code: ErrorCode) -> Option<&'static str> {
        let error = error::<R>(&plain(code.get()));
        assert_eq!((error.code(), error.code_of::<R>()), (Some(code), Some(code)));
        error.code_name()
    }

    use add_to_users::error as add;
    assert_eq!(named::<add_to_users::Request>(add::INVALID_ROLE_IDS), Some("INVALID_ROLE_IDS"));
    assert_eq!(named::<add_to_users::Request>(add::INVALID_USER_IDS), Some("INVALID_USER_IDS"));
    let name = named::<add_to_users::Request>(add::ORGANIZATION_NOT_FOUND);
    assert_eq!(name, Some("ORGANIZATION_NOT_FOUND"));
    assert_eq!(named::<add_to_users::Request>(add::SYSTEM_BUSY), Some("SYSTEM_BUSY"));
    assert_eq!(named::<add_to_users::Request>(ErrorCode::new(-1)), None);
    let global = named::<add_to_users::Request>(ErrorCode::PERMISSION_MISSING);
    assert_eq!(global, Some("PERMISSION_MISSING"));

    let codes = |endpoint: &Endpoint| -> Vec<_> {
        endpoint.errors.iter().map(|error| (error.code.get(), error.name)).collect()
    };
    assert_eq!(
        codes(add_to_users::Request::ENDPOINT),
        [
            (33011, "INVALID_ROLE_IDS"),
            (33012, "INVALID_USER_IDS"),
            (12012, "ORGANIZATION_NOT_FOUND"),
            (1002, "SYSTEM_BUSY")
        ]
    );
    assert_eq!(
        codes(remove_from_users::Request::ENDPOINT),
        [(33011, "INVALID_ROLE_IDS"), (33012, "INVALID_USER_IDS"), (-1, "SYSTEM_BUSY")]
    );
    assert_eq!(
        codes(list_users::Request::ENDPOINT),
        [
            (33011, "INVALID_ROLE_ID"),
            (40069, "INVALID_SIZE"),
            (40068, "INVALID_OFFSET"),
            (400_001, "SYSTEM_ERROR")
        ]
    );
    assert_eq!(
        codes(delete::Request::ENDPOINT),
        [(33011, "INVALID_ROLE_ID"), (23004, "SYSTEM_ROLE"), (1002, "SYSTEM_BUSY")]
    );
    assert_eq!(
        codes(list_ids::Request::ENDPOINT),
        [(60003, "DEPARTMENT_NOT_FOUND"), (400_002, "INVALID_PARAMETER"), (-1, "SYSTEM_BUSY")]
    );
}

#[test]
fn wrong_credentials_are_a_kind_of_their_own() {
    for code in [get_token::error::INVALID_CREDENTIALS, get_token::error::MISSING_PARAMETER] {
        let error = error::<get_token::Request>(&plain(code.get()));
        assert_eq!(error.kind(), ErrorKind::CredentialsRejected);
        assert!(error.is_auth_error() && !error.retry_advised());
    }
    let busy = error::<get_token::Request>(&plain(-1));
    assert_eq!((busy.kind(), busy.is_auth_error()), (ErrorKind::Busy, false));
}

#[test]
fn an_error_can_be_made_by_hand() {
    let made = Error::from_code(&delete::ENDPOINT, 1002, "busy").with_request_id("r");
    let received = error::<delete::Request>(r#"{"errcode":1002,"errmsg":"busy","request_id":"r"}"#);
    assert_eq!(made.to_string(), received.to_string());
    assert_eq!(
        (made.kind(), made.code(), made.code_name()),
        (ErrorKind::Busy, received.code(), Some("SYSTEM_BUSY"))
    );
    let global = Error::from_code(&delete::ENDPOINT, ErrorCode::APP_THROTTLED, "");
    assert_eq!((global.kind(), global.message()), (ErrorKind::Throttled, None));
}

#[test]
fn a_code_is_not_read_as_that_of_another_endpoint() {
    let error = error::<list_users::Request>(&plain(33011));
    assert!(error.code_of::<list_users::Request>().is_some());
    assert_eq!(error.code_of::<delete::Request>(), None);
    assert_eq!(error.code_of::<add_to_users::Request>(), None);
    assert_eq!(Error::new(ErrorKind::Timeout).code_of::<delete::Request>(), None);
}

#[test]
fn documented_errors_bring_the_advice_of_their_page() {
    for error in errors(&plain(33011)) {
        assert!(!error.retry_advised());
        match error.endpoint().unwrap().error(33011) {
            Some(documented) => {
                assert_eq!(error.kind(), ErrorKind::Documented);
                assert_eq!(error.advice(), Some(documented.advice));
            }
            None => assert_eq!(error.kind(), ErrorKind::Undocumented),
        }
    }
    let error = error::<delete::Request>(&plain(23004));
    assert!(error.advice().unwrap().contains("default group"), "{error}");
}

/// Sub codes that the gateway was seen to wrap, and the plain codes: the same to every endpoint.
#[test]
fn gateway_rejections_are_understood_plain_and_wrapped() {
    for (code, kind, retry) in [
        (40014, ErrorKind::TokenRejected, false),
        (42001, ErrorKind::TokenRejected, false),
        (40001, ErrorKind::TokenRejected, false),
        (41001, ErrorKind::TokenMissing, false),
        (40000, ErrorKind::TokenMissing, false),
        (60011, ErrorKind::PermissionMissing, false),
        (60020, ErrorKind::CallerNotAllowed, false),
        (90018, ErrorKind::Throttled, true),
        (90002, ErrorKind::Throttled, true),
        (90020, ErrorKind::QuotaExhausted, false),
        (22, ErrorKind::UnknownPath, false),
    ] {
        let wrapped = format!(
            r#"{{"errcode":88,"sub_code":"{code}","sub_msg":"why","errmsg":"ding talk error[subcode={code},submsg=why]","request_id":"r"}}"#
        );
        let as_number = wrapped.replace(&format!("\"{code}\""), &code.to_string());
        let as_strings = wrapped.replace("\"errcode\":88", "\"errcode\":\"88\"");
        for (body, errcode, message) in [
            (plain(code), code, "m"),
            (wrapped, 88, "why"),
            (as_number, 88, "why"),
            (as_strings, 88, "why"),
        ] {
            for error in errors(&body) {
                assert_eq!(error.kind(), kind, "{body}");
                assert_eq!(error.code().map(i64::from), Some(code), "{body}");
                assert_eq!(error.errcode().map(i64::from), Some(errcode), "{body}");
                assert_eq!(error.retry_advised(), retry, "{body}");
                assert_eq!(error.message(), Some(message), "{body}");
                assert_eq!(error.request_id(), Some("r"), "{body}");
                let text = code.to_string();
                assert_eq!(error.sub_code(), (errcode == 88).then_some(text.as_str()), "{body}");
            }
        }
    }
}

#[test]
fn a_documented_code_is_unwrapped_too() {
    let error = error::<delete::Request>(r#"{"errcode":88,"sub_code":"23004","sub_msg":"no"}"#);
    assert_eq!(error.kind(), ErrorKind::Documented);
    assert_eq!(error.code_of::<delete::Request>(), Some(delete::error::SYSTEM_ROLE));
}

#[test]
fn a_sub_code_may_be_negative_and_a_number() {
    for sub_code in ["-1", "\"-1\""] {
        let body = format!(r#"{{"errcode":88,"sub_code":{sub_code}}}"#);
        let error = error::<list_ids::Request>(&body);
        assert_eq!(error.kind(), ErrorKind::Busy, "{body}");
        assert_eq!(error.code_of::<list_ids::Request>(), Some(list_ids::error::SYSTEM_BUSY));
    }
}

#[test]
fn timeouts_of_the_gateway_may_be_retried() {
    for body in [
        r#"{"errcode":88,"sub_code":"","errmsg":"e","request_id":"r"}"#,
        r#"{"errcode":15,"sub_code":"isp.top-remote-connection-timeout","errmsg":"e","request_id":"r"}"#,
        r#"{"sub_code":"isp.top-remote-connection-timeout","request_id":"r","errcode":"15"}"#,
    ] {
        for error in errors(body) {
            assert_eq!(error.kind(), ErrorKind::GatewayTimeout, "{body}");
            assert!(error.retry_advised(), "{body}");
            assert_eq!(error.code(), error.errcode(), "{body}");
            assert_eq!(error.request_id(), Some("r"), "{body}");
        }
    }
}

#[test]
fn sub_codes_mean_nothing_beside_other_codes() {
    for body in [
        r#"{"errcode":15,"sub_code":"isv.other"}"#,
        r#"{"errcode":15}"#,
        r#"{"errcode":16,"sub_code":"isp.top-remote-connection-timeout"}"#,
        r#"{"errcode":88,"sub_code":"isv.other"}"#,
        r#"{"errcode":33333,"sub_code":"40014"}"#,
        r#"{"errcode":33333,"sub_code":""}"#,
    ] {
        for error in errors(body) {
            assert_eq!(error.kind(), ErrorKind::Undocumented, "{body}");
            assert_eq!(error.code(), error.errcode(), "{body}");
            assert!(!error.retry_advised(), "{body}");
        }
    }
}

/// Where a code has a meaning of its own, a sub code beside it does not change it.
#[test]
fn a_plain_code_wins_over_a_sub_code_that_does_not_belong_to_it() {
    let error = error::<delete::Request>(r#"{"errcode":33011,"sub_code":"40014"}"#);
    assert_eq!(error.kind(), ErrorKind::Documented);
    assert_eq!(error.code().map(i64::from), Some(33011));
}

#[test]
fn an_empty_sub_msg_gives_way_to_errmsg() {
    let error = error::<delete::Request>(
        r#"{"errcode":88,"sub_code":"40014","sub_msg":"","errmsg":"outer"}"#,
    );
    assert_eq!(error.message(), Some("outer"));
}

#[test]
fn sub_msg_is_the_message_beside_a_sub_code_that_is_no_number_too() {
    let body = r#"{"errcode":88,"sub_code":"isv.other","sub_msg":"inner","errmsg":"outer"}"#;
    assert_eq!(error::<delete::Request>(body).message(), Some("inner"));
}

#[test]
fn every_global_code_has_advice_and_its_own_entry() {
    for (index, entry) in ErrorCode::DOCUMENTED.iter().enumerate() {
        assert!(!entry.advice.is_empty() && !entry.meaning.is_empty());
        let same =
            |other: &DocumentedError| (other.code, other.sub_code) == (entry.code, entry.sub_code);
        assert_eq!(ErrorCode::DOCUMENTED.iter().position(same), Some(index));
        for endpoint in ENDPOINTS {
            // A page that lists the code may say more, but means the same.
            let own = endpoint.error(entry.code);
            assert!(own.is_none_or(|own| own.kind == entry.kind), "{}: {own:?}", endpoint.name);
        }
    }
}

#[test]
fn any_integer_is_a_code() {
    for code in [1, -2, i64::from(i32::MIN), 2_147_483_648, i64::MAX, i64::MIN] {
        for body in [plain(code), format!(r#"{{"errcode":"{code}"}}"#)] {
            assert_eq!(error::<delete::Request>(&body).code().map(i64::from), Some(code), "{body}");
        }
    }
}
