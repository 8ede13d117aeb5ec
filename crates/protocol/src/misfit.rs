//! Where and why an answer does not fit the types, without the value found there: it may be personal data.

use std::fmt::Write;

/// Returns why the answer did not fit, with the path of the value in the JSON.
pub(crate) fn misfit(text: &str, error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let (what, of_object) = match message.split_once(' ') {
        Some(("invalid", _)) => (message.rfind(", expected ").map(|at| &message[at + 2..]), false),
        // These messages name a field, never a value.
        Some(("missing" | "duplicate" | "none", _)) => (Some(message), true),
        _ => (None, false),
    };
    let what = what.unwrap_or("it cannot be read");
    // A list where an object belongs is refused before its bracket is read.
    let is_unread = message.starts_with("invalid type: sequence, expected an object");
    let end = offset(text, error.line(), error.column());
    let path = path_at(text, end, of_object, is_unread);
    format!("{what} at {path}")
}

/// Returns the offset of a line and column, both counted from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (start + column).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Returns the path of the value that ends at `end`, such as `result.list[3].name`, or of the object around
/// it. If the value `is_unread`, it begins at `end`.
fn path_at(text: &str, end: usize, of_object: bool, is_unread: bool) -> String {
    enum Step {
        Key(String),
        Index(usize),
    }

    let mut path = Vec::new();
    // A bracket at the very end may open or close the value that the error is about.
    let ends_with_bracket = text[..end].ends_with(['{', '}', '[', ']']);
    let end = end - usize::from(ends_with_bracket && !is_unread);
    let mut bytes = text.bytes().enumerate().take(end);
    let mut expects_key = false;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => {
                path.push(Step::Key(String::new()));
                expects_key = true;
            }
            b'[' => path.push(Step::Index(0)),
            b'}' | b']' => {
                path.pop();
            }
            b',' => match path.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                _ => expects_key = true,
            },
            b'"' => {
                let mut close = at;
                while let Some((at, byte)) = bytes.next() {
                    close = at;
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
                if let (true, Some(Step::Key(key))) = (expects_key, path.last_mut()) {
                    *key = shown(text.get(at + 1..close).unwrap_or_default());
                    expects_key = false;
                }
            }
            _ => {}
        }
    }
    // In an object without a key so far, the object itself is the place.
    let opened = matches!(path.last(), Some(Step::Key(key)) if key.is_empty());
    if of_object || opened {
        path.pop();
    }
    let mut joined = String::new();
    for step in path {
        let _ = match step {
            Step::Key(key) if joined.is_empty() => write!(joined, "{key}"),
            Step::Key(key) => write!(joined, ".{key}"),
            Step::Index(index) => write!(joined, "[{index}]"),
        };
    }
    if joined.is_empty() { "the top".to_owned() } else { joined }
}

/// Returns a key for display. One that does not look like a field name may be any data, so it is hidden.
fn shown(key: &str) -> String {
    let is_name = key.len() <= 40 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_name { key.to_owned() } else { "…".to_owned() }
}
