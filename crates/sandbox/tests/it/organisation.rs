//! The organisation's own interface.

use dingtalk_protocol::{DepartmentId, RoleId, UserId};
use dingtalk_sandbox::{Organisation, OrganisationError as Error, Sandbox, seeded};

use crate::raw::{LIST, form};

#[test]
fn what_tests_change_is_what_calls_see() {
    let sandbox = Sandbox::builder().organisation(Organisation::new()).start().unwrap();
    let made = sandbox.with_organisation(|org| {
        org.add_department(1, "总部", None)?;
        org.add_department(-1, "Branch", Some(DepartmentId::new(1)))?;
        org.add_user("a", "甲 🐉", [1, -1])?;
        org.add_group(5, "Group")?;
        org.add_role(6, "Role", 5)?;
        org.assign(6, "a")?;
        org.set_scopes(6, "a", [-1])
    });
    assert_eq!(made, Ok(()));
    let list = form(&sandbox, LIST, "role_id=6").json()["result"]["list"].clone();
    let scopes = serde_json::json!([{"dept_id": -1, "name": "Branch"}]);
    let expected = serde_json::json!([{"name": "甲 🐉", "userid": "a", "manageScopes": scopes}]);
    assert_eq!(list, expected);

    sandbox.with_organisation(|org| org.remove_user("a")).unwrap();
    assert_eq!(form(&sandbox, LIST, "role_id=6").page(), (vec![], false));
}

#[test]
fn states_that_the_service_could_not_have_are_refused() {
    let mut org = Organisation::seeded();
    let before = org.clone();
    let nobody = || UserId::from("nobody");
    for (change, error) in [
        (org.add_department(1, "", None), Error::Taken("department 1".into())),
        (
            org.add_department(2, "", Some(DepartmentId::new(3))),
            Error::UnknownDepartment(DepartmentId::new(3)),
        ),
        (org.remove_department(100), Error::InUse("department 100".into())),
        (org.remove_department(3), Error::UnknownDepartment(DepartmentId::new(3))),
        (org.add_user("user1", "", [1]), Error::Taken("user user1".into())),
        (org.add_user("x", "", [3]), Error::UnknownDepartment(DepartmentId::new(3))),
        (org.remove_user("nobody"), Error::UnknownUser(nobody())),
        (org.move_user("nobody", [1]), Error::UnknownUser(nobody())),
        (org.add_group(seeded::POSITIONS, ""), Error::Taken("role group 1507113577".into())),
        (org.remove_group(seeded::POSITIONS), Error::InUse("role group 1507113577".into())),
        (org.remove_group(3), Error::UnknownGroup(3)),
        (org.add_role(3, "", 3), Error::UnknownGroup(3)),
        (org.add_role(11, "", seeded::POSITIONS), Error::Taken("role 11".into())),
        (org.remove_role(seeded::INSPECTOR), Error::InUse("role 1203141".into())),
        (org.remove_role(3), Error::UnknownRole(RoleId::new(3))),
        (org.assign(3, "user1"), Error::UnknownRole(RoleId::new(3))),
        (org.assign(11, "nobody"), Error::UnknownUser(nobody())),
        (org.unassign(11, "nobody"), Error::UnknownUser(nobody())),
        (org.set_scopes(11, "nobody", [1]), Error::NotAssigned(RoleId::new(11), nobody())),
    ] {
        assert_eq!(change, Err(error));
    }
    assert_eq!(org, before);
}

#[test]
fn a_change_taken_back_leaves_no_trace() {
    let mut org = Organisation::seeded();
    let before = org.clone();
    org.assign(seeded::EMPTY_ROLE, seeded::USER_1).unwrap();
    assert_ne!(org, before);
    org.unassign(seeded::EMPTY_ROLE, seeded::USER_1).unwrap();
    org.add_user("x", "X", [seeded::EMPTY_DEPARTMENT]).unwrap();
    org.assign(seeded::EMPTY_ROLE, "x").unwrap();
    org.remove_user("x").unwrap();
    assert_eq!(org, before);
}

#[test]
fn a_removed_department_leaves_the_scopes() {
    let mut org = Organisation::seeded();
    org.move_user(seeded::USER_2, [seeded::ROOT]).unwrap();
    org.remove_department(seeded::PARTNERS).unwrap();
    let scopes: Vec<_> = org.scopes(seeded::SUB_ADMIN, &seeded::USER_2.into()).collect();
    assert_eq!(scopes, [seeded::BACKEND]);
}

#[test]
fn the_seed_is_what_its_documentation_says() {
    let org = Organisation::seeded();
    assert_eq!(org.departments().count(), 6);
    assert_eq!(org.users().count(), 4 + seeded::LARGE_ROLE_HOLDERS);
    assert_eq!(org.roles().count(), 10);
    assert_eq!(org.groups().count(), 2);
    assert_eq!(org.holders(seeded::LARGE_ROLE).count(), seeded::LARGE_ROLE_HOLDERS);
    assert_eq!(org.user(seeded::USER_2).unwrap().departments.len(), 2);
    assert_eq!(org.user(seeded::USER_100).unwrap().name, "王芳🌻");
    assert!(org.is_default_role(seeded::OWNER) && !org.is_default_role(seeded::INSPECTOR));
    assert_eq!(Organisation::new().users().count(), 0);
}

#[test]
fn a_crowd_is_added_to_the_seed() {
    let crowd = Organisation::with_crowd(3);
    let members: Vec<_> = crowd.members(seeded::CROWD_DEPARTMENT).map(UserId::as_str).collect();
    assert_eq!(members, ["crowd000001", "crowd000002", "crowd000003"]);
    let holders: Vec<_> = crowd.holders(seeded::CROWD_ROLE).map(UserId::as_str).collect();
    assert_eq!(holders, members);

    let mut rest = crowd.clone();
    for user in members {
        rest.remove_user(user).unwrap();
    }
    rest.remove_role(seeded::CROWD_ROLE).unwrap();
    rest.remove_department(seeded::CROWD_DEPARTMENT).unwrap();
    assert_eq!(rest, Organisation::seeded());
}

#[test]
fn holders_stand_in_the_order_of_their_ids() {
    let assigned = |users: [&str; 3]| {
        let mut organisation = Organisation::seeded();
        for user in users {
            organisation.assign(seeded::EMPTY_ROLE, user).unwrap();
        }
        organisation
    };
    let mixed = assigned(["user2", "user100", "user1"]);
    assert_eq!(mixed, assigned(["user1", "user100", "user2"]));
    let holders: Vec<_> = mixed.holders(seeded::EMPTY_ROLE).map(UserId::as_str).collect();
    assert_eq!(holders, ["user1", "user100", "user2"]);
}
