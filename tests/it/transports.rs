//! The protocol crate on a transport that is not ours.

use dingtalk_protocol::{ErrorKind, role};
use dingtalk_sandbox::{Answer, Sandbox, seeded};

#[path = "../async_reqwest.rs"]
#[allow(dead_code, unreachable_pub)] // A program of its own; its `main` is for people.
mod async_reqwest;

use async_reqwest::AsyncClient;

#[tokio::test]
async fn asynchronous_reqwest_makes_the_same_calls() {
    let sandbox = Sandbox::start().unwrap();
    let client = AsyncClient::new(sandbox.host(), sandbox.token()).unwrap();

    let page = role::list_users::Page { offset: 40, size: 20 };
    let request = role::list_users::Request::new(seeded::LARGE_ROLE).with_page(page);
    let reply = client.send(&request).await.unwrap();
    assert_eq!((reply.users.len(), reply.has_more), (5, false));
    assert!(reply.request_id().is_some());

    let error = client.send(&role::delete::Request::new(seeded::OWNER)).await.unwrap_err();
    assert_eq!(error.code_of::<role::delete::Request>(), Some(role::delete::error::SYSTEM_ROLE));

    sandbox.answer_next("/topapi/role/deleterole", Answer::hang_up());
    let error = client.send(&role::delete::Request::new(seeded::OBSOLETE_ROLE)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(!format!("{error} {error:?}").contains(sandbox.token().expose()));
}

#[test]
fn the_glue_stays_within_forty_lines() {
    let source = include_str!("../async_reqwest.rs");
    let glue = source
        .split("/// All the glue there is.")
        .nth(1)
        .unwrap()
        .split("#[tokio::main")
        .next()
        .unwrap();
    let lines = glue
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim().starts_with("//"))
        .count();
    assert!(lines <= 40, "{lines} lines");
}
