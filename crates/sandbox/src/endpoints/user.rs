//! `/topapi/user/…` and `/topapi/v2/user/…`

use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::json;

use super::{Call, Handled, integer};
use crate::wire::{Outcome, Refusal};

/// `listid`: the direct members of one department, all at once.
pub(super) fn list_ids(call: &mut Call<'_>) -> Handled {
    let department = integer(call.received, "dept_id")
        .map(DepartmentId::new)
        .ok_or_else(|| Refusal::plain(400_002, "无效的参数"))?;
    if call.organisation.department(department).is_none() {
        return Err(Refusal::plain(60003, "未找到部门"));
    }
    let members = call.organisation.members(department);
    let userid_list = members.map(|user| user.as_str().to_owned()).collect();
    Ok(Some(Outcome::UserIds { userid_list }))
}

/// `getuserinfo`: `code-` and an id is a code of that user, which can be used once. The page has no code
/// for another one; 40078 is that of the page of global codes.
pub(super) fn get_by_auth_code(call: &mut Call<'_>) -> Handled {
    let unknown = || Refusal::plain(40078, "不存在的临时授权码");
    let code = call.received.text("code").ok_or_else(unknown)?;
    let id = code.strip_prefix("code-").map(UserId::from).ok_or_else(unknown)?;
    let user = call.organisation.user(&id).ok_or_else(unknown)?;
    if !call.history.used_codes.insert(code.to_owned()) {
        return Err(unknown());
    }
    let is_admin = id == crate::seeded::JOHN;
    let result = json!({
        "device_id": "sandbox",
        "name": user.name,
        "sys": is_admin,
        "sys_level": i32::from(is_admin),
        "userid": id,
    });
    Ok(Some(Outcome::Other(result)))
}
