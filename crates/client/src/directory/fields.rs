//! The names of the fields in which two entries differ.

use super::parts::{Department, Holder, Role, RoleGroup, User};

fn names<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

pub(super) fn of_departments(a: &Department, b: &Department) -> Vec<&'static str> {
    names([
        ("parent_id", a.parent_id != b.parent_id),
        ("name", a.name != b.name),
        ("has_group_chat", a.has_group_chat != b.has_group_chat),
        ("auto_add_users_to_group", a.auto_add_users_to_group != b.auto_add_users_to_group),
        ("order", a.order != b.order),
        ("manager_user_ids", a.manager_user_ids != b.manager_user_ids),
        ("source_identifier", a.source_identifier != b.source_identifier),
        ("code", a.code != b.code),
        ("hidden", a.hidden != b.hidden),
        ("contacts_restricted", a.contacts_restricted != b.contacts_restricted),
        ("from_linked_organization", a.from_linked_organization != b.from_linked_organization),
        ("group_chat_id", a.group_chat_id != b.group_chat_id),
        ("group_owner_user_id", a.group_owner_user_id != b.group_owner_user_id),
    ])
}

pub(super) fn of_users(a: &User, b: &User) -> Vec<&'static str> {
    names([
        ("union_id", a.union_id != b.union_id),
        ("name", a.name != b.name),
        ("avatar", a.avatar != b.avatar),
        ("state_code", a.state_code != b.state_code),
        ("mobile", a.mobile != b.mobile),
        ("hide_mobile", a.hide_mobile != b.hide_mobile),
        ("telephone", a.telephone != b.telephone),
        ("job_number", a.job_number != b.job_number),
        ("title", a.title != b.title),
        ("email", a.email != b.email),
        ("organization_email", a.organization_email != b.organization_email),
        ("work_place", a.work_place != b.work_place),
        ("remark", a.remark != b.remark),
        ("extension", a.extension != b.extension),
        ("hired_date", a.hired_date != b.hired_date),
        ("active", a.active != b.active),
        ("admin", a.admin != b.admin),
        ("boss", a.boss != b.boss),
        ("enterprise_account", a.enterprise_account != b.enterprise_account),
        ("enterprise_account_type", a.enterprise_account_type != b.enterprise_account_type),
        ("login_id", a.login_id != b.login_id),
        ("nickname", a.nickname != b.nickname),
        (
            "enterprise_account_corp_name",
            a.enterprise_account_corp_name != b.enterprise_account_corp_name,
        ),
        (
            "enterprise_account_corp_id",
            a.enterprise_account_corp_id != b.enterprise_account_corp_id,
        ),
        ("disabled", a.disabled != b.disabled),
        ("memberships", a.memberships != b.memberships),
    ])
}

pub(super) fn of_role_groups(a: &RoleGroup, b: &RoleGroup) -> Vec<&'static str> {
    names([("name", a.name != b.name)])
}

pub(super) fn of_roles(a: &Role, b: &Role) -> Vec<&'static str> {
    names([("group_id", a.group_id != b.group_id), ("name", a.name != b.name)])
}

pub(super) fn of_holders(a: &Holder, b: &Holder) -> Vec<&'static str> {
    names([("scope_ids", a.scope_ids != b.scope_ids)])
}
