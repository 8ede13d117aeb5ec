//! How lists of any length are split into calls, and what is left of them.

use std::collections::BTreeMap;

use dingtalk_protocol::bulk::{Part, plan};
use dingtalk_protocol::role::{add_to_users, remove_from_users};
use dingtalk_protocol::{Pairs, RoleId, UserId, validate};

fn users(numbers: impl IntoIterator<Item = usize>) -> Vec<UserId> {
    numbers.into_iter().map(|number| UserId::new(format!("user{number}"))).collect()
}

fn add(roles: impl IntoIterator<Item = i64>, users: Vec<UserId>) -> add_to_users::Request {
    add_to_users::Request::new(roles, users)
}

fn roles(numbers: impl IntoIterator<Item = usize>) -> Vec<i64> {
    numbers.into_iter().map(|number| number.try_into().unwrap()).collect()
}

/// Returns the sizes of both lists, part by part.
fn sizes<R: Pairs>(parts: &[Part<R>]) -> Vec<(usize, usize)> {
    parts.iter().map(|part| (part.request.first().len(), part.request.second().len())).collect()
}

/// Returns the calls that have done the parts.
fn done_by<R>(parts: &[Part<R>]) -> Vec<Option<usize>> {
    parts.iter().map(|part| part.done_by).collect()
}

fn requests<R: Clone>(parts: &[Part<R>]) -> Vec<R> {
    parts.iter().map(|part| part.request.clone()).collect()
}

#[test]
fn roles_are_given_by_as_many_as_one_call_takes() {
    let (most_roles, most_users) = (add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS);
    let all = add(roles(1..=2 * most_roles + 1), users(1..=2 * most_users + 5));
    let parts = plan(&all, &[]);
    let row = |roles| [(roles, most_users), (roles, most_users), (roles, 5)];
    assert_eq!(sizes(&parts), [row(most_roles), row(most_roles), row(1)].concat());
    let second = add(roles(1..=most_roles), users(most_users + 1..=2 * most_users));
    assert_eq!(parts[1].request, second);
    let sixth = roles(most_roles + 1..=2 * most_roles);
    assert_eq!(parts[5].request, add(sixth, users(2 * most_users + 1..=2 * most_users + 5)));
    assert!(parts.iter().all(|part| validate(&part.request).is_ok() && part.done_by.is_none()));
}

#[test]
fn roles_are_taken_by_as_many_as_one_call_takes() {
    let most_roles = remove_from_users::MAX_ROLE_IDS;
    let most_users = remove_from_users::MAX_USER_IDS;
    let (roles, users) = (roles(1..=most_roles + 1), users(1..=2 * most_users + 1));
    let parts = plan(&remove_from_users::Request::new(roles, users), &[]);
    let row = |roles| [(roles, most_users), (roles, most_users), (roles, 1)];
    assert_eq!(sizes(&parts), [row(most_roles), row(1)].concat());
    assert!(parts.iter().all(|part| validate(&part.request).is_ok()));
}

#[test]
fn exactly_full_lists_make_no_empty_part() {
    let (most_roles, most_users) = (add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS);
    let full = add(roles(1..=most_roles), users(1..=2 * most_users));
    assert_eq!(sizes(&plan(&full, &[])), [(most_roles, most_users); 2]);
}

#[test]
fn repetitions_are_dropped_and_the_first_keeps_its_place() {
    let parts = plan(&add([2, 1, 2, 1, 3], users([5, 4, 5, 5, 1, 4])), &[]);
    assert_eq!(requests(&parts), [add([2, 1, 3], users([5, 4, 1]))]);
    let many = users((0..20).flat_map(|number| [number; 100]));
    assert_eq!(sizes(&plan(&add([1; 50], many), &[])), [(1, 20)]);
}

#[test]
fn a_list_without_items_makes_no_parts() {
    assert!(plan(&add([], users(1..=30)), &[]).is_empty());
    assert!(plan(&add(1..=30, Vec::new()), &[]).is_empty());
}

#[test]
fn chinese_ids_are_ids_like_others() {
    let request = add([1], ["张伟", "李娜", "张伟", "王芳🌻"].map(UserId::from).to_vec());
    let parts = plan(&request, &[add([1], vec!["李娜".into()])]);
    assert_eq!(
        requests(&parts),
        [add([1], vec!["张伟".into(), "王芳🌻".into()]), add([1], vec!["李娜".into()])]
    );
    assert_eq!(done_by(&parts), [None, Some(0)]);
}

#[test]
fn an_id_that_no_call_can_send_stays_in_its_part() {
    let mut ids = users(1..=39);
    ids.push("".into());
    let parts = plan(&add([1], ids), &[]);
    let valid: Vec<_> = parts.iter().map(|part| validate(&part.request).is_ok()).collect();
    assert_eq!(valid, [true, false]);
}

#[test]
fn the_same_lists_make_the_same_parts_whatever_is_done() {
    let request = add(1..=25, users(1..=90));
    let fresh = requests(&plan(&request, &[]));
    for first_done in 0..fresh.len() {
        // Not in the order of the plan, and one of them twice.
        let mut done: Vec<_> = fresh.iter().skip(first_done).step_by(2).cloned().collect();
        done.reverse();
        done.push(done[0].clone());
        let parts = plan(&request, &done);
        assert_eq!(requests(&parts), fresh);
        for part in &parts {
            assert_eq!(part.done_by, done.iter().position(|call| *call == part.request));
        }
    }
}

#[test]
fn what_is_left_is_split_into_as_few_calls_as_possible() {
    let most = add_to_users::MAX_USER_IDS;
    let request = add([1], users(1..=3 * most));
    // Every second user is done.
    let done = add([1], users((1..=2 * most).step_by(2)));
    let parts = plan(&request, &[done]);
    assert_eq!(sizes(&parts), [(1, most); 3]);
    assert_eq!(done_by(&parts), [Some(0), None, None]);
    assert_eq!(parts[1].request.user_ids, users((2..=2 * most).step_by(2)));
}

#[test]
fn done_with_a_superset_of_the_roles_is_done() {
    let parts = plan(&add([2, 3], users(1..=3)), &[add([3, 9, 2, 1], users([2, 7]))]);
    assert_eq!(
        requests(&parts),
        [add([2, 3], users([1, 3])), add([2, 3], users([2]))],
        "neither role 9 nor user 7 is part of this bulk"
    );
    assert_eq!(done_by(&parts), [None, Some(0)]);
}

#[test]
fn done_with_some_of_the_roles_is_sent_again() {
    let each_alone = [add([1], users([1])), add([2], users([1])), add([1, 1], users([1]))];
    let parts = plan(&add([1, 2], users([1])), &each_alone);
    assert_eq!(requests(&parts), [add([1, 2], users([1]))]);
    assert_eq!(done_by(&parts), [None]);
}

#[test]
fn every_pair_is_in_exactly_one_part_and_none_is_skipped_that_is_not_done() {
    // Sizes around the limits, and calls that are done of every shape. The numbers only look random.
    let mut number = 7_usize;
    let mut next = |limit: usize| {
        number = (number * 1_103_515_245 + 12_345) % (1 << 31);
        (number >> 8) % limit
    };
    for _ in 0..200 {
        let (role_count, user_count) = (1 + next(45), 1 + next(70));
        let mut roles =
            |count| (0..count).map(|_| next(60).try_into().unwrap()).collect::<Vec<_>>();
        let request_roles = roles(role_count);
        let done_roles: Vec<Vec<i64>> = (1..6).map(|call| roles(call * 20)).collect();
        let mut some_users = |count| users((0..count).map(|_| next(90)));
        let request = add(request_roles.clone(), some_users(user_count));
        let mut done: Vec<_> = done_roles.into_iter().map(|it| add(it, some_users(20))).collect();
        done.push(add(request_roles, some_users(30)));

        let parts = plan(&request, &done);
        let pairs_of = |request: &add_to_users::Request| {
            let pair = |role: RoleId| request.user_ids.iter().map(move |user| (role, user.clone()));
            request.role_ids.iter().copied().flat_map(pair).collect::<Vec<_>>()
        };
        let mut found = BTreeMap::new();
        for part in &parts {
            for pair in pairs_of(&part.request) {
                assert!(found.insert(pair, part.done_by).is_none(), "a pair is in two parts");
            }
            match part.done_by {
                Some(call) => {
                    let done = pairs_of(&done[call]);
                    assert!(pairs_of(&part.request).iter().all(|pair| done.contains(pair)));
                }
                None => drop(validate(&part.request).unwrap()),
            }
        }
        let mut wanted = pairs_of(&request);
        wanted.sort();
        wanted.dedup();
        assert_eq!(found.into_keys().collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn very_long_lists_are_planned_without_making_every_pair() {
    for (roles, people) in [(1, 100_000), (1000, 10_000), (100_000, 1)] {
        let request = add(1..=roles, users(1..=people));
        let fresh = requests(&plan(&request, &[]));
        let calls = usize::try_from(roles).unwrap().div_ceil(add_to_users::MAX_ROLE_IDS)
            * people.div_ceil(add_to_users::MAX_USER_IDS);
        assert_eq!(fresh.len(), calls);
        let parts = plan(&request, &fresh[..calls - 1]);
        assert_eq!(parts.iter().filter(|part| part.done_by.is_none()).count(), 1);
        assert_eq!(parts.last().unwrap().request, fresh[calls - 1]);
    }
}
