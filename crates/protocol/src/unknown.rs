//! Fields of an answer that its types do not have.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::surrogates;

/// Reads an answer as JSON of any shape; a byte order mark and halves of characters are accepted.
pub(crate) fn read(body: &[u8]) -> serde_json::Result<Value> {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(text).or_else(|error| match surrogates::replace_unpaired(text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}

/// Adds to `found`, by JSON pointer, every value of `came` that `known` lacks. `known` is `came` after typed reading.
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
        // The types read a single object as a list of one.
        (Value::Object(_), Value::Array(known)) => {
            if let [known] = &known[..] {
                collect(came, known, pointer, found);
            }
        }
        _ => {}
    }
}
