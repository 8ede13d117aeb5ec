use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use dingtalk_client::directory::Progress;
use dingtalk_client::{Cancellation, ErrorKind};
use serde_json::{Value, json};

use crate::organisation::{Organisation, Service, shape};

#[test]
fn the_whole_organisation_comes_with_every_user_once_and_all_departments() {
    let mut organisation = Organisation::small();
    organisation.users.extend((0..20).map(|number| (format!("many{number:02}"), vec![3])));
    let everybody: Vec<_> = organisation.users.keys().cloned().collect();
    organisation.roles.insert(12, everybody);
    let service = Service::new(&organisation);
    for threads in [1, 8] {
        let directory = service.client().directory().threads(threads).run().unwrap();
        assert_eq!(shape(&directory), organisation, "{threads} threads");
    }
}

#[test]
fn a_directory_is_looked_up_by_id_and_walked_along_its_lists() {
    let directory = Service::new(&Organisation::small()).directory().unwrap();
    assert_eq!(directory.root().name.as_deref(), Some("department 1"));
    assert_eq!(directory.department(4).unwrap().order, Some(7));
    let children: Vec<_> = directory.children(1).map(|it| it.department_id.get()).collect();
    assert_eq!(children, [2, 3]);
    let path: Vec<_> = directory.path(4).map(|it| it.department_id.get()).collect();
    assert_eq!(path, [4, 2, 1]);
    let members: Vec<_> = directory.members(4).map(|it| it.user_id.as_str()).collect();
    assert_eq!(members, ["cao", "emil"]);
    let holders: Vec<_> = directory.holders(10).map(|it| it.user_id.as_str()).collect();
    assert_eq!(holders, ["anna", "cao"]);
    let cao = directory.user(&"cao".into()).unwrap();
    let leads: Vec<_> =
        cao.memberships.iter().map(|it| (it.department_id.get(), it.leader)).collect();
    assert_eq!(leads, [(2, Some(false)), (4, Some(true))]);
    assert!(directory.user(&"nobody".into()).is_none() && directory.department(9).is_none());
    assert_eq!(directory.members(9).count() + directory.holders(9).count(), 0);
}

#[test]
fn debug_shows_numbers_and_no_people() {
    let directory = Service::new(&Organisation::small()).directory().unwrap();
    let text = format!("{directory:?}");
    assert!(text.contains("users: 5") && !text.contains("anna"), "{text}");
}

#[test]
fn a_part_is_what_is_below_a_department() {
    let service = Service::new(&Organisation::small());
    let part = service.client().directory().root(2).run().unwrap();
    let departments: Vec<_> = part.departments().iter().map(|it| it.department_id.get()).collect();
    let users: Vec<_> = part.users().iter().map(|it| it.user_id.as_str()).collect();
    assert_eq!((departments, users), (vec![2, 4], vec!["ben", "cao", "emil"]));
    assert!(!part.is_whole_organisation() && part.root().parent_id.is_none());
    // Holders can be outside.
    assert_eq!((part.role(10).unwrap().holders.len(), part.holders(10).count()), (2, 1));
    assert!(!service.requests().contains(&"/topapi/user/count".to_owned()));
}

#[test]
fn what_is_left_out_is_not_asked_for() {
    let service = Service::new(&Organisation::small());
    let walk = service.client().directory().without_roles().without_department_details();
    let directory = walk.run().unwrap();
    assert!(!directory.has_roles() && directory.roles().is_empty());
    assert_eq!(directory.department(1).unwrap().name.as_deref(), Some("department 1"));
    assert!(directory.departments().iter().all(|it| it.order.is_none()));
    let requests = service.requests();
    assert!(!requests.iter().any(|path| path.starts_with("/topapi/role")));
    // The name of the root is in no list.
    assert_eq!(requests.iter().filter(|path| path.ends_with("department/get")).count(), 1);
}

#[test]
fn fewer_users_than_the_service_counts_are_an_error_unless_the_scope_is_meant() {
    let service = Service::changing(&Organisation::small(), |_, _, path| {
        (path == "/topapi/user/count").then(|| json!({ "errcode": 0, "result": { "count": 9 } }))
    });
    let error = service.directory().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent);
    assert!(error.to_string().contains("counts 9 employees, and lists 5"), "{error}");
    assert!(service.requests().len() < 60, "it is looked at a bounded number of times");
    assert_eq!(service.client().directory().within_app_scope().run().unwrap().users().len(), 5);
}

/// Responds to every request for `path` with `answer`.
fn odd(path: &'static str, answer: Value) -> Service {
    Service::changing(&Organisation::small(), move |_, _, asked| {
        (asked == path).then(|| answer.clone())
    })
}

#[test]
fn a_list_that_is_missing_is_an_error_and_never_an_empty_one() {
    let group = json!({ "groupId": 5, "name": "group" });
    for (path, result) in [
        ("/topapi/v2/department/listsub", Value::Null),
        ("/topapi/v2/user/list", json!({ "has_more": false })),
        ("/topapi/user/listid", json!({})),
        ("/topapi/user/count", json!({})),
        ("/topapi/role/simplelist", json!({ "hasMore": false })),
        ("/topapi/role/list", json!({ "hasMore": false, "list": [group] })),
    ] {
        let service = odd(path, json!({ "errcode": 0, "result": result }));
        let error = service.directory().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{path}: {error}");
    }
}

/// Returns the error of a walk with this limit, which has to be about the limit.
#[track_caller]
fn assert_too_many(service: &Service, max: u64, of: &str, what: &str) {
    let error = service.client().directory().threads(1).max_items(max).run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyItems, "{error}");
    assert_eq!(error.endpoint().unwrap().name, of);
    let expected = format!("at most {max} {what}, a limit that `max_items` sets");
    assert!(error.to_string().contains(&expected), "{error}");
}

#[test]
fn a_service_that_never_stops_naming_departments_ends_the_walk() {
    let (mut next, mut lists) = (100, 0);
    let service = Service::changing(&Organisation::small(), move |_, _, path| match path {
        "/topapi/v2/department/listsub" => {
            lists += 1;
            // Without a limit, the test would not end.
            let width = if lists <= 20 { 10 } else { 0 };
            let new: Vec<_> = (next..next + width).map(|id| json!({ "dept_id": id })).collect();
            next += width;
            Some(json!({ "errcode": 0, "result": new }))
        }
        "/topapi/v2/user/list" => {
            Some(json!({ "errcode": 0, "result": { "has_more": false, "list": [] } }))
        }
        "/topapi/user/listid" => Some(json!({ "errcode": 0, "result": { "userid_list": [] } })),
        "/topapi/v2/department/get" => Some(json!({ "errcode": 0, "result": { "name": "a" } })),
        _ => None,
    });
    assert_too_many(&service, 50, "department::list_children", "departments");
    assert!(service.requests().len() < 20, "it ends with the list that goes beyond the limit");
    let walk = format!("{:?}", service.client().directory());
    assert!(walk.contains("max_items: 1000000"), "the default is one million: {walk}");
}

#[test]
fn departments_and_users_beyond_the_limit_end_the_walk_and_those_within_do_not() {
    let service = Service::new(&Organisation::small());
    assert_too_many(&service, 3, "department::list_children", "departments");
    assert_too_many(&service, 4, "user::list", "users");
    let bounded = service.client().directory().max_items(5).run().unwrap();
    // The limit is no part of what a directory covers.
    assert!(bounded.difference_from(&service.directory().unwrap()).unwrap().is_empty());
}

#[test]
fn a_single_list_beyond_the_limit_ends_the_walk() {
    let mut organisation = Organisation::small();
    organisation.roles.insert(10, (0..7).map(|number| format!("former{number}")).collect());
    assert_too_many(&Service::new(&organisation), 6, "role::list_users", "entries");
}

#[test]
fn users_whom_only_the_second_look_names_count_towards_the_limit() {
    let ids: Vec<_> = (0..10).map(|number| format!("new{number}")).collect();
    let answer = json!({ "errcode": 0, "result": { "userid_list": ids } });
    assert_too_many(&odd("/topapi/user/listid", answer), 9, "user::list_ids", "users");
}

#[test]
fn the_first_call_that_fails_ends_the_walk() {
    let service = odd("/topapi/role/list", json!({ "errcode": 88, "sub_code": "60011" }));
    let error = service.directory().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionMissing);
    let requests = service.requests();
    assert_eq!(requests.last().unwrap(), "/topapi/role/list");
    assert!(service.client().directory().threads(8).run().is_err());
}

#[test]
fn a_walk_that_is_given_up_is_an_error() {
    let service = Service::new(&Organisation::small());
    let cancellation = Cancellation::new();
    let client = service.client();
    let walk = client.directory().cancelled_by(&cancellation);
    let walk = walk.on_progress(|progress| {
        // Several calls can end between two looks.
        if progress.calls >= 5 {
            cancellation.cancel();
        }
    });
    assert_eq!(walk.run().unwrap_err().kind(), ErrorKind::Cancelled);
}

#[test]
fn progress_grows_to_what_the_directory_holds() {
    let service = Service::new(&Organisation::small());
    let seen = Mutex::new(Vec::new());
    let client = service.client();
    let walk = client.directory().on_progress(|progress| seen.lock().unwrap().push(*progress));
    walk.run().unwrap();
    let seen = seen.into_inner().unwrap();
    let grows = |of: fn(&Progress) -> u64| seen.is_sorted_by_key(of);
    assert!(grows(|it| it.users) && grows(|it| it.departments) && grows(|it| it.calls));
    let last = seen.last().unwrap();
    assert_eq!((last.departments, last.users, last.roles), (4, 5, 2));
    assert_eq!((last.users_expected, last.calls_left, last.looks), (Some(5), 0, 1));
    assert_eq!(last.calls, service.requests().len() as u64);
}

#[test]
fn a_panic_of_the_callers_code_goes_on_in_the_callers_thread() {
    let service = Service::new(&Organisation::small());
    let client = service.client();
    let told = AtomicUsize::new(0);
    let walk = client.directory().on_progress(|_| {
        assert!(told.fetch_add(1, Ordering::Relaxed) < 5, "as the test wants it");
    });
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| walk.run()));
    assert!(panic.is_err());
    assert_eq!(
        service.client().directory().threads(0).run().unwrap_err().kind(),
        ErrorKind::InvalidConfiguration
    );
}
