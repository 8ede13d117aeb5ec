//! Walks through lists whose pages have cursors or numbers, or that do not say whether another page
//! follows.

use dingtalk_client::Client;
use dingtalk_protocol::attendance::{list_group_names, list_group_users};
use dingtalk_protocol::education::{self, list_subjects};
use dingtalk_protocol::report::list_templates;
use dingtalk_protocol::server::Received;
use dingtalk_protocol::service_account::list_articles;
use dingtalk_protocol::user::list_names;
use dingtalk_protocol::{
    Cursor, End, Error, ErrorKind, Paged, Position, Walk, blackboard, decode, external_contact,
};
use dingtalk_sandbox::Sandbox;
use serde_json::{Value, json};

use super::{odd, start};

/// Passes an answer of the service to the walk.
fn answer<R: Paged>(walk: &mut Walk<R>, mut fields: Value) -> Result<(), Error> {
    fields["errcode"] = json!(0);
    walk.accept(&decode::<R, _>(http::Response::new(fields.to_string())).unwrap())
}

/// Where the next request begins.
fn asked<R: Paged>(walk: &Walk<R>) -> Option<Position> {
    walk.next_request()?.position()
}

fn number(cursor: i64) -> Position {
    Position::Cursor(Cursor::Number(cursor))
}

fn assert_complete<R: Paged>(walk: &Walk<R>, count: u64) {
    assert!(
        matches!(walk.end(), Some(End::Complete { items }) if *items == count),
        "{:?}",
        walk.end()
    );
    assert!(walk.next_request().is_none());
}

/// The answer is an error that says this, and the walk stands in front of the same page.
fn assert_stops<R: Paged>(walk: &mut Walk<R>, fields: Value, why: &str) {
    let before = walk.position().clone();
    let error = answer(walk, fields).unwrap_err();
    assert_eq!((error.kind(), error.position()), (ErrorKind::NoProgress, Some(&before)));
    assert!(error.to_string().contains(why), "{error}");
    assert!(matches!(walk.end(), Some(End::Stopped { position, .. }) if *position == before));
}

/// Returns a page with a number as its cursor, which says whether another follows.
fn names(users: &[&str], has_more: bool, next: Option<i64>) -> Value {
    let users: Vec<_> = users.iter().map(|user| json!({"userid": user, "name": user})).collect();
    json!({"result": {"has_more": has_more, "next_cursor": next, "list": users}})
}

fn walk_names() -> Walk<list_names::Request> {
    Walk::new(list_names::Request::new(1, 0, 2))
}

#[test]
fn a_cursor_walk_goes_from_cursor_to_cursor() {
    let mut walk = walk_names();
    assert_eq!(asked(&walk), Some(number(0)));
    answer(&mut walk, names(&["a", "b"], true, Some(70))).unwrap();
    assert_eq!(asked(&walk), Some(number(70)));
    answer(&mut walk, names(&["c"], true, Some(30))).unwrap();
    assert_eq!(
        asked(&walk),
        Some(number(30)),
        "a cursor is no count: it may be smaller than the last"
    );
    answer(&mut walk, names(&["d"], false, Some(90))).unwrap();
    assert_complete(&walk, 4);
    assert_eq!(walk.position(), &number(30));
}

#[test]
fn the_page_size_of_the_request_stays() {
    let walk = walk_names().with_page_size(9);
    assert_eq!(walk.next_request().unwrap().size, 9);
    assert_eq!(walk_names().next_request().unwrap().size, 2);
    // Only what is not required can be left to the walk: it takes the largest.
    let walk = Walk::new(list_templates::Request::new());
    assert_eq!(walk.next_request().unwrap().size, Some(list_templates::MAX_SIZE));
}

#[test]
fn a_cursor_that_was_used_or_begins_anew_stops_the_walk() {
    let again = "the cursor of the next page is that of an earlier one";
    let mut walk = walk_names();
    answer(&mut walk, names(&["a"], true, Some(70))).unwrap();
    assert_stops(&mut walk, names(&["b"], true, Some(70)), again);
    walk.resume();
    assert_stops(&mut walk, names(&["b"], true, Some(0)), again);
    walk.resume();
    answer(&mut walk, names(&["b"], true, Some(80))).unwrap();
    answer(&mut walk, names(&["c"], true, Some(90))).unwrap();
    assert_stops(&mut walk, names(&["d"], true, Some(80)), again);
    // An end needs no cursor, whatever it is.
    walk.resume();
    answer(&mut walk, names(&["d"], false, Some(0))).unwrap();
    assert_complete(&walk, 4);
}

#[test]
fn a_repeated_page_behind_a_new_cursor_stops_the_walk() {
    let mut walk = walk_names();
    answer(&mut walk, names(&["a", "b"], true, Some(2))).unwrap();
    assert_stops(&mut walk, names(&["b", "a"], true, Some(4)), "the same items as the one before");
}

#[test]
fn a_page_that_says_that_more_follows_needs_a_cursor_and_items() {
    let mut walk = walk_names();
    assert_stops(&mut walk, names(&["a"], true, None), "another follows, but has no cursor for it");
    let mut walk = walk_names();
    assert_stops(
        &mut walk,
        names(&[], true, Some(2)),
        "the page is empty and yet says that another",
    );
}

#[test]
fn a_cursor_walk_continues_where_another_stopped() {
    let mut walk = walk_names();
    answer(&mut walk, names(&["a"], true, Some(70))).unwrap();
    let error = walk.fail(Error::new(ErrorKind::Timeout));
    assert!(error.to_string().contains("at cursor 70 of the list"), "{error}");
    assert_eq!(error.offset(), None);
    let stored = serde_json::to_string(error.position().unwrap()).unwrap();

    let mut walk = walk_names().from_position(&serde_json::from_str(&stored).unwrap()).unwrap();
    assert_eq!((asked(&walk), walk.start()), (Some(number(70)), &number(70)));
    answer(&mut walk, names(&["b"], false, None)).unwrap();
    assert_complete(&walk, 1);
}

#[test]
fn a_position_of_another_kind_is_refused() {
    for position in
        [Position::Start, Position::Offset(0), Position::Page(1), Position::Cursor("a".into())]
    {
        let error = walk_names().from_position(&position).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    let walk =
        Walk::new(blackboard::list_ids::Request::new(blackboard::list_ids::Query::new("u", 30, 1)));
    let error = walk.from_position(&Position::Offset(30)).unwrap_err();
    assert!(error.to_string().contains("a page of this list cannot begin at offset 30"), "{error}");
}

#[test]
fn a_list_can_begin_without_a_cursor() {
    let page = |name: &str, has_more: bool, cursor: i64| json!({"result": {"has_more": has_more, "cursor": cursor, "result": [{"id": 1, "name": name}]}});
    let walk = || Walk::new(list_group_names::Request::new("u"));
    assert_eq!((asked(&walk()), walk().position()), (None, &Position::Start));
    assert_eq!(walk().next_request().unwrap().cursor, None);
    let mut whole = walk();
    answer(&mut whole, page("a", true, 5)).unwrap();
    assert_eq!(whole.next_request().unwrap().cursor, Some(5));
    answer(&mut whole, page("b", false, 0)).unwrap();
    assert_complete(&whole, 2);
    // A cursor that means the beginning would start over.
    assert_stops(
        &mut walk(),
        page("a", true, 0),
        "the cursor of the next page is that of an earlier one",
    );
}

#[test]
fn the_last_item_can_be_the_cursor() {
    let page = |users: &[&str], has_more: bool| {
        let has_more = has_more.to_string();
        json!({"result": {"errcode": 0, "result": {"has_more": has_more, "user_list": users}}})
    };
    let mut walk = Walk::new(list_group_users::Request::new("key"));
    answer(&mut walk, page(&["zhang", "geheim"], true)).unwrap();
    assert_eq!(walk.next_request().unwrap().cursor.as_deref(), Some("geheim"));
    let error = walk.fail(Error::new(ErrorKind::Timeout));
    let shown = format!("{error} {error:?} {:?}", walk.end());
    assert!(shown.contains("at a cursor of the list") && !shown.contains("geheim"), "{shown}");
    assert_eq!(error.position(), Some(&Position::Cursor("geheim".into())));
    walk.resume();
    assert_stops(&mut walk, page(&["wang", "geheim"], true), "the cursor of the next page");
    walk.resume();
    answer(&mut walk, page(&[], false)).unwrap();
    assert_complete(&walk, 2);
}

#[test]
fn a_long_text_that_was_a_cursor_stops_the_walk_however_long_ago() {
    let long = |end: &str| "c".repeat(100_000) + end;
    let page = |user: &str, cursor: &str| json!({"result": {"errcode": 0, "result": {"has_more": "true", "user_list": [user, long(cursor)]}}});
    let mut walk = Walk::new(list_group_users::Request::new("key"));
    for (user, cursor) in [("a", "1"), ("b", "2"), ("c", "3")] {
        answer(&mut walk, page(user, cursor)).unwrap();
    }
    let again = "the cursor of the next page is that of an earlier one";
    for cursor in ["1", "2", "3"] {
        assert_stops(&mut walk, page("d", cursor), again);
        walk.resume();
    }
    answer(&mut walk, page("d", "4")).unwrap();
}

#[test]
fn the_absence_of_a_cursor_ends_a_list_that_cannot_say_it_otherwise() {
    let page = |name: &str, next: Value| json!({"result": {"next_cursor": next, "template_list": [{"report_code": name, "name": name}]}});
    let mut walk = Walk::new(list_templates::Request::new());
    answer(&mut walk, page("a", json!(100))).unwrap();
    assert_stops(&mut walk, page("b", json!(0)), "the cursor of the next page");
    walk.resume();
    let empty = json!({"result": {"next_cursor": 200, "template_list": []}});
    assert_stops(&mut walk, empty, "the page is empty and yet says that another follows");
    walk.resume();
    answer(&mut walk, page("b", Value::Null)).unwrap();
    assert_complete(&walk, 2);
}

#[test]
fn a_walk_by_number_goes_from_page_to_page() {
    let page = |ids: &[&str], has_more: bool| {
        let details: Vec<_> = ids.iter().map(|id| json!({"userid": id})).collect();
        json!({"result": {"has_more": has_more, "details": details}})
    };
    let request = education::list_users::Request::new(30, 1, "guardian", 1);
    let mut walk = Walk::new(request);
    assert_eq!(asked(&walk), Some(Position::Page(1)));
    answer(&mut walk, page(&["a", "b"], true)).unwrap();
    assert_eq!(asked(&walk), Some(Position::Page(2)));
    assert_stops(&mut walk, page(&["a", "b"], true), "the same items as the one before");
    walk.resume();
    answer(&mut walk, page(&["c"], true)).unwrap();
    let error = walk.fail(Error::new(ErrorKind::Timeout));
    assert!(error.to_string().contains("at page 3 of the list"), "{error}");
    walk.resume();
    answer(&mut walk, page(&["d"], false)).unwrap();
    assert_complete(&walk, 4);
}

#[test]
fn other_page_sizes_leave_nothing_out() {
    let query = blackboard::list_ids::Query::new("u", 2, 1);
    let mut walk = Walk::new(blackboard::list_ids::Request::new(query));
    answer(&mut walk, json!({"result": ["a", "b"]})).unwrap();
    let walk = walk.with_page_size(30);
    assert_eq!(asked(&walk), Some(Position::Page(1)), "the second page of 30 lacks the first 30");

    let mut walk = walk_names();
    answer(&mut walk, names(&["a", "b"], true, Some(70))).unwrap();
    assert_eq!(asked(&walk.with_page_size(30)), Some(number(70)));
}

#[test]
fn an_empty_page_ends_a_list_of_numbered_pages_that_cannot_say_it_otherwise() {
    let page = |ids: &[&str]| json!({ "result": ids });
    let query = blackboard::list_ids::Query::new("u", 2, 1);
    let mut walk = Walk::new(blackboard::list_ids::Request::new(query));
    answer(&mut walk, page(&["a", "b"])).unwrap();
    answer(&mut walk, page(&["c"])).unwrap();
    assert!(walk.end().is_none(), "a short page is not the last");
    assert_eq!(walk.next_request().unwrap().query.page, 3);
    answer(&mut walk, page(&[])).unwrap();
    assert_complete(&walk, 3);
}

#[test]
fn an_empty_page_ends_a_list_by_offset_that_cannot_say_it_otherwise() {
    let page = |ids: &[&str]| {
        let contacts: Vec<_> = ids.iter().map(|id| json!({"userid": id})).collect();
        json!({ "results": contacts })
    };
    let mut walk = Walk::new(external_contact::list::Request::new());
    answer(&mut walk, page(&["a", "b"])).unwrap();
    assert_eq!(asked(&walk), Some(Position::Offset(2)));
    answer(&mut walk, page(&["c"])).unwrap();
    assert_eq!(walk.offset(), 3);
    answer(&mut walk, page(&[])).unwrap();
    assert_complete(&walk, 3);
}

#[test]
fn a_list_that_ends_before_its_total_is_not_complete() {
    let page = |codes: &[&str], has_more: bool, next: i64, total: i64| {
        let list: Vec<_> = codes.iter().map(|code| json!({"subject_code": code})).collect();
        json!({"result": {"has_more": has_more, "next_cursor": next, "total_count": total, "list": list}})
    };
    let request = || list_subjects::Request::new(0, 2, "u", "p");
    let mut walk = Walk::new(request());
    answer(&mut walk, page(&["a", "b"], true, 2, 4)).unwrap();
    assert_stops(&mut walk, page(&["c"], false, 0, 4), "received 3 of 4 items");
    walk.resume();
    answer(&mut walk, page(&["c", "d"], false, 0, 4)).unwrap();
    assert_complete(&walk, 4);
    // How many come before a cursor cannot be known.
    let mut rest = Walk::new(request()).from_position(&number(2)).unwrap();
    answer(&mut rest, page(&["c", "d"], false, 0, 4)).unwrap();
    assert_complete(&rest, 2);
}

#[test]
fn a_total_alone_ends_no_list() {
    let page = |ids: &[i64], total: i64| {
        let items: Vec<_> = ids.iter().map(|id| json!({"article_id": id})).collect();
        json!({"items": items, "total_count": total, "item_count": ids.len()})
    };
    let walk = || Walk::new(list_articles::Request::new("account", 2, 1));
    let mut whole = walk();
    answer(&mut whole, page(&[1, 2], 2)).unwrap();
    answer(&mut whole, page(&[3], 1)).unwrap();
    assert!(whole.end().is_none(), "it may count the items of one page");
    answer(&mut whole, page(&[], 3)).unwrap();
    assert_complete(&whole, 3);
    let mut short = walk();
    answer(&mut short, page(&[1, 2], 4)).unwrap();
    assert_stops(&mut short, page(&[], 4), "received 2 of 4 items");
}

#[test]
fn items_of_all_pages_count_towards_the_largest_number() {
    let mut walk = walk_names().with_max_items(2);
    answer(&mut walk, names(&["a", "b"], true, Some(70))).unwrap();
    let error = answer(&mut walk, names(&["c"], false, None)).unwrap_err();
    assert_eq!((error.kind(), error.position()), (ErrorKind::TooManyItems, Some(&number(70))));
}

/// Returns a sandbox that answers three pages of names and then an error in front of the last, and its client.
fn scripted() -> (Sandbox, Client) {
    let (sandbox, client) = start(0);
    let pages = [
        names(&["a", "b"], true, Some(70)),
        names(&["c", "d"], true, Some(30)),
        json!({"errcode": 40009, "errmsg": "busy"}),
        names(&["e"], false, None),
    ];
    for mut page in pages {
        if page["errcode"].is_null() {
            page["errcode"] = json!(0);
        }
        sandbox.answer_next("/topapi/user/listsimple", odd(page.to_string()));
    }
    (sandbox, client)
}

#[test]
fn a_client_resumes_a_list_with_cursors() {
    let (sandbox, client) = scripted();
    let mut items = client.user().list_names(1, 0, 2).items();
    let mut seen = Vec::new();
    let error = loop {
        match items.next().unwrap() {
            Ok(user) => seen.push(user.user_id.as_str().to_owned()),
            Err(error) => break error,
        }
        if seen.len() == 3 {
            assert_eq!(items.position(), &number(70), "the page that the next item is on");
        }
    };
    assert_eq!((error.position(), items.position()), (Some(&number(30)), &number(30)));
    assert!(items.next().is_none());
    items.resume();
    seen.extend(items.by_ref().map(|user| user.unwrap().user_id.as_str().to_owned()));
    assert_eq!(seen, ["a", "b", "c", "d", "e"]);
    assert!(matches!(items.end(), Some(End::Complete { items: 5 })));
    let asked: Vec<_> = sandbox
        .requests()
        .iter()
        .map(|request| {
            Received::new(&http::Request::new(request.body())).text("cursor").unwrap().to_string()
        })
        .collect();
    assert_eq!(asked, ["0", "70", "30", "30"]);
}

#[test]
fn a_client_collects_a_list_with_cursors_completely_or_not_at_all() {
    let (_sandbox, client) = scripted();
    let error = client.user().list_names(1, 0, 2).collect_complete().unwrap_err();
    let position = error.position().unwrap();
    // The rest comes from another walk, which may be that of another process.
    let rest = client.user().list_names(1, 0, 2).items().from_position(position).unwrap();
    assert_eq!(rest.collect_complete().unwrap().len(), 1);
    let refused = client.user().list_names(1, 0, 2).pages().from_position(&Position::Page(2));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_client_takes_no_more_items_than_it_may() {
    let (_sandbox, client) = scripted();
    let list = client.user().list_names(1, 0, 2).items().with_max_items(3).collect_complete();
    assert_eq!(list.unwrap_err().kind(), ErrorKind::TooManyItems);
}
