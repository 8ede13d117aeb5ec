//! `/topapi/role/…`: the holders of roles, and the departments they manage in them.

use dingtalk_protocol::{RoleId, UserId};

use super::endpoint::{BUSY, Call, Handled, Route};
use super::parameters::{Code, integer, items, numbers, page, text};
use crate::wire::{Holder, Outcome, Page, Refusal};
use crate::{Organisation, OrganisationError, documented};

const WRITE: &str = "qyapi_manage_addresslist";

pub(super) static ROUTES: [Route; 4] = [
    Route::post("/topapi/role/addrolesforemps", WRITE, (1002, "System busy"), add_to_users),
    Route::post("/topapi/role/removerolesforemps", WRITE, (-1, "System busy"), remove_from_users),
    Route::post(
        "/topapi/role/simplelist",
        "qyapi_get_department_member",
        (400_001, "System error"),
        list_users,
    ),
    Route::post("/topapi/role/scope/update", WRITE, BUSY, update_scope),
];

/// The codes of the page of `simplelist` for an invalid `size` and `offset`.
const SIZE_AND_OFFSET: [Code; 2] = [(40069, "Invalid size"), (40068, "Invalid offset")];

/// `addrolesforemps`.
fn add_to_users(call: &mut Call<'_>) -> Handled {
    let organisation = &mut *call.organisation;
    // Roles of the default group "cannot be added", but the page has no code for it. The only code it
    // has for an invalid role id is 33011, so the sandbox uses that one.
    let roles = items(call.received, "roleIds", documented::ADD_MAX_ROLE_IDS)
        .and_then(|ids| role_ids(organisation, &ids))
        .filter(|roles| !roles.iter().any(|role| organisation.is_default_role(*role)))
        .ok_or_else(|| Refusal::plain(33011, "Invalid roleIds"))?;
    let users = items(call.received, "userIds", documented::ADD_MAX_USER_IDS)
        .and_then(|ids| user_ids(organisation, &ids))
        .ok_or_else(|| Refusal::plain(33012, "Invalid userIds"))?;
    for_each_pair(&roles, &users, |role, user| {
        // Both ids were looked up above.
        let _ = organisation.assign(role, user);
    });
    Ok(None)
}

/// `removerolesforemps`.
///
/// The page does not mention the default group or employees who do not hold the role: the sandbox
/// removes roles of the default group like others, and repeating a call succeeds.
fn remove_from_users(call: &mut Call<'_>) -> Handled {
    let organisation = &mut *call.organisation;
    let roles = items(call.received, "roleIds", documented::REMOVE_MAX_ROLE_IDS)
        .and_then(|ids| role_ids(organisation, &ids))
        .ok_or_else(|| Refusal::plain(33011, "Invalid roleIds"))?;
    let users = items(call.received, "userIds", documented::REMOVE_MAX_USER_IDS)
        .and_then(|ids| user_ids(organisation, &ids))
        // The text is in the singular, unlike on the page of addrolesforemps.
        .ok_or_else(|| Refusal::plain(33012, "Invalid userId"))?;
    for_each_pair(&roles, &users, |role, user| {
        // Both ids were looked up above.
        let _ = organisation.unassign(role, user);
    });
    Ok(None)
}

/// `simplelist`: `size` and `offset` take effect only together.
fn list_users(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let role = integer(received, "role_id")
        .map(RoleId::new)
        .filter(|role| organisation.role(*role).is_some())
        .ok_or_else(|| Refusal::plain(33011, "Invalid roleId"))?;
    let (size, offset) = page(received, documented::LIST_MAX_SIZE, &SIZE_AND_OFFSET)?;
    let mut rest = organisation.holders_from(role, offset);
    let list = rest.by_ref().take(size).map(|user| Holder::new(organisation, role, user)).collect();
    Ok(Some(Outcome::Page(Page { has_more: rest.next().is_some(), list })))
}

/// `scope/update`: without `dept_ids`, the employee manages everybody. The page does not say what
/// happens if the employee does not hold the role; the sandbox uses the code for parameters.
fn update_scope(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let user = text(received, "userid").map(UserId::from);
    let user = user.filter(|id| organisation.user(id).is_some()).ok_or((40003, "无效的userId"))?;
    text(received, "role_id").ok_or((34018, "role_id不能为空"))?;
    let role = integer(received, "role_id").map(RoleId::new);
    let role =
        role.filter(|id| organisation.role(*id).is_some()).ok_or((60301, "无效的role_id"))?;
    let departments = match text(received, "dept_ids") {
        Some(_) => numbers(received, "dept_ids", 50).ok_or((400_002, "无效的参数"))?,
        None => Vec::new(),
    };
    organisation.set_scopes(role, user, departments).map_err(|error| match error {
        OrganisationError::UnknownDepartment(_) => (60003, "部门不存在"),
        _ => (400_002, "无效的参数"),
    })?;
    Ok(None)
}

fn role_ids(organisation: &Organisation, ids: &[&str]) -> Option<Vec<RoleId>> {
    let known = |id: &RoleId| organisation.role(*id).is_some();
    ids.iter().map(|id| id.parse().ok().map(RoleId::new).filter(known)).collect()
}

fn user_ids(organisation: &Organisation, ids: &[&str]) -> Option<Vec<UserId>> {
    let known = |id: &UserId| organisation.user(id).is_some();
    ids.iter().map(|id| Some(UserId::from(*id)).filter(known)).collect()
}

fn for_each_pair(roles: &[RoleId], users: &[UserId], mut change: impl FnMut(RoleId, &UserId)) {
    for role in roles {
        for user in users {
            change(*role, user);
        }
    }
}
