//! Bulks against the sandbox: what becomes of every pair, whatever fails.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use dingtalk_client::role::add_to_users;
use dingtalk_client::{
    Bulk, Cancellation, Chunk, ChunkResult, Client, Endpoint, ErrorKind, Limiter, Outcome, Pairs,
    Progress, Retry, RoleId, UserId,
};
use dingtalk_protocol::Request;
use dingtalk_protocol::limits::Limits;
use dingtalk_sandbox::{Answer, Gate, Organisation, Sandbox, seeded};
use dingtalk_tests::single_attempts;
use http::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

const ROLE: RoleId = seeded::EMPTY_ROLE;
const ADD: &str = "/topapi/role/addrolesforemps";

/// How many users are in a full chunk.
const CHUNK: usize = add_to_users::MAX_USER_IDS;

/// Returns a sandbox whose organisation has the users 1 to 200, and a client of it.
fn start() -> (Sandbox, Client) {
    let mut organisation = Organisation::seeded();
    for user in users(1..=200) {
        organisation.add_user(user, "员工", [seeded::ROOT]).unwrap();
    }
    let sandbox = Sandbox::builder().organisation(organisation).start().unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

fn client(sandbox: &Sandbox) -> Client {
    single_attempts().host(sandbox.host()).token(sandbox.token()).build().unwrap()
}

fn users(numbers: impl IntoIterator<Item = usize>) -> Vec<UserId> {
    numbers.into_iter().map(|number| UserId::new(format!("用户{number}"))).collect()
}

/// Returns the role for the users 1 to `count`; who is in `unknown` does not exist.
fn request(count: usize, unknown: &[usize]) -> add_to_users::Request {
    let mut users = users(1..=count);
    for number in unknown {
        users[number - 1] = UserId::new(format!("nobody{number}"));
    }
    add_to_users::Request::new([ROLE], users)
}

/// One letter per chunk: done, failed, not attempted.
fn letters<R>(outcome: &Outcome<R>) -> String
where
    R: Pairs,
{
    let letter = |chunk: &Chunk<R>| match chunk.result {
        ChunkResult::Done { .. } => 'd',
        ChunkResult::Failed(_) => 'f',
        ChunkResult::NotAttempted => 'n',
    };
    outcome.chunks().iter().map(letter).collect()
}

/// Every pair is in exactly one chunk, and a user of those given holds the role exactly if the
/// outcome says so.
fn assert_true(sandbox: &Sandbox, outcome: &Outcome<add_to_users::Request>) {
    let all = outcome.request().user_ids.iter().collect::<BTreeSet<_>>();
    let chunks = outcome.chunks().iter().map(|chunk| &chunk.request);
    let in_chunks: Vec<_> = chunks.flat_map(|request| &request.user_ids).collect();
    assert_eq!(in_chunks.len(), all.len());
    assert_eq!(in_chunks.into_iter().collect::<BTreeSet<_>>(), all);
    let done: BTreeSet<_> = outcome.done().flat_map(|chunk| &chunk.user_ids).collect();
    sandbox.with_organisation(|organisation| {
        assert_eq!(organisation.holders(ROLE).collect::<BTreeSet<_>>(), done);
    });
    let pairs = outcome.progress().pairs;
    assert_eq!((pairs.total, pairs.done), (all.len() as u64, done.len() as u64));
}

#[test]
fn every_role_is_given_to_every_user() {
    let (sandbox, client) = start();
    let roles = [ROLE, seeded::REVIEWER, ROLE];
    let twice = users((1..=90).chain(1..=90));
    let outcome = client.role().add_to_users_bulk(roles, twice).run().unwrap();
    assert!(outcome.is_complete());
    assert_eq!((outcome.progress().chunks.total, outcome.progress().pairs.done), (5, 180));
    assert_eq!(sandbox.requests().len(), 5);
    sandbox.with_organisation(|organisation| {
        let holds = |role, user: &UserId| organisation.holds(role, user);
        assert!(users(1..=90).iter().all(|user| holds(ROLE, user)));
        assert!(users(1..=90).iter().all(|user| holds(seeded::REVIEWER, user)));
    });
}

#[test]
fn every_role_is_taken_from_every_user() {
    let (sandbox, client) = start();
    sandbox.with_organisation(|organisation| {
        for user in users(1..=150) {
            organisation.assign(ROLE, user).unwrap();
        }
    });
    let outcome = client.role().remove_from_users_bulk([ROLE], users(1..=150)).run().unwrap();
    assert_eq!(letters(&outcome), "dd");
    sandbox.with_organisation(|organisation| assert_eq!(organisation.holders(ROLE).count(), 0));
}

#[test]
fn a_failure_in_the_middle_does_not_stop_the_rest() {
    for threads in [1, 4, 64] {
        let (sandbox, client) = start();
        let outcome = Bulk::new(&client, request(110, &[33, 70])).threads(threads).run().unwrap();
        assert_eq!(letters(&outcome), "dfdfdd");
        assert!(!outcome.is_complete());
        assert_true(&sandbox, &outcome);
        for (chunk, error) in outcome.failed() {
            assert!(chunk.user_ids.iter().any(|user| user.as_str().starts_with("nobody")));
            assert_eq!(
                error.code_of::<add_to_users::Request>(),
                Some(add_to_users::error::INVALID_USER_IDS)
            );
            assert!(error.request_id().is_some());
        }
        assert_eq!(sandbox.requests().len(), 6);
    }
}

#[test]
fn chunks_that_a_long_pause_holds_back_are_not_attempted_and_not_failed() {
    let (sandbox, _) = start();
    let client = single_attempts()
        .limiter(Limiter::pauses_only())
        .host(sandbox.host())
        .token(sandbox.token())
        .build()
        .unwrap();
    let ban = http::Response::new(r#"{"status":1111,"wait":5,"punish":"deny"}"#);
    sandbox.answer_next(ADD, Answer::http(ban));
    let outcome = Bulk::new(&client, request(100, &[])).threads(1).run().unwrap();
    assert_eq!(letters(&outcome), "fnnnn");
    assert_eq!(outcome.held_back().unwrap().kind(), ErrorKind::HeldBack);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn every_call_of_a_bulk_has_the_settings_of_the_bulk() {
    let (sandbox, client) = start();
    sandbox.answer_next(ADD, Answer::hang_up());
    let bulk = Bulk::new(&client, request(40, &[])).threads(1);
    let name = HeaderName::from_static("traceparent");
    let bulk = bulk.header(name, HeaderValue::from_static("00-1-2-00"));
    let outcome = bulk.retry(Retry::new().first_pause(Duration::ZERO)).run().unwrap();
    // The client itself repeats nothing.
    assert_eq!(letters(&outcome), "dd");
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.headers()["traceparent"] == "00-1-2-00"));

    let bulk = Bulk::new(&client, request(40, &[])).threads(1).timeout(Duration::ZERO);
    let outcome = bulk.run().unwrap();
    assert_eq!(letters(&outcome), "nn");
    assert_eq!(outcome.held_back().unwrap().kind(), ErrorKind::HeldBack);
}

#[test]
fn a_bulk_that_is_given_up_begins_no_further_chunk() {
    let (sandbox, client) = start();
    let cancellation = Cancellation::new();
    let bulk = Bulk::new(&client, request(110, &[])).threads(1).cancelled_by(&cancellation);
    let outcome = bulk.on_progress(|_| cancellation.cancel()).run().unwrap();
    assert_eq!(letters(&outcome), "dnnnnn");
    assert_eq!(outcome.held_back().unwrap().kind(), ErrorKind::Cancelled);
    assert_true(&sandbox, &outcome);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn stop_at_first_failure_begins_no_further_chunk() {
    let (sandbox, client) = start();
    let bulk = Bulk::new(&client, request(110, &[33])).threads(1).stop_at_first_failure();
    let outcome = bulk.run().unwrap();
    assert_eq!(letters(&outcome), "dfnnnn");
    assert_eq!(outcome.not_attempted().count(), 4);
    assert!(!outcome.is_complete());
    assert_eq!(outcome.progress().pairs.rest(), 110 - 2 * CHUNK as u64);
    assert_true(&sandbox, &outcome);
    assert_eq!(sandbox.requests().len(), 2);
}

#[test]
fn chunks_under_way_when_another_fails_are_waited_for() {
    let (sandbox, client) = start();
    // The first call waits until the other has failed.
    let gate = Gate::new();
    sandbox.answer_next(ADD, Answer::ordinary().held_at(&gate));
    sandbox.answer_next(ADD, Answer::error(33012, "Invalid userIds"));
    let tell = |_: &Progress| gate.open();
    let bulk = Bulk::new(&client, request(80, &[])).threads(2).stop_at_first_failure();
    let outcome = bulk.on_progress(tell).run().unwrap();
    let mut letters: Vec<_> = letters(&outcome).chars().collect();
    letters[..2].sort_unstable();
    assert_eq!(letters, ['d', 'f', 'n', 'n']);
    assert_true(&sandbox, &outcome);
}

#[test]
fn the_order_is_that_of_the_lists_whichever_call_ends_first() {
    let (sandbox, client) = start();
    let gate = Gate::new();
    sandbox.answer_next(ADD, Answer::ordinary().held_at(&gate));
    // The call that came first ends last.
    let tell = |progress: &Progress| {
        if progress.chunks.done == 5 {
            gate.open();
        }
    };
    let outcome = Bulk::new(&client, request(110, &[])).on_progress(tell).run().unwrap();
    assert_eq!(letters(&outcome), "dddddd");
    let received = sandbox.requests();
    for (chunk, place) in outcome.chunks().iter().zip(0..) {
        let (first, last) = (place * CHUNK + 1, ((place + 1) * CHUNK).min(110));
        assert_eq!(chunk.request.user_ids, users(first..=last));
        // And each has the result of its own call.
        let ChunkResult::Done { request_id, .. } = &chunk.result else { panic!("{chunk:?}") };
        let call = received.iter().find(|call| Some(call.request_id()) == request_id.as_deref());
        let body = str::from_utf8(call.unwrap().body()).unwrap();
        assert!(body.ends_with(&last.to_string()), "{body}");
    }
}

#[test]
fn progress_is_told_after_every_chunk_and_never_goes_back() {
    let (_sandbox, client) = start();
    for threads in [1, 4] {
        let told = Mutex::new(Vec::new());
        let tell = |progress: &Progress| told.lock().unwrap().push(*progress);
        let bulk = Bulk::new(&client, request(90, &[50])).threads(threads).on_progress(tell);
        let outcome = bulk.run().unwrap();
        let told = told.into_inner().unwrap();
        let finished: Vec<_> =
            told.iter().map(|progress| progress.chunks.done + progress.chunks.failed).collect();
        assert_eq!(finished, [1, 2, 3, 4, 5]);
        assert!(told.iter().all(|told| (told.chunks.total, told.pairs.total) == (5, 90)));
        assert!(told.is_sorted_by_key(|told| (told.pairs.done, told.pairs.failed)));
        assert_eq!(told.last(), Some(&outcome.progress()));
        let pairs = outcome.progress().pairs;
        assert_eq!((pairs.done, pairs.failed), (90 - CHUNK as u64, CHUNK as u64));
    }
}

#[test]
fn an_outcome_can_be_fed_back_until_it_is_complete() {
    let (sandbox, client) = start();
    let bulk = Bulk::new(&client, request(110, &[33, 70])).threads(1).stop_at_first_failure();
    let outcome = bulk.run().unwrap();
    assert_eq!(letters(&outcome), "dfnnnn");

    let told = Mutex::new(Vec::new());
    let tell = |progress: &Progress| told.lock().unwrap().push(progress.chunks.done);
    let outcome = outcome.into_bulk(&client).threads(1).on_progress(tell).run().unwrap();
    assert_eq!(letters(&outcome), "dfdfdd");
    assert_eq!(told.into_inner().unwrap(), [1, 2, 2, 3, 4], "what was done is counted");
    assert_true(&sandbox, &outcome);
    assert_eq!(sandbox.requests().len(), 2 + 5);
    let ids = |outcome: &Outcome<_>| match &outcome.chunks()[0].result {
        ChunkResult::Done { request_id, .. } => request_id.clone().unwrap(),
        other => panic!("{other:?}"),
    };
    let first = ids(&outcome);
    assert_eq!(first, sandbox.requests()[0].request_id(), "what was done keeps its result");

    sandbox.with_organisation(|organisation| {
        for user in ["nobody33", "nobody70"] {
            organisation.add_user(user, "late", [seeded::ROOT]).unwrap();
        }
    });
    let outcome = outcome.into_bulk(&client).run().unwrap();
    assert!(outcome.is_complete());
    assert_true(&sandbox, &outcome);
    assert_eq!(sandbox.requests().len(), 2 + 5 + 2);

    let outcome = outcome.into_bulk(&client).run().unwrap();
    assert!(outcome.is_complete());
    assert_eq!(ids(&outcome), first);
    assert_eq!(sandbox.requests().len(), 2 + 5 + 2, "nothing is left to send");
}

#[test]
fn the_lists_of_the_new_bulk_count_where_they_differ() {
    let (sandbox, client) = start();
    let before = Bulk::new(&client, request(40, &[])).run().unwrap();
    let outcome = Bulk::new(&client, request(50, &[])).continue_from(before).run().unwrap();
    assert!(outcome.is_complete());
    assert_eq!(sandbox.requests().len(), 3);
    assert_true(&sandbox, &outcome);
}

#[test]
fn an_outcome_of_another_host_is_refused() {
    let ((_one, client), (other, other_client)) = (start(), start());
    let outcome = Bulk::new(&client, request(20, &[])).run().unwrap();
    let error = outcome.into_bulk(&other_client).run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(error.to_string().contains("another host"), "{error}");
    assert!(other.requests().is_empty());
}

#[test]
fn no_threads_are_refused() {
    let (sandbox, client) = start();
    let error = Bulk::new(&client, request(20, &[])).threads(0).run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(error.to_string().contains("threads is zero"), "{error}");
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_chunk_that_breaks_a_limit_fails_with_its_violations_and_is_not_sent() {
    let (sandbox, client) = start();
    let mut request = request(60, &[]);
    request.user_ids[30] = "".into();
    request.user_ids[35] = "a,b".into();
    let outcome = Bulk::new(&client, request).run().unwrap();
    assert_eq!(letters(&outcome), "dfd");
    let error = outcome.failed().next().unwrap().1;
    assert_eq!((error.kind(), error.violations().len()), (ErrorKind::InvalidRequest, 2));
    assert_eq!(sandbox.requests().len(), 2);
    assert_true(&sandbox, &outcome);
}

#[test]
fn empty_lists_are_complete_without_a_call() {
    let (sandbox, client) = start();
    let none: [UserId; 0] = [];
    for request in [
        add_to_users::Request::new([ROLE], none),
        add_to_users::Request::new([0; 0], users(1..=50)),
    ] {
        let tell = |_: &Progress| panic!("no chunk can finish");
        let outcome = Bulk::new(&client, request).on_progress(tell).run().unwrap();
        assert!(outcome.is_complete() && outcome.chunks().is_empty() && !outcome.panicked());
        assert_eq!(outcome.progress(), Progress::default());
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_panic_in_the_progress_callback_stops_and_loses_nothing() {
    let (sandbox, client) = start();
    let tell = |progress: &Progress| assert!(progress.chunks.done < 2, "a bug of the caller");
    let bulk = Bulk::new(&client, request(90, &[])).threads(1).on_progress(tell);
    let outcome = bulk.run().unwrap();
    assert!(outcome.panicked() && !outcome.is_complete());
    assert_eq!(letters(&outcome), "ddnnn");
    assert_true(&sandbox, &outcome);
    let outcome = outcome.into_bulk(&client).run().unwrap();
    assert!(outcome.is_complete() && !outcome.panicked());
    assert_eq!(sandbox.requests().len(), 5);
}

#[test]
fn a_panic_in_a_call_stops_and_loses_nothing() {
    let (sandbox, client) = start();
    let bulk = Bulk::new(&client, Panics(request(90, &[25]))).threads(1);
    let outcome = bulk.run().unwrap();
    assert!(outcome.panicked());
    assert_eq!(letters(&outcome), "dfnnn");
    let error = outcome.failed().next().unwrap().1;
    assert!(error.to_string().contains("panicked") && error.may_have_arrived(), "{error}");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn debug_texts_hold_no_token_and_no_lists() {
    let (sandbox, client) = start();
    let bulk = Bulk::new(&client, request(60, &[]));
    let text = format!("{bulk:?}");
    assert!(text.contains("userIds: 60") && !text.contains("用户"), "{text}");
    assert!(!text.contains(sandbox.token().expose()), "{text}");
    let text = format!("{:?}", bulk.run().unwrap());
    assert!(text.contains("total: 60") && !text.contains("用户"), "{text}");
}

/// Assigns roles, and panics at a user who does not exist.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Panics(add_to_users::Request);

impl Request for Panics {
    type Response = add_to_users::Response;
    const ENDPOINT: &'static Endpoint = add_to_users::Request::ENDPOINT;

    fn check_limits(&self, limits: &mut Limits) {
        assert!(!self.0.user_ids.iter().any(|user| user.as_str().starts_with("nobody")));
        self.0.check_limits(limits);
    }
}

impl Pairs for Panics {
    type First = RoleId;
    type Second = UserId;
    const FIRST: &'static str = add_to_users::Request::FIRST;
    const SECOND: &'static str = add_to_users::Request::SECOND;
    const MAX_FIRST: usize = add_to_users::Request::MAX_FIRST;
    const MAX_SECOND: usize = add_to_users::Request::MAX_SECOND;

    fn first(&self) -> &[RoleId] {
        self.0.first()
    }

    fn second(&self) -> &[UserId] {
        self.0.second()
    }

    fn with_lists(&self, first: Vec<RoleId>, second: Vec<UserId>) -> Self {
        Self(self.0.with_lists(first, second))
    }
}
