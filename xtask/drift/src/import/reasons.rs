//! Reasons why a file differs from its page.

use crate::compare::straight;
use xtask_spec::spec::{ABSENT, Api, Endpoint, Field, LimitKind, Method, stated};

/// Returns the reason for a departure that an import derives.
pub(super) fn reason(draft: &Endpoint, api: &Api, subject: &str, page: &str, spec: &str) -> String {
    let parts: Vec<&str> = subject.split('.').collect();
    let key = parts.last().copied().unwrap_or_default();
    let silent = stated(page).is_none();
    let name = parts.len().checked_sub(2).and_then(|at| parts.get(at)).copied().unwrap_or_default();
    let credential = parts.first() == Some(&"parameters") && api.is_credential(name);
    let is_enum = |it: &Field| it.name.value == name && it.named_values.is_some();
    let is_sent_always = |it: &Field| [name, page].contains(&it.name.as_str()) && it.is_required();
    let text = match (parts.as_slice(), key) {
        (["content_type"], _) if draft.method() == Method::Get => "A GET call has no body.",
        (["content_type"], _) => {
            "The page does not say: it follows from the parameters in the body."
        }
        (["examples", "response"], _) => {
            "The example writes these fields in another form than the tables say: both forms are read."
        }
        (["errors", "omitted"], _) => {
            "The format holds each number other than 0 once: these codes are no such numbers, or stand there already."
        }
        (["errors", _, "status"], _) => "The format has no place for the HTTP status.",
        (["errors", _, "sub_code"], _) => "The format has no place for it beside the code.",
        (["errors", _, "message"], _) if silent => "The page prints no message.",
        (["errors", ..], _) => "A person decided on what the file says.",
        (_, "name") if silent => "The page does not list it, its example shows it.",
        (_, "in") if credential => "The token of every call goes there.",
        (_, "in") => "A GET call has no body.",
        (_, "required") if credential => "The page does not say. No call works without the token.",
        (_, "required") if silent => "The page does not say.",
        (_, "type") if credential || api.is_envelope(name) => "It is the same in all endpoints.",
        (_, "type") if silent => "The page gives no type.",
        (_, "type") if is_unknown(spec) => "The page shows no fields of this type.",
        (_, "type") => "The file has a name of its own for this object.",
        (_, "example") if spec == ABSENT => {
            "The page's example does not agree with the type and the limits."
        }
        (_, "example") if straight(page) == spec => {
            "The page sets the quotes typographically, which is not JSON."
        }
        (_, "default") if spec == ABSENT => {
            "The page's default can never apply, or does not agree with the type and the limits."
        }
        (_, key) if LimitKind::of_key(key).is_some() && spec == ABSENT => {
            "The limit does not agree with the type or with another limit."
        }
        (_, "values") if spec == ABSENT => "The values are none of the type.",
        (_, "values") if !silent && draft.all_fields().any(is_enum) => {
            "The enum has no names for the page's other values yet."
        }
        (["types", ..], "with") => "Only parameters can form a group.",
        (_, "with") if spec == ABSENT && draft.parameters.iter().any(is_sent_always) => {
            "Every call sends at least one of the two."
        }
        (_, "with") if spec == ABSENT => "The page ties only one of the two to the other.",
        _ => "A person decided on what the file says.",
    };
    text.to_owned()
}

fn is_unknown(ty: &str) -> bool {
    ty.trim_end_matches("[]") == "Object"
}
