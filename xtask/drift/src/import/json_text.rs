//! A JSON text with other values: what is equal stays as it is written.

use std::ops::Range;

use serde_json::Value;
use xtask_spec::json::{Ranged as _, Value as Written, parse};

/// Returns `text` with every part replaced that is not what `wanted` has there. `None` if the text is
/// no JSON.
pub(super) fn amend(text: &str, wanted: &Value) -> Option<String> {
    let node = parse(text).ok()?;
    let mut edits = Vec::new();
    compare(text, &node, wanted, &mut edits);
    let mut amended = text.to_owned();
    // From the end, so that the places before stay right.
    edits.sort_by_key(|(range, _): &(Range<usize>, String)| std::cmp::Reverse(range.start));
    for (range, with) in edits {
        amended.replace_range(range, &with);
    }
    Some(amended)
}

fn compare(
    text: &str,
    node: &Written<'_>,
    wanted: &Value,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let raw = node.text(text);
    if serde_json::from_str::<Value>(raw).is_ok_and(|held| held == *wanted) {
        return;
    }
    match (node, wanted) {
        (Written::Object(members), Value::Object(wanted))
            if members.properties.len() == wanted.len()
                && members.properties.iter().all(|it| wanted.contains_key(it.name.as_str())) =>
        {
            for member in &members.properties {
                compare(text, &member.value, &wanted[member.name.as_str()], edits);
            }
        }
        (Written::Array(items), Value::Array(wanted)) if items.elements.len() == wanted.len() => {
            for (item, wanted) in items.elements.iter().zip(wanted) {
                compare(text, item, wanted, edits);
            }
        }
        _ => {
            let line = text[..node.start()].rfind('\n').map_or(0, |at| at + 1);
            let indent = text[line..].len() - text[line..].trim_start_matches(' ').len();
            let pretty = serde_json::to_string_pretty(wanted).unwrap_or_default();
            let pretty = pretty.replace('\n', &format!("\n{}", " ".repeat(indent)));
            edits.push((node.start()..node.end(), pretty));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::amend;

    #[test]
    fn what_is_equal_stays_as_it_is_written() {
        let text = "{\n  \"a\":1,  \"list\": [ {\"b\" : 2} , 3 ]\n}\n";
        let amended = amend(text, &json!({"a": 1, "list": [{"b": 4}, 3]})).unwrap();
        assert_eq!(amended, "{\n  \"a\":1,  \"list\": [ {\"b\" : 4} , 3 ]\n}\n");
        assert_eq!(amend(text, &json!({"list": [{"b": 2}, 3], "a": 1})).unwrap(), text);
    }

    #[test]
    fn what_has_other_members_is_replaced_as_a_whole() {
        let text = "{ \"a\": {\"b\": 1}, \"c\":  2 }";
        let amended = amend(text, &json!({"a": {"d": 1}, "c": 2})).unwrap();
        assert_eq!(amended, "{ \"a\": {\n  \"d\": 1\n}, \"c\":  2 }");
    }
}
