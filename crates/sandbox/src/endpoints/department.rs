//! `/topapi/v2/department/…`: the calls that read.

use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, result};
use super::parameters::{Code, integer, optional_integer, present, text};
use crate::wire::Refusal;
use crate::{Department, Organisation};

const READ: &str = "qyapi_get_department_list";

pub(super) static ROUTES: [Route; 5] = [
    Route::post("/topapi/v2/department/get", READ, BUSY, get),
    Route::post("/topapi/v2/department/listsub", READ, BUSY, list_children),
    Route::post("/topapi/v2/department/listsubid", READ, BUSY, list_child_ids),
    Route::post("/topapi/v2/department/listparentbydept", READ, BUSY, list_parents),
    Route::post("/topapi/v2/department/listparentbyuser", READ, BUSY, list_parents_by_user),
];

pub(super) const INVALID: Code = (400_002, "无效的参数");
pub(super) const NOT_FOUND: Code = (60003, "未找到对应部门");

/// Returns the department that `dept_id` names.
pub(super) fn department(call: &Call<'_>) -> Result<DepartmentId, Refusal> {
    let id = integer(call.received, "dept_id").ok_or(INVALID)?;
    known(call.organisation, id)
}

fn known(organisation: &Organisation, id: i64) -> Result<DepartmentId, Refusal> {
    organisation.department(id).ok_or(NOT_FOUND)?;
    Ok(id.into())
}

/// `get`. The lists of who may see a hidden department, and of what a limited one sees, are only
/// returned for such departments.
fn get(call: &mut Call<'_>) -> Handled {
    let id = department(call)?;
    let organisation = &*call.organisation;
    let Some(department) = organisation.department(id) else { return Err(NOT_FOUND.into()) };
    let mut details = base(id, department);
    details["order"] = department.order.into();
    details["dept_manager_userid_list"] = json!(department.managers);
    details["member_count"] = organisation.members_below(id).len().into();
    details["owning_member_count"] = organisation.member_count(id).into();
    for name in ["hide_dept", "outer_dept", "group_contain_sub_dept", "auto_approve_apply"] {
        details[name] = department.is(name).into();
    }
    let others = ["code", "source_identifier", "org_dept_owner", "tags", "dept_group_chat_id"];
    for name in others {
        details[name] = field(department, name);
    }
    for (switch, lists) in [
        ("hide_dept", ["dept_permits", "user_permits"]),
        ("outer_dept", ["outer_permit_depts", "outer_permit_users"]),
    ] {
        if department.is(switch) {
            for name in lists {
                details[name] = field(department, name);
            }
        }
    }
    result(present(details))
}

fn field(department: &Department, name: &str) -> Value {
    department.fields.get(name).cloned().unwrap_or_default()
}

/// Returns the fields that both `get` and `listsub` return.
fn base(id: DepartmentId, department: &Department) -> Value {
    present(json!({
        "dept_id": id,
        "name": department.name,
        "parent_id": department.parent,
        "create_dept_group": department.is("create_dept_group"),
        "auto_add_user": department.is("auto_add_user"),
    }))
}

/// `listsub`: the next level only. The page does not say what a call without `dept_id` returns; the
/// sandbox uses the root, as the page's example does.
fn list_children(call: &mut Call<'_>) -> Handled {
    let id = optional_integer(call.received, "dept_id", INVALID)?;
    let organisation = &*call.organisation;
    let parent = known(organisation, id.unwrap_or(1))?;
    let details = |id| organisation.department(id).map(|department| base(id, department));
    result(organisation.children(parent).filter_map(details).collect())
}

/// `listsubid`: the next level only.
fn list_child_ids(call: &mut Call<'_>) -> Handled {
    let parent = department(call)?;
    let ids: Vec<_> = call.organisation.children(parent).collect();
    result(json!({ "dept_id_list": ids }))
}

/// `listparentbydept`: the department itself first, the root last.
fn list_parents(call: &mut Call<'_>) -> Handled {
    let id = department(call)?;
    result(json!({ "parent_id_list": call.organisation.path(id) }))
}

/// `listparentbyuser`: a path for each department of the employee.
fn list_parents_by_user(call: &mut Call<'_>) -> Handled {
    let id = text(call.received, "userid").map(UserId::from).ok_or(INVALID)?;
    let user = call.organisation.user(&id).ok_or((33012, "无效的userId"))?;
    let path = |id: &DepartmentId| json!({ "parent_dept_id_list": call.organisation.path(*id) });
    result(json!({ "parent_list": user.departments.iter().map(path).collect::<Value>() }))
}
