//! `/topapi/user/…` and `/topapi/v2/user/…`: lists of employees, and their number.

use dingtalk_protocol::server::Received;
use dingtalk_protocol::{DepartmentId, UserId};
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, result};
use super::parameters::{
    Code, integer, numbers, optional_flag, optional_integer, page, present, text,
};
use super::user::{INVALID, base, leads};
use crate::wire::Refusal;
use crate::{Organisation, User, documented};

pub(super) static ROUTES: [Route; 6] = [
    Route::post("/topapi/v2/user/list", "qyapi_get_department_member", BUSY, list),
    Route::post("/topapi/user/listsimple", "qyapi_get_department_member", BUSY, list_names),
    Route::post("/topapi/user/listid", "qyapi_get_member", BUSY, list_ids),
    Route::post("/topapi/user/count", "qyapi_get_member", BUSY, count),
    Route::post("/topapi/user/listadmin", "qyapi_get_member", BUSY, list_admins),
    Route::post("/topapi/inactive/user/v2/get", "qyapi_liveness_base", BUSY, list_by_activity),
];

const MALFORMED: Code = (40035, "参数非法");
const NOT_FOUND: Code = (60003, "未找到对应部门");

/// The orders that the pages of `list` and `listsimple` define. The sandbox does not record when
/// employees joined or changed, so these orders follow that of the department.
const ORDERS: [&str; 5] = ["entry_asc", "entry_desc", "modify_asc", "modify_desc", "custom"];

/// The requested part of a department's members.
struct Part {
    department: DepartmentId,
    offset: usize,
    size: usize,
    is_reversed: bool,
}

/// The codes with which the page of a call refuses a part.
struct Codes {
    department: Code,
    not_found: Code,
    cursor: Code,
    size: Code,
    order: Code,
}

impl Part {
    fn read(
        received: &Received,
        organisation: &Organisation,
        codes: &Codes,
    ) -> Result<Self, Refusal> {
        let required = |name, invalid| {
            optional_integer(received, name, invalid)?.ok_or_else(|| Refusal::from(INVALID))
        };
        let department = required("dept_id", codes.department)?;
        let cursor = required("cursor", codes.cursor)?;
        let size = required("size", codes.size)?;
        let sizes = 1..=documented::USER_LIST_MAX_SIZE;
        let size = Some(size).filter(|size| sizes.contains(size)).ok_or(codes.size)?;
        let order = text(received, "order_field").unwrap_or("custom");
        if !ORDERS.contains(&order) {
            return Err(codes.order.into());
        }
        organisation.department(department).ok_or(codes.not_found)?;
        Ok(Self {
            department: department.into(),
            offset: usize::try_from(cursor).map_err(|_| Refusal::from(codes.cursor))?,
            size: usize::try_from(size).map_err(|_| Refusal::from(codes.size))?,
            is_reversed: order.ends_with("_desc"),
        })
    }

    /// Writes a page; the cursor is the number of employees before it.
    fn page(&self, organisation: &Organisation, write: impl Fn(&UserId) -> Value) -> Handled {
        let mut rest: Box<dyn Iterator<Item = &UserId>> = if self.is_reversed {
            let all: Vec<_> = organisation.members(self.department).collect();
            Box::new(all.into_iter().rev().skip(self.offset))
        } else {
            Box::new(organisation.members_from(self.department, self.offset))
        };
        let list: Vec<_> = rest.by_ref().take(self.size).map(write).collect();
        let next = self.offset + list.len();
        let mut page = json!({ "has_more": rest.next().is_some(), "list": list });
        if page["has_more"] == true {
            page["next_cursor"] = next.into();
        }
        result(page)
    }
}

/// `list`. The page states no maximum size; the sandbox uses that of `listsimple`.
fn list(call: &mut Call<'_>) -> Handled {
    let organisation = &*call.organisation;
    let part = Part::read(
        call.received,
        organisation,
        &Codes {
            department: MALFORMED,
            not_found: (60019, "未能从部门中获取用户"),
            cursor: MALFORMED,
            size: MALFORMED,
            order: MALFORMED,
        },
    )?;
    let department = organisation.department(part.department);
    part.page(organisation, |id| {
        let Some(user) = organisation.user(id) else { return Value::Null };
        let mut details = base(id, user);
        details["dept_order"] = user.order(part.department).into();
        details["leader"] = department.is_some_and(|department| leads(department, id)).into();
        details
    })
}

/// `listsimple`.
fn list_names(call: &mut Call<'_>) -> Handled {
    let organisation = &*call.organisation;
    let part = Part::read(
        call.received,
        organisation,
        &Codes {
            department: INVALID,
            not_found: NOT_FOUND,
            cursor: (40068, "无效的偏移量"),
            size: (40069, "无效的size"),
            order: INVALID,
        },
    )?;
    part.page(
        organisation,
        |id| json!({ "userid": id, "name": organisation.user(id).map(|user| &user.name) }),
    )
}

/// `listid`: the direct members of one department, all at once.
fn list_ids(call: &mut Call<'_>) -> Handled {
    let department = integer(call.received, "dept_id").map(DepartmentId::new).ok_or(INVALID)?;
    call.organisation.department(department).ok_or((60003, "未找到部门"))?;
    let ids: Vec<_> = call.organisation.members(department).collect();
    result(json!({ "userid_list": ids }))
}

/// `count`.
fn count(call: &mut Call<'_>) -> Handled {
    let only_active = optional_flag(call.received, "only_active", (40035, "不合法的参数"))?;
    let only_active = only_active.ok_or((400_002, "参数为空"))?;
    let users = call.organisation.users();
    let count = users.filter(|(_, user)| user.is_active || !only_active).count();
    result(json!({ "count": count }))
}

/// `listadmin`.
fn list_admins(call: &mut Call<'_>) -> Handled {
    let level = |(id, user): (&UserId, &User)| {
        Some(json!({ "userid": id, "sys_level": user.admin?.number() }))
    };
    result(call.organisation.users().filter_map(level).collect())
}

/// `inactive/user/v2/get`. The sandbox has no sign-ins: an employee who has activated the account counts
/// as signed in on every day. The page does not say whether `dept_ids` includes the departments below;
/// the sandbox lists only direct members.
fn list_by_activity(call: &mut Call<'_>) -> Handled {
    const INVALID: Code = (400_002, "参数非法");
    let Call { received, organisation, .. } = call;
    let is_active = optional_flag(received, "is_active", INVALID)?.ok_or(INVALID)?;
    let is_date = |text: &&str| text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit());
    text(received, "query_date").filter(is_date).ok_or(INVALID)?;
    text(received, "size").and(text(received, "offset")).ok_or(INVALID)?;
    let codes = [(40069, "无效的size"), (40068, "无效的偏移量")];
    let (size, offset) = page(received, documented::USER_LIST_MAX_SIZE, &codes)?;
    let departments: Option<Vec<_>> = match text(received, "dept_ids") {
        Some(_) => Some(numbers(received, "dept_ids", usize::MAX).ok_or(INVALID)?),
        None => None,
    };
    let is_asked_for = |user: &User| {
        let is_in = |id: &i64| user.departments.contains(&DepartmentId::new(*id));
        user.is_active == is_active && departments.as_ref().is_none_or(|ids| ids.iter().any(is_in))
    };
    let mut rest = organisation.users().filter(|(_, user)| is_asked_for(user)).skip(offset);
    let list: Vec<_> = rest.by_ref().take(size).map(|(id, _)| id).collect();
    let next = offset.saturating_add(list.len());
    let next_cursor = rest.next().map(|_| next);
    result(present(json!({
        "has_more": next_cursor.is_some(),
        "list": list,
        "next_cursor": next_cursor,
    })))
}
