//! `/topapi/v2/user/…`: the calls that change employees.
//!
//! The pages of `create` and `update` have no codes; those here are from the list of global codes.

use std::collections::BTreeSet;

use dingtalk_protocol::server::Received;
use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::{Map, Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, result};
use super::parameters::{Code, json as parsed, numbers, optional_flag, optional_integer, text};
use super::user::{INVALID, INVALID_USER, mobile};
use crate::wire::Refusal;
use crate::{Organisation, OrganisationError, User};

const WRITE: &str = "qyapi_manage_addresslist";

pub(super) static ROUTES: [Route; 3] = [
    Route::post("/topapi/v2/user/create", WRITE, BUSY, create),
    Route::post("/topapi/v2/user/update", WRITE, BUSY, update),
    Route::post("/topapi/v2/user/delete", WRITE, BUSY, delete),
];

const MALFORMED: Code = (40035, "不合法的参数");
const INVALID_NAME: Code = (60112, "用户name不合法");
const INVALID_DEPARTMENTS: Code = (40009, "不合法的部门id");
const INVALID_ATTRIBUTES: Code = (60122, "不合法的extattr");

/// The most characters of each text, and the code for a longer one.
const TEXTS: [(&str, usize, Code); 8] = [
    ("telephone", 50, (40063, "不合法的分机号")),
    ("job_number", 50, (60123, "不合法的jobnumber")),
    ("title", 200, (60119, "不合法的position")),
    ("email", 50, (60105, "邮箱不合法")),
    ("org_email", 100, MALFORMED),
    ("work_place", 100, MALFORMED),
    ("remark", 2000, (40065, "不合法的备注")),
    ("login_id", usize::MAX, MALFORMED),
];

const SWITCHES: [&str; 3] = ["hide_mobile", "senior_mode", "exclusive_account"];

/// `create`. Enterprise accounts need no `mobile`; no more is known about them than the fields that are
/// returned.
fn create(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let mut user = User::new(text(received, "name").ok_or(INVALID_NAME)?);
    let number = text(received, "mobile");
    let is_enterprise = text(received, "exclusive_account") == Some("true")
        || text(received, "outer_exclusive_corpid").is_some();
    if number.is_none() && !is_enterprise {
        return Err(Refusal::plain(60113, "身份认证信息（手机/邮箱）不能同时为空"));
    }
    if let Some(number) = number {
        user.mobile = Some(mobile(number).ok_or((60103, "手机号码不合法"))?.to_owned());
    }
    if text(received, "dept_id_list").is_none() {
        return Err(INVALID_DEPARTMENTS.into());
    }
    change(&mut user, received, organisation)?;
    let id = match text(received, "userid") {
        Some(id) if id.chars().count() > 64 => return Err(Refusal::plain(40003, "不合法的UserID")),
        Some(id) => UserId::from(id),
        None => {
            let id = |number: i64| UserId::from(number.to_string());
            id(history.new_id(|number| organisation.user(id(number)).is_some()))
        }
    };
    if organisation.user(&id).is_some() {
        return Err(Refusal::plain(60102, "UserID在公司中已存在"));
    }
    user.union_id = format!("union-{id}");
    let answer = json!({ "userid": id, "unionId": user.union_id });
    organisation.insert_user(id, user).map_err(|error| refusal(&error))?;
    result(answer)
}

/// `update`. Fields that are not sent keep their values.
fn update(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let id = text(received, "userid").map(UserId::from).ok_or(MALFORMED)?;
    let mut user = organisation.user(&id).ok_or((60121, "找不到该用户"))?.clone();
    change(&mut user, received, organisation)?;
    let forced = text(received, "force_update_fields").unwrap_or_default();
    let is_cleared = forced.split(',').any(|name| name == "manager_userid");
    if is_cleared && text(received, "manager_userid").is_none() {
        user.fields.remove("manager_userid");
    }
    organisation.edit_user(id, |it| *it = user).map_err(|error| refusal(&error))?;
    Ok(None)
}

/// `delete`.
fn delete(call: &mut Call<'_>) -> Handled {
    let id = text(call.received, "userid").ok_or(INVALID)?;
    call.organisation.remove_user(id).map_err(|_| INVALID_USER)?;
    Ok(None)
}

/// Sets the fields that `create` and `update` have in common.
fn change(
    user: &mut User,
    received: &Received,
    organisation: &Organisation,
) -> Result<(), Refusal> {
    if let Some(name) = text(received, "name") {
        let name = Some(name).filter(|name| name.chars().count() <= 80).ok_or(INVALID_NAME)?;
        name.clone_into(&mut user.name);
    }
    for (name, most, invalid) in TEXTS {
        if let Some(text) = text(received, name) {
            let text = Some(text).filter(|text| text.chars().count() <= most).ok_or(invalid)?;
            user.set(name, text);
        }
    }
    for name in SWITCHES {
        if let Some(value) = optional_flag(received, name, MALFORMED)? {
            user.set(name, value);
        }
    }
    if let Some(date) = optional_integer(received, "hired_date", MALFORMED)? {
        user.set("hired_date", date);
    }
    if let Some(manager) = text(received, "manager_userid") {
        organisation.user(manager).ok_or((60128, "无效的主管id"))?;
        user.set("manager_userid", manager);
    }
    if text(received, "dept_id_list").is_some() {
        let ids = numbers(received, "dept_id_list", 100).ok_or(INVALID_DEPARTMENTS)?;
        user.departments = ids.into_iter().map(DepartmentId::new).collect::<BTreeSet<_>>();
    }
    set_orders(user, received)?;
    set_extension(user, received)
}

/// Sets the orders of `dept_order_list`. Those for departments that the employee does not belong to have
/// no effect; the page does not say.
fn set_orders(user: &mut User, received: &Received) -> Result<(), Refusal> {
    if text(received, "dept_order_list").is_none() {
        return Ok(());
    }
    let list = parsed(received, "dept_order_list").ok_or(MALFORMED)?;
    for item in list.as_array().ok_or(MALFORMED)? {
        let department = item["dept_id"].as_i64().ok_or(MALFORMED)?;
        user.orders.insert(department.into(), item["order"].as_i64().ok_or(MALFORMED)?);
    }
    Ok(())
}

/// Sets the attributes of `extension`, which replace all others, or are added to them if
/// `ext_attrs_update_mode` is 1.
fn set_extension(user: &mut User, received: &Received) -> Result<(), Refusal> {
    let Some(text) = text(received, "extension") else { return Ok(()) };
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let mut attributes = Map::new();
    if optional_integer(received, "ext_attrs_update_mode", MALFORMED)? == Some(1) {
        let before = user.fields.get("extension").and_then(Value::as_str).and_then(read);
        attributes.extend(before.unwrap_or_default());
    }
    attributes.extend(read(text).ok_or(INVALID_ATTRIBUTES)?);
    let extension = Value::from(attributes).to_string();
    if extension.chars().count() > 2000 {
        return Err(INVALID_ATTRIBUTES.into());
    }
    user.set("extension", extension);
    Ok(())
}

/// Returns the refusal for an error of the organisation.
fn refusal(error: &OrganisationError) -> Refusal {
    match error {
        OrganisationError::UnknownDepartment(_) => (60003, "部门不存在"),
        OrganisationError::NotUnique("mobile") => (60104, "手机号码在公司中已存在"),
        OrganisationError::NotUnique("email") => (60106, "邮箱已存在"),
        OrganisationError::NotUnique("telephone") => (40100, "分机号已经存在"),
        _ => INVALID_USER,
    }
    .into()
}
