//! What is refused before it reaches an endpoint.

use dingtalk_protocol::AccessToken;
use dingtalk_sandbox::{DEFAULT_TOKEN, Sandbox};
use insta::assert_snapshot;

use crate::raw::{ADD, DELETE, FORM, JSON, LIST, LIST_IDS, REMOVE, Raw, form, request, send};

fn post(sandbox: &Sandbox, target: &str, body: &str) -> Raw {
    send(sandbox, &request("POST", target, FORM, body.as_bytes()))
}

#[test]
fn rejected_tokens_come_wrapped() {
    let sandbox = Sandbox::start().unwrap();
    let bodies = ["role_id=11", "access_token=&role_id=11", "access_token=other&role_id=11"];
    let answers = bodies.map(|body| post(&sandbox, LIST, body));
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_snapshot!(answers.map(|answer| answer.body).join("\n"));
}

#[test]
fn missing_permission_and_unknown_caller_come_wrapped() {
    let sandbox = Sandbox::start().unwrap();
    let mut bodies = Vec::new();
    for path in [ADD, REMOVE, LIST, DELETE, LIST_IDS] {
        sandbox.revoke_permission(path);
        bodies.push(form(&sandbox, path, "").body);
        sandbox.grant_permission(path);
        assert_ne!(form(&sandbox, path, "").code(), 88);
    }
    sandbox.allow_caller(false);
    bodies.push(form(&sandbox, LIST_IDS, "dept_id=1").body);
    sandbox.allow_caller(true);
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=1").code(), 0);
    assert_snapshot!(bodies.join("\n"));
}

#[test]
fn the_token_counts_in_query_form_and_json() {
    let sandbox = Sandbox::start().unwrap();
    let query = format!("{LIST_IDS}?access_token={DEFAULT_TOKEN}");
    assert_eq!(post(&sandbox, &query, "dept_id=1").code(), 0);
    let body = format!("dept_id=1&access_token={DEFAULT_TOKEN}");
    assert_eq!(post(&sandbox, LIST_IDS, &body).code(), 0);
    let body = format!(r#"{{"dept_id":1,"access_token":"{DEFAULT_TOKEN}"}}"#);
    assert_eq!(send(&sandbox, &request("POST", LIST_IDS, JSON, body.as_bytes())).code(), 0);
}

#[test]
fn a_token_needs_percent_encoding() {
    let sandbox = Sandbox::builder().token("密 &=+%").start().unwrap();
    let target = format!("{LIST_IDS}?access_token=%E5%AF%86+%26%3D%2B%25&dept_id=1");
    assert_eq!(post(&sandbox, &target, "").code(), 0);
}

#[test]
fn tokens_come_and_go() {
    let sandbox = Sandbox::builder().token("one").token("two").start().unwrap();
    let code = |token: &str| {
        let body = format!("access_token={token}&dept_id=1");
        post(&sandbox, LIST_IDS, &body).json()["sub_code"].as_str().map(str::to_owned)
    };
    assert_eq!(sandbox.token(), AccessToken::new("one"));
    assert_eq!((code("one"), code("two")), (None, None));
    assert_eq!(code(DEFAULT_TOKEN).as_deref(), Some("40014"));
    sandbox.reject_token(&AccessToken::new("one"));
    sandbox.accept_token("three");
    assert_eq!((code("two"), code("three")), (None, None));
    assert_eq!(code("one").as_deref(), Some("40014"));
}

#[test]
fn unknown_paths_and_methods_are_answered_with_22() {
    let sandbox = Sandbox::start().unwrap();
    let token = format!("access_token={DEFAULT_TOKEN}");
    for path in ["/", "/topapi/role/simplelist/", "/topapi/Role/simplelist", "/%E5%AF%86", "/x?y"] {
        let answer = post(&sandbox, path, &token);
        assert_eq!((answer.status, answer.code()), (200, 22), "{path}");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let target = format!("{LIST_IDS}?{token}&dept_id=1");
        let answer = send(&sandbox, &request(method, &target, FORM, b""));
        assert_eq!((answer.status, answer.code()), (200, 22), "{method}");
    }
    assert_snapshot!(post(&sandbox, "/topapi/role/nothing", "").body);
}
