//! `/topapi/user/…` and `/topapi/v2/user/…`: calls that return one employee.

use dingtalk_protocol::{RoleId, UserId};
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, result};
use super::parameters::{Code, present, text};
use crate::wire::Refusal;
use crate::{AdminLevel, Department, Organisation, User};

const MEMBER: &str = "qyapi_get_member";

pub(super) static ROUTES: [Route; 4] = [
    Route::post("/topapi/v2/user/get", MEMBER, BUSY, get),
    Route::post("/topapi/v2/user/getbymobile", "qyapi_get_member_by_mobile", BUSY, get_by_mobile),
    Route::post("/topapi/user/getbyunionid", MEMBER, BUSY, get_by_union_id),
    Route::post("/topapi/v2/user/getuserinfo", "qyapi_base", BUSY, get_by_auth_code),
];

pub(super) const INVALID: Code = (400_002, "无效的参数");
pub(super) const INVALID_USER: Code = (33012, "无效的userId");

/// Switches that are always returned, as `false` if they are not set.
const SWITCHES: [&str; 3] = ["hide_mobile", "boss", "exclusive_account"];

/// Texts and numbers that are returned if they are set.
const OPTIONAL: [&str; 13] = [
    "avatar",
    "telephone",
    "job_number",
    "title",
    "email",
    "org_email",
    "work_place",
    "remark",
    "extension",
    "hired_date",
    "login_id",
    "nickname",
    "exclusive_account_type",
];

/// Returns the fields that both `get` and `list` return.
pub(super) fn base(id: &UserId, user: &User) -> Value {
    let (state_code, mobile) = user.mobile.as_deref().map(split_mobile).unzip();
    let mut details = json!({
        "userid": id,
        "unionid": user.union_id,
        "name": user.name,
        "state_code": state_code,
        "mobile": mobile,
        "dept_id_list": user.departments,
        "active": user.is_active,
        "admin": user.admin.is_some(),
    });
    for name in SWITCHES {
        details[name] = user.fields.get(name).cloned().unwrap_or(Value::Bool(false));
    }
    for name in OPTIONAL {
        details[name] = user.fields.get(name).cloned().unwrap_or_default();
    }
    present(details)
}

/// Returns the country code and the number after it.
fn split_mobile(mobile: &str) -> (&str, &str) {
    let parts = mobile.strip_prefix('+').and_then(|rest| rest.split_once('-'));
    parts.unwrap_or(("86", mobile))
}

/// Returns a phone number as it is stored: without the country code of the mainland. `None` if it is not
/// a phone number.
pub(super) fn mobile(text: &str) -> Option<&str> {
    let text = text.strip_prefix("+86-").unwrap_or(text);
    let (code, number) = split_mobile(text);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    Some(text).filter(|_| is_number(code) && is_number(number))
}

/// `get`.
fn get(call: &mut Call<'_>) -> Handled {
    let id = text(call.received, "userid").map(UserId::from).ok_or(INVALID)?;
    let organisation = &*call.organisation;
    let user = organisation.user(&id).ok_or(INVALID_USER)?;
    let mut details = base(&id, user);
    let departments = || user.departments.iter().copied();
    details["dept_order_list"] = departments()
        .map(|department| json!({ "dept_id": department, "order": user.order(department) }))
        .collect();
    let leads = |department| organisation.department(department).is_some_and(|it| leads(it, &id));
    details["leader_in_dept"] = departments()
        .map(|department| json!({ "dept_id": department, "leader": leads(department) }))
        .collect();
    details["role_list"] = role_list(organisation, &id);
    details["manager_userid"] = user.fields.get("manager_userid").cloned().unwrap_or_default();
    details["senior"] = user.fields.get("senior_mode").cloned().unwrap_or(Value::Bool(false));
    // The sandbox has no identity verification, so every active employee counts as verified.
    details["real_authed"] = Value::Bool(user.is_active);
    result(present(details))
}

pub(super) fn leads(department: &Department, id: &UserId) -> bool {
    department.managers.contains(id)
}

fn role_list(organisation: &Organisation, id: &UserId) -> Value {
    let held = organisation.roles().filter(|(role, _)| organisation.holds(*role, id));
    held.map(|(role, it): (RoleId, _)| {
        let group_name = organisation.group(it.group).map(|group| &group.name);
        json!({ "id": role, "name": it.name, "group_name": group_name })
    })
    .collect()
}

/// `getbymobile`.
fn get_by_mobile(call: &mut Call<'_>) -> Handled {
    let text = text(call.received, "mobile").ok_or(INVALID)?;
    let mobile = mobile(text).ok_or((40104, "企业中无效的手机号"))?;
    let id = call.organisation.user_by_mobile(mobile).ok_or((60121, "未找到该用户"))?;
    result(json!({ "userid": id }))
}

/// `getbyunionid`. Only employees are found in the sandbox, not external contacts.
fn get_by_union_id(call: &mut Call<'_>) -> Handled {
    let union_id = text(call.received, "unionid").ok_or(INVALID)?;
    let id = call.organisation.user_by_union_id(union_id).ok_or((60121, "未找到对应员工"))?;
    result(json!({ "contact_type": 0, "userid": id }))
}

/// `getuserinfo`: `code-` and a user's id is a sign-in code of that user, which can be used once. The
/// page has no error code for an invalid one; 40078 is from the page of global codes.
fn get_by_auth_code(call: &mut Call<'_>) -> Handled {
    let unknown = || Refusal::plain(40078, "不存在的临时授权码");
    let code = call.received.text("code").ok_or_else(unknown)?;
    let id = code.strip_prefix("code-").map(UserId::from).ok_or_else(unknown)?;
    let user = call.organisation.user(&id).ok_or_else(unknown)?;
    if !call.history.used_codes.insert(code.to_owned()) {
        return Err(unknown());
    }
    result(json!({
        "device_id": "sandbox",
        "name": user.name,
        "sys": user.admin.is_some(),
        "sys_level": user.admin.map_or(0, AdminLevel::number),
        "unionid": user.union_id,
        "userid": id,
    }))
}
