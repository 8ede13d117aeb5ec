//! Defaults, pairs and enumerated values in sentences.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::{Kind, Prose};
use crate::clean::half_width;

/// How long a note in brackets may be to say nothing but that a value is the default.
const MOST_NOTE: usize = 20;

static DEFAULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)(?:默认值\s*(?:为|是|:|=)?\s*:?|(?:默认|缺省)(?:值)?\s*(?:为|是|:|=|传|取|使用)\s*|(?:默认|缺省)\s*|\bdefaults?\s+(?:value\s+)?(?:value\s+)?(?:is|to|of|:|=)\s+|\bdefault(?:\s+value)?\s*[:=]\s*|\bby default,?\s+|\bdefault\s+)["'`\[]?(?P<value>-?[A-Za-z0-9_][A-Za-z0-9_./\-]*)"#,
    )
});

static PARTNER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:only|must|together|takes? effect|valid|works?|effective|used|set)\b[^.;。\n]{0,60}?\b(?:with|along with|and)\s+(?:the\s+)?(?P<en>[A-Za-z_][A-Za-z0-9_]*)|(?:与|和|跟|同|需配合|配合)\s*(?:参数\s*)?(?P<zh>[A-Za-z_][A-Za-z0-9_]*)\s*(?:参数|字段)?\s*(?:同时|一起|一同|配合|搭配|共同)",
    )
});

static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:取值|可选值|枚举值|枚举|\benum(?:eration)?(?:\s+values?)?|可取值|有效值|valid values?|possible values?|allowed values?|values?|one of)\s*(?:范围)?(?:为|是|有|包括|are|is|include)?\s*[::]\s*(?P<list>[^。;\n]*)",
    )
});

/// `0（默认）`, wherever it stands.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?P<value>-?[A-Za-z0-9_][A-Za-z0-9_.\-]*)\s*(?P<note>[(（]\s*(?:默认值?|缺省|default(?: value)?)\s*[)）])",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of the reader is wrong: {error}"))
}

/// The default that a description states, in the type of the parameter.
pub(crate) fn default(prose: &Prose<'_>) -> (Option<Value>, Option<String>) {
    if let Some(item) = items(prose.printed).iter().find(|item| item.default) {
        return typed(prose, &item.value);
    }
    if let Some(value) = MARKED.captures(prose.printed).and_then(|marked| marked.name("value")) {
        return typed(prose, value.as_str());
    }
    let half: String = prose.printed.chars().map(half_width).collect();
    let mut doubt = None;
    for captures in DEFAULT.captures_iter(&half) {
        let Some(value) = captures.name("value") else { continue };
        let text = value.as_str().trim_end_matches(['.', '-', '/']);
        let lead =
            half[captures.get(0).map_or(0, |whole| whole.start())..value.start()].to_lowercase();
        // Without a verb only a value that nothing else can be is a default.
        let stated = ["值", "为", "是", ":", "=", "is", " to", "取", "传"]
            .iter()
            .any(|word| lead.contains(word));
        // `默认zh_CN。`: the word stands for itself where nothing goes on.
        let constant = !text.contains(|c: char| c.is_ascii_lowercase());
        let alone = (lead.ends_with(['认', '省']) || lead.ends_with("default ") && constant)
            && half[value.end()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != ' ');
        let stated = stated || alone;
        let plain = text.parse::<i64>().is_ok() || matches!(text, "true" | "false");
        if text.is_empty() || (!stated && !plain) || (is_word(text, &half[value.end()..]) && !plain)
        {
            continue;
        }
        let (found, problem) = typed(prose, text);
        if found.is_some() {
            return (found, problem);
        }
        doubt = doubt.or(problem);
    }
    (None, doubt)
}

/// A value that a table cell or a sentence names, in the type of the parameter.
pub(crate) fn typed(prose: &Prose<'_>, text: &str) -> (Option<Value>, Option<String>) {
    let is_boolean = prose.ty.is_some_and(|ty| ty.to_ascii_lowercase().starts_with("bool"));
    let doubt = || Some(format!("the default `{text}` does not fit the type"));
    if is_boolean {
        return match text {
            "true" | "TRUE" | "True" => (Some(Value::Bool(true)), None),
            "false" | "FALSE" | "False" => (Some(Value::Bool(false)), None),
            _ => (None, doubt()),
        };
    }
    match prose.kind() {
        Kind::Number => match text.parse::<i64>() {
            Ok(number) => (Some(Value::from(number)), None),
            Err(_) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => (Some(Value::from(number)), None),
                _ => (None, doubt()),
            },
        },
        Kind::Text | Kind::List | Kind::Other => (Some(Value::String(text.to_owned())), None),
    }
}

/// The parameter without which this one has no effect, among the names of its neighbours.
pub(crate) fn partner(prose: &Prose<'_>, names: &[&str]) -> Option<String> {
    let known = |name: &str| names.iter().find(|known| **known == name && **known != prose.name);
    let words = ["together", "only", "effect", "同时", "一起", "配合", "搭配", "一同", "共同"];
    if !words.iter().any(|word| prose.folded.contains(word)) {
        return None;
    }
    let half: String = prose.printed.chars().map(half_width).collect();
    PARTNER
        .captures_iter(&half)
        .filter_map(|captures| captures.name("en").or(captures.name("zh")))
        .find_map(|name| known(name.as_str()))
        .map(|name| (*name).to_owned())
}

/// The values that a description enumerates.
pub(crate) fn enumeration(prose: &Prose<'_>) -> Vec<String> {
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
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    if values.len() < 2 { Vec::new() } else { values }
}

/// A value in a list of bullets, and whether it is marked as the default.
struct Item {
    value: String,
    default: bool,
}

/// `- asc：升序 - desc（默认）：降序`, on one line or on several.
fn items(text: &str) -> Vec<Item> {
    let text = text.replace("：-", "：\n-").replace(":-", ":\n-");
    let mut items = Vec::new();
    let parts = text.split('\n').flat_map(|line| line.split(" - "));
    for (index, part) in parts.enumerate() {
        let part = part.trim();
        let bullet = part.strip_prefix(['-', '•', '·', '*']).map(str::trim_start);
        // Without a bullet the first part is a value only where nothing else begins like it.
        let first = || part.starts_with(|c: char| c.is_ascii_digit()).then_some(part);
        let Some(part) = bullet.or_else(|| if index > 0 { Some(part) } else { first() }) else {
            continue;
        };
        let Some(end) = part.find([':', '：']) else { continue };
        let label = part[..end].trim();
        let open = label.find(['(', '（']).unwrap_or(label.len());
        let (value, note) = label.split_at(open);
        let value = value.trim().trim_matches(['"', '\'', '`', '“', '”']);
        let default = is_default(note) || ends_as_default(&part[end..]);
        if is_value(value) {
            items.push(Item { value: value.to_owned(), default });
        }
    }
    items
}

fn is_default(note: &str) -> bool {
    note.contains("默认") || note.to_ascii_lowercase().contains("default")
}

/// `中文（默认值）。`: the mark stands behind the meaning.
fn ends_as_default(meaning: &str) -> bool {
    let meaning = meaning.trim_end_matches(|c: char| c.is_whitespace() || ".。;；,，".contains(c));
    let Some(inner) = meaning.strip_suffix([')', '）']) else { return false };
    let note = inner.rfind(['(', '（']).map_or("", |at| &inner[at..]);
    note.chars().count() <= MOST_NOTE && is_default(note)
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

/// `0：未知，1：男，2：女`: numbers, each before its meaning.
fn inline(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', ';', '；', '、', ' ', '\n', '。', '(', '（', ')', '）']);
    let mut values = Vec::new();
    for part in parts {
        // Of `取值：0：全部` both words before a colon may be a value.
        let mut labels = part.trim().split([':', '：', '=']).peekable();
        while let Some(label) = labels.next() {
            if labels.peek().is_none() {
                break;
            }
            let from = label
                .rfind(|c: char| !c.is_ascii_digit() && c != '-')
                .map_or(0, |at| at + label[at..].chars().next().map_or(1, char::len_utf8));
            let value = &label[from..];
            let first = values.is_empty() && label[..from].chars().all(|c| !c.is_ascii());
            if (from == 0 || first) && value.parse::<i64>().is_ok() && value.len() < 6 {
                values.push(value.to_owned());
            }
        }
    }
    values
}

/// `可选值：asc、desc`: values behind a word that announces them.
fn listed(prose: &Prose<'_>) -> Vec<String> {
    let half: String = prose.printed.chars().map(half_width).collect();
    let Some(list) = LISTED.captures(&half).and_then(|captures| captures.name("list")) else {
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

/// Whether a value is rather the first word of a phrase: "the default group of".
fn is_word(text: &str, after: &str) -> bool {
    let letters = text.chars().all(|c| c.is_ascii_alphabetic());
    let goes_on = after.strip_prefix(' ').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.starts_with("and ")
    });
    letters && goes_on
}
