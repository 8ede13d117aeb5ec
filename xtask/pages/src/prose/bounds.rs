//! Bounds in sentences: `最大列表长度50`, `Up to 20 values are allowed`, `取值范围1~100`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Kind, Prose};
use crate::facts::Limits;

/// What a number next to a word of measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    None,
    Characters,
    Items,
    /// Time, size in bytes, calls: nothing that bounds the value itself.
    Foreign,
}

static MOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?P<zh>最大|最多|最长|至多|不超过|不能超过|不得超过|不可超过|不要超过|超过|不大于|不能大于|小于等于|小于或等于|上限|限制|限定|仅支持|长度限制)[^0-9。;,\n]{0,12}?|\b(?P<en>maximum|max|up to|at most|no more than|not more than|(?:cannot|can't|must not|not|may not) exceed|exceeds?|limit(?:ed)? (?:is|to|of)|(?:no|not be|not) (?:greater|larger|longer|more) than|less than or equal to|within)\b[^0-9.;\n]{0,40}?|(?P<sign><=|≤))\s*(?P<number>-?[0-9][0-9,]*)(?P<more>万)?",
    )
});

static MOST_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<number>[0-9][0-9,]*)(?P<more>万)?\s*(?P<unit>个字符|字符|个汉字|个字|字|个|条|项|人|位|名)?(?:以内|之内|以下)|(?P<number2>[0-9]+(?:,[0-9]{3})*)\s+(?P<unit2>[a-z]+\s+)?(?:or (?:fewer|less)|at most|maximum|max\b)",
    )
});

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:取值范围|有效范围|范围|取值|有效值|长度|介于|可选值|value range|valid range|range|valid values|between|values? from|length)(?P<gap>[^0-9\-\n。;]{0,14}?)[\[(]?\s*(?P<low>-?[0-9]+)\s*\]?\s*(?:-|~|～|到|至|\bto\b|\band\b|,|\.\.+|…|——)\s*\[?(?P<high>-?[0-9][0-9]*)",
    )
});

static BARE_RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<low>[0-9]+)\s*(?:-|~|～|到|至|\bto\b)\s*(?P<high>[0-9]+)\s*(?P<unit>个字符|字符|个字|之间|characters|chars)",
    )
});

static LEAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:最小|最少|不小于|不少于|不低于|大于等于|大于或等于|不能小于|至少)[^0-9。;,\n\-]{0,8}?|\b(?:minimum|min|at least|(?:no|not) (?:be )?less than|greater than or equal to)\b[^0-9.;\n\-]{0,30}?|>=|≥)\s*(?P<number>-?[0-9]+)",
    )
});

static ABOVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:大于|(?:greater|more|larger) than)\s*(?P<number>-?[0-9]+)"));

static FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:从|由|自)\s*(?P<zh>[0-9]+)\s*(?:开始|起|计)|(?:起始值|起始页)(?:为|是|:)?\s*(?P<zh2>[0-9]+)|(?:\b(?:starts?|starting|begins?|beginning|counting|counted|counts)\s+(?:from|at|with)\s+|(?:^|[.;,]\s*)from\s+)(?P<en>[0-9]+)(?P<tail>\s*(?:to|-|~)\s*[0-9])?",
    )
});

/// `限制为1~20`: the number is the lower end of a range.
static RANGE_GOES_ON: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:~|～|到|至|-)\s*[0-9]"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of the reader is wrong: {error}"))
}

/// The bounds that a description states, and what is doubtful about them.
pub(crate) fn bounds(prose: &Prose<'_>) -> (Limits, Vec<String>) {
    let mut found = Found { limits: Limits::default(), doubts: Vec::new() };
    let kind = prose.kind();
    if kind == Kind::Other || !prose.folded.contains(|c: char| c.is_ascii_digit()) {
        return (found.limits, found.doubts);
    }
    let text = prose.folded.as_str();
    for captures in RANGE.captures_iter(text).chain(BARE_RANGE.captures_iter(text)) {
        found.range(prose, kind, &captures);
    }
    for captures in MOST.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        if let Some(number) = number(&captures, "number") {
            let after = &text[whole.end()..];
            if RANGE_GOES_ON.is_match(after) {
                continue;
            }
            let unit = unit(after);
            let lead = lead(text, whole.start(), whole.as_str());
            if lead.contains("字段") || is_double(lead) {
                continue;
            }
            found.most(prose, kind, number, unit, lead);
        }
    }
    for captures in MOST_BEHIND.captures_iter(text) {
        let unit =
            captures.name("unit").or(captures.name("unit2")).map_or("", |unit| unit.as_str());
        let number = number(&captures, "number").or_else(|| number(&captures, "number2"));
        if let Some(number) = number {
            found.most(prose, kind, number, self::unit(unit), "");
        }
    }
    if kind == Kind::Number {
        for captures in LEAST.captures_iter(text) {
            if let (Some(whole), Some(number)) = (captures.get(0), number(&captures, "number"))
                && unit(&text[whole.end()..]) != Unit::Foreign
            {
                found.least(number);
            }
        }
        for captures in ABOVE.captures_iter(text) {
            let before = captures.get(0).map_or("", |whole| &text[..whole.start()]);
            if let Some(number) = number(&captures, "number")
                && !before.ends_with(['不', '能'])
                && !before.ends_with("not ")
                && !before.ends_with("no ")
            {
                found.least(number + 1);
            }
        }
        for captures in FROM.captures_iter(text) {
            let number = ["zh", "zh2", "en"].iter().find_map(|name| number(&captures, name));
            if let (Some(number), None) = (number, captures.name("tail")) {
                found.least(number);
            }
        }
    }
    (found.limits, found.doubts)
}

struct Found {
    limits: Limits,
    doubts: Vec<String>,
}

impl Found {
    fn most(&mut self, prose: &Prose<'_>, kind: Kind, number: i64, unit: Unit, lead: &str) {
        let says = |words: &[&str]| words.iter().any(|word| lead.contains(word));
        let of_length = says(&["长度", "length", "最长", "字数", "number of characters"]);
        let of_list = says(&["列表", "list", "数组", "number of"]) && !lead.contains("characters");
        match (kind, unit) {
            (_, Unit::Foreign) | (Kind::Other, _) => {}
            (Kind::Number, Unit::Items) if !counts(prose) => {
                let text = format!("`{number}` seems to bound something else than the value");
                self.doubts.push(text);
            }
            (Kind::List, Unit::Characters) => {
                self.doubts.push(format!("`{number}` characters bound an item, not the list"));
            }
            (Kind::List, _) => set(&mut self.limits.max_items, number, &mut self.doubts),
            (Kind::Number | Kind::Text, Unit::Characters) => {
                set(&mut self.limits.max_chars, number, &mut self.doubts);
            }
            (Kind::Number, _) => set(&mut self.limits.max, number, &mut self.doubts),
            (Kind::Text, Unit::Items) => {
                set(&mut self.limits.max_items, number, &mut self.doubts);
            }
            (Kind::Text, Unit::None) if of_list || (of_length && is_joined(prose)) => {
                set(&mut self.limits.max_items, number, &mut self.doubts);
            }
            (Kind::Text, Unit::None) if of_length => {
                set(&mut self.limits.max_chars, number, &mut self.doubts);
            }
            (Kind::Text, Unit::None) if is_joined(prose) => {
                set(&mut self.limits.max_items, number, &mut self.doubts);
            }
            (Kind::Text, Unit::None) => {
                set(&mut self.limits.max, number, &mut self.doubts);
                self.doubts.push(format!("`{number}` is taken for the largest value of a text"));
            }
        }
    }

    fn least(&mut self, number: i64) {
        set(&mut self.limits.min, number, &mut self.doubts);
    }

    fn range(&mut self, prose: &Prose<'_>, kind: Kind, captures: &Captures<'_>) {
        let (Some(low), Some(high)) = (number(captures, "low"), number(captures, "high")) else {
            return;
        };
        let Some(whole) = captures.get(0) else { return };
        let own = captures.name("unit").map_or("", |unit| unit.as_str());
        let after = if own.is_empty() { unit(&prose.folded[whole.end()..]) } else { unit(own) };
        // `1, 2` lists values, and a bound says at least one of two.
        let listed = whole.as_str().contains(',') && !whole.as_str().contains(['[', '(']);
        if low >= high || listed || after == Unit::Foreign {
            return;
        }
        let lead = lead(&prose.folded, whole.start(), whole.as_str());
        match kind {
            Kind::Number if after != Unit::Characters && !lead.contains("长度") => {
                set(&mut self.limits.min, low, &mut self.doubts);
                set(&mut self.limits.max, high, &mut self.doubts);
            }
            _ => self.most(prose, kind, high, after, lead),
        }
    }
}

/// The first bound counts; another one is a doubt.
fn set(slot: &mut Option<i64>, number: i64, doubts: &mut Vec<String>) {
    match slot {
        None => *slot = Some(number),
        Some(known) if *known != number => {
            doubts.push(format!("two bounds, {known} and {number}: the first is read"));
        }
        Some(_) => {}
    }
}

fn number(captures: &Captures<'_>, name: &str) -> Option<i64> {
    let digits = captures.name(name)?.as_str().trim_end_matches(',').replace(',', "");
    let number: i64 = digits.parse().ok()?;
    match captures.name("more") {
        Some(_) => number.checked_mul(10_000),
        None => Some(number),
    }
}

/// The words that say what is bounded: a few before the match, and the match itself.
fn lead<'a>(text: &'a str, start: usize, whole: &str) -> &'a str {
    let end = start + whole.len();
    let mut from = start.saturating_sub(36);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..end];
    // Only the sentence at hand, or the part of it behind the last comma.
    let cut = text[from..start].rfind(['.', '。', ';', '\n', ',']).map_or(0, |at| at + 1);
    let mut cut = cut;
    while !before.is_char_boundary(cut) {
        cut += 1;
    }
    &before[cut..]
}

/// "does not exceed" and "超过" alone say nothing without their "not".
fn is_double(lead: &str) -> bool {
    let zh = lead.contains("超过") && !lead.contains("不") && !lead.contains("勿");
    let en = lead.contains("exceed") && !lead.contains("not") && !lead.contains("n't");
    zh || en
}

fn unit(after: &str) -> Unit {
    let after = after.trim_start_matches([' ', '(', '\u{a0}']);
    let starts = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    let word: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
    let foreign = [
        "天",
        "日",
        "小时",
        "分钟",
        "秒",
        "毫秒",
        "个月",
        "月",
        "年",
        "周",
        "次",
        "字节",
        "兆",
        "层",
        "个小时",
        "个工作日",
        "级",
        "倍",
        "元",
        "%",
        "个自然日",
        "qps",
        "行",
    ];
    let foreign_words = [
        "day",
        "days",
        "hour",
        "hours",
        "minute",
        "minutes",
        "second",
        "seconds",
        "month",
        "months",
        "year",
        "years",
        "week",
        "weeks",
        "times",
        "time",
        "mb",
        "kb",
        "gb",
        "m",
        "k",
        "g",
        "byte",
        "bytes",
        "ms",
        "milliseconds",
        "calls",
        "levels",
        "layers",
        "requests",
        "s",
        "h",
        "min",
    ];
    let characters = [
        "字符",
        "个字符",
        "字",
        "个字",
        "汉字",
        "个汉字",
        "个中文",
        "位",
        "个英文",
        "中文",
        "个utf",
    ];
    if starts(&foreign) || foreign_words.contains(&word.as_str()) {
        Unit::Foreign
    } else if starts(&characters)
        || ["character", "characters", "char", "chars", "letters", "digits", "utf"]
            .contains(&word.as_str())
    {
        Unit::Characters
    } else if starts(&["个", "条", "项", "人", "名", "组", "部门", "份", "张", "家", "件"])
        || (word.len() > 1 && is_counted(after))
    {
        Unit::Items
    } else {
        Unit::None
    }
}

/// A plural among the next words: "department IDs", "values".
fn is_counted(after: &str) -> bool {
    const NOT_COUNTED: [&str; 16] = [
        "and",
        "or",
        "is",
        "are",
        "as",
        "this",
        "has",
        "in",
        "if",
        "the",
        "by",
        "when",
        "for",
        "to",
        "with",
        "inclusive",
    ];
    after
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .take(3)
        .take_while(|word| !NOT_COUNTED.contains(word))
        .any(|word| word.ends_with('s') || ["people", "data"].contains(&word))
}

/// Whether a number is itself a count, so that "at most 100 rows" bounds it.
fn counts(prose: &Prose<'_>) -> bool {
    let name = prose.name.to_ascii_lowercase();
    let names =
        ["size", "limit", "count", "max", "num", "rows", "length", "page", "top", "quantity"];
    let words = [
        "分页",
        "每页",
        "/页",
        "条数",
        "数量",
        "个数",
        "page size",
        "rows",
        "per page",
        "number of",
    ];
    names.iter().any(|part| name.contains(part))
        || words.iter().any(|part| prose.folded.contains(part))
}

/// Whether a text holds a list joined by commas.
fn is_joined(prose: &Prose<'_>) -> bool {
    let words = ["逗号", "comma", "列表", "list of", "分隔", "separate", "多个", "multiple"];
    words.iter().any(|word| prose.folded.contains(word))
}
