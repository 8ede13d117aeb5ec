//! Checks that involve several values.

use std::time::SystemTime;

use serde_json::{Map, Value};

use super::data::{Endpoint, Field, Need, Span};
use super::problem::Problem;
use super::read::integer;

const MILLIS_A_DAY: i64 = 24 * 60 * 60 * 1000;
const SECONDS_A_DAY: u64 = 24 * 60 * 60;

type Values = Map<String, Value>;

/// Checks the groups of the parameters, or of the fields of an object.
pub(super) fn check(
    endpoint: &Endpoint,
    object: Option<&str>,
    fields: &[Field],
    values: &Values,
    at: &str,
) -> Result<(), Problem> {
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    for either in endpoint.either.iter().filter(|it| it.object.as_deref() == object) {
        let set = either.members.iter().filter(|name| values.get(*name).is_some_and(is_set));
        let (count, names) = (set.count(), either.members.join(", "));
        let Some(first) = either.members.first().and_then(|name| field(name)) else { continue };
        if count == 0 {
            return Err(Problem::missing_one_of(first, at, &names));
        }
        if count > 1 && either.need == Need::ExactlyOne {
            return Err(Problem::wrong(
                first,
                at,
                format!("cannot be sent with another of {names}: {count} are set, one is allowed"),
            ));
        }
    }
    for span in endpoint.span.iter().filter(|it| it.object.as_deref() == object) {
        let days = days(span, values).filter(|days| *days > span.max_days);
        if let Some((days, to)) = days.zip(field(&span.to)) {
            let what = format!("is {days} days after {}, more than {}", span.from, span.max_days);
            return Err(Problem::wrong(to, at, what));
        }
    }
    Ok(())
}

/// Checks the size of a file.
pub(super) fn upload(endpoint: &Endpoint, values: &Values) -> Result<(), Problem> {
    let Some(upload) = &endpoint.upload else { return Ok(()) };
    let kind = values.get(&upload.kind).and_then(Value::as_str);
    let Some(kind) = kind.and_then(|kind| upload.kinds.get(kind)) else { return Ok(()) };
    let file = endpoint.parameters.iter().find(|it| it.ty == "File");
    let length = file.and_then(|file| values.get(&file.name)?.as_u64());
    match file.zip(length).filter(|(_, length)| *length > kind.max_bytes) {
        Some((file, length)) => {
            let what = format!("is {length} bytes, more than {}", kind.max_bytes);
            Err(Problem::wrong(file, "", what))
        }
        None => Ok(()),
    }
}

/// Returns whether a member counts as sent.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::String(text) => !text.is_empty() && text != "false",
        Value::Array(items) => !items.is_empty(),
        Value::Number(_) | Value::Object(_) => true,
    }
}

/// Returns the number of days between two times in milliseconds, rounded up, or between two dates.
/// `None` if one of them is missing or not a date.
fn days(span: &Span, values: &Values) -> Option<i64> {
    let (from, to) = (values.get(&span.from)?, values.get(&span.to)?);
    if let Some((from, to)) = integer(from).zip(integer(to)) {
        let millis = to.saturating_sub(from);
        return Some(millis / MILLIS_A_DAY + i64::from(millis % MILLIS_A_DAY > 0));
    }
    let span = midnight(to.as_str()?)?.duration_since(midnight(from.as_str()?)?).ok()?;
    i64::try_from(span.as_secs() / SECONDS_A_DAY).ok()
}

/// Returns the beginning of the day of a text such as `2026-01-31 08:00:00`.
fn midnight(text: &str) -> Option<SystemTime> {
    humantime::parse_rfc3339_weak(&format!("{} 00:00:00", text.get(..10)?)).ok()
}
