//! The limits that the crates take from the specification, against numbers typed in from the pages.

use dingtalk_protocol::role::{add_to_users, list_users, remove_from_users};
use dingtalk_protocol::{Paged, Pairs};
use dingtalk_sandbox::documented;

fn split<R: Pairs>() -> [(&'static str, usize); 2] {
    [(R::FIRST, R::MAX_FIRST), (R::SECOND, R::MAX_SECOND)]
}

#[test]
fn the_limits_of_the_specification_are_those_of_the_pages() {
    let add = (documented::ADD_MAX_ROLE_IDS, documented::ADD_MAX_USER_IDS);
    assert_eq!((add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS), add);
    let remove = (documented::REMOVE_MAX_ROLE_IDS, documented::REMOVE_MAX_USER_IDS);
    assert_eq!((remove_from_users::MAX_ROLE_IDS, remove_from_users::MAX_USER_IDS), remove);
    assert_eq!((list_users::MIN_SIZE, list_users::MIN_OFFSET), (1, 0));
    let size = (documented::LIST_MAX_SIZE, documented::LIST_DEFAULT_SIZE);
    assert_eq!((list_users::MAX_SIZE, list_users::DEFAULT_SIZE), size);
}

/// What clients split and walk by is what the pages allow.
#[test]
fn walks_and_splits_use_the_limits_of_the_pages() {
    assert_eq!(list_users::Request::MAX_PAGE_SIZE, Some(documented::LIST_MAX_SIZE));
    let [roles, users] = [documented::ADD_MAX_ROLE_IDS, documented::ADD_MAX_USER_IDS];
    assert_eq!(split::<add_to_users::Request>(), [("roleIds", roles), ("userIds", users)]);
    let [roles, users] = [documented::REMOVE_MAX_ROLE_IDS, documented::REMOVE_MAX_USER_IDS];
    assert_eq!(split::<remove_from_users::Request>(), [("roleIds", roles), ("userIds", users)]);
}
