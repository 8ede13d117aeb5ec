//! `/topapi/extcontact/…`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, SYSTEM_ERROR, beside, result};
use super::parameters::{Code, json as parsed, page, present, text, user_ids};
use crate::wire::Refusal;
use crate::{ExternalContact, Organisation, OrganisationError, documented};

const READ: &str = "qyapi_ext_read";
const WRITE: &str = "qyapi_ext_write";

pub(super) static ROUTES: [Route; 6] = [
    Route::post("/topapi/extcontact/create", WRITE, BUSY, create),
    Route::post("/topapi/extcontact/update", WRITE, BUSY, update),
    Route::post("/topapi/extcontact/delete", WRITE, SYSTEM_ERROR, delete),
    Route::post("/topapi/extcontact/get", READ, SYSTEM_ERROR, get),
    Route::post("/topapi/extcontact/list", READ, SYSTEM_ERROR, list),
    Route::post("/topapi/extcontact/listlabelgroups", READ, BUSY, list_label_groups),
];

const MISSING: Code = (40036, "参数为空");
/// From the list of global codes, for cases in which the pages have no code of their own.
const MALFORMED: Code = (40035, "不合法的参数");
const INVALID_MOBILE: Code = (60103, "无效的电话号码");
const NO_LABELS: Code = (60204, "需要外部联系人标签");
const INVALID_USER: Code = (33012, "无效的userId");

/// The most labels, departments and employees of a call, each.
const MOST_IDS: usize = 20;

/// Texts that both calls accept without a check.
const TEXTS: [&str; 4] = ["title", "address", "remark", "company_name"];

/// `create`.
fn create(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let sent = parsed(received, "contact").filter(Value::is_object).ok_or(MISSING)?;
    let state_code = member(&sent, "state_code").ok_or(MISSING)?;
    let mobile = member(&sent, "mobile").ok_or(MISSING)?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(mobile) || !is_number(state_code) {
        return Err(INVALID_MOBILE.into());
    }
    let mut contact = ExternalContact::new("", mobile, "");
    state_code.clone_into(&mut contact.state_code);
    change(&mut contact, &sent, organisation)?;
    let is_taken = |number: i64| organisation.external_contact(&number.to_string()).is_some();
    let id = history.new_id(is_taken).to_string();
    organisation.add_external_contact(&id, contact).map_err(|error| refusal(&error))?;
    beside(json!({ "userid": id }))
}

/// `update`: the phone number cannot be changed. Fields that are not sent keep their values; the page
/// does not say.
fn update(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let sent = parsed(received, "contact").filter(Value::is_object).ok_or(MISSING)?;
    let id = member(&sent, "user_id").ok_or(MISSING)?;
    let contact = organisation.external_contact(id);
    let mut contact = contact.ok_or((60121, "未找到对应的用户"))?.clone();
    change(&mut contact, &sent, organisation)?;
    let changed = organisation.edit_external_contact(id, |it| *it = contact);
    changed.map_err(|error| refusal(&error))?;
    Ok(None)
}

/// `delete`.
fn delete(call: &mut Call<'_>) -> Handled {
    let id = text(call.received, "user_id").ok_or(INVALID_USER)?;
    call.organisation.remove_external_contact(id).map_err(|_| INVALID_USER)?;
    Ok(None)
}

/// `get`.
fn get(call: &mut Call<'_>) -> Handled {
    let id = text(call.received, "user_id").ok_or(INVALID_USER)?;
    let contact = call.organisation.external_contact(id).ok_or(INVALID_USER)?;
    result(details(id, contact))
}

/// `list`.
fn list(call: &mut Call<'_>) -> Handled {
    let codes = [(40069, "无效的size"), (40068, "无效的偏移量")];
    let (size, offset) = page(call.received, documented::EXTERNAL_LIST_MAX_SIZE, &codes)?;
    let contacts = call.organisation.external_contacts().skip(offset).take(size);
    let results: Value = contacts.map(|(id, contact)| details(id, contact)).collect();
    beside(json!({ "results": results }))
}

/// `listlabelgroups`.
fn list_label_groups(call: &mut Call<'_>) -> Handled {
    let codes = [(41101, "无效的size"), (40068, "无效的偏移量")];
    let (size, offset) = page(call.received, documented::EXTERNAL_LIST_MAX_SIZE, &codes)?;
    let groups = call.organisation.label_groups().skip(offset).take(size);
    let results: Value = groups
        .map(|group| {
            let labels = group.labels.iter().map(|(id, name)| json!({ "id": id, "name": name }));
            let labels: Value = labels.collect();
            json!({ "name": group.name, "color": group.color, "labels": labels })
        })
        .collect();
    beside(json!({ "results": results }))
}

fn details(id: &str, contact: &ExternalContact) -> Value {
    let mut details = json!({
        "userid": id,
        "name": contact.name,
        "state_code": contact.state_code,
        "mobile": contact.mobile,
        "follower_user_id": contact.follower,
        "label_ids": contact.labels,
    });
    for (name, value) in &contact.fields {
        details[name] = value.clone();
    }
    present(details)
}

/// Returns a member of an object that is a non-empty text.
fn member<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object[name].as_str().filter(|text| !text.is_empty())
}

/// Sets the fields that `create` and `update` have in common.
fn change(
    contact: &mut ExternalContact,
    sent: &Value,
    organisation: &Organisation,
) -> Result<(), Refusal> {
    contact.name = member(sent, "name").ok_or((60112, "无效的用户名称"))?.into();
    contact.follower = member(sent, "follower_user_id").ok_or(MISSING)?.into();
    contact.labels = match &sent["label_ids"] {
        Value::Null => BTreeSet::new(),
        list => numbers(list).ok_or(MALFORMED)?.into_iter().collect(),
    };
    if contact.labels.is_empty() {
        return Err(NO_LABELS.into());
    }
    for name in TEXTS {
        if let Some(text) = member(sent, name) {
            contact.fields.insert(name.to_owned(), text.into());
        }
    }
    let departments = &sent["share_dept_ids"];
    if !departments.is_null() {
        let ids = numbers(departments).ok_or(MALFORMED)?;
        if ids.iter().any(|id| organisation.department(*id).is_none()) {
            return Err(Refusal::plain(60003, "部门不存在"));
        }
        contact.fields.insert("share_dept_ids".to_owned(), ids.into());
    }
    let users = &sent["share_user_ids"];
    if !users.is_null() {
        let ids = user_ids(users).filter(|ids| ids.len() <= MOST_IDS).ok_or(MALFORMED)?;
        if ids.iter().any(|id| organisation.user(id).is_none()) {
            return Err(Refusal::plain(40003, "无效的userId"));
        }
        contact.fields.insert("share_user_ids".to_owned(), json!(ids));
    }
    Ok(())
}

/// Returns the integers of a list of at most 20.
fn numbers(list: &Value) -> Option<Vec<i64>> {
    let list = list.as_array().filter(|list| list.len() <= MOST_IDS)?;
    list.iter().map(Value::as_i64).collect()
}

/// Returns the refusal for an error of the organisation. For a follower who is not an employee, the page
/// of `create` has no code; the sandbox uses that of `update`.
fn refusal(error: &OrganisationError) -> Refusal {
    match error {
        OrganisationError::NotUnique(_) => (22005, "该外部联系人已经存在"),
        OrganisationError::UnknownLabel(_) => NO_LABELS,
        _ => (40003, "无效的userId"),
    }
    .into()
}
