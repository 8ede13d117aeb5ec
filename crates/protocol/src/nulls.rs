//! Removal of `null` members from JSON.

/// Returns `json` without the `null` members of objects, in the same order. Only members without spaces between key and
/// value are removed, as `serde_json` writes them; JSON that a caller has passed on as it was may have spaces elsewhere.
pub(crate) fn without_nulls(json: String) -> String {
    if !json.contains(NULL_MEMBER) {
        return json;
    }
    let mut kept = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(quote) = rest.find('"') {
        let (before, text) = rest.split_at(quote);
        let (text, behind) = text.split_at(end_of_text(text));
        kept.push_str(before);
        rest = match behind.strip_prefix(":null") {
            None => {
                kept.push_str(text);
                behind
            }
            Some(behind) => behind.trim_start().strip_prefix(',').unwrap_or_else(|| {
                // The removed member was the last one, so the comma before it goes too.
                if let Some(before) = kept.trim_end().strip_suffix(',') {
                    kept.truncate(before.len());
                }
                behind
            }),
        };
    }
    kept.push_str(rest);
    kept
}

const NULL_MEMBER: &str = "\":null";

/// Returns the end of the string that `json` begins with, quotes included.
fn end_of_text(json: &str) -> usize {
    let mut escaped = false;
    let closing = json.bytes().enumerate().skip(1).find(|(_, byte)| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    closing.map_or(json.len(), |(at, _)| at + 1)
}
