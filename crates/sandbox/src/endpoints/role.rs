//! `/topapi/role/…`

use dingtalk_protocol::{RoleId, UserId};

use super::{Call, Handled, integer, items};
use crate::wire::{Holder, Outcome, Page, Refusal};
use crate::{Organisation, documented};

/// `addrolesforemps`.
pub(super) fn add_to_users(call: &mut Call<'_>) -> Handled {
    let organisation = &mut *call.organisation;
    // Roles of the default group "cannot be added", but the page has no code for it. The only code
    // it has for a role id that can not be used is 33011, so the sandbox takes that one.
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
/// The page says nothing of the default group, nor of employees who do not hold the role: the
/// sandbox takes roles of the default group away like others, and repeating a call succeeds.
pub(super) fn remove_from_users(call: &mut Call<'_>) -> Handled {
    let organisation = &mut *call.organisation;
    let roles = items(call.received, "roleIds", documented::REMOVE_MAX_ROLE_IDS)
        .and_then(|ids| role_ids(organisation, &ids))
        .ok_or_else(|| Refusal::plain(33011, "Invalid roleIds"))?;
    let users = items(call.received, "userIds", documented::REMOVE_MAX_USER_IDS)
        .and_then(|ids| user_ids(organisation, &ids))
        // In the singular, unlike the page of addrolesforemps.
        .ok_or_else(|| Refusal::plain(33012, "Invalid userId"))?;
    for_each_pair(&roles, &users, |role, user| {
        // Both ids were looked up above.
        let _ = organisation.unassign(role, user);
    });
    Ok(None)
}

/// `deleterole`: not in the default group, and only when nobody holds the role any more.
pub(super) fn delete(call: &mut Call<'_>) -> Handled {
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

/// `simplelist`: `size` and `offset` take effect only together.
pub(super) fn list_users(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let role = integer(received, "role_id")
        .map(RoleId::new)
        .filter(|role| organisation.role(*role).is_some())
        .ok_or_else(|| Refusal::plain(33011, "Invalid roleId"))?;
    // A parameter that is there but empty counts as not sent; the page does not say.
    let sent = |name| received.text(name).is_some_and(|text| !text.is_empty());
    let (size, offset) = if sent("size") && sent("offset") {
        let size = integer(received, "size")
            .filter(|size| (1..=documented::LIST_MAX_SIZE).contains(size))
            .ok_or_else(|| Refusal::plain(40069, "Invalid size"))?;
        let offset = integer(received, "offset")
            .filter(|offset| *offset >= 0)
            .ok_or_else(|| Refusal::plain(40068, "Invalid offset"))?;
        (size, offset)
    } else {
        (documented::LIST_DEFAULT_SIZE, 0)
    };
    Ok(Some(Outcome::Page(page(organisation, role, size, offset))))
}

fn page(organisation: &Organisation, role: RoleId, size: i64, offset: i64) -> Page {
    // Both are positive; on a machine with small pointers, "as far as it goes" is as good.
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let mut rest = organisation.holders_from(role, offset);
    let list = rest.by_ref().take(size).map(|user| Holder::new(organisation, role, user)).collect();
    Page { has_more: rest.next().is_some(), list }
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
