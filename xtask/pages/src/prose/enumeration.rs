//! Enumerated values in prose.

use std::collections::BTreeSet;

use super::description::{Kind, Prose};
use crate::vocabulary::pattern::Pattern;

/// Longest note in brackets that only marks a value as the default.
const MOST_NOTE: usize = 20;

static LISTED: Pattern = Pattern::new(
    r"(?i)(?:取值|可选值|枚举值|枚举|\benum(?:eration)?(?:\s+values?)?|可取值|有效值|valid values?|possible values?|allowed values?|values?|one of)\s*(?:范围)?(?:为|是|有|包括|are|is|include)?\s*[::]\s*(?P<list>[^。;\n]*)",
);

/// A value marked as the default, as in `0（默认）`, at any place.
pub(super) static MARKED: Pattern = Pattern::new(
    r"(?i)(?P<value>-?[A-Za-z0-9_][A-Za-z0-9_.\-]*)\s*(?P<note>[(（]\s*(?:默认值?|缺省|default(?: value)?)\s*[)）])",
);

/// Returns the values that a description enumerates.
pub(crate) fn enumeration(prose: &Prose<'_>) -> Vec<String> {
    // A boolean has two values whatever a page says about them, and an object has keys.
    if prose.is_boolean() || prose.holds_json() {
        return Vec::new();
    }
    let mut values: Vec<String> = Vec::new();
    let bullets = items(prose.printed);
    let numeric = prose.kind() == Kind::Number;
    let fits = |value: &str| !numeric || value.parse::<i64>().is_ok();
    if bullets.len() > 1 && bullets.iter().all(|item| fits(&item.value)) {
        values.extend(bullets.into_iter().map(|item| item.value));
    } else {
        let unmarked = MARKED.replace_all(prose.printed, "$value");
        values = inline(&unmarked).into_iter().filter(|value| fits(value)).collect();
        if values.len() < 2 {
            values = listed(prose).into_iter().filter(|value| fits(value)).collect();
        }
    }
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    if values.len() < 2 { Vec::new() } else { values }
}

/// A value in a list of bullets.
pub(super) struct Item<'a> {
    pub(super) value: String,
    /// Whether the value is marked as the default.
    pub(super) default: bool,
    /// Its meaning.
    pub(super) meaning: &'a str,
}

/// Reads `- asc：升序 - desc（默认）：降序`, on one line or on several.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    let glued = text.lines().filter(|line| is_glued(line.trim())).count() > 1;
    let mut items = Vec::new();
    let mut index = 0;
    for line in text.split('\n').flat_map(after_colon) {
        for (at, part) in line.split(" - ").enumerate() {
            let part = part.trim();
            // After a bullet, a dash before a digit is a minus.
            let minus = is_glued(part) && (at > 0 || !glued);
            let bullet = if minus { None } else { part.strip_prefix(['-', '•', '·', '*']) };
            let bullet = bullet.map(str::trim_start);
            // Without a bullet the first part is a value only if no other part begins like it.
            let first = minus || part.starts_with(|c: char| c.is_ascii_digit());
            index += 1;
            if let Some(part) = bullet.or_else(|| (index > 1 || first).then_some(part)) {
                items.extend(item(part));
            }
        }
    }
    items
}

/// Returns whether a dash is directly before a digit.
fn is_glued(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Splits a line at bullets that follow a colon without a blank.
fn after_colon(line: &str) -> impl Iterator<Item = &str> {
    let cut = ["：-", ":-"].iter().filter_map(|mark| Some(line.find(mark)? + mark.len() - 1)).min();
    let (first, rest) = line.split_at(cut.unwrap_or(line.len()));
    [first, rest].into_iter().filter(|part| !part.is_empty())
}

fn item(part: &str) -> Option<Item<'_>> {
    let end = part.find([':', '：'])?;
    let meaning = part[end..].trim_start_matches([':', '：']);
    let label = part[..end].trim();
    let open = label.find(['(', '（']).unwrap_or(label.len());
    let (value, note) = label.split_at(open);
    let value = value.trim().trim_matches(['"', '\'', '`', '“', '”']);
    let default = is_default(note) || ends_as_default(meaning);
    (is_value(value) && !is_time(value, meaning)).then(|| Item {
        value: value.to_owned(),
        default,
        meaning,
    })
}

fn is_default(note: &str) -> bool {
    note.contains("默认") || note.to_ascii_lowercase().contains("default")
}

/// Returns whether the mark of the default follows the meaning: `中文（默认值）。`
fn ends_as_default(meaning: &str) -> bool {
    let meaning = meaning.trim_end_matches(|c: char| c.is_whitespace() || ".。;；,，".contains(c));
    let Some(inner) = meaning.strip_suffix([')', '）']) else { return false };
    let note = inner.rfind(['(', '（']).map_or("", |at| &inner[at..]);
    note.chars().count() <= MOST_NOTE && is_default(note)
}

/// Returns whether this is a time, such as `10` before `00`, and does not go on as a word.
fn is_time(hours: &str, minutes: &str) -> bool {
    let digits = minutes.bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = minutes[digits..].starts_with(char::is_alphabetic);
    hours.parse::<u8>().is_ok_and(|hours| hours < 25) && digits == 2 && !goes_on
}

fn is_value(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["Note", "Internal", "Third-party", "Example", "http", "https", "Tip", "Important"];
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && text.contains(|c: char| c.is_ascii_alphanumeric())
        && !WORDS.contains(&text)
}

/// Reads `0：未知，1：男，2：女`: numbers, each before its meaning.
fn inline(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', ';', '；', '、', ' ', '\n', '。', '(', '（', ')', '）']);
    let mut values = Vec::new();
    for part in parts {
        // In `取值：0：全部` both words before a colon may be a value.
        let mut labels = part.trim().split([':', '：', '=']).peekable();
        while let Some(label) = labels.next() {
            let Some(meaning) = labels.peek() else { break };
            let from = label
                .rfind(|c: char| !c.is_ascii_digit() && c != '-')
                .map_or(0, |at| at + label[at..].chars().next().map_or(1, char::len_utf8));
            let value = &label[from..];
            let first = values.is_empty() && label[..from].chars().all(|c| !c.is_ascii());
            let number = value.parse::<i64>().is_ok() && value.len() < 6;
            if (from == 0 || first) && number && !is_time(value, meaning) {
                values.push(value.to_owned());
            }
        }
    }
    values
}

/// Reads values after a word that announces them: `可选值：asc、desc`.
fn listed(prose: &Prose<'_>) -> Vec<String> {
    let Some(list) = LISTED.captures(&prose.half).and_then(|captures| captures.name("list")) else {
        return Vec::new();
    };
    let parts = list.as_str().split([',', '、', '/', '|']);
    let mut values = Vec::new();
    let parts = parts.flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" and "));
    for part in parts.flat_map(|part| part.split(['或', '和'])) {
        let value = part.trim().trim_start_matches("and ").trim_start_matches("or ");
        let value = value.split(". ").next().unwrap_or_default();
        let value = value.trim_matches(['"', '\'', '`', '.', ' ']);
        let value = value.split(['(', ':']).next().unwrap_or_default().trim();
        if !is_value(value) {
            break;
        }
        values.push(value.to_owned());
    }
    values
}
