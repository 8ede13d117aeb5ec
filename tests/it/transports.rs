//! The protocol crate on a transport that is not ours.

use std::pin::pin;

use dingtalk_protocol::{ErrorKind, role};
use dingtalk_sandbox::{Answer, Sandbox, seeded};
use futures_util::{TryStreamExt, future};

#[path = "../async_reqwest.rs"]
#[allow(dead_code, unreachable_pub)] // A program of its own; its `main` is for people.
mod async_reqwest;

use async_reqwest::AsyncClient;

fn client(sandbox: &Sandbox) -> AsyncClient {
    AsyncClient::new(sandbox.host(), sandbox.app_key(), sandbox.app_secret()).unwrap()
}

#[tokio::test]
async fn asynchronous_reqwest_makes_the_same_calls() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);

    let page = role::list_users::Page { offset: 40, size: 20 };
    let request = role::list_users::Request::new(seeded::LARGE_ROLE).with_page(page);
    let reply = client.send(&request).await.unwrap();
    assert_eq!((reply.users.len(), reply.has_more), (5, false));
    assert!(reply.request_id().is_some());

    let error = client.send(&role::delete::Request::new(seeded::OWNER)).await.unwrap_err();
    assert_eq!(error.code_of::<role::delete::Request>(), Some(role::delete::error::SYSTEM_ROLE));
    assert_eq!(sandbox.token_requests(), 1);
}

#[tokio::test]
async fn asynchronous_calls_share_one_fetch_of_the_token_and_replace_a_rejected_one() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let request = role::list_users::Request::new(seeded::LARGE_ROLE);
    future::join_all((0..8).map(|_| client.send(&request))).await;
    assert_eq!(sandbox.token_requests(), 1);

    sandbox.expire_tokens();
    let reply = client.send(&request).await.unwrap();
    assert_eq!((reply.attempts(), sandbox.token_requests()), (2, 2));
}

#[tokio::test]
async fn asynchronous_calls_are_repeated_as_those_of_the_blocking_client_are() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let path = "/topapi/role/deleterole";

    // The role is deleted, and the answer lost: the repetition finds it gone.
    sandbox.answer_next(path, Answer::ordinary().lost());
    let reply = client.send(&role::delete::Request::new(seeded::EMPTY_ROLE)).await.unwrap();
    assert_eq!((reply.attempts(), reply.done_before()), (2, true));

    for _ in 0..3 {
        sandbox.answer_next(path, Answer::hang_up());
    }
    let error = client.send(&role::delete::Request::new(seeded::OBSOLETE_ROLE)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 3));
    assert!(!format!("{error} {error:?}").contains(sandbox.token().expose()));
}

#[tokio::test]
async fn a_stream_of_items_brings_the_whole_list_through_faults_or_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let path = "/topapi/role/simplelist";
    let request = || {
        let page = role::list_users::Page { offset: 0, size: 20 };
        role::list_users::Request::new(seeded::LARGE_ROLE).with_page(page)
    };

    sandbox.answer_next(path, Answer::hang_up());
    sandbox.expire_tokens();
    let users: Vec<_> = client.items(request()).try_collect().await.unwrap();
    assert_eq!(users.len(), 45);

    // The first page comes, the second does not.
    let mut users = pin!(client.items(request()));
    users.try_next().await.unwrap().unwrap();
    for _ in 0..3 {
        sandbox.answer_next(path, Answer::hang_up());
    }
    let mut seen = 1;
    let error = loop {
        match users.try_next().await {
            Ok(user) => seen += usize::from(user.is_some()),
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.kind(), error.offset()), (20, ErrorKind::Connection, Some(20)));
}

#[test]
fn token_retry_and_walk_stay_within_forty_lines() {
    let source = include_str!("../async_reqwest.rs");
    let (_, rest) = source.split_once("/// Token, repetitions and whole lists.").unwrap();
    let (glue, _) = rest.split_once("#[tokio::main").unwrap();
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    let lines = glue.lines().filter(is_code).count();
    assert!(lines <= 40, "{lines} lines");
}
