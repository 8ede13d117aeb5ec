//! `/topapi/v2/department/…`: the calls that change the tree.

use std::collections::BTreeSet;

use dingtalk_protocol::server::Received;
use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::{Value, json};

use super::department::{NOT_FOUND, department};
use super::endpoint::{BUSY, Call, Handled, Route, result};
use super::parameters::{Code, integer, optional_flag, optional_integer, text};
use crate::wire::Refusal;
use crate::{Department, Organisation, OrganisationError};

const WRITE: &str = "qyapi_manage_addresslist";

pub(super) static ROUTES: [Route; 3] = [
    Route::post("/topapi/v2/department/create", WRITE, BUSY, create),
    Route::post("/topapi/v2/department/update", WRITE, BUSY, update),
    Route::post("/topapi/v2/department/delete", WRITE, BUSY, delete),
];

const INVALID: Code = (40035, "参数非法");
const PARENT_NOT_FOUND: Code = (60004, "父部门不存在");
/// From the list of global codes, as neither page has a code of its own.
const NAME_TAKEN: Code = (60021, "父部门下该部门名称已存在");

/// The most entries of each list whose name ends in `permits`, `permit_users` or `permit_depts`.
const MOST_PERMITTED: usize = 50;

/// Switches of both calls. A switch that is not sent keeps its value.
const SWITCHES: [&str; 5] =
    ["hide_dept", "outer_dept", "outer_dept_only_self", "create_dept_group", "auto_approve_apply"];

/// Switches of `update` alone.
const GROUP_SWITCHES: [&str; 4] = [
    "auto_add_user",
    "group_contain_sub_dept",
    "group_contain_outer_dept",
    "group_contain_hidden_dept",
];

/// `create`. A name that is too long or contains a forbidden character gets the code for parameters, as
/// the page has none for it.
fn create(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let name = text(received, "name").filter(|name| is_name(name)).ok_or(INVALID)?;
    let parent = integer(received, "parent_id").ok_or(INVALID)?;
    organisation.department(parent).ok_or(PARENT_NOT_FOUND)?;
    let mut department = Department {
        name: name.to_owned(),
        parent: Some(parent.into()),
        order: optional_integer(received, "order", INVALID)?.unwrap_or_default(),
        ..Department::default()
    };
    set_switches(&mut department, received, &SWITCHES)?;
    set_lists(&mut department, received, organisation, (600_109, "不合法的可见id列表"), false)?;
    set_text(&mut department, received, "source_identifier");
    let id = history.new_id(|id| organisation.department(id).is_some());
    organisation.insert_department(id, department).map_err(|error| refusal(&error))?;
    result(json!({ "dept_id": id }))
}

/// `update`. The root department cannot be updated.
fn update(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let id = integer(received, "dept_id").ok_or((40009, "无效的部门id"))?;
    let id = DepartmentId::new(id);
    let mut department = organisation.department(id).ok_or((60003, "未找到该部门"))?.clone();
    if department.parent.is_none() {
        return Err(Refusal::plain(60018, "根部门不能被更新"));
    }
    if let Some(name) = text(received, "name") {
        let name = Some(name).filter(|name| is_name(name)).ok_or((60001, "无效的部门名称"))?;
        name.clone_into(&mut department.name);
    }
    if let Some(parent) = optional_integer(received, "parent_id", PARENT_NOT_FOUND)? {
        department.parent = Some(parent.into());
    }
    if let Some(order) = optional_integer(received, "order", (40011, "无效的顺序"))? {
        department.order = order;
    }
    set_switches(&mut department, received, &SWITCHES)?;
    set_switches(&mut department, received, &GROUP_SWITCHES)?;
    set_lists(&mut department, received, organisation, (60109, "非法的可查看id列表"), true)?;
    set_text(&mut department, received, "source_identifier");
    if text(received, "code").is_some_and(|code| code.chars().count() > 30) {
        return Err(INVALID.into());
    }
    set_text(&mut department, received, "code");
    set_managers(&mut department, received);
    if let Some(owner) = text(received, "org_dept_owner") {
        let owner = UserId::from(owner);
        if !organisation.members(id).any(|member| *member == owner) {
            return Err(Refusal::plain(40093, "无效的企业群群主"));
        }
        department.set("org_dept_owner", owner.as_str());
    }
    organisation.edit_department(id, |it| *it = department).map_err(|error| refusal(&error))?;
    Ok(None)
}

/// `delete`. The page says what cannot be deleted, but has no codes for it; they are from the list of
/// global codes.
fn delete(call: &mut Call<'_>) -> Handled {
    let id = department(call)?;
    let organisation = &mut *call.organisation;
    if organisation.department(id).is_some_and(|department| department.parent.is_none()) {
        return Err(Refusal::plain(60007, "不允许删除根部门"));
    }
    if !organisation.members_below(id).is_empty() {
        return Err(Refusal::plain(60005, "不允许删除有成员的部门"));
    }
    organisation.remove_department(id).map_err(|_| (60006, "不允许删除有子部门的部门"))?;
    Ok(None)
}

/// Returns whether a name has at most 64 characters and none of the characters that separate names in a path.
fn is_name(name: &str) -> bool {
    name.chars().count() <= 64 && !name.contains(['-', ',', '，'])
}

fn set_switches(
    department: &mut Department,
    received: &Received,
    names: &[&str],
) -> Result<(), Refusal> {
    for name in names {
        if let Some(value) = optional_flag(received, name, INVALID)? {
            department.set(*name, value);
        }
    }
    Ok(())
}

/// Sets the lists of who may see a hidden department, and of what a limited one sees. With `together`,
/// as in `update`, the limit applies to both lists of a pair together.
fn set_lists(
    department: &mut Department,
    received: &Received,
    organisation: &Organisation,
    invalid: Code,
    together: bool,
) -> Result<(), Refusal> {
    for (departments, users) in
        [("dept_permits", "user_permits"), ("outer_permit_depts", "outer_permit_users")]
    {
        let list = |name| text(received, name).map(|text| text.split(',').collect::<Vec<_>>());
        let (department_ids, user_ids) = (list(departments), list(users));
        let count = |list: &Option<Vec<_>>| list.as_ref().map_or(0, Vec::len);
        let (some, others) = (count(&department_ids), count(&user_ids));
        let most = if together { some + others } else { some.max(others) };
        if most > MOST_PERMITTED {
            return Err(invalid.into());
        }
        if let Some(ids) = department_ids {
            let known = |id: &i64| organisation.department(*id).is_some();
            let id = |id: &str| id.parse().ok().filter(known).map(Value::from);
            department.set(
                departments,
                ids.into_iter().map(id).collect::<Option<Vec<_>>>().ok_or(invalid)?,
            );
        }
        if let Some(ids) = user_ids {
            if ids.iter().any(|id| organisation.user(*id).is_none()) {
                return Err(invalid.into());
            }
            department.set(users, ids);
        }
    }
    Ok(())
}

fn set_text(department: &mut Department, received: &Received, name: &str) {
    if let Some(text) = text(received, name) {
        department.set(name, text);
    }
}

/// Sets the managers. An empty list counts as not sent, unless `force_update_fields` names the field.
fn set_managers(department: &mut Department, received: &Received) {
    const NAME: &str = "dept_manager_userid_list";
    let forced = text(received, "force_update_fields").unwrap_or_default();
    match text(received, NAME) {
        Some(list) => department.managers = list.split(',').map(UserId::from).collect(),
        None if forced.split(',').any(|name| name == NAME) => department.managers = BTreeSet::new(),
        None => {}
    }
}

/// Returns the refusal of the pages for an error of the organisation.
fn refusal(error: &OrganisationError) -> Refusal {
    match error {
        OrganisationError::UnknownDepartment(_) => PARENT_NOT_FOUND,
        OrganisationError::Circular(_) => (60010, "部门id存在循环"),
        OrganisationError::NotMember(..) => (40031, "无效的userId列表"),
        OrganisationError::Taken(_) => NAME_TAKEN,
        _ => NOT_FOUND,
    }
    .into()
}
