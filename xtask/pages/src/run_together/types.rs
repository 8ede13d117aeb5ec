//! How pages spell types.

use super::words::{flag, is_plain_word};
use crate::vocabulary::types::{CHINESE, KNOWN, SPECIAL};

/// A type at the start of a text, and how sure it is.
pub(crate) struct Found {
    pub(crate) length: usize,
    pub(crate) score: i32,
}

/// Returns whether it is worth looking for a type or for another cell here: names go on in small
/// letters.
pub(crate) fn may_begin(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.starts_with(small)
        || KNOWN
            .split(' ')
            .filter(|name| name.starts_with(small))
            .any(|name| text.starts_with(name))
}

/// Returns a known type at the start of a text.
pub(crate) fn known(text: &str) -> Option<Found> {
    let chinese = CHINESE.split(' ').find(|name| text.starts_with(name));
    if let Some(name) = chinese {
        // Descriptions begin with these words too.
        return Some(Found { length: name.len(), score: 3 });
    }
    KNOWN.split(' ').find_map(|name| {
        let rest = text.strip_prefix(name)?;
        let length = name.len() + generics(rest);
        let lists = text[length..].len() - text[length..].trim_start_matches("[]").len();
        let length = length + lists;
        let length = length + of_items(&text[length..]);
        let length = length + note(&text[length..]);
        let after = text[length..].chars().next();
        // `Listing` is no type, and `ListUserResponse` one of the page's own.
        let word_goes_on = length == name.len()
            && (after.is_some_and(|c| c.is_ascii_lowercase())
                || (after.is_some_and(|c| c.is_ascii_uppercase())
                    && !is_plain_word(&text[length..])
                    && !is_whole_flag(&text[length..])
                    && known(&text[length..]).is_none()));
        let small = name.starts_with(char::is_lowercase);
        let score = if lists > 0 {
            80
        } else if small {
            15
        } else {
            60
        };
        (SPECIAL.split(' ').any(|special| special == name) || !word_goes_on)
            .then_some(Found { length, score })
    })
}

/// Returns a type of the page's own at the start of a text that goes on behind it.
pub(crate) fn custom(text: &str) -> Option<Found> {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let run = text
        .char_indices()
        .take(120)
        .find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '_')
        .map_or(text.len().min(120), |(at, _)| at);
    if text[run..].starts_with("[]") {
        let lists = text[run..].len() - text[run..].trim_start_matches("[]").len();
        return Some(Found { length: run + lists, score: 30 });
    }
    // `PageVo` in `PageVoThe query result`: the last hump is the first word of a sentence.
    let sentence = text[run..].chars().next().is_some_and(|c| c.is_ascii());
    match last_word(&text[..run]) {
        Some(at) if sentence && at > 0 => Some(Found { length: at, score: 10 }),
        _ => Some(Found { length: run, score: 5 }),
    }
}

/// Returns the length of ` of String` or ` Array` behind a type.
fn of_items(text: &str) -> usize {
    if text.starts_with(" Array") {
        return " Array".len();
    }
    let item = text
        .strip_prefix(" of ")
        .and_then(|item| KNOWN.split(' ').find(|name| item.starts_with(*name)));
    item.map_or(0, |name| " of ".len() + name.len())
}

/// Returns the length of `(JSON)` behind a type.
fn note(text: &str) -> usize {
    let Some(open) = text.chars().next().filter(|c| matches!(c, '(' | '（')) else { return 0 };
    let inner = &text[open.len_utf8()..];
    let word = inner.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let close = inner[word..].chars().next().filter(|c| matches!(c, ')' | '）'));
    close.filter(|_| word > 0).map_or(0, |close| open.len_utf8() + word + close.len_utf8())
}

/// Returns whether a text begins with `Yes` or `No` and then something else, unlike in `NodeList`.
fn is_whole_flag(text: &str) -> bool {
    let length = flag(text);
    let after = text[length..].chars().next();
    length > 0 && after.is_none_or(|c| !c.is_ascii_lowercase())
}

/// Returns where the last word of a run of them begins: `Vo` in `PageVo`, `URL` in `PageVoURL`.
fn last_word(run: &str) -> Option<usize> {
    let bytes = run.as_bytes();
    let mut at = bytes.iter().rposition(u8::is_ascii_uppercase)?;
    let acronym = at + 1 == run.len() || &run[at + 1..] == "s";
    while acronym && at > 0 && bytes[at - 1].is_ascii_uppercase() {
        at -= 1;
    }
    Some(at)
}

/// Returns the length of `<…>` at the start of a text.
fn generics(text: &str) -> usize {
    if !text.starts_with(['<', '＜']) {
        return 0;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(120) {
        match c {
            '<' | '＜' => depth += 1,
            '>' | '＞' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    0
}
