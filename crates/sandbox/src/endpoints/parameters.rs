//! Parameters as endpoints read them.
//!
//! An empty parameter counts as not sent; no page says what the service does.

use dingtalk_protocol::UserId;
use dingtalk_protocol::server::Received;
use serde_json::Value;

use crate::documented;
use crate::wire::Refusal;

/// A code and its text, as a page lists them.
pub(super) type Code = (i64, &'static str);

/// Returns a text; `None` if it is missing.
pub(super) fn text<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    received.text(name).filter(|text| !text.is_empty())
}

/// Returns an integer; `None` if it is missing or not an integer.
pub(super) fn integer(received: &Received, name: &str) -> Option<i64> {
    received.text(name)?.parse().ok()
}

/// Returns an integer that may be missing.
pub(super) fn optional_integer(
    received: &Received,
    name: &str,
    invalid: Code,
) -> Result<Option<i64>, Refusal> {
    let parse = |text: &str| text.parse().map_err(|_| Refusal::from(invalid));
    text(received, name).map(parse).transpose()
}

/// Returns a boolean that may be missing.
pub(super) fn optional_flag(
    received: &Received,
    name: &str,
    invalid: Code,
) -> Result<Option<bool>, Refusal> {
    let parse = |text: &str| text.parse().map_err(|_| Refusal::from(invalid));
    text(received, name).map(parse).transpose()
}

/// Returns the items of a comma-separated list; `None` unless there are 1 to `most`. No page says what the
/// service does with an empty item, so it is kept: no id is empty, so the id check refuses it.
pub(super) fn items<'a>(received: &'a Received, name: &str, most: usize) -> Option<Vec<&'a str>> {
    let items: Vec<_> = received.text(name)?.split(',').collect();
    (items.len() <= most).then_some(items)
}

/// Returns the ids of a comma-separated list of integers; `None` unless there are 1 to `most`.
pub(super) fn numbers(received: &Received, name: &str, most: usize) -> Option<Vec<i64>> {
    items(received, name, most)?.into_iter().map(|item| item.parse().ok()).collect()
}

/// Returns `size` and `offset`, which take effect only together: 20 and 0 by default. `invalid` are the
/// page's codes for the two.
pub(super) fn page(
    received: &Received,
    most: i64,
    invalid: &[Code; 2],
) -> Result<(usize, usize), Refusal> {
    let [size_code, offset_code] = *invalid;
    let (mut size, mut offset) = (documented::LIST_DEFAULT_SIZE, 0);
    if text(received, "size").is_some() && text(received, "offset").is_some() {
        let sent = integer(received, "size").filter(|size| (1..=most).contains(size));
        size = sent.ok_or(size_code)?;
        let sent = integer(received, "offset").filter(|offset| *offset >= 0);
        offset = sent.ok_or(offset_code)?;
    }
    // Neither is negative. Where `usize` is too small, its maximum serves as well.
    let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
    Ok((number(size), number(offset)))
}

/// Returns a member of a JSON body, or the JSON in a text of a form.
pub(super) fn json(received: &Received, name: &str) -> Option<Value> {
    match received.member(name) {
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(member) => Some(member.clone()),
        None => serde_json::from_str(text(received, name)?).ok(),
    }
}

/// Returns the user ids of a list.
pub(super) fn user_ids(list: &Value) -> Option<Vec<UserId>> {
    list.as_array()?.iter().map(|item| item.as_str().map(UserId::from)).collect()
}

/// Returns an object without the members that are null, because the pages leave out fields that are not
/// set.
pub(super) fn present(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    object
}
