//! `/topapi/role/…` and `/role/…`: roles and role groups.

use dingtalk_protocol::RoleId;
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, SYSTEM_ERROR, beside, result};
use super::parameters::{Code, integer, page, text};
use crate::documented;
use crate::wire::Refusal;

const WRITE: &str = "qyapi_manage_addresslist";

pub(super) static ROUTES: [Route; 7] = [
    Route::post("/topapi/role/list", "qyapi_get_department_list", SYSTEM_ERROR, list),
    Route::post("/topapi/role/getrole", "qyapi_get_department_member", SYSTEM_ERROR, get),
    Route::post("/topapi/role/getrolegroup", "qyapi_get_department_list", BUSY, get_group),
    Route::post("/topapi/role/deleterole", WRITE, (1002, "System busy"), delete),
    Route::post("/role/add_role", WRITE, BUSY, create),
    Route::post("/role/add_role_group", WRITE, BUSY, create_group),
    Route::post("/role/update_role", WRITE, BUSY, rename),
];

const SIZE_AND_OFFSET: [Code; 2] = [(40069, "非法的size"), (40068, "无效的偏移量")];
const INVALID_ROLE: Code = (33011, "无效的roleId");

/// `list`: role groups with their roles. `size` and `offset` take effect only together.
fn list(call: &mut Call<'_>) -> Handled {
    let organisation = &*call.organisation;
    let most = documented::ROLE_LIST_MAX_SIZE;
    let (size, offset) = page(call.received, most, &SIZE_AND_OFFSET)?;
    let mut rest = organisation.groups().skip(offset);
    let role = |(id, role): (RoleId, &crate::Role)| json!({ "id": id, "name": role.name });
    let groups = rest.by_ref().take(size).map(|(id, group)| {
        let roles: Value = organisation.roles_of(id).map(role).collect();
        json!({ "groupId": id, "name": group.name, "roles": roles })
    });
    let list: Value = groups.collect();
    result(json!({ "hasMore": rest.next().is_some(), "list": list }))
}

/// `getrole`.
fn get(call: &mut Call<'_>) -> Handled {
    let id = integer(call.received, "roleId").ok_or(INVALID_ROLE)?;
    let role = call.organisation.role(id).ok_or(INVALID_ROLE)?;
    beside(json!({ "role": { "groupId": role.group, "name": role.name } }))
}

/// `getrolegroup`.
fn get_group(call: &mut Call<'_>) -> Handled {
    let id = integer(call.received, "group_id").ok_or((400_002, "无效的参数"))?;
    let group = call.organisation.group(id).ok_or((400_002, "无效的参数"))?;
    let roles = call.organisation.roles_of(id);
    let roles: Value =
        roles.map(|(id, role)| json!({ "role_id": id, "role_name": role.name })).collect();
    beside(json!({ "role_group": { "group_name": group.name, "roles": roles } }))
}

/// `add_role`. The page does not say whether names are unique in one group or in all: the sandbox
/// compares those of the group. No role can be added to a default group, as another page says.
fn create(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let name = text(received, "roleName").ok_or((34018, "角色不能为空"))?;
    text(received, "groupId").ok_or((34018, "角色不能为空"))?;
    let group = integer(received, "groupId")
        .filter(|id| organisation.group(*id).is_some_and(|group| !group.is_default));
    let group = group.ok_or((34020, "无效的groupId"))?;
    if organisation.roles_of(group).any(|(_, role)| role.name == name) {
        return Err(Refusal::plain(34021, "角色名称已存在"));
    }
    let id = history.new_id(|id| organisation.role(id).is_some());
    organisation.add_role(id, name, group).map_err(|_| (34020, "无效的groupId"))?;
    beside(json!({ "roleId": id }))
}

/// `add_role_group`. The page has no codes; for a missing name, the sandbox uses that of `add_role`.
fn create_group(call: &mut Call<'_>) -> Handled {
    let name = text(call.received, "name").ok_or((34018, "角色不能为空"))?;
    let organisation = &mut *call.organisation;
    let id = call.history.new_id(|id| organisation.group(id).is_some());
    organisation.add_group(id, name).map_err(|_| (34020, "无效的groupId"))?;
    beside(json!({ "groupId": id }))
}

/// `update_role`: not in the default group. The page has no code for that; the sandbox uses the one for
/// an invalid role id.
fn rename(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let name = text(received, "roleName").ok_or((660_000, "参数为空"))?;
    text(received, "roleId").ok_or((660_000, "参数为空"))?;
    let id = integer(received, "roleId").ok_or(INVALID_ROLE)?;
    if organisation.is_default_role(id) {
        return Err(INVALID_ROLE.into());
    }
    organisation.rename_role(id, name).map_err(|_| INVALID_ROLE)?;
    Ok(None)
}

/// `deleterole`: not in the default group, and only when nobody holds the role any more.
fn delete(call: &mut Call<'_>) -> Handled {
    let organisation = &mut *call.organisation;
    let role = integer(call.received, "role_id")
        .map(RoleId::new)
        .filter(|role| organisation.role(*role).is_some())
        .ok_or_else(|| Refusal::plain(33011, "Invalid role_id"))?;
    if organisation.is_default_role(role) {
        return Err(Refusal::plain(23004, "Editing system tags is not allowed"));
    }
    if organisation.remove_role(role).is_err() {
        let (code, message) = &call.settings.role_in_use;
        return Err(Refusal::plain(*code, message));
    }
    Ok(None)
}
