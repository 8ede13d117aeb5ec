//! `gettoken`, and how long a token lives.

use std::time::Duration;

use dingtalk_protocol::AccessToken;
use dingtalk_sandbox::{DEFAULT_APP_KEY, DEFAULT_APP_SECRET, DEFAULT_TOKEN, ManualClock, Sandbox};
use insta::assert_snapshot;

use crate::raw::{FORM, LIST_IDS, Raw, TOKEN, form, form_with, get_token, request, send};

fn get(sandbox: &Sandbox, query: &str) -> Raw {
    send(sandbox, &request("GET", &format!("{TOKEN}?{query}"), FORM, b""))
}

/// Returns a sandbox and its clock.
fn with_clock() -> (Sandbox, ManualClock) {
    let clock = ManualClock::new();
    (Sandbox::builder().clock(clock.clone()).start().unwrap(), clock)
}

fn sub_code(sandbox: &Sandbox, token: &str) -> Option<String> {
    form_with(sandbox, token, LIST_IDS, "dept_id=1").codes().1
}

#[test]
fn gettoken_answers_without_wrapping_and_request_id() {
    let sandbox = Sandbox::start().unwrap();
    let (key, secret) = (DEFAULT_APP_KEY, DEFAULT_APP_SECRET);
    let queries = [
        format!("appkey={key}&appsecret={secret}"),
        format!("appkey={key}&appsecret=other"),
        format!("appkey=other&appsecret={secret}"),
        format!("appkey={key}"),
        format!("appsecret={secret}&appkey="),
        String::new(),
    ];
    let answers = queries.map(|query| get(&sandbox, &query));
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_snapshot!(answers.map(|answer| answer.body).join("\n"));
}

#[test]
fn gettoken_is_a_get() {
    let sandbox = Sandbox::start().unwrap();
    let body = format!("appkey={DEFAULT_APP_KEY}&appsecret={DEFAULT_APP_SECRET}");
    let answer = send(&sandbox, &request("POST", TOKEN, FORM, body.as_bytes()));
    assert_eq!(answer.code(), 22);
    assert_eq!(sandbox.tokens_issued(), 0);
}

#[test]
fn an_issued_token_opens_the_calls() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(sub_code(&sandbox, "sandbox-token-1").as_deref(), Some("40014"));
    let token = get_token(&sandbox).text("access_token");
    assert_eq!(sub_code(&sandbox, &token), None);
    for other in ["sandbox-token-2", "sandbox-token-01", "sandbox-token-+1", "sandbox-token-"] {
        assert_eq!(sub_code(&sandbox, other).as_deref(), Some("40014"), "{other}");
    }
}

#[test]
fn asking_again_extends_the_token_and_asking_late_brings_another() {
    let (sandbox, clock) = with_clock();
    let token = || get_token(&sandbox).text("access_token");
    let first = token();
    clock.advance(Duration::from_secs(7199));
    assert_eq!((sub_code(&sandbox, &first), token()), (None, first.clone()));
    clock.advance(Duration::from_secs(7199));
    assert_eq!(sub_code(&sandbox, &first), None, "extended");
    clock.advance(Duration::from_secs(1));
    assert_eq!(sub_code(&sandbox, &first).as_deref(), Some("42001"));
    let second = token();
    assert_ne!(first, second);
    assert_eq!(sub_code(&sandbox, &second), None);
    assert_eq!(sub_code(&sandbox, &first).as_deref(), Some("42001"), "the old one stays dead");
    assert_eq!((sandbox.tokens_issued(), sandbox.token_requests()), (2, 3));
}

#[test]
fn the_life_of_tokens_can_be_chosen_and_changed() {
    let clock = ManualClock::new();
    let life = Duration::from_secs(20);
    let sandbox = Sandbox::builder().clock(clock.clone()).token_life(life).start().unwrap();
    let answer = get_token(&sandbox);
    assert_eq!(answer.json()["expires_in"], 20);
    clock.advance(life);
    assert_eq!(sub_code(&sandbox, &answer.text("access_token")).as_deref(), Some("42001"));

    sandbox.set_token_life(None);
    let answer = get_token(&sandbox);
    assert_eq!(answer.json()["expires_in"], 7200);
    clock.advance(Duration::from_secs(1_000_000_000));
    assert_eq!(sub_code(&sandbox, &answer.text("access_token")), None);
}

#[test]
fn all_issued_tokens_can_run_out_at_once() {
    let sandbox = Sandbox::start().unwrap();
    let token = get_token(&sandbox).text("access_token");
    sandbox.expire_tokens();
    assert_eq!(sub_code(&sandbox, &token).as_deref(), Some("42001"));
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0, "a fixed token never runs out");
    assert_ne!(get_token(&sandbox).text("access_token"), token);
}

#[test]
fn a_rejected_token_is_unknown_and_another_is_issued() {
    let sandbox = Sandbox::start().unwrap();
    let token = get_token(&sandbox).text("access_token");
    sandbox.reject_token(&AccessToken::new(token.clone()));
    assert_eq!(sub_code(&sandbox, &token).as_deref(), Some("40014"));
    assert_ne!(get_token(&sandbox).text("access_token"), token);
    assert_eq!(sub_code(&sandbox, &token).as_deref(), Some("40014"));
}

#[test]
fn each_app_has_tokens_of_its_own() {
    let builder = Sandbox::builder().app("one", "first secret").app("two", "second&secret");
    let sandbox = builder.start().unwrap();
    assert_eq!((sandbox.app_key(), sandbox.app_secret()), ("one", "first secret"));
    let one = get(&sandbox, "appkey=one&appsecret=first+secret").text("access_token");
    let two = get(&sandbox, "appkey=two&appsecret=second%26secret").text("access_token");
    assert_ne!(one, two);
    assert_eq!((sub_code(&sandbox, &one), sub_code(&sandbox, &two)), (None, None));
    assert_eq!(sub_code(&sandbox, DEFAULT_TOKEN), None);
    for wrong in ["appkey=one&appsecret=second%26secret", "appkey=dingsandbox&appsecret=x"] {
        assert_eq!(get(&sandbox, wrong).code(), 40096);
    }
}
