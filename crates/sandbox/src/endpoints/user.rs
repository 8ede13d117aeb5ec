//! `/topapi/user/…`

use dingtalk_protocol::DepartmentId;

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
