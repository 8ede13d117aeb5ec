//! Rate limits and bans.

use std::time::Duration;

use dingtalk_sandbox::{Builder, IpBan, ManualClock, Sandbox};
use insta::assert_snapshot;
use serde_json::json;

use crate::raw::{LIST, LIST_IDS, form, form_with, get_token};

const SECOND: Duration = Duration::from_secs(1);

fn start(configure: impl FnOnce(Builder) -> Builder) -> (Sandbox, ManualClock) {
    let clock = ManualClock::new();
    let sandbox = configure(Sandbox::builder().clock(clock.clone())).start().unwrap();
    (sandbox, clock)
}

/// Returns the code that a call is answered with, the one inside if it is wrapped.
fn code(sandbox: &Sandbox, token: &str, path: &str) -> String {
    let (code, sub_code) = form_with(sandbox, token, path, "dept_id=1&role_id=11").codes();
    sub_code.unwrap_or_else(|| code.to_string())
}

#[test]
fn an_app_is_throttled_per_path_and_second() {
    let (sandbox, clock) = start(|builder| builder.rate_limit(2).token("fixed").app("a", "s"));
    let calls = |token: &str, path| [(); 3].map(|()| code(&sandbox, token, path));
    assert_eq!(calls("fixed", LIST_IDS), ["0", "0", "90018"]);
    assert_eq!(calls("fixed", LIST), ["0", "0", "90018"], "another path");
    clock.advance(Duration::from_nanos(999_999_999));
    assert_eq!(code(&sandbox, "fixed", LIST), "90018");
    clock.advance(Duration::from_nanos(1));
    assert_eq!(calls("fixed", LIST), ["0", "0", "90018"]);
    sandbox.set_rate_limit(None);
    assert_eq!(calls("fixed", LIST), ["0"; 3]);
}

#[test]
fn apps_are_throttled_apart_and_all_callers_together() {
    let (sandbox, clock) = start(|builder| builder.rate_limit(2).app("a", "s").app("b", "t"));
    let one = get_token(&sandbox).text("access_token");
    let other = {
        let request = crate::raw::request("GET", "/gettoken?appkey=b&appsecret=t", "", b"");
        crate::raw::send(&sandbox, &request).text("access_token")
    };
    let calls = |token: &str| [(); 3].map(|()| code(&sandbox, token, LIST_IDS));
    assert_eq!(calls(&one), ["0", "0", "90018"]);
    assert_eq!(calls(&other), ["0", "0", "90018"]);

    clock.advance(SECOND);
    sandbox.set_rate_limit_for_all(Some(3));
    assert_eq!(calls(&one), ["0", "0", "90018"]);
    // A call that one limit refuses has counted for the other: it came.
    assert_eq!(calls(&other), ["90002"; 3]);
}

#[test]
fn gettoken_is_throttled_plainly() {
    let (sandbox, _clock) = start(|builder| builder.rate_limit(1));
    assert_eq!(get_token(&sandbox).code(), 0);
    assert_snapshot!(get_token(&sandbox).body);
}

#[test]
fn the_message_can_say_when_a_throttle_ends() {
    let (sandbox, clock) = start(|builder| builder.rate_limit(1));
    form(&sandbox, LIST_IDS, "dept_id=1");
    let without = form(&sandbox, LIST_IDS, "dept_id=1").body;
    // Half a second later, the end is rounded up.
    let (shown, clock_shown) =
        start(|builder| builder.rate_limit_for_all(1).rate_limit_end_time(true));
    clock_shown.advance(Duration::from_millis(500));
    form(&shown, LIST_IDS, "dept_id=1");
    let with = form(&shown, LIST_IDS, "dept_id=1").body;
    clock.advance(SECOND);
    assert_snapshot!(format!("{without}\n{with}"));
}

#[test]
fn an_address_is_banned_for_a_while() {
    let ban = IpBan { calls: 3, ..IpBan::default() };
    let (sandbox, clock) = start(|builder| builder.ip_ban(ban));
    let call = || form(&sandbox, LIST_IDS, "dept_id=1").json();
    let is_banned = || call()["status"] == 1111;
    assert_eq!([(); 3].map(|()| is_banned()), [false; 3]);
    assert_eq!(
        call(),
        json!({"status": 1111, "wait": 5, "source": "x5", "punish": "deny", "uuid": "sandbox000004"})
    );
    assert_eq!(sandbox.requests().last().unwrap().code(), None);
    clock.advance(Duration::from_secs(299));
    assert!(is_banned());
    clock.advance(SECOND);
    assert_eq!([(); 4].map(|()| is_banned()), [false, false, false, true]);
    sandbox.set_ip_ban(None);
    assert!(!is_banned());
}

#[test]
fn slow_callers_are_not_banned() {
    let ban = IpBan { calls: 3, ..IpBan::default() };
    let (sandbox, clock) = start(|builder| builder.ip_ban(ban));
    for _ in 0..10 {
        assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
        clock.advance(Duration::from_secs(10));
    }
}
