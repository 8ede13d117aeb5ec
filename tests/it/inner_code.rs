//! Responses whose code is within `result`.

use dingtalk_protocol::attendance::{add_group_positions, list_group_users};
use dingtalk_protocol::{ErrorKind, decode, user};

/// The page of the call prints the code within `result` and none beside it.
#[test]
fn a_code_within_the_result_decides_where_the_page_has_it() {
    let kind = |answer: &str| {
        decode::<list_group_users::Request, _>(http::Response::new(answer.to_owned()))
            .map(|reply| reply.page.user_ids.len())
            .map_err(|error| (error.kind(), error.code().map(i64::from)))
    };
    let page = r#""success":true,"result":{"has_more":false,"user_list":[]}"#;
    let inner = |errcode: &str| format!(r#"{{"result":{{{errcode}{page}}},"request_id":"n"}}"#);
    assert_eq!(kind(&inner(r#""errcode":0,"#)), Ok(0));
    assert_eq!(kind(&inner(r#""errcode":"0","#)), Ok(0));
    assert_eq!(kind(&inner("")), Err((ErrorKind::NoErrcode, None)));
    assert_eq!(kind(&inner(r#""errcode":null,"#)), Err((ErrorKind::NoErrcode, None)));
    let busy = (ErrorKind::Undocumented, Some(1000));
    assert_eq!(kind(&inner(r#""errcode":1000,"errmsg":"fault","#)), Err(busy));
    // Both are there: none may report an error.
    let both = |outer: i64, inner: i64| {
        kind(&format!(r#"{{"errcode":{outer},"result":{{"errcode":{inner},{page}}}}}"#))
    };
    assert_eq!(both(0, 0), Ok(0));
    assert_eq!(both(0, 1000), Err(busy));
    assert_eq!(both(1000, 0), Err(busy));
    // So does a `success` that is false.
    let failed = page.replace("true", "false");
    let answer = format!(r#"{{"errcode":0,"result":{{"errcode":0,{failed}}}}}"#);
    assert_eq!(kind(&answer), Err((ErrorKind::Undocumented, None)));
    // A rejection of the gateway stands beside no `result`.
    let rejected = r#"{"errcode":88,"sub_code":"40014","sub_msg":"bad token"}"#;
    assert_eq!(kind(rejected), Err((ErrorKind::TokenRejected, Some(40014))));
    assert_eq!(kind(r#"{"request_id":"n"}"#), Err((ErrorKind::NoErrcode, None)));
    assert_eq!(kind("<html>"), Err((ErrorKind::Html, None)));
    let banned = r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0b51"}"#;
    assert_eq!(kind(banned), Err((ErrorKind::IpBanned, None)));
    let banned = r#"{"status":1111,"wait":5,"punish":"deny","result":{"errcode":0,"#;
    assert_eq!(kind(&format!("{banned}{page}}}}}")), Err((ErrorKind::IpBanned, None)));
}

/// The code shows that it is the right object.
#[test]
fn a_result_with_a_code_may_hold_nothing_else() {
    let answer = r#"{"result":{"errcode":0,"errmsg":"ok","success":true,"other":1}}"#;
    let reply = decode::<add_group_positions::Request, _>(http::Response::new(answer)).unwrap();
    assert_eq!(reply.outcome, None);
    let unknown = reply.unknown_fields().unwrap();
    assert_eq!(unknown.keys().collect::<Vec<_>>(), ["/result/other"]);
}

/// Elsewhere a code within the result is a field like any other.
#[test]
fn a_code_within_the_result_is_no_code_elsewhere() {
    let answer = r#"{"result":{"errcode":0,"userid_list":[]}}"#;
    let error = decode::<user::list_ids::Request, _>(http::Response::new(answer)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoErrcode);
}
