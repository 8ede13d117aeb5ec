//! Default values in prose.

use serde_json::Value;

use super::description::{Kind, Prose};
use super::enumeration::{MARKED, items};
use crate::vocabulary::pattern::Pattern;

static DEFAULT: Pattern = Pattern::new(
    r#"(?i)(?:默认值\s*(?:为|是|:|=)?\s*:?|(?:默认|缺省)(?:值)?\s*(?:为|是|:|=|传|取|使用)\s*|(?:默认|缺省)\s*|\bdefaults?\s+(?:value\s+)?(?:value\s+)?(?:is|to|of|:|=)\s+|\bdefault(?:\s+value)?\s*[:=]\s*|\bby default,?\s+|\bdefault\s+)["'`\[]?(?P<value>-?[A-Za-z0-9_][A-Za-z0-9_./\-]*)"#,
);

/// Returns the default in a description, in the type of the parameter.
pub(crate) fn default(prose: &Prose<'_>) -> (Option<Value>, Option<String>) {
    if let Some(item) = items(prose.printed).iter().find(|item| item.default) {
        return typed(prose, &item.value);
    }
    if let Some(value) = MARKED.captures(prose.printed).and_then(|marked| marked.name("value")) {
        return typed(prose, value.as_str());
    }
    let half = prose.half.as_str();
    let mut doubt = None;
    for captures in DEFAULT.captures_iter(half) {
        let Some(value) = captures.name("value") else { continue };
        let text = value.as_str().trim_end_matches(['.', '-', '/']);
        let lead =
            half[captures.get(0).map_or(0, |whole| whole.start())..value.start()].to_lowercase();
        // Without a verb, only an unmistakable value is a default.
        let stated = ["值", "为", "是", ":", "=", "is", " to", "取", "传"]
            .iter()
            .any(|word| lead.contains(word));
        // In `默认zh_CN。` the word is the default if no other text follows.
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

/// Returns the value in a sentence, in the type of the parameter.
fn typed(prose: &Prose<'_>, text: &str) -> (Option<Value>, Option<String>) {
    let doubt = || Some(format!("the default `{text}` does not fit the type"));
    if prose.is_boolean() {
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

/// Returns whether a value is only the first word of a phrase, as in "the default group of".
fn is_word(text: &str, after: &str) -> bool {
    let letters = text.chars().all(|c| c.is_ascii_alphabetic());
    let goes_on = after.strip_prefix(' ').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.starts_with("and ")
    });
    letters && goes_on
}
