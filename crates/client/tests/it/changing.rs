//! Organisations that change while they are walked.

use std::collections::BTreeSet;

use dingtalk_client::ErrorKind;

use crate::organisation::{Organisation, Service, shape};

/// Returns a service whose organisation is changed once, before the first request for `path` after so many
/// others for it.
fn change_before(
    path: &'static str,
    mut others: usize,
    change: impl Fn(&mut Organisation) + Send + 'static,
) -> Service {
    let mut is_done = false;
    Service::changing(&Organisation::small(), move |organisation, _, asked| {
        if asked == path && !is_done {
            is_done = others == 0;
            if is_done {
                change(organisation);
            } else {
                others -= 1;
            }
        }
        None
    })
}

fn assert_found(service: &Service) {
    let directory = service.directory().unwrap();
    assert_eq!(shape(&directory), service.organisation());
}

#[test]
fn somebody_who_moves_to_a_list_that_was_read_before_is_found() {
    for others in 0..4 {
        for to in 1..=4 {
            assert_found(&change_before("/topapi/v2/user/list", others, move |organisation| {
                for user in ["anna", "ben", "dai", "emil"] {
                    organisation.users.insert(user.to_owned(), vec![to]);
                }
            }));
        }
    }
}

/// Everybody is there, and where they were before the change or after it.
fn assert_nobody_lost(service: &Service) {
    let directory = service.directory().unwrap();
    let (found, before, after) = (shape(&directory), Organisation::small(), service.organisation());
    assert!(found.users.keys().eq(after.users.keys()), "{found:?}");
    for (user, departments) in &found.users {
        let expected = [before.users.get(user), after.users.get(user)];
        assert!(expected.contains(&Some(departments)), "{user}: {departments:?}");
    }
    for (department, place) in &found.departments {
        let expected = [before.departments.get(department), after.departments.get(department)];
        assert!(expected.contains(&Some(place)), "{department}: {place:?}");
    }
}

#[test]
fn somebody_who_moves_during_the_second_look_is_found() {
    for others in 0..4 {
        for to in 1..=4 {
            assert_nobody_lost(&change_before(
                "/topapi/user/listid",
                others,
                move |organisation| {
                    for user in ["anna", "ben", "dai", "emil"] {
                        organisation.users.insert(user.to_owned(), vec![to]);
                    }
                },
            ));
        }
    }
}

#[test]
fn who_leaves_while_a_list_is_read_hides_nobody() {
    let mut organisation = Organisation::small();
    organisation.users.extend((0..8).map(|number| (format!("many{number}"), vec![3])));
    let mut pages = 0;
    let service = Service::changing(&organisation, move |organisation, _, path| {
        pages += usize::from(path == "/topapi/v2/user/list");
        // Between the first two pages of department 3, which comes after 4 and 2: the others move up.
        if pages == 4 {
            organisation.users.remove("many0");
        }
        None
    });
    assert_found(&service);
}

#[test]
fn a_department_that_moves_is_found_with_its_members() {
    let moved = |others, to| {
        change_before("/topapi/v2/department/listsub", others, move |organisation| {
            organisation.departments.get_mut(&4).unwrap().1 = to;
        })
    };
    for to in [1, 3] {
        (0..4).for_each(|others| assert_found(&moved(others, to)));
        // In the second look.
        (4..8).for_each(|others| assert_nobody_lost(&moved(others, to)));
    }
}

#[test]
fn a_department_that_comes_up_is_found_with_its_members() {
    let new = |others| {
        change_before("/topapi/v2/department/listsub", others, |organisation| {
            organisation.departments.insert(5, ("new".to_owned(), 1));
            organisation.departments.insert(6, ("below".to_owned(), 5));
            organisation.users.insert("ben".to_owned(), vec![6]);
        })
    };
    // The root is listed again by the fifth request.
    (0..5).for_each(|others| assert_found(&new(others)));
    (5..8).for_each(|others| assert_nobody_lost(&new(others)));
}

#[test]
fn a_department_that_is_deleted_takes_nobody_with_it() {
    for path in ["/topapi/v2/department/listsub", "/topapi/v2/user/list", "/topapi/user/listid"] {
        for others in 0..4 {
            assert_found(&change_before(path, others, |organisation| {
                organisation.departments.remove(&4);
                organisation.users.insert("cao".to_owned(), vec![2]);
                organisation.users.insert("emil".to_owned(), vec![3]);
            }));
        }
    }
}

#[test]
fn holders_who_hide_each_other_are_found_by_a_second_look() {
    let mut organisation = Organisation::small();
    organisation.users.extend((0..8).map(|number| (format!("many{number}"), vec![3])));
    organisation.roles.insert(12, organisation.users.keys().cloned().collect());
    let mut pages = 0;
    let service = Service::changing(&organisation, move |organisation, _, path| {
        if path == "/topapi/role/simplelist" {
            pages += 1;
            // Between the first two pages of role 12.
            if pages == 4 {
                organisation.roles.get_mut(&12).unwrap().remove(0);
            }
        }
        None
    });
    assert_found(&service);
}

#[test]
fn an_organisation_that_never_stands_still_is_an_error_after_a_few_looks() {
    let mut root = 0;
    let service = Service::changing(&Organisation::small(), move |organisation, _, path| {
        // Department 4 is below 2 whenever 3 is asked, and the other way round.
        if path == "/topapi/v2/department/listsub" {
            root += 1;
            organisation.departments.get_mut(&4).unwrap().1 = if root % 2 == 0 { 900 } else { 901 };
        }
        None
    });
    let error = service.directory().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent);
    assert!(service.requests().len() < 100);
}

/// Changes at random moments of a walk, so that any two lists may contradict each other.
#[test]
fn nobody_who_moves_once_is_ever_missing() {
    let mut complete = 0;
    for seed in 0..300 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut organisation = Organisation::small();
        for number in 0..20 {
            let departments = random.choose_multiple(1..=4, 1 + number % 2);
            organisation.users.insert(format!("many{number:02}"), departments);
        }
        // Others come and go.
        let always: BTreeSet<_> =
            organisation.users.keys().filter(|id| *id != "emil").cloned().collect();
        let mut unmoved: Vec<_> = always.iter().cloned().collect();
        random.shuffle(&mut unmoved);
        let mut left = 6;
        let service = Service::changing(&organisation, move |organisation, _, _| {
            if left > 0 && random.u8(..) < 40 {
                left -= 1;
                change(organisation, left, &mut unmoved, &mut random);
            }
            None
        });
        match service.directory() {
            Ok(directory) => {
                complete += 1;
                let found: BTreeSet<_> =
                    directory.users().iter().map(|user| user.user_id.to_string()).collect();
                assert!(always.is_subset(&found), "seed {seed}: {found:?}");
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Inconsistent, "seed {seed}: {error}"),
        }
    }
    assert!(complete > 250, "only {complete}");
}

fn change(
    organisation: &mut Organisation,
    number: i64,
    unmoved: &mut Vec<String>,
    random: &mut fastrand::Rng,
) {
    let departments: Vec<_> = organisation.departments.keys().copied().collect();
    let department = random.choice(&departments).copied().unwrap();
    match random.u8(..5) {
        0 => {
            for user in unmoved.drain(..unmoved.len().min(4)) {
                organisation.users.insert(user, vec![department]);
            }
        }
        1 => drop(organisation.users.remove("emil")),
        2 => drop(organisation.users.insert(format!("new{number}"), vec![department])),
        // Once at most, and never below itself.
        3 if organisation.departments[&4].1 == 2 => {
            organisation.departments.get_mut(&4).unwrap().1 = random.choice([1, 3]).unwrap();
        }
        _ => drop(organisation.departments.insert(50 + number, ("new".to_owned(), 4))),
    }
}
