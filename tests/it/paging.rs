//! Lists that come page by page: complete, or stopped at an offset that they name.

use std::fmt::Write;
use std::thread;

use dingtalk_client::role::list_users::{self, MAX_SIZE, Page};
use dingtalk_client::{
    Client, End, Error, ErrorKind, Items, Limiter, Position, Retry, RoleId, UserId,
};
use dingtalk_protocol::server::Received;
use dingtalk_sandbox::{Answer, Organisation, Sandbox, seeded};

mod styles;
mod walks;

const PATH: &str = "/topapi/role/simplelist";

const TEAM: RoleId = RoleId::new(7);

/// Returns a sandbox where `count` people hold the role [`TEAM`], and a client of it.
fn start(count: usize) -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().organisation(organisation(count)).start().unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

/// Returns a client that sends every request once and at once, so that the requests can be foretold.
fn client(sandbox: &Sandbox) -> Client {
    let builder = Client::builder().host(sandbox.host()).token(sandbox.token());
    builder.retry(Retry::off()).limiter(Limiter::off()).build().unwrap()
}

fn organisation(count: usize) -> Organisation {
    let mut organisation = Organisation::new();
    organisation.add_department(1, "示例公司", None).unwrap();
    organisation.add_group(1, "岗位").unwrap();
    organisation.add_role(TEAM, "员工", 1).unwrap();
    for id in everyone(count) {
        let name = format!("员工{id}");
        organisation.add_user(id.clone(), name, [1]).unwrap();
        organisation.assign(TEAM, id).unwrap();
    }
    organisation
}

fn everyone(count: usize) -> Vec<UserId> {
    (0..count).map(user).collect()
}

fn user(number: usize) -> UserId {
    format!("u{number:04}").into()
}

/// Offset and size of every request so far.
fn asked(sandbox: &Sandbox) -> Vec<(i64, i64)> {
    let position = |body: &[u8]| {
        let received = Received::new(&http::Request::new(body));
        let number = |name| received.text(name).unwrap().parse().unwrap();
        (number("offset"), number("size"))
    };
    sandbox.requests().iter().map(|request| position(request.body())).collect()
}

/// Returns an answer that the service would not give.
fn odd(body: impl Into<String>) -> Answer {
    Answer::http(http::Response::new(body.into()))
}

/// Returns the body of a page with these people.
fn body(has_more: bool, users: impl IntoIterator<Item = UserId>) -> String {
    let mut list = String::new();
    for user in users {
        let comma = if list.is_empty() { "" } else { "," };
        write!(list, r#"{comma}{{"userid":"{user}"}}"#).unwrap();
    }
    format!(r#"{{"errcode":0,"result":{{"hasMore":{has_more},"list":[{list}]}}}}"#)
}

/// Returns the ids up to the end or the next error.
fn ids(items: &mut Items<list_users::Request>) -> (Vec<UserId>, Option<Error>) {
    let mut ids = Vec::new();
    for item in items {
        match item {
            Ok(user) => ids.push(user.user_id),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

fn count(end: Option<&End>) -> Option<u64> {
    match end {
        Some(End::Complete { items }) => Some(*items),
        _ => None,
    }
}

// What is asked for.

#[test]
fn a_list_is_asked_for_in_the_largest_pages() {
    let (sandbox, client) = start(250);
    let mut items = client.role().list_users(TEAM).items();
    let (ids, error) = ids(&mut items);
    assert!(error.is_none());
    assert_eq!(ids, everyone(250));
    assert_eq!(asked(&sandbox), [(0, 100), (100, 100), (200, 100)]);
    assert_eq!(count(items.end()), Some(250));
    assert_eq!(items.offset(), 250);
}

#[test]
fn a_list_that_fills_its_last_page_is_not_asked_for_more() {
    let (sandbox, client) = start(200);
    assert_eq!(client.role().list_users(TEAM).collect_complete().unwrap().len(), 200);
    assert_eq!(asked(&sandbox), [(0, 100), (100, 100)]);
}

#[test]
fn page_size_and_offset_can_be_set() {
    let (sandbox, client) = start(10);
    let mut items = client.role().list_users(TEAM).items().from_offset(3).page_size(4);
    assert_eq!(ids(&mut items).0, everyone(10)[3..]);
    assert_eq!(asked(&sandbox), [(3, 4), (7, 4)]);
    assert_eq!(count(items.end()), Some(7));

    sandbox.clear_requests();
    let pages = client.role().list_users(TEAM).pages().page_size(6).from_offset(1);
    let lengths: Vec<_> = pages.map(|page| page.unwrap().users.len()).collect();
    assert_eq!(lengths, [6, 3]);
    assert_eq!(asked(&sandbox), [(1, 6), (7, 6)]);
}

#[test]
fn the_page_of_the_call_is_where_the_list_begins() {
    let (sandbox, client) = start(10);
    let call = client.role().list_users(TEAM).with_page(Page { offset: 4, size: 5 });
    assert_eq!(call.clone().pages().count(), 2);
    let users = call.collect_complete().unwrap();
    assert_eq!(users.len(), 6);
    assert_eq!(asked(&sandbox), [(4, 5), (9, 5), (4, 5), (9, 5)]);
}

#[test]
fn a_page_is_fetched_only_when_its_first_item_is_asked_for() {
    let (sandbox, client) = start(6);
    let mut items = client.role().list_users(TEAM).items().page_size(4);
    assert_eq!((sandbox.requests().len(), items.offset()), (0, 0));
    for (taken, requests) in [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2)] {
        assert!(items.end().is_none(), "the end is behind the last item");
        items.next().unwrap().unwrap();
        assert_eq!(sandbox.requests().len(), requests);
        assert_eq!(items.offset(), taken);
    }
    assert_eq!(count(items.end()), Some(6));
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(sandbox.requests().len(), 2);
}

#[test]
fn a_size_or_offset_beyond_the_limits_is_an_error_and_nothing_is_sent() {
    let (sandbox, client) = start(5);
    let items = || client.role().list_users(TEAM).items();
    for mut items in
        [items().page_size(0), items().page_size(MAX_SIZE + 1), items().from_offset(-1)]
    {
        let error = items.next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(items.next().is_none());
        assert!(matches!(items.end(), Some(End::Stopped { .. })));
        assert_eq!(items.collect_complete().unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert!(sandbox.requests().is_empty());
}

// What comes.

#[test]
fn an_empty_list_is_complete() {
    let (sandbox, client) = start(0);
    let mut items = client.role().list_users(TEAM).items();
    assert!(items.next().is_none());
    assert_eq!(count(items.end()), Some(0));
    assert!(client.role().list_users(TEAM).collect_complete().unwrap().is_empty());
    let mut pages = client.role().list_users(TEAM).pages();
    assert!(pages.next().unwrap().unwrap().users.is_empty());
    assert!(pages.next().is_none());
    assert_eq!(sandbox.requests().len(), 3);
}

#[test]
fn chinese_names_arrive_whole() {
    let (_sandbox, client) = start(3);
    let users = client.role().list_users(TEAM).items().page_size(1).collect_complete().unwrap();
    let names: Vec<_> = users.iter().map(|user| user.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["员工u0000", "员工u0001", "员工u0002"]);
}

#[test]
fn a_page_keeps_its_request_id() {
    let (sandbox, client) = start(3);
    let pages = client.role().list_users(TEAM).pages().page_size(2);
    let ids: Vec<_> = pages.map(|page| page.unwrap().request_id().unwrap().to_owned()).collect();
    let sent: Vec<_> = sandbox.requests().iter().map(|sent| sent.request_id().to_owned()).collect();
    assert_eq!(ids, sent);
}

#[test]
fn two_threads_walk_with_one_client() {
    let (sandbox, client) = start(60);
    thread::scope(|scope| {
        for size in [7, 11] {
            let client = &client;
            scope.spawn(move || {
                let mut items = client.role().list_users(TEAM).items().page_size(size);
                assert_eq!(ids(&mut items).0, everyone(60));
                assert_eq!(count(items.end()), Some(60));
            });
        }
    });
    assert_eq!(sandbox.requests().len(), 9 + 6);
}

// What goes wrong.

/// Two ordinary pages of two, then this answer; afterwards the service is well again.
fn broken(answer: Answer) -> (Sandbox, Client) {
    let (sandbox, client) = start(7);
    sandbox.answer_next_n(PATH, 2, Answer::ordinary());
    sandbox.answer_next(PATH, answer);
    (sandbox, client)
}

/// Whatever the third page answers: the error names its offset, nothing is lost or repeated.
#[track_caller]
fn assert_resumes(answer: &Answer, kind: ErrorKind) {
    let (sandbox, client) = broken(answer.clone());
    let mut items = client.role().list_users(TEAM).items().page_size(2);
    let (mut seen, error) = ids(&mut items);
    let error = error.unwrap();
    assert_eq!((error.kind(), error.offset()), (kind, Some(4)), "{error}");
    assert!(error.to_string().contains("at offset 4 of the list"), "{error}");
    assert_eq!(seen, everyone(4));
    let end = items.end();
    assert!(
        matches!(end, Some(End::Stopped { position: Position::Offset(4), error }) if error.kind() == kind),
        "{end:?}"
    );
    assert!(items.next().is_none(), "nothing goes on by itself");
    assert_eq!((sandbox.requests().len(), items.offset()), (3, 4));

    items.resume();
    assert!(items.end().is_none());
    let (rest, error) = ids(&mut items);
    assert!(error.is_none());
    seen.extend(rest);
    assert_eq!(seen, everyone(7));
    assert_eq!(count(items.end()), Some(7));
    assert_eq!(asked(&sandbox), [(0, 2), (2, 2), (4, 2), (4, 2), (6, 2)]);

    let (sandbox, client) = broken(answer.clone());
    let mut pages = client.role().list_users(TEAM).pages().page_size(2);
    assert_eq!(pages.by_ref().map(|page| page.is_ok()).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(pages.offset(), 4);
    pages.resume();
    assert_eq!(pages.by_ref().map(Result::unwrap).count(), 2);
    assert_eq!(count(pages.end()), Some(7));
    assert_eq!(sandbox.requests().len(), 5);

    let (sandbox, client) = broken(answer.clone());
    let list = client.role().list_users(TEAM).items().page_size(2).collect_complete();
    let error = list.unwrap_err();
    assert_eq!((error.kind(), error.offset()), (kind, Some(4)));
    assert_eq!(sandbox.requests().len(), 3);
}

#[test]
fn an_error_answer_stops_the_list() {
    assert_resumes(&Answer::error(33011, "Invalid roleId"), ErrorKind::Documented);
    assert_resumes(&Answer::error(400_001, "System error"), ErrorKind::Busy);
}

#[test]
fn a_lost_answer_stops_the_list() {
    assert_resumes(&Answer::ordinary().lost(), ErrorKind::Connection);
    assert_resumes(&Answer::ordinary().cut_after(40), ErrorKind::Connection);
}

#[test]
fn a_truncated_answer_stops_the_list() {
    let whole = body(false, [user(4)]);
    assert_resumes(&odd(&whole[..whole.len() - 3]), ErrorKind::Truncated);
    assert_resumes(&odd(""), ErrorKind::EmptyBody);
}

#[test]
fn an_answer_without_a_page_is_not_the_end() {
    for body in [
        r#"{"errcode":0}"#,
        r#"{"errcode":0,"result":null}"#,
        r#"{"errcode":0,"result":{}}"#,
        r#"{"errcode":0,"result":{"list":[]}}"#,
        r#"{"errcode":0,"result":{"hasMore":null,"list":[{"userid":"u0004"}]}}"#,
    ] {
        assert_resumes(&odd(body), ErrorKind::UnexpectedShape);
    }
}

#[test]
fn an_empty_page_that_says_that_more_follows_is_not_the_end() {
    assert_resumes(
        &odd(r#"{"errcode":0,"result":{"hasMore":true,"list":[]}}"#),
        ErrorKind::NoProgress,
    );
}

#[test]
fn a_page_without_its_list_is_not_the_end_whatever_it_says_of_the_next() {
    for body in [
        r#"{"errcode":0,"result":{"hasMore":true,"list":null}}"#,
        r#"{"errcode":0,"result":{"hasMore":true}}"#,
        r#"{"errcode":0,"result":{"hasMore":false}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"list":null}}"#,
        r#"{"errcode":0,"result":{"hasMore":false,"users":[]}}"#,
    ] {
        assert_resumes(&odd(body), ErrorKind::UnexpectedShape);
    }
}

#[test]
fn a_repeated_page_is_not_the_end() {
    let (_sandbox, client) = start(7);
    let call = client.role().list_users(TEAM).with_page(Page { offset: 2, size: 2 });
    let second = String::from_utf8(call.send().unwrap().body().to_vec()).unwrap();
    assert!(second.contains(r#""hasMore":true"#), "{second}");
    assert_resumes(&odd(&*second), ErrorKind::NoProgress);
    let last = second.replace(r#""hasMore":true"#, r#""hasMore":false"#);
    assert_resumes(&odd(last), ErrorKind::NoProgress);
}

#[test]
fn a_service_that_ignores_the_offset_never_completes_a_list() {
    let (sandbox, client) = start(7);
    sandbox.answer_next(PATH, odd(body(true, everyone(2))));
    sandbox.answer_next_n(PATH, 5, odd(body(false, everyone(2))));
    let mut items = client.role().list_users(TEAM).items().page_size(2);
    assert_eq!(ids(&mut items).0, everyone(2));
    for _ in 0..4 {
        items.resume();
        let (none, error) = ids(&mut items);
        assert!(none.is_empty());
        assert_eq!(error.unwrap().kind(), ErrorKind::NoProgress);
        assert_eq!(items.offset(), 2);
    }
}

// Whole lists.

#[test]
fn collect_complete_begins_anew_after_items_were_taken() {
    let (sandbox, client) = start(7);
    let mut items = client.role().list_users(TEAM).items().from_offset(1).page_size(2);
    items.by_ref().take(3).for_each(|item| drop(item.unwrap()));
    let users = items.collect_complete().unwrap();
    assert_eq!(users.into_iter().map(|user| user.user_id).collect::<Vec<_>>(), everyone(7)[1..]);
    assert_eq!(asked(&sandbox), [(1, 2), (3, 2), (1, 2), (3, 2), (5, 2)]);
}

#[test]
fn collect_complete_begins_anew_after_an_error_and_after_the_end() {
    let (_sandbox, client) = broken(Answer::error(33011, "Invalid roleId"));
    let mut items = client.role().list_users(TEAM).items().page_size(2);
    assert!(ids(&mut items).1.is_some());
    assert_eq!(items.collect_complete().unwrap().len(), 7);

    let mut items = client.role().list_users(TEAM).items();
    assert_eq!(items.by_ref().count(), 7);
    assert_eq!(items.collect_complete().unwrap().len(), 7);
}

#[test]
fn an_iteration_that_begins_anew_leaves_nothing_of_its_page() {
    let (_sandbox, client) = start(7);
    let mut items = client.role().list_users(TEAM).items();
    items.next().unwrap().unwrap();
    let mut items = items.from_offset(5);
    assert_eq!(items.offset(), 5);
    assert_eq!(ids(&mut items).0, everyone(7)[5..]);
}

#[test]
fn debug_shows_neither_people_nor_the_token() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let mut items = client.role().list_users(seeded::LARGE_ROLE).items().page_size(2);
    items.next().unwrap().unwrap();
    let shown = format!("{items:#?} {:#?}", client.role().list_users(seeded::LARGE_ROLE).pages());
    for hidden in [sandbox.token().expose(), "staff", "员工"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
