use dingtalk_client::directory::{Change, Difference};
use dingtalk_client::{Directory, ErrorKind};

use crate::organisation::{Organisation, Service};

fn directories(change: impl FnOnce(&mut Organisation)) -> [Directory; 2] {
    let mut organisation = Organisation::small();
    let before = Service::new(&organisation).directory().unwrap();
    change(&mut organisation);
    [before, Service::new(&organisation).directory().unwrap()]
}

/// Returns a difference as short lines.
fn lines(difference: &Difference<'_>) -> Vec<String> {
    fn line<T>(change: &Change<'_, T>, name: impl Fn(&T) -> String) -> String {
        match change {
            Change::Added(it) => format!("+ {}", name(it)),
            Change::Removed(it) => format!("- {}", name(it)),
            Change::Changed { after, fields, .. } => format!("~ {} {fields:?}", name(after)),
        }
    }
    let departments = difference.departments.iter();
    let mut lines: Vec<_> =
        departments.map(|it| line(it, |it| format!("department {}", it.department_id))).collect();
    lines.extend(difference.users.iter().map(|it| line(it, |it| it.user_id.to_string())));
    lines.extend(difference.roles.iter().map(|it| line(it, |it| format!("role {}", it.role_id))));
    lines.extend(
        difference
            .holders
            .iter()
            .map(|(role, it)| line(it, |it| format!("{} holds {}", it.user_id, role.role_id))),
    );
    lines
}

#[test]
fn nothing_is_different_where_nothing_changed() {
    let [before, after] = directories(|_| {});
    assert_eq!(before, after);
    assert!(after.difference_from(&before).unwrap().is_empty());
}

#[test]
fn what_was_added_removed_changed_and_moved_is_named() {
    let [before, after] = directories(|organisation| {
        organisation.users.remove("emil");
        organisation.users.insert("aaron".to_owned(), vec![1]);
        organisation.users.insert("ben".to_owned(), vec![2, 3]);
        organisation.departments.insert(5, ("new".to_owned(), 3));
        organisation.departments.insert(3, ("renamed".to_owned(), 1));
        organisation.departments.insert(4, ("department 4".to_owned(), 3));
        organisation.roles.remove(&11);
        organisation.roles.insert(10, vec!["anna".to_owned(), "ben".to_owned()]);
        organisation.roles.insert(12, vec!["dai".to_owned()]);
    });
    let difference = after.difference_from(&before).unwrap();
    assert_eq!(
        lines(&difference),
        [
            "~ department 3 [\"name\"]",
            "~ department 4 [\"parent_id\"]",
            "+ department 5",
            "+ aaron",
            "~ ben [\"memberships\"]",
            "- emil",
            "- role 11",
            "+ role 12",
            "+ ben holds 10",
            "- cao holds 10",
            "+ dai holds 12",
        ]
    );
    let moved: Vec<_> = difference.moved_users().map(|(_, after)| after.user_id.as_str()).collect();
    assert_eq!(moved, ["ben"]);
    assert!(difference.departments[0].is_of("name") && !difference.departments[0].is_of("order"));
    assert_eq!(difference.len(), 11);
}

#[test]
fn what_does_not_cover_the_same_is_not_compared() {
    let service = Service::new(&Organisation::small());
    let whole = service.directory().unwrap();
    let directory = || service.client().directory();
    for other in [
        directory().without_roles(),
        directory().without_department_details(),
        directory().root(2),
        directory().within_app_scope(),
        directory().language("en_US"),
    ] {
        let other = other.run().unwrap();
        for (later, earlier) in [(&whole, &other), (&other, &whole)] {
            let error = later.difference_from(earlier).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        }
    }
}
