//! The tree of departments.

use dingtalk_client::DepartmentId;
use dingtalk_sandbox::{Organisation, seeded};

use super::{code, start};
use crate::raw::form;

#[test]
fn a_department_is_created_read_changed_and_deleted() {
    let (sandbox, client) = start();
    let department = client.department();
    let created = department.create("测试部", seeded::ENGINEERING).with_order(7).send().unwrap();
    let id = created.department_id.unwrap();

    let read = department.get(id).send().unwrap();
    assert_eq!(read.name.as_deref(), Some("测试部"));
    assert_eq!(read.parent_id, Some(seeded::ENGINEERING));
    assert_eq!((read.order, read.member_count), (Some(7), Some(0)));
    assert_eq!((read.hidden, read.code.as_deref()), (Some(false), None));

    let moved = department.update(id).with_parent_id(seeded::ROOT).with_name("QA").with_code("Q1");
    moved.with_hidden(true).with_visible_to_users([seeded::USER_1]).send().unwrap();
    let read = department.get(id).send().unwrap();
    assert_eq!((read.name.as_deref(), read.parent_id), (Some("QA"), Some(seeded::ROOT)));
    assert_eq!((read.order, read.code.as_deref()), (Some(7), Some("Q1")));
    assert_eq!(read.visible_to_users.as_ref().unwrap(), &[seeded::USER_1]);
    assert!(read.visible_users.is_none(), "only of a department whose members are limited");

    department.delete(id).send().unwrap();
    assert_eq!(code(department.get(id).send()), 60003);
    assert_eq!(sandbox.with_organisation(|org| org.clone()), Organisation::seeded());
    // The id of what is gone is not given out again.
    assert_ne!(department.create("QA", 1).send().unwrap().department_id, Some(id));
}

#[test]
fn children_come_in_their_order_and_one_level_at_a_time() {
    let (sandbox, client) = start();
    sandbox.with_organisation(|org| {
        org.edit_department(seeded::PARTNERS, |department| department.order = 3).unwrap();
        org.edit_department(seeded::ENGINEERING, |department| department.order = -1).unwrap();
    });
    let expected =
        [seeded::ENGINEERING, seeded::DISCIPLINE, seeded::EMPTY_DEPARTMENT, seeded::PARTNERS];
    let ids = client.department().list_child_ids(seeded::ROOT).send().unwrap();
    assert_eq!(ids.department_ids, expected);

    // Without a department, those below the root.
    let children = client.department().list_children().send().unwrap().departments.clone();
    assert_eq!(children.iter().map(|it| it.department_id.unwrap()).collect::<Vec<_>>(), expected);
    assert_eq!(children[0].parent_id, Some(seeded::ROOT));

    let below = client.department().list_children().with_department_id(seeded::ENGINEERING);
    assert_eq!(below.send().unwrap().departments[0].department_id, Some(seeded::BACKEND));
    let none = client.department().list_child_ids(seeded::BACKEND).send().unwrap();
    assert!(none.department_ids.is_empty());
}

#[test]
fn paths_lead_up_to_the_root() {
    let (_sandbox, client) = start();
    let path = client.department().list_parent_ids(seeded::BACKEND).send().unwrap();
    assert_eq!(path.department_ids, [seeded::BACKEND, seeded::ENGINEERING, seeded::ROOT]);
    let paths = client.department().list_parent_ids_by_user(seeded::USER_2).send().unwrap();
    let paths: Vec<_> = paths.paths.iter().map(|it| it.department_ids.clone().unwrap()).collect();
    assert_eq!(paths, [[seeded::PARTNERS, seeded::ROOT], [seeded::ENGINEERING, seeded::ROOT]]);
    assert_eq!(code(client.department().list_parent_ids_by_user("nobody").send()), 33012);
}

#[test]
fn employees_of_the_departments_below_are_counted_once() {
    let (sandbox, client) = start();
    sandbox.with_organisation(|org| {
        org.move_user(seeded::USER_100, [seeded::ENGINEERING, seeded::BACKEND]).unwrap();
    });
    let read = client.department().get(seeded::ENGINEERING).send().unwrap();
    assert_eq!((read.member_count, read.direct_member_count), (Some(48), Some(3)));
    assert_eq!(read.manager_user_ids.as_ref().unwrap(), &[seeded::USER_1]);
}

#[test]
fn creating_is_refused_by_the_rules_of_the_page() {
    let (sandbox, client) = start();
    let before = sandbox.with_organisation(|org| org.clone());
    let department = client.department();
    // The name belongs to another one below this parent, and to none below that.
    assert_eq!(code(department.create("工程部", seeded::ROOT).send()), 60021);
    assert_eq!(code(department.create("New", 5).send()), 60004);
    for name in ["a-b", "a,b", "a，b"] {
        assert_eq!(code(department.create(name, seeded::ROOT).send()), 40035, "{name}");
    }
    let unknown = department.create("New", seeded::ROOT).with_visible_to_departments([5]);
    assert_eq!(code(unknown.send()), 600_109);
    let path = "/topapi/v2/department/create";
    let many = vec!["1"; 51].join(",");
    for (fields, expected) in [
        ("parent_id=1".to_owned(), 40035),
        ("name=New".to_owned(), 40035),
        (format!("name={}&parent_id=1", "n".repeat(65)), 40035),
        ("name=New&parent_id=1&order=first".to_owned(), 40035),
        ("name=New&parent_id=1&hide_dept=perhaps".to_owned(), 40035),
        (format!("name=New&parent_id=1&dept_permits={many}"), 600_109),
        ("name=New&parent_id=1&user_permits=nobody".to_owned(), 600_109),
    ] {
        assert_eq!(form(&sandbox, path, &fields).code(), expected, "{fields}");
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
    department.create("工程部", seeded::ENGINEERING).send().unwrap();
}

#[test]
fn updating_is_refused_by_the_rules_of_the_page() {
    let (sandbox, client) = start();
    let before = sandbox.with_organisation(|org| org.clone());
    let update = |id: DepartmentId| client.department().update(id);
    assert_eq!(code(update(5.into()).with_name("New").send()), 60003);
    assert_eq!(code(update(seeded::ROOT).with_name("New").send()), 60018);
    assert_eq!(code(update(seeded::BACKEND).with_name("a-b").send()), 60001);
    assert_eq!(code(update(seeded::PARTNERS).with_name("工程部").send()), 60021);
    assert_eq!(code(update(seeded::BACKEND).with_parent_id(5).send()), 60004);
    assert_eq!(code(update(seeded::ENGINEERING).with_parent_id(seeded::BACKEND).send()), 60010);
    assert_eq!(code(update(seeded::ENGINEERING).with_parent_id(seeded::ENGINEERING).send()), 60010);
    assert_eq!(code(update(seeded::BACKEND).with_manager_user_ids([seeded::USER_1]).send()), 40031);
    assert_eq!(
        code(update(seeded::BACKEND).with_group_owner_user_id(seeded::USER_1).send()),
        40093
    );
    // Both lists of a pair together, which the client does not know.
    let (departments, users) = (vec![1; 26], vec![seeded::USER_1; 25]);
    let many = update(seeded::BACKEND).with_visible_to_departments(departments);
    assert_eq!(code(many.with_visible_to_users(users).send()), 60109);
    let path = "/topapi/v2/department/update";
    for (fields, expected) in [
        ("name=New", 40009),
        ("dept_id=101&order=first", 40011),
        ("dept_id=101&code=1234567890123456789012345678901", 40035),
    ] {
        assert_eq!(form(&sandbox, path, fields).code(), expected, "{fields}");
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}

#[test]
fn managers_are_members_and_are_cleared_only_by_force() {
    let (sandbox, client) = start();
    let managers = || {
        let read = client.department().get(seeded::ENGINEERING).send().unwrap();
        read.manager_user_ids.clone().unwrap()
    };
    let path = "/topapi/v2/department/update";
    assert_eq!(form(&sandbox, path, "dept_id=100&dept_manager_userid_list=user2,user1").code(), 0);
    assert_eq!(managers(), ["user1", "user2"]);
    assert_eq!(form(&sandbox, path, "dept_id=100&dept_manager_userid_list=").code(), 0);
    assert_eq!(managers(), ["user1", "user2"]);
    // Who leaves a department manages it no longer.
    sandbox.with_organisation(|org| org.move_user("user2", [seeded::PARTNERS])).unwrap();
    assert_eq!(managers(), ["user1"]);
    let force = client.department().update(seeded::ENGINEERING);
    force.with_force_update_fields(["dept_manager_userid_list"]).send().unwrap();
    assert!(managers().is_empty());
}

#[test]
fn a_department_is_deleted_only_when_it_is_empty() {
    let (sandbox, client) = start();
    let delete = |id: DepartmentId| client.department().delete(id).send();
    let refused = |id: DepartmentId| code(delete(id));
    assert_eq!(refused(seeded::ROOT), 60007);
    assert_eq!(refused(5.into()), 60003);
    // Its own members, and those of the department below.
    assert_eq!(refused(seeded::BACKEND), 60005);
    sandbox.with_organisation(|org| {
        for user in [seeded::USER_1, seeded::USER_2] {
            org.move_user(user, [seeded::ROOT]).unwrap();
        }
    });
    assert_eq!(refused(seeded::ENGINEERING), 60005);

    let below = client.department().create("Below", seeded::EMPTY_DEPARTMENT).send().unwrap();
    assert_eq!(refused(seeded::EMPTY_DEPARTMENT), 60006);
    delete(below.department_id.unwrap()).unwrap();
    delete(seeded::EMPTY_DEPARTMENT).unwrap();
    assert_eq!(form(&sandbox, "/topapi/v2/department/delete", "dept_id=x").code(), 400_002);
}
