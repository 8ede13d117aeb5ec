//! Whatever the pages: nobody is left out, and every walk ends. Seeds are fixed.

use dingtalk_client::role::list_users::{self, MAX_SIZE};
use dingtalk_client::{End, Error, ErrorKind, Paged, Reply, UserId, Walk};
use dingtalk_protocol::decode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{TEAM, body, count, everyone, user};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0xd1_4674),
        ..ProptestConfig::default()
    }
}

/// What the next call answers.
#[derive(Debug, Clone, Copy)]
enum Weather {
    /// As many people fewer than asked for, but at least one.
    Short(usize),
    Failure,
    EmptyPage,
}

fn weather() -> impl Strategy<Value = Weather> {
    prop_oneof![
        4 => Just(Weather::Short(0)),
        4 => (1..100_usize).prop_map(Weather::Short),
        1 => Just(Weather::Failure),
        1 => Just(Weather::EmptyPage),
    ]
}

fn answer(has_more: bool, users: &[UserId]) -> Reply<list_users::Response, String> {
    let body = body(has_more, users.iter().cloned());
    decode::<list_users::Request, _>(http::Response::new(body)).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_is_left_out_and_the_walk_ends(
        people in 0..150_usize,
        size in 1..=MAX_SIZE,
        weather in vec(weather(), 0..60),
    ) {
        let everyone = everyone(people);
        let mut walk = Walk::new(list_users::Request::new(TEAM)).with_page_size(size);
        let mut weather = weather.into_iter();
        let mut seen = Vec::new();
        let mut calls = 0;
        while !walk.end().is_some_and(End::is_complete) {
            calls += 1;
            prop_assert!(calls <= people + 1 + 60, "no call too many");
            let size = walk.next_request().unwrap().page_size().unwrap();
            let rest = &everyone[usize::try_from(walk.offset()).unwrap()..];
            let size = rest.len().min(usize::try_from(size).unwrap());
            let (has_more, users) = match weather.next().unwrap_or(Weather::Short(0)) {
                Weather::Short(by) => {
                    let users = &rest[..size.saturating_sub(by).max(size.min(1))];
                    (users.len() < rest.len(), users)
                }
                Weather::EmptyPage => (true, &rest[..0]),
                Weather::Failure => {
                    walk.fail(Error::new(ErrorKind::Connection));
                    walk.resume();
                    continue;
                }
            };
            match walk.accept(&answer(has_more, users)) {
                Ok(()) => seen.extend_from_slice(users),
                Err(_) => walk.resume(),
            }
        }
        prop_assert_eq!(count(walk.end()), Some(people as u64));
        prop_assert_eq!(seen, everyone);
    }

    #[test]
    fn who_joins_during_the_walk_makes_nobody_be_left_out(
        people in 1..60_usize,
        size in 1..=20_i64,
        joining in vec(0..4_usize, 60),
    ) {
        let mut list = everyone(people);
        let mut walk = Walk::new(list_users::Request::new(TEAM)).with_page_size(size);
        let mut joining = joining.into_iter();
        let mut seen = Vec::new();
        while let Some(request) = walk.next_request() {
            let from = usize::try_from(walk.offset()).unwrap();
            let to = list.len().min(from + usize::try_from(request.page_size().unwrap()).unwrap());
            // As many new people as a page holds make it look like a repetition: an error, not an end.
            if walk.accept(&answer(to < list.len(), &list[from..to])).is_ok() {
                seen.extend_from_slice(&list[from..to]);
            }
            for _ in 0..joining.next().unwrap_or(0) {
                list.insert(0, user(list.len()));
            }
        }
        if walk.end().is_some_and(End::is_complete) {
            prop_assert!(everyone(people).iter().all(|user| seen.contains(user)));
        }
    }

    #[test]
    fn every_answer_brings_the_walk_forward_or_stops_it(
        answers in vec((any::<bool>(), 0..4_usize, 0..3_usize), 1..40),
        start in prop_oneof![0..10_i64, i64::MAX - 10..=i64::MAX],
    ) {
        let mut walk = Walk::new(list_users::Request::new(TEAM)).starting_at(start);
        let mut items = 0;
        for (has_more, first, length) in answers {
            let before = walk.offset();
            let users = &everyone(8)[first..first + length];
            match walk.accept(&answer(has_more, users)) {
                Ok(()) => {
                    items += length as u64;
                    prop_assert_eq!(walk.offset().abs_diff(start), items);
                    prop_assert_eq!(walk.end().is_some(), !has_more);
                    prop_assert!(walk.offset() > before || !has_more);
                }
                Err(error) => {
                    prop_assert_eq!(error.offset(), Some(before));
                    prop_assert_eq!(walk.offset(), before);
                    walk.resume();
                }
            }
            if let Some(end) = walk.end() {
                prop_assert_eq!(count(Some(end)), Some(items));
                break;
            }
        }
    }
}
