//! Roles and role groups.

use dingtalk_client::role::list::Page;
use dingtalk_sandbox::{Organisation, seeded};

use super::{code, start};
use crate::raw::form;

#[test]
fn a_role_is_created_in_a_group_of_its_own_renamed_held_and_deleted() {
    let (sandbox, client) = start();
    let role = client.role();
    let group = role.create_group("制造").send().unwrap().group_id.unwrap();
    let id = role.create("服务", group).send().unwrap().role_id.unwrap();
    role.rename(id, "服装制造").send().unwrap();

    let read = role.get(id).send().unwrap();
    let read = read.role.as_ref().unwrap();
    assert_eq!((read.name.as_deref(), read.group_id), (Some("服装制造"), Some(group)));
    let read = role.get_group(group).send().unwrap();
    let read = read.group.as_ref().unwrap();
    assert_eq!(read.name.as_deref(), Some("制造"));
    assert_eq!(read.roles.as_ref().unwrap()[0].role_id, Some(id));

    role.add_to_users([id], [seeded::USER_1]).send().unwrap();
    let scope = role.update_user_scope(seeded::USER_1, id);
    scope.with_department_ids([seeded::BACKEND, seeded::PARTNERS]).send().unwrap();
    let holders = role.list_users(id).collect_complete().unwrap();
    let scopes = holders[0].manage_scopes.as_ref().unwrap().iter();
    assert_eq!(
        scopes.map(|it| it.department_id).collect::<Vec<_>>(),
        [seeded::PARTNERS, seeded::BACKEND]
    );
    // Without departments, everybody.
    role.update_user_scope(seeded::USER_1, id).send().unwrap();
    let holders = role.list_users(id).collect_complete().unwrap();
    assert_eq!(holders[0].manage_scopes.as_deref(), Some(&[][..]));

    role.remove_from_users([id], [seeded::USER_1]).send().unwrap();
    role.delete(id).send().unwrap();
    assert_eq!(code(role.get(id).send()), 33011);
    sandbox.with_organisation(|org| {
        org.remove_group(group.get()).unwrap();
        assert_eq!(*org, Organisation::seeded());
    });
}

#[test]
fn groups_are_listed_with_their_roles() {
    let (_sandbox, client) = start();
    let groups = client.role().list().collect_complete().unwrap();
    let roles = groups.iter().map(|group| group.roles.as_ref().unwrap().len());
    assert_eq!(roles.collect::<Vec<_>>(), [4, 6]);
    let first = client.role().list().with_page(Page { offset: 0, size: 1 }).send().unwrap();
    assert!(first.has_more);
    let second = client.role().list().with_page(Page { offset: 1, size: 1 }).send().unwrap();
    assert_eq!((second.has_more, &second.groups[0]), (false, &groups[1]));
}

#[test]
fn roles_are_refused_with_the_codes_of_their_pages() {
    let (sandbox, client) = start();
    let before = sandbox.with_organisation(|org| org.clone());
    let role = client.role();
    assert_eq!(code(role.create("Inspector", seeded::POSITIONS).send()), 34021);
    assert_eq!(code(role.create("New", 5).send()), 34020);
    assert_eq!(code(role.create("New", seeded::DEFAULT_GROUP).send()), 34020);
    assert_eq!(code(role.rename(5, "New").send()), 33011);
    assert_eq!(code(role.rename(seeded::OWNER, "New").send()), 33011);
    assert_eq!(code(role.get_group(5).send()), 400_002);
    let scope = |user, role| client.role().update_user_scope(user, role);
    assert_eq!(code(scope("nobody", seeded::INSPECTOR).send()), 40003);
    assert_eq!(code(scope("user1", 5.into()).send()), 60301);
    assert_eq!(
        code(scope("manager4220", seeded::INSPECTOR).with_department_ids([5]).send()),
        60003
    );
    assert_eq!(code(scope("user1", seeded::INSPECTOR).send()), 400_002);
    for (path, fields, expected) in [
        ("/role/add_role", "groupId=1507113577", 34018),
        ("/role/add_role", "roleName=New", 34018),
        ("/role/update_role", "roleId=11", 660_000),
        ("/role/update_role", "roleName=New", 660_000),
        ("/topapi/role/scope/update", "userid=user1", 34018),
        ("/topapi/role/list", "size=201&offset=0", 40069),
        ("/topapi/role/list", "size=200&offset=-1", 40068),
        ("/topapi/role/list", "size=200&offset=0", 0),
        ("/topapi/role/list", "size=201", 0),
    ] {
        assert_eq!(form(&sandbox, path, fields).code(), expected, "{path} {fields}");
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}
