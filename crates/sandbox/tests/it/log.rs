//! The log of requests.

use std::time::{Duration, SystemTime};

use dingtalk_sandbox::{Clock, Sandbox};

use crate::raw::{FORM, LIST, LIST_IDS, form, get_token, json, request, send};

#[derive(Debug)]
struct Stopped(SystemTime);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}

#[test]
fn requests_are_kept_as_they_came() {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let sandbox = Sandbox::builder().token("secret").clock(Stopped(at)).start().unwrap();
    json(&sandbox, LIST_IDS, r#"{"dept_id":5}"#);
    send(&sandbox, &request("PUT", "/a?b=c", FORM, b"\xff"));
    send(&sandbox, &request("POST", LIST, FORM, b""));

    let requests = sandbox.requests();
    let first = &requests[0];
    assert_eq!((first.method().as_str(), first.path()), ("POST", LIST_IDS));
    assert_eq!(first.query(), Some("access_token=secret"));
    assert_eq!(first.headers()["content-type"], "application/json");
    assert_eq!(first.body(), br#"{"dept_id":5}"#);
    assert_eq!((first.code(), first.request_id()), (Some(60003), "sandbox000001"));
    assert_eq!(first.received_at(), at);
    assert_eq!((requests[1].code(), requests[1].body()), (Some(22), &b"\xff"[..]));
    assert_eq!((requests[2].code(), requests[2].sub_code()), (Some(88), Some("41001")));

    sandbox.clear_requests();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn the_log_keeps_the_last_requests() {
    let sandbox = Sandbox::builder().log_limit(2).start().unwrap();
    for department in [1, 2, 3] {
        form(&sandbox, LIST_IDS, &format!("dept_id={department}"));
    }
    let ids: Vec<_> = sandbox.requests().iter().map(|one| one.request_id().to_owned()).collect();
    assert_eq!(ids, ["sandbox000002", "sandbox000003"]);
}

#[test]
fn nothing_shows_a_token() {
    // One that looks different when it is percent-encoded, and one that the sandbox does not know.
    let builder = Sandbox::builder().token("se+cret密");
    let shown = format!("{builder:?}");
    let sandbox = builder.start().unwrap();
    let encoded = "se%2Bcret%E5%AF%86";
    let target = format!("{LIST_IDS}?access_token={encoded}&other={encoded}");
    send(&sandbox, &request("POST", &target, FORM, b"dept_id=1&access_token=stranger"));
    json(&sandbox, LIST_IDS, r#"{"access_token":"stranger","dept_id":1}"#);
    send(&sandbox, &request("POST", LIST_IDS, FORM, b"access_token=stranger"));
    send(&sandbox, &request("POST", LIST_IDS, FORM, b"{\"access_token\":\"stranger"));

    let requests = sandbox.requests();
    let lines: Vec<_> = requests.iter().map(ToString::to_string).collect();
    let shown = format!("{shown} {requests:?} {sandbox:?} {lines:?} {:?}", sandbox.token());
    for secret in ["se+cret", "%E5%AF%86", "密", "stranger"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(
        lines[0],
        "POST /topapi/user/listid?access_token=[token]&other=[secret] dept_id=1&access_token=[token]"
    );
}

#[test]
fn nothing_shows_an_app_secret() {
    let builder = Sandbox::builder().app("key", "se+cret密").app("other", "unused-one");
    let shown = format!("{builder:?}");
    let sandbox = builder.start().unwrap();
    let encoded = "se%2Bcret%E5%AF%86";
    let issued = get_token(&sandbox).text("access_token");
    for target in [
        format!("/gettoken?appkey=key&appsecret={encoded}"),
        "/gettoken?appkey=key&app%73ecret=stranger".to_owned(),
        format!("/gettoken/{encoded}?x={encoded}&y=unused-one&z={issued}"),
    ] {
        send(&sandbox, &request("GET", &target, FORM, b""));
    }
    let requests = sandbox.requests();
    let lines: Vec<_> = requests.iter().map(ToString::to_string).collect();
    let shown = format!("{shown} {requests:?} {sandbox:?} {lines:?}");
    for secret in ["se+cret", "%E5%AF%86", "密", "stranger", "unused-one", &issued] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(lines[1], "GET /gettoken?appkey=key&appsecret=[secret]");
}
