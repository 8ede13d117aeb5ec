//! Both sides of a benchmark do the same work.

use std::sync::{Arc, Mutex, PoisonError};

use crate::alone;
use dingtalk_client::role::{add_to_users, list_users};
use dingtalk_client::{AccessToken, Host};
use dingtalk_protocol::{decode, encode};
use xtask_bench::calls::{self, Endpoint};
use xtask_bench::server::{self, Received};
use xtask_bench::work::answer;
use xtask_bench::{Side, by_hand, samples};

#[test]
fn both_sides_encode_the_same_request() {
    let _alone = alone();
    let (roles, users) = (samples::role_ids(), samples::user_ids());
    let request = add_to_users::Request::new(roles.iter().copied(), &users);
    let ours = encode(&request, &Host::INTERNATIONAL, &AccessToken::new(samples::TOKEN)).unwrap();
    let by_hand = by_hand::add_to_users(samples::HOST, samples::TOKEN, &roles, &users).unwrap();
    assert_eq!(ours.method(), by_hand.method());
    assert_eq!(ours.uri(), by_hand.uri());
    assert_eq!(ours.headers(), by_hand.headers());
    assert_eq!(text(ours.body()), text(by_hand.body()));
}

#[test]
fn both_sides_send_the_same_bytes() {
    let _alone = alone();
    let received = Arc::new(Mutex::new(Vec::new()));
    let host = {
        let received = Arc::clone(&received);
        let look = move |it| received.lock().unwrap_or_else(PoisonError::into_inner).push(it);
        server::start_with(look).unwrap()
    };
    let callers = Side::BOTH.map(|side| calls::caller(side, &host));
    for endpoint in Endpoint::BOTH {
        let [ours, by_hand] = callers.each_ref().map(|call| {
            call(endpoint);
            without_user_agent(received.lock().unwrap().pop().expect("the server has seen it"))
        });
        assert_eq!(ours, by_hand);
    }
}

#[test]
fn both_sides_decode_the_same_page() {
    let _alone = alone();
    let body = samples::page();
    let ours = decode::<list_users::Request, _>(answer(&body)).unwrap();
    let by_hand: by_hand::Page = by_hand::decode(body.as_bytes()).unwrap();
    assert_eq!((ours.users.len(), ours.has_more), (100, by_hand.has_more));
    assert_eq!(ours.users.len(), by_hand.list.len());
    for (ours, by_hand) in ours.users.iter().zip(&by_hand.list) {
        assert_eq!(ours.user_id.as_str(), by_hand.userid);
        assert_eq!(ours.name, by_hand.name);
        let ours =
            ours.manage_scopes.iter().flatten().map(|it| (it.department_id.get(), it.name.clone()));
        let by_hand = by_hand.manage_scopes.iter().map(|it| (it.dept_id, it.name.clone()));
        let ours: Vec<_> = ours.collect();
        assert_eq!(ours.len(), 2);
        assert_eq!(ours, by_hand.collect::<Vec<_>>());
    }
}

#[test]
fn both_sides_find_the_same_errors() {
    let _alone = alone();
    for body in [samples::ERROR, samples::WRAPPED_ERROR] {
        let ours = decode::<list_users::Request, _>(answer(body)).unwrap_err();
        let by_hand = by_hand::decode::<by_hand::Page>(body.as_bytes()).unwrap_err();
        let by_hand::Error::Service { code, message, request_id } = by_hand else {
            panic!("{by_hand}");
        };
        assert_eq!(ours.code().map(i64::from), Some(code));
        assert_eq!(ours.message(), message.as_deref());
        assert_eq!(ours.request_id(), request_id.as_deref());
        assert!(ours.code_of::<list_users::Request>().is_some_and(|it| i64::from(it) == code));
    }
}

#[test]
fn the_page_is_as_large_as_it_is_said_to_be() {
    let _alone = alone();
    let body = samples::page();
    assert!((19_000..22_000).contains(&body.len()), "{} bytes", body.len());
}

/// Removes the header that differs: each side says who it is.
fn without_user_agent(mut received: Received) -> Received {
    let before = received.headers.len();
    received.headers.retain(|(name, _)| name != "user-agent");
    assert_eq!(received.headers.len(), before - 1);
    received
}

fn text(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap()
}
