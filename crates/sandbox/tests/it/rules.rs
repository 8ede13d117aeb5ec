//! The rules of the pages, and the codes for breaking them.

use dingtalk_sandbox::{ROLE_IN_USE, Sandbox, documented, seeded};

use crate::raw::{ADD, DELETE, LIST, LIST_IDS, REMOVE, form};

/// Returns the answer's code and text.
fn refusal(sandbox: &Sandbox, path: &str, fields: &str) -> (i64, String) {
    let answer = form(sandbox, path, fields);
    assert!(answer.json().get("result").is_none(), "{}", answer.body);
    (answer.code(), answer.json()["errmsg"].as_str().unwrap().to_owned())
}

/// `count` roles and as many users, all of which exist.
fn crowd(sandbox: &Sandbox, count: usize) -> (String, String) {
    let count = i64::try_from(count).unwrap();
    sandbox.with_organisation(|org| {
        for number in 1..=count {
            let _ = org.add_role(90_000 + number, "Role", seeded::POSITIONS);
            let _ = org.add_user(format!("crowd{number}"), "Somebody", [1]);
        }
    });
    let list = |prefix: &str, from: i64| {
        (1..=count).map(|number| format!("{prefix}{}", from + number)).collect::<Vec<_>>().join(",")
    };
    (list("", 90_000), list("crowd", 0))
}

#[test]
fn adding_takes_no_more_roles_and_users_than_documented() {
    let sandbox = Sandbox::start().unwrap();
    let (most_roles, most_users) = (documented::ADD_MAX_ROLE_IDS, documented::ADD_MAX_USER_IDS);
    let (roles, _) = crowd(&sandbox, most_roles);
    let (_, users) = crowd(&sandbox, most_users);
    let answer = form(&sandbox, ADD, &format!("roleIds={roles}&userIds={users}"));
    assert_eq!(answer.code(), 0);
    assert!(
        sandbox.with_organisation(|org| org.holds(90_001, format!("crowd{most_users}").as_str()))
    );

    let (more_roles, _) = crowd(&sandbox, most_roles + 1);
    let (_, more_users) = crowd(&sandbox, most_users + 1);
    let answer = refusal(&sandbox, ADD, &format!("roleIds={more_roles}&userIds={users}"));
    assert_eq!(answer, (33011, "Invalid roleIds".into()));
    let answer = refusal(&sandbox, ADD, &format!("roleIds={roles}&userIds={more_users}"));
    assert_eq!(answer, (33012, "Invalid userIds".into()));
    let role = 90_001 + i64::try_from(most_roles).unwrap();
    assert!(!sandbox.with_organisation(|org| org.holds(role, "crowd1")));
}

#[test]
fn removing_takes_no_more_roles_and_users_than_documented() {
    let sandbox = Sandbox::start().unwrap();
    let most_roles = documented::REMOVE_MAX_ROLE_IDS;
    let most_users = documented::REMOVE_MAX_USER_IDS;
    let (roles, _) = crowd(&sandbox, most_roles);
    let (_, users) = crowd(&sandbox, most_users);
    let last = format!("crowd{most_users}");
    sandbox.with_organisation(|org| org.assign(90_001, last.as_str())).unwrap();
    let answer = form(&sandbox, REMOVE, &format!("roleIds={roles}&userIds={users}"));
    assert_eq!(answer.code(), 0);
    assert!(!sandbox.with_organisation(|org| org.holds(90_001, last.as_str())));

    let (_, more_users) = crowd(&sandbox, most_users + 1);
    let (more_roles, _) = crowd(&sandbox, most_roles + 1);
    let answer = refusal(&sandbox, REMOVE, &format!("roleIds={more_roles}&userIds={users}"));
    assert_eq!(answer, (33011, "Invalid roleIds".into()));
    let answer = refusal(&sandbox, REMOVE, &format!("roleIds={roles}&userIds={more_users}"));
    assert_eq!(answer, (33012, "Invalid userId".into()));
}

#[test]
fn unknown_missing_and_malformed_ids_change_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let before = sandbox.with_organisation(|org| org.clone());
    let roles =
        ["roleIds=5", "roleIds=", "x=y", "roleIds=a", "roleIds=1203141,", "roleIds=1203141,5"];
    let users =
        ["userIds=nobody", "userIds=", "x=y", "userIds=user1,,user2", "userIds=user1,nobody"];
    for path in [ADD, REMOVE] {
        for roles in roles {
            let answer = refusal(&sandbox, path, &format!("{roles}&userIds=user1"));
            assert_eq!(answer.0, 33011, "{path} {roles}");
        }
        for users in users {
            let answer = refusal(&sandbox, path, &format!("roleIds=1203141&{users}"));
            assert_eq!(answer.0, 33012, "{path} {users}");
        }
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}

#[test]
fn repeating_a_change_changes_nothing_more() {
    let sandbox = Sandbox::start().unwrap();
    for path in [ADD, REMOVE] {
        let fields = "roleIds=1203141,11&userIds=user1,user1";
        assert_eq!(form(&sandbox, path, fields).code(), 0);
        let once = sandbox.with_organisation(|org| org.clone());
        assert_eq!(form(&sandbox, path, fields).code(), 0);
        assert_eq!(sandbox.with_organisation(|org| org.clone()), once);
    }
}

#[test]
fn roles_of_the_default_group_can_be_neither_added_nor_deleted() {
    let sandbox = Sandbox::start().unwrap();
    for role in [seeded::OWNER, seeded::SUPERVISOR, seeded::SUPER_ADMIN, seeded::SUB_ADMIN] {
        let answer = refusal(&sandbox, ADD, &format!("roleIds=11,{role}&userIds=user100"));
        assert_eq!(answer, (33011, "Invalid roleIds".into()));
        let answer = refusal(&sandbox, DELETE, &format!("role_id={role}"));
        assert_eq!(answer, (23004, "Editing system tags is not allowed".into()));
    }
    assert!(!sandbox.with_organisation(|org| org.holds(seeded::OBSOLETE_ROLE, "user100")));
}

#[test]
fn a_role_is_deleted_only_when_nobody_holds_it() {
    let sandbox = Sandbox::start().unwrap();
    let delete = format!("role_id={}", seeded::INSPECTOR);
    let (code, message) = refusal(&sandbox, DELETE, &delete);
    assert_eq!(code, ROLE_IN_USE);
    assert!(message.contains("sandbox's own"), "{message}");

    sandbox.refuse_role_in_use_with(-42, "as a test likes it");
    assert_eq!(refusal(&sandbox, DELETE, &delete), (-42, "as a test likes it".into()));

    let john = format!("roleIds={}&userIds={}", seeded::INSPECTOR, seeded::JOHN);
    assert_eq!(form(&sandbox, REMOVE, &john).code(), 0);
    assert_eq!(form(&sandbox, DELETE, &delete).code(), 0);
    assert_eq!(refusal(&sandbox, DELETE, &delete), (33011, "Invalid role_id".into()));
}

#[test]
fn one_role_id_that_is_unknown_missing_or_no_number() {
    let sandbox = Sandbox::start().unwrap();
    for fields in ["role_id=5", "role_id=", "role_id=abc", "role_id=99999999999999999999", "x=y"] {
        let answer = refusal(&sandbox, DELETE, fields);
        assert_eq!(answer, (33011, "Invalid role_id".into()), "{fields}");
        let answer = refusal(&sandbox, LIST, fields);
        assert_eq!(answer, (33011, "Invalid roleId".into()), "{fields}");
    }
}

#[test]
fn members_of_a_department() {
    let sandbox = Sandbox::start().unwrap();
    let members = |id: i64| {
        let answer = form(&sandbox, LIST_IDS, &format!("dept_id={id}"));
        assert_eq!(answer.code(), 0);
        let list = answer.json()["result"]["userid_list"].clone();
        serde_json::from_value::<Vec<String>>(list).unwrap()
    };
    // Not recursive: those of 101 are not members of 100, nor those of 100 of the root.
    assert_eq!(members(1), ["manager4220"]);
    assert_eq!(members(100), ["user1", "user2"]);
    assert_eq!(members(-7), ["user2"]);
    assert_eq!(members(200), [""; 0]);
    assert_eq!(members(101).len(), 46);

    let unknown = refusal(&sandbox, LIST_IDS, "dept_id=5");
    assert_eq!(unknown, (60003, "未找到部门".into()));
    for fields in ["dept_id=", "dept_id=abc", "dept_id=1.0", "x=y"] {
        let answer = refusal(&sandbox, LIST_IDS, fields);
        assert_eq!(answer, (400_002, "无效的参数".into()), "{fields}");
    }
}
