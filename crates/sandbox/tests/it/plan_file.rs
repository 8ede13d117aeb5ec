//! Plans in TOML: what they say, and what is wrong with them.

use std::time::Duration;

use dingtalk_sandbox::{Fault, FaultPlan, FaultRule, ManualClock, Plan, Sandbox};
use insta::assert_snapshot;

use crate::raw::{LIST, LIST_IDS, form, get_token};

/// Returns every fault as it is written down.
fn every_fault() -> Vec<(&'static str, Fault)> {
    let second = Duration::from_secs(1);
    let milliseconds = Duration::from_millis(20);
    vec![
        ("'token-rejected'", Fault::TokenRejected),
        ("'plain-token-40014'", Fault::PlainToken40014),
        ("'plain-token-42001'", Fault::PlainToken42001),
        ("'plain-token-40001'", Fault::PlainToken40001),
        ("'token-blank'", Fault::TokenBlank),
        ("'permission-missing'", Fault::PermissionMissing { link: false }),
        ("'permission-missing'\nlink = true", Fault::PermissionMissing { link: true }),
        ("'caller-not-allowed'", Fault::CallerNotAllowed),
        ("'app-throttled'", Fault::AppThrottled { end_in: None }),
        ("'app-throttled'\nend_in_seconds = 1", Fault::AppThrottled { end_in: Some(second) }),
        ("'callers-throttled'", Fault::CallersThrottled { end_in: None }),
        (
            "'callers-throttled'\nend_in_seconds = 1",
            Fault::CallersThrottled { end_in: Some(second) },
        ),
        ("'quota-exhausted'", Fault::QuotaExhausted),
        ("'busy'", Fault::Busy { applied: false }),
        ("'busy'\napplied = true", Fault::Busy { applied: true }),
        ("'gateway-timeout'\napplied = false", Fault::GatewayTimeout { applied: false }),
        ("'gateway-timeout'\napplied = true", Fault::GatewayTimeout { applied: true }),
        ("'authorisation-timeout'", Fault::AuthorisationTimeout),
        ("'unknown-path'", Fault::UnknownPath),
        ("'ip-ban'", Fault::IpBan),
        ("'ip-ban-html'", Fault::IpBanHtml),
        ("'string-errcode'", Fault::StringErrcode),
        ("'missing-errmsg'", Fault::MissingErrmsg),
        ("'missing-errcode'", Fault::MissingErrcode),
        ("'null-result'", Fault::NullResult),
        ("'missing-list'", Fault::MissingList),
        ("'truncated-body'", Fault::TruncatedBody),
        ("'wrong-length'", Fault::WrongLength),
        ("'slow-headers'\nmilliseconds = 20", Fault::SlowHeaders { delay: milliseconds }),
        ("'slow-body'\nmilliseconds = 20", Fault::SlowBody { over: milliseconds }),
        ("'reset-before'", Fault::ResetBefore),
        ("'reset-after'", Fault::ResetAfter),
        ("'bad-gateway'\napplied = true", Fault::BadGateway { applied: true }),
        ("'empty-body'", Fault::EmptyBody { applied: false }),
        ("'oversize-body'\nbytes = 9", Fault::OversizeBody { bytes: 9 }),
        ("'not-utf8'", Fault::NotUtf8),
    ]
}

#[test]
fn every_fault_is_read_by_its_name() {
    for (text, fault) in every_fault() {
        assert!(text.starts_with(&format!("'{}'", fault.name())), "{text}");
        let toml = format!("[[faults]]\nfault = {text}\npath = '{LIST}'\nshare = 0.5");
        let plan = FaultPlan::from_toml(&toml).unwrap();
        let same = FaultPlan::new(0).with(FaultRule::share(0.5, fault).on(LIST)).unwrap();
        assert_eq!(plan, same);
    }
}

#[test]
fn a_file_says_everything() {
    let text = r#"
        seed = 7
        token.life_seconds = 20
        limits = { per_app = 2, all_callers = 3, end_time = true }
        ban = { calls = 5, within_seconds = 9, lasts_seconds = 9 }

        [[faults]]
        path = "/topapi/role/simplelist"
        fault = "busy"
        at = [1]
    "#;
    let clock = ManualClock::new();
    let plan = Plan::from_toml(text).unwrap();
    let sandbox = Sandbox::builder().clock(clock.clone()).plan(plan).start().unwrap();
    assert_eq!(form(&sandbox, LIST, "role_id=11").code(), 400_001);
    assert_eq!(get_token(&sandbox).json()["expires_in"], 20);
    let mut answers = (0..5).map(|_| form(&sandbox, LIST_IDS, "dept_id=1").body);
    assert!(answers.by_ref().take(2).all(|body| body.starts_with(r#"{"errcode":0,"#)));
    assert!(answers.next().unwrap().contains("90018"));
    assert!(answers.next().unwrap().contains("the limit ends at 2026-01-01 08:00:01"));
    assert!(answers.next().unwrap().contains("1111"));
    clock.advance(Duration::from_secs(9));
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
}

#[test]
fn an_empty_file_changes_nothing() {
    let builder = Sandbox::builder().rate_limit(1).token_life(Duration::from_secs(5));
    let sandbox = builder.plan(Plan::from_toml("").unwrap()).start().unwrap();
    assert_eq!(get_token(&sandbox).json()["expires_in"], 5);
    assert_eq!(get_token(&sandbox).code(), 90018);
    let plan = Plan::from_toml("token.lives_forever = true\nban = {}").unwrap();
    let sandbox = Sandbox::builder().token_life(Duration::ZERO).plan(plan).start().unwrap();
    let token = get_token(&sandbox).text("access_token");
    assert_eq!(crate::raw::form_with(&sandbox, &token, LIST_IDS, "dept_id=1").code(), 0);
}

#[test]
fn the_example_is_a_plan() {
    let plan = Plan::from_toml(include_str!("../../plans/rough.toml")).unwrap();
    assert_eq!(plan.faults().rules().len(), 8);
    let sandbox = Sandbox::builder().plan(plan).start().unwrap();
    assert_eq!(get_token(&sandbox).json()["expires_in"], 20);
}

fn errors<const N: usize>(texts: [&str; N]) -> String {
    let errors = texts.map(|text| Plan::from_toml(text).unwrap_err().to_string());
    errors.join("\n\n")
}

#[test]
fn wrong_values_are_shown_where_they_stand() {
    assert_snapshot!(errors([
        "[[faults]]\nfault = 'busi'\nat = [1]",
        "[[faults]]\nfault = 'busy'\nat = [0]",
        "[[faults]]\nfault = 'busy'\nshare = 1.5",
        "[[faults]]\nfault = 'busy'\nshare = 1\npath = '/topapi/role/nothing'",
        "[[faults]]\nfault = 'busy'\nshares = 1",
        "limits.per_app = -1",
    ]));
}

#[test]
fn rules_that_do_not_fit_together_are_shown() {
    assert_snapshot!(errors([
        "[[faults]]\nfault = 'busy'",
        "[[faults]]\nfault = 'busy'\nat = [1]\nshare = 0.1",
        "[[faults]]\nfault = 'busy'\nat = [1]\nbytes = 1",
        "[[faults]]\nfault = 'slow-body'\nat = [1]",
        "[[faults]]\nfault = 'busy'\nat = [1]\npath = '/gettoken'",
        "[[faults]]\nfault = 'ip-ban'\nshare = 0.6\n[[faults]]\nfault = 'busy'\nshare = 0.6",
        "[token]\nlife_seconds = 1\nlives_forever = true",
    ]));
}
