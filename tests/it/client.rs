//! The client against the sandbox: every endpoint, every documented error, limits, pages.

use std::fmt::Debug;
use std::thread;

use dingtalk_client::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_client::user::list_ids;
use dingtalk_client::{Call, Client, ErrorCode, ErrorKind, Request};
use dingtalk_sandbox::{Answer, ROLE_IN_USE, Sandbox, seeded};
use dingtalk_tests::single_attempts;

fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = single_attempts().host(sandbox.host()).token(sandbox.token()).build().unwrap();
    (sandbox, client)
}

#[test]
fn add_to_users_gives_every_role_to_every_user() {
    let (sandbox, client) = start();
    let roles = [seeded::EMPTY_ROLE, seeded::REVIEWER];
    let reply = client.role().add_to_users(roles, ["user2", "manager4220"]).send().unwrap();
    assert!(reply.request_id().is_some());
    sandbox.with_organisation(|organisation| {
        for role in roles {
            assert!(organisation.holds(role, "user2") && organisation.holds(role, "manager4220"));
        }
    });
}

#[test]
fn remove_from_users_takes_every_role_from_every_user() {
    let (sandbox, client) = start();
    client.role().remove_from_users([seeded::REVIEWER], ["user1", "user100"]).send().unwrap();
    sandbox.with_organisation(|organisation| {
        assert_eq!(organisation.holders(seeded::REVIEWER).count(), 0);
    });
}

#[test]
fn list_users_reads_names_and_management_scopes() {
    let (_sandbox, client) = start();
    let reply = client.role().list_users(seeded::INSPECTOR).send().unwrap();
    assert!(!reply.has_more);
    let [user] = reply.users.as_slice() else { panic!("{reply:?}") };
    assert_eq!(user.user_id.as_str(), "manager4220");
    assert_eq!(user.name.as_deref(), Some("John"));
    assert_eq!(user.manage_scopes.as_ref().unwrap()[0].department_id, seeded::DISCIPLINE);
}

#[test]
fn list_users_page_by_page_sees_everyone_once() {
    let (_sandbox, client) = start();
    let mut ids = Vec::new();
    let mut pages = 0;
    loop {
        let page = list_users::Page { offset: 20 * pages, size: 20 };
        let reply = client.role().list_users(seeded::LARGE_ROLE).with_page(page).send().unwrap();
        ids.extend(reply.users.iter().map(|user| user.user_id.clone()));
        pages += 1;
        if !reply.has_more {
            break;
        }
    }
    assert_eq!(pages, 3);
    let expected: Vec<_> =
        (1..=seeded::LARGE_ROLE_HOLDERS).map(|n| format!("staff{n:02}")).collect();
    let ids: Vec<_> = ids.into_iter().map(String::from).collect();
    assert_eq!(ids, expected);
}

#[test]
fn delete_removes_a_role_once_nobody_holds_it() {
    let (sandbox, client) = start();
    let error = client.role().delete(seeded::INSPECTOR).send().unwrap_err();
    assert_eq!(error.code_of::<delete::Request>(), Some(ErrorCode::new(ROLE_IN_USE)));
    assert_eq!(error.kind(), ErrorKind::Undocumented);
    client.role().remove_from_users([seeded::INSPECTOR], ["manager4220"]).send().unwrap();
    client.role().delete(seeded::INSPECTOR).send().unwrap();
    sandbox
        .with_organisation(|organisation| assert!(organisation.role(seeded::INSPECTOR).is_none()));
}

#[test]
fn list_ids_lists_a_department_and_not_those_below_it() {
    let (_sandbox, client) = start();
    let reply = client.user().list_ids(seeded::ENGINEERING).send().unwrap();
    assert_eq!(reply.user_ids, ["user1", "user2"]);
    let reply = client.user().list_ids(seeded::PARTNERS).send().unwrap();
    assert_eq!(reply.user_ids, ["user2"]);
    let reply = client.user().list_ids(seeded::EMPTY_DEPARTMENT).send().unwrap();
    assert!(reply.user_ids.is_empty());
}

#[test]
fn the_reply_keeps_the_raw_body() {
    let (_sandbox, client) = start();
    let reply = client.user().list_ids(seeded::EMPTY_DEPARTMENT).send().unwrap();
    let body = str::from_utf8(reply.body()).unwrap();
    assert!(body.starts_with(r#"{"errcode":0,"#), "{body}");
    assert_eq!(reply.http().status(), 200);
}

#[test]
fn codes_that_follow_from_the_organisation_arrive_as_the_page_names_them() {
    let (_sandbox, client) = start();
    let role = client.role();

    let error = role.add_to_users([404], ["user1"]).send().unwrap_err();
    assert_eq!(
        error.code_of::<add_to_users::Request>(),
        Some(add_to_users::error::INVALID_ROLE_IDS)
    );
    let error = role.add_to_users([seeded::REVIEWER], ["nobody"]).send().unwrap_err();
    assert_eq!(
        error.code_of::<add_to_users::Request>(),
        Some(add_to_users::error::INVALID_USER_IDS)
    );

    let error = role.remove_from_users([404], ["user1"]).send().unwrap_err();
    assert_eq!(
        error.code_of::<remove_from_users::Request>(),
        Some(remove_from_users::error::INVALID_ROLE_IDS)
    );
    let error = role.remove_from_users([seeded::REVIEWER], ["张伟"]).send().unwrap_err();
    assert_eq!(
        error.code_of::<remove_from_users::Request>(),
        Some(remove_from_users::error::INVALID_USER_IDS)
    );

    let error = role.list_users(404).send().unwrap_err();
    assert_eq!(error.code_of::<list_users::Request>(), Some(list_users::error::INVALID_ROLE_ID));
    let error = role.delete(404).send().unwrap_err();
    assert_eq!(error.code_of::<delete::Request>(), Some(delete::error::INVALID_ROLE_ID));
    let error = role.delete(seeded::OWNER).send().unwrap_err();
    assert_eq!(error.code_of::<delete::Request>(), Some(delete::error::SYSTEM_ROLE));

    let error = client.user().list_ids(404).send().unwrap_err();
    assert_eq!(error.code_of::<list_ids::Request>(), Some(list_ids::error::DEPARTMENT_NOT_FOUND));
    assert!(error.request_id().is_some());
}

#[test]
fn every_documented_code_arrives_with_its_advice() {
    let (sandbox, client) = start();
    every_code(&sandbox, &client.role().add_to_users([1], ["a"]));
    every_code(&sandbox, &client.role().remove_from_users([1], ["a"]));
    every_code(&sandbox, &client.role().list_users(1));
    every_code(&sandbox, &client.role().delete(1));
    every_code(&sandbox, &client.user().list_ids(1));
}

fn every_code<R: Request<Response: Debug>>(sandbox: &Sandbox, call: &Call<R>) {
    assert!(!R::ENDPOINT.errors.is_empty());
    for documented in R::ENDPOINT.errors {
        sandbox.answer_next(&R::ENDPOINT.path, Answer::error(documented.code, documented.meaning));
        let error = call.send().unwrap_err();
        assert_eq!(error.code(), Some(documented.code));
        assert_eq!(error.advice(), Some(documented.advice));
        assert_eq!(error.retry_advised(), documented.retry);
        let kind = if documented.retry { ErrorKind::Busy } else { ErrorKind::Documented };
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn a_request_beyond_a_limit_is_never_sent() {
    let (sandbox, client) = start();
    let error = client.role().add_to_users(1..=21, ["user1", "a,b", ""]).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.violations().len(), 3, "{error}");
    let page = list_users::Page { offset: 0, size: 101 };
    client.role().list_users(1).with_page(page).send().unwrap_err();
    assert!(sandbox.requests().is_empty());
}

#[test]
fn gateway_rejections_are_unwrapped() {
    let (sandbox, client) = start();
    let path = "/topapi/user/listid";

    sandbox.revoke_permission(path);
    let error = client.user().list_ids(1).send().unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.errcode().map(i64::from)),
        (ErrorKind::PermissionMissing, Some(ErrorCode::PERMISSION_MISSING), Some(88))
    );
    sandbox.grant_permission(path);

    sandbox.allow_caller(false);
    assert_eq!(client.user().list_ids(1).send().unwrap_err().kind(), ErrorKind::CallerNotAllowed);
    sandbox.allow_caller(true);

    sandbox.reject_token(&sandbox.token());
    assert_eq!(client.user().list_ids(1).send().unwrap_err().kind(), ErrorKind::TokenRejected);
}

#[test]
fn sixteen_threads_share_one_client() {
    let (sandbox, client) = start();
    thread::scope(|scope| {
        for thread in 0..16 {
            let client = client.clone();
            scope.spawn(move || {
                for call in 0..20 {
                    if (thread + call) % 2 == 0 {
                        let reply = client.role().list_users(seeded::LARGE_ROLE).send().unwrap();
                        assert_eq!(reply.users.len(), 20);
                    } else {
                        let reply = client.user().list_ids(seeded::ENGINEERING).send().unwrap();
                        assert_eq!(reply.user_ids.len(), 2);
                    }
                }
            });
        }
    });
    assert_eq!(sandbox.requests().len(), 16 * 20);
}
