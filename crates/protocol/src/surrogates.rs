//! JSON escapes of half a character (unpaired surrogates).

/// Returns `json` with every unpaired surrogate escape, such as `\ud83d` alone, replaced by `\uFFFD`;
/// `None` if there is none.
///
/// Such a half comes from a text that was cut inside an emoji, and makes the JSON unreadable.
pub(crate) fn replace_unpaired(json: &str) -> Option<String> {
    let mut mended: Option<String> = None;
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = json[at..].find('\\') {
        at += found;
        match surrogate(json, at) {
            Some(Half::Leading) if surrogate(json, at + ESCAPE) == Some(Half::Trailing) => {
                at += 2 * ESCAPE;
            }
            Some(_) => {
                let mended = mended.get_or_insert_with(|| String::with_capacity(json.len()));
                mended.push_str(&json[kept..at]);
                mended.push_str("\\uFFFD");
                at += ESCAPE;
                kept = at;
            }
            // Skips a backslash and what it escapes, which may be another backslash.
            None => at += 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    mended.map(|mended| mended + &json[kept..])
}

/// Length of an escape.
const ESCAPE: usize = "\\ud83d".len();

#[derive(PartialEq)]
enum Half {
    Leading,
    Trailing,
}

/// Returns which half of a character the escape at `at` holds.
fn surrogate(json: &str, at: usize) -> Option<Half> {
    let digits = json.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::Leading),
        0xDC00..=0xDFFF => Some(Half::Trailing),
        _ => None,
    }
}
