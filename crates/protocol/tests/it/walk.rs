//! When a walk through a list goes on, when it is complete, and when it says that it is not.

use dingtalk_protocol::role::list_users::{MAX_SIZE, Page, Request, Response, User};
use dingtalk_protocol::{
    End, Error, ErrorKind, Paged, Position, Repetition, Reply, Walk, decode, validate,
};

/// Returns the answer that holds these users.
fn page(has_more: bool, users: &[&str]) -> Reply<Response, String> {
    let users: Vec<_> = users.iter().map(|user| format!(r#"{{"userid":"{user}"}}"#)).collect();
    let users = users.join(",");
    let body = format!(
        r#"{{"errcode":0,"request_id":"r1","result":{{"hasMore":{has_more},"list":[{users}]}}}}"#
    );
    decode::<Request, _>(http::Response::new(body)).unwrap()
}

fn walk() -> Walk<Request> {
    Walk::new(Request::new(1))
}

/// Returns what the next request asks for.
fn asked<R: Paged>(walk: &Walk<R>) -> Option<(i64, i64)> {
    let request = walk.next_request()?;
    assert_eq!(request.position().as_ref(), Some(walk.position()));
    Some((request.position()?.offset()?, request.page_size()?))
}

/// The walk stands in front of `offset` and says why.
fn assert_stopped(walk: &Walk<Request>, at: i64, kind: ErrorKind) {
    let Some(End::Stopped { position, error }) = walk.end() else { panic!("{:?}", walk.end()) };
    assert_eq!((position.offset(), error.offset(), error.kind()), (Some(at), Some(at), kind));
    assert!(!walk.end().unwrap().is_complete());
    assert_eq!(walk.offset(), at);
    assert!(walk.next_request().is_none());
}

fn assert_complete(walk: &Walk<Request>, count: u64) {
    assert!(
        matches!(walk.end(), Some(End::Complete { items }) if *items == count),
        "{:?}",
        walk.end()
    );
    assert!(walk.end().unwrap().is_complete());
    assert!(walk.next_request().is_none());
}

fn assert_no_progress(result: Result<(), Error>, text: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoProgress);
    assert_eq!(error.endpoint().unwrap().name, "role::list_users");
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_walk_begins_at_the_first_item_with_the_largest_page() {
    assert_eq!(asked(&walk()), Some((0, MAX_SIZE)));
    assert_eq!(walk().start(), &Position::Offset(0));
    assert!(walk().end().is_none());
}

#[test]
fn a_walk_begins_where_the_request_says() {
    let request = Request::new(1).with_page(Page { offset: 40, size: 20 });
    let walk = Walk::new(request);
    assert_eq!((asked(&walk), walk.start()), (Some((40, 20)), &Position::Offset(40)));
    let walk = walk.starting_at(7).with_page_size(9);
    assert_eq!((asked(&walk), walk.start()), (Some((7, 9)), &Position::Offset(7)));
    assert_eq!(walk.next_request().unwrap().role_id, 1.into());
}

#[test]
fn a_size_or_offset_beyond_the_limits_is_refused_and_not_bent() {
    for (walk, field) in [
        (walk().with_page_size(MAX_SIZE + 1), "size"),
        (walk().with_page_size(0), "size"),
        (walk().starting_at(-1), "offset"),
    ] {
        let error = validate(&walk.next_request().unwrap()).unwrap_err();
        assert_eq!(error.violations()[0].field, field);
    }
}

#[test]
fn the_next_page_starts_behind_what_was_received() {
    let mut walk = walk().with_page_size(3);
    walk.accept(&page(true, &["a", "b", "c"])).unwrap();
    assert_eq!(asked(&walk), Some((3, 3)));
    walk.accept(&page(true, &["d"])).unwrap();
    assert_eq!(asked(&walk), Some((4, 3)), "a short page leaves nobody out");
    walk.accept(&page(true, &["e", "f", "g", "h"])).unwrap();
    assert_eq!(asked(&walk), Some((8, 3)), "a long page is no error");
    walk.accept(&page(false, &["i"])).unwrap();
    assert_complete(&walk, 9);
}

#[test]
fn the_count_begins_at_the_start_offset() {
    let mut walk = walk().starting_at(10);
    walk.accept(&page(true, &["k"])).unwrap();
    walk.accept(&page(false, &["l"])).unwrap();
    assert_complete(&walk, 2);
    assert_eq!(walk.offset(), 12);
}

#[test]
fn an_empty_page_ends_the_list_only_if_it_says_so() {
    let mut empty = walk();
    empty.accept(&page(false, &[])).unwrap();
    assert_complete(&empty, 0);

    let mut full = walk();
    full.accept(&page(true, &["a"])).unwrap();
    full.accept(&page(false, &[])).unwrap();
    assert_complete(&full, 1);

    let mut odd = walk();
    odd.accept(&page(true, &["a"])).unwrap();
    assert_no_progress(
        odd.accept(&page(true, &[])),
        "role::list_users: the list cannot be read to its end: the page is empty and yet says that another \
         follows, at offset 1 of the list. Ask again from the position named here; the items read so far are not \
         the whole list. [request id r1]",
    );
    assert_stopped(&odd, 1, ErrorKind::NoProgress);
}

#[test]
fn a_repeated_page_is_an_error_even_if_it_says_that_it_is_the_last() {
    for has_more in [true, false] {
        let mut walk = walk();
        walk.accept(&page(true, &["a", "b"])).unwrap();
        assert_no_progress(
            walk.accept(&page(has_more, &["a", "b"])),
            "role::list_users: the list cannot be read to its end: the page holds the same items as the one \
             before it, at offset 2 of the list. Ask again from the position named here; the items read \
             so far are not the whole list. [request id r1]",
        );
        assert_stopped(&walk, 2, ErrorKind::NoProgress);
    }
}

#[test]
fn a_service_that_goes_round_in_a_circle_is_stopped() {
    for circle in 2..10 {
        let mut walk = walk();
        let pages = (0..circle).map(|number| format!("user{number}")).collect::<Vec<_>>();
        let odd =
            pages.iter().cycle().take(100).find_map(|user| walk.accept(&page(true, &[user])).err());
        assert_eq!(odd.unwrap().kind(), ErrorKind::NoProgress, "a circle of {circle} pages");
    }
}

#[test]
fn a_page_that_is_only_alike_is_no_repetition() {
    let mut walk = walk();
    let pages: [&[&str]; 5] = [&["a", "b"], &["b", "c"], &["b"], &["bc"], &["b", "c", "a"]];
    for users in pages {
        walk.accept(&page(true, users)).unwrap();
    }
    assert_eq!(walk.offset(), 9);
}

#[test]
fn the_same_page_in_another_order_is_a_repetition() {
    let mut walk = walk();
    walk.accept(&page(true, &["a", "b", "c"])).unwrap();
    let error = walk.accept(&page(true, &["c", "a", "b"])).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::NoProgress, Some(3)));
}

#[test]
fn a_service_that_insists_on_a_page_is_never_believed() {
    let mut walk = walk();
    walk.accept(&page(true, &["a"])).unwrap();
    for has_more in [true, false, false] {
        walk.accept(&page(has_more, &["a"])).unwrap_err();
        walk.resume();
        assert_eq!(asked(&walk), Some((1, MAX_SIZE)));
    }
    walk.accept(&page(false, &["b"])).unwrap();
    assert_complete(&walk, 2);
}

#[test]
fn a_walk_that_begins_anew_compares_with_no_page() {
    let mut walk = walk();
    walk.accept(&page(true, &["a"])).unwrap();
    walk.accept(&page(false, &["a"])).unwrap_err();
    let mut walk = walk.starting_at(1);
    walk.accept(&page(false, &["a"])).unwrap();
    assert_complete(&walk, 1);
}

#[test]
fn an_offset_that_no_number_can_hold_is_an_error() {
    for has_more in [true, false] {
        let mut walk = walk().starting_at(i64::MAX - 1);
        walk.accept(&page(true, &["a"])).unwrap();
        assert_eq!(walk.offset(), i64::MAX);
        let error = walk.accept(&page(has_more, &["b"])).unwrap_err();
        assert!(error.to_string().contains("the next offset does not fit into 64 bits"), "{error}");
        assert_stopped(&walk, i64::MAX, ErrorKind::NoProgress);
    }
}

#[test]
fn an_error_stops_the_walk_and_names_the_offset() {
    let mut walk = walk();
    walk.accept(&page(true, &["a", "b"])).unwrap();
    let error = walk.fail(Error::new(ErrorKind::Timeout));
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Timeout, Some(2)));
    assert!(error.to_string().contains("at offset 2 of the list"), "{error}");
    assert_stopped(&walk, 2, ErrorKind::Timeout);

    walk.resume();
    assert!(walk.end().is_none());
    assert_eq!(asked(&walk), Some((2, MAX_SIZE)));
    walk.accept(&page(true, &["a", "b"])).unwrap_err();
    walk.resume();
    walk.accept(&page(false, &["c"])).unwrap();
    assert_complete(&walk, 3);
}

#[test]
fn an_answer_that_comes_after_the_end_changes_nothing() {
    let mut stopped = walk();
    stopped.fail(Error::new(ErrorKind::Timeout));
    let error = stopped.accept(&page(false, &["a"])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_stopped(&stopped, 0, ErrorKind::Timeout);

    let mut complete = walk();
    complete.accept(&page(false, &["a"])).unwrap();
    complete.accept(&page(true, &[])).unwrap();
    complete.fail(Error::new(ErrorKind::Timeout));
    complete.resume();
    assert_complete(&complete, 1);
}

#[test]
fn an_odd_page_tells_what_support_asks_for() {
    let mut walk = walk();
    let error = walk.accept(&page(true, &[]).after_attempts(2)).unwrap_err();
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.attempts(), 2);
    assert_eq!(error.status(), Some(http::StatusCode::OK));
    assert_eq!(error.repetition(), Repetition::No, "whoever walks decides");
}

/// Of a service that ignores the offset while names change, a whole list of nonsense would come.
#[test]
fn a_page_of_the_same_ids_is_a_repetition_whatever_else_has_changed() {
    let named = |name: &str| {
        let user = |id: &str| {
            let mut user = User::new(id);
            user.name = Some(name.to_owned());
            user
        };
        Reply::new(Response::new(true, ["a", "b"].map(user)))
    };
    let mut walk = walk();
    walk.accept(&named("first")).unwrap();
    let error = walk.accept(&named("second")).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::NoProgress, Some(2)));
}

#[test]
fn a_walk_takes_no_more_items_than_it_may() {
    let mut bounded = walk().with_max_items(3);
    bounded.accept(&page(true, &["a", "b"])).unwrap();
    bounded.accept(&page(true, &["c"])).unwrap();
    let error = bounded.accept(&page(true, &["d"])).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::TooManyItems, Some(3)));
    assert!(error.to_string().contains("at most 3"), "{error}");
    assert_stopped(&bounded, 3, ErrorKind::TooManyItems);

    let mut exact = walk().with_max_items(3).starting_at(10);
    exact.accept(&page(true, &["a", "b"])).unwrap();
    exact.accept(&page(false, &["c"])).unwrap();
    assert_complete(&exact, 3);

    // The default is one million.
    let mut number = 0;
    let mut endless = walk();
    let error = loop {
        let users: Vec<_> = (0..10_000).map(|user| format!("user{}", number + user)).collect();
        number += 10_000;
        let reply = Reply::new(Response::new(true, users.into_iter().map(User::new)));
        if let Err(error) = endless.accept(&reply) {
            break error;
        }
    };
    assert_eq!((error.kind(), number), (ErrorKind::TooManyItems, 1_010_000));
}
