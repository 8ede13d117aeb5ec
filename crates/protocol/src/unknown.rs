//! What an answer holds beyond the types that read it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::surrogates;

/// Reads an answer as JSON of any shape, with a mark at its beginning or half a character in it.
pub(crate) fn read(body: &[u8]) -> serde_json::Result<Value> {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(text).or_else(|error| match surrogates::replace_unpaired(text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}

/// Adds what stands in `came` and not in `known`, the same once it was read, under its JSON pointer.
pub(crate) fn collect(
    came: &Value,
    known: &Value,
    pointer: &str,
    found: &mut BTreeMap<String, Value>,
) {
    match (came, known) {
        (Value::Object(came), Value::Object(known)) => {
            for (name, value) in came {
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                match known.get(name) {
                    Some(known) => collect(value, known, &pointer, found),
                    None => drop(found.insert(pointer, value.clone())),
                }
            }
        }
        (Value::Array(came), Value::Array(known)) => {
            for (index, (came, known)) in came.iter().zip(known).enumerate() {
                collect(came, known, &format!("{pointer}/{index}"), found);
            }
        }
        // One object is read as a list of one.
        (Value::Object(_), Value::Array(known)) => {
            if let [known] = &known[..] {
                collect(came, known, pointer, found);
            }
        }
        _ => {}
    }
}
