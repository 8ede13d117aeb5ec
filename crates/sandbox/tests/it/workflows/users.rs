//! Employees.

use dingtalk_client::UserId;
use dingtalk_client::user::create::DepartmentOrder;
use dingtalk_client::user::list::SortOrder;
use dingtalk_client::user::list_admins::AdminLevel as Level;
use dingtalk_sandbox::{AdminLevel, Organisation, seeded};
use serde_json::json;

use super::{code, start};
use crate::raw::form;

const CREATE: &str = "/topapi/v2/user/create";
const UPDATE: &str = "/topapi/v2/user/update";

#[test]
fn an_employee_is_created_read_changed_and_deleted() {
    let (sandbox, client) = start();
    let user = client.user();
    let orders = [DepartmentOrder::new().with_department_id(seeded::BACKEND).with_order(5)];
    let created = user
        .create("张三", [seeded::ENGINEERING, seeded::BACKEND])
        .with_user_id("zhangsan")
        .with_mobile("18513027676")
        .with_title("技术总监")
        .with_email("zhang@example.com")
        .with_manager_user_id(seeded::USER_1)
        .with_department_orders(orders)
        .with_extension(json!({ "爱好": "旅游" }))
        .with_hired_date(1_597_573_616_828)
        .send()
        .unwrap();
    assert_eq!(created.user_id.as_ref().unwrap(), "zhangsan");
    let union_id = created.union_id.clone().unwrap();

    let read = user.get("zhangsan").send().unwrap();
    assert_eq!(read.name.as_deref(), Some("张三"));
    assert_eq!(read.department_ids.as_ref().unwrap(), &[seeded::ENGINEERING, seeded::BACKEND]);
    let orders = read.department_orders.as_ref().unwrap().iter();
    assert_eq!(orders.map(|it| it.order.unwrap()).collect::<Vec<_>>(), [0, 5]);
    assert_eq!(
        (read.mobile.as_deref(), read.state_code.as_deref()),
        (Some("18513027676"), Some("86"))
    );
    assert_eq!(read.title.as_deref(), Some("技术总监"));
    assert_eq!(read.manager_user_id.as_ref().unwrap(), seeded::USER_1);
    assert_eq!(read.extension.as_deref(), Some(r#"{"爱好":"旅游"}"#));
    assert_eq!(read.hired_date, Some(1_597_573_616_828));
    assert_eq!((read.active, read.admin, read.boss), (Some(true), Some(false), Some(false)));
    assert_eq!(read.work_place, None);

    let found = user.get_by_mobile("18513027676").send().unwrap();
    assert_eq!(found.user_id.as_ref().unwrap(), "zhangsan");
    let found = user.get_by_union_id(union_id).send().unwrap();
    assert_eq!(found.user_id.as_ref().unwrap(), "zhangsan");

    let update = user.update("zhangsan").with_department_ids([seeded::BACKEND]);
    let update = update.with_extension(r#"{"年龄":"24"}"#).with_extension_update_mode(1);
    update.with_force_update_fields(["manager_userid"]).send().unwrap();
    let read = user.get("zhangsan").send().unwrap();
    assert_eq!(read.department_ids.as_ref().unwrap(), &[seeded::BACKEND]);
    assert_eq!((read.title.as_deref(), &read.manager_user_id), (Some("技术总监"), &None));
    assert_eq!(read.extension.as_deref(), Some(r#"{"年龄":"24","爱好":"旅游"}"#));

    user.delete("zhangsan").send().unwrap();
    assert_eq!(code(user.get("zhangsan").send()), 33012);
    assert_eq!(code(user.delete("zhangsan").send()), 33012);
    assert_eq!(code(user.get_by_mobile("18513027676").send()), 60121);
    assert_eq!(sandbox.with_organisation(|org| org.clone()), Organisation::seeded());
}

#[test]
fn an_id_is_made_for_who_brings_none() {
    let (_sandbox, client) = start();
    let create = |mobile: &str| {
        let created = client.user().create("Somebody", [seeded::ROOT]).with_mobile(mobile).send();
        created.unwrap().user_id.clone().unwrap()
    };
    let (first, second) = (create("18500000100"), create("+852-61234567"));
    assert_ne!(first, second);
    let read = client.user().get(second).send().unwrap();
    assert_eq!(
        (read.state_code.as_deref(), read.mobile.as_deref()),
        (Some("852"), Some("61234567"))
    );
}

#[test]
fn roles_and_departments_that_are_led_stand_in_the_details() {
    let (_sandbox, client) = start();
    let read = client.user().get(seeded::USER_1).send().unwrap();
    let roles = read.roles.as_ref().unwrap();
    assert_eq!(roles.len(), 2);
    assert_eq!(
        (roles[0].id, roles[0].group_name.as_deref()),
        (Some(seeded::SUPERVISOR), Some("默认"))
    );
    let leads = &read.department_leaderships.as_ref().unwrap()[0];
    assert_eq!((leads.department_id, leads.leader), (Some(seeded::ENGINEERING), Some(true)));
}

#[test]
fn a_department_is_listed_page_by_page_with_cursors() {
    let (_sandbox, client) = start();
    let mut all = Vec::new();
    let mut cursor = 0;
    loop {
        let page = client.user().list(seeded::BACKEND, cursor, 20).send().unwrap();
        all.extend(page.users.iter().map(|user| user.user_id.clone()));
        if !page.has_more {
            assert_eq!(page.next_cursor, None);
            break;
        }
        cursor = page.next_cursor.unwrap();
        assert_eq!(cursor, i64::try_from(all.len()).unwrap());
    }
    assert_eq!((all.len(), all[0].as_str(), all[45].as_str()), (46, "staff01", "user100"));

    let names = client.user().list_names(seeded::BACKEND, 0, 100).send().unwrap();
    assert_eq!((names.users.len(), names.has_more), (46, false));
    assert_eq!(names.users[45].name.as_deref(), Some("王芳🌻"));
    let reversed =
        client.user().list(seeded::BACKEND, 40, 10).with_order(SortOrder::EntryDescending);
    let reversed = reversed.send().unwrap();
    assert_eq!((reversed.users.len(), reversed.users[5].user_id.as_str()), (6, "staff01"));
}

#[test]
fn members_with_a_higher_order_come_first() {
    let (sandbox, client) = start();
    sandbox.with_organisation(|org| {
        let order = |order| {
            move |user: &mut dingtalk_sandbox::User| {
                user.orders.insert(seeded::ENGINEERING, order);
            }
        };
        org.edit_user(seeded::USER_2, order(9)).unwrap();
        org.edit_user(seeded::USER_1, order(-3)).unwrap();
        org.move_user(seeded::USER_100, [seeded::ENGINEERING]).unwrap();
    });
    let page = client.user().list(seeded::ENGINEERING, 0, 10).send().unwrap();
    let listed =
        page.users.iter().map(|user| (user.user_id.as_str(), user.department_order.unwrap()));
    assert_eq!(listed.collect::<Vec<_>>(), [("user2", 9), ("user100", 0), ("user1", -3)]);
    assert_eq!(page.users[2].leader, Some(true));
}

#[test]
fn lists_are_refused_with_the_codes_of_their_pages() {
    let (sandbox, _client) = start();
    for (fields, of_list, of_names) in [
        ("dept_id=5&cursor=0&size=10", 60019, 60003),
        ("dept_id=x&cursor=0&size=10", 40035, 400_002),
        ("cursor=0&size=10", 400_002, 400_002),
        ("dept_id=100&size=10", 400_002, 400_002),
        ("dept_id=100&cursor=-1&size=10", 40035, 40068),
        ("dept_id=100&cursor=0&size=101", 40035, 40069),
        ("dept_id=100&cursor=0&size=0", 40035, 40069),
        ("dept_id=100&cursor=0&size=10&order_field=height", 40035, 400_002),
    ] {
        assert_eq!(form(&sandbox, "/topapi/v2/user/list", fields).code(), of_list, "{fields}");
        assert_eq!(form(&sandbox, "/topapi/user/listsimple", fields).code(), of_names, "{fields}");
    }
}

#[test]
fn employees_and_administrators_are_counted_and_listed() {
    let (sandbox, client) = start();
    let count = |only_active| client.user().count(only_active).send().unwrap().count;
    assert_eq!((count(true), count(false)), (Some(49), Some(49)));
    sandbox
        .with_organisation(|org| {
            org.edit_user("staff01", |user| {
                user.is_active = false;
                user.admin = Some(AdminLevel::Sub);
            })
        })
        .unwrap();
    assert_eq!((count(true), count(false)), (Some(48), Some(49)));
    let admins = client.user().list_admins().send().unwrap();
    let admins = admins.admins.iter();
    let admins: Vec<_> =
        admins.map(|it| (it.user_id.clone().unwrap(), it.level.unwrap())).collect();
    let expected = [("manager4220", Level::Main), ("staff01", Level::Sub), ("user2", Level::Sub)];
    assert_eq!(admins, expected.map(|(id, level)| (UserId::from(id), level)));
    assert_eq!(form(&sandbox, "/topapi/user/count", "").code(), 400_002);
    assert_eq!(form(&sandbox, "/topapi/user/count", "only_active=1").code(), 40035);
}

#[test]
fn employees_are_listed_by_activity() {
    let (sandbox, client) = start();
    sandbox
        .with_organisation(|org| {
            org.edit_user("staff02", |user| user.is_active = false)?;
            org.edit_user(seeded::USER_1, |user| user.is_active = false)
        })
        .unwrap();
    let list = |active, offset, size| {
        client.user().list_by_activity(active, offset, size, "20260101").send().unwrap()
    };
    let inactive = list(false, 0, 1);
    assert_eq!((inactive.user_ids.as_slice(), inactive.has_more), (&["staff02".into()][..], true));
    assert_eq!(inactive.next_cursor, Some(1));
    let rest = list(false, 1, 100);
    assert_eq!((rest.user_ids.as_slice(), rest.has_more), (&["user1".into()][..], false));
    assert_eq!(list(true, 0, 100).user_ids.len(), 47);
    let call = client.user().list_by_activity(false, 0, 100, "20260101");
    let of_department = call.with_department_ids([seeded::ENGINEERING]).send().unwrap();
    assert_eq!(of_department.user_ids, ["user1"]);
    for (fields, expected) in [
        ("is_active=false&offset=0&size=10", 400_002),
        ("is_active=false&offset=0&size=10&query_date=2026-01-01", 400_002),
        ("offset=0&size=10&query_date=20260101", 400_002),
        ("is_active=false&size=10&query_date=20260101", 400_002),
        ("is_active=false&offset=0&size=101&query_date=20260101", 40069),
        ("is_active=false&offset=-1&size=10&query_date=20260101", 40068),
    ] {
        let answer = form(&sandbox, "/topapi/inactive/user/v2/get", fields);
        assert_eq!(answer.code(), expected, "{fields}");
    }
}

#[test]
fn creating_and_updating_are_refused_by_the_rules_of_the_pages() {
    let (sandbox, client) = start();
    let user = client.user();
    let set = |org: &mut Organisation| {
        org.edit_user("staff01", |user| {
            user.set("email", "taken@example.com");
            user.set("telephone", "010-1");
        })
    };
    sandbox.with_organisation(set).unwrap();
    let before = sandbox.with_organisation(|org| org.clone());

    let create = |id: &str, mobile: &str| {
        user.create("New", [seeded::ROOT]).with_user_id(id).with_mobile(mobile)
    };
    assert_eq!(code(create("user1", "18500000100").send()), 60102);
    // The same number with the code of the mainland.
    assert_eq!(code(create("new", "18500000001").send()), 60104);
    assert_eq!(code(create("new", "+86-18500000001").send()), 60104);
    assert_eq!(code(create("new", "none").send()), 60103);
    assert_eq!(code(user.create("New", [seeded::ROOT]).send()), 60113);
    assert_eq!(code(user.update("nobody").with_name("New").send()), 60121);
    let long = |count| "n".repeat(count);
    for (fields, expected) in [
        ("dept_id_list=5".to_owned(), 60003),
        ("dept_id_list=x".to_owned(), 40009),
        (format!("dept_id_list={}", vec!["1"; 101].join(",")), 40009),
        (format!("name={}", long(81)), 60112),
        (format!("telephone={}", long(51)), 40063),
        ("telephone=010-1".to_owned(), 40100),
        (format!("job_number={}", long(51)), 60123),
        (format!("title={}", long(201)), 60119),
        (format!("email={}", long(51)), 60105),
        ("email=taken@example.com".to_owned(), 60106),
        (format!("work_place={}", long(101)), 40035),
        (format!("remark={}", long(2001)), 40065),
        ("manager_userid=nobody".to_owned(), 60128),
        ("hide_mobile=perhaps".to_owned(), 40035),
        ("hired_date=today".to_owned(), 40035),
        ("extension=none".to_owned(), 60122),
        ("dept_order_list=none".to_owned(), 40035),
    ] {
        let update = format!("userid=user1&{fields}");
        assert_eq!(form(&sandbox, UPDATE, &update).code(), expected, "{fields}");
        // What comes first counts.
        let create = format!("{fields}&name=New&mobile=18500000100&dept_id_list=1");
        assert_eq!(form(&sandbox, CREATE, &create).code(), expected, "{fields}");
    }
    for (fields, expected) in [
        ("mobile=18500000100&dept_id_list=1".to_owned(), 60112),
        ("name=New&mobile=18500000100".to_owned(), 40009),
        (format!("name=New&mobile=18500000100&dept_id_list=1&userid={}", long(65)), 40003),
    ] {
        assert_eq!(form(&sandbox, CREATE, &fields).code(), expected, "{fields}");
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}
