//! Optional members of JSON objects.

use serde::Serialize;
use serde_json::{Value, json};
use xtask_spec::spec::Text;

/// Returns a text; `None` if it is blank.
pub(crate) fn text(text: Option<&Text>) -> Option<&str> {
    text.map(|it| it.trim()).filter(|it| !it.is_empty())
}

/// Returns each entry as JSON; `None` if there are no entries.
pub(crate) fn all<T>(
    entries: impl IntoIterator<Item = T>,
    one: impl Fn(T) -> Value,
) -> Option<Vec<Value>> {
    let entries: Vec<_> = entries.into_iter().map(one).collect();
    (!entries.is_empty()).then_some(entries)
}

/// Returns a table of a file with only the keys that the file has.
pub(crate) fn stated(table: &impl Serialize) -> Value {
    without_null(json!(table))
}

/// Removes null members.
pub(crate) fn without_null(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}
