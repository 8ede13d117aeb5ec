//! Bounds in sentences: `最大列表长度50`, `Up to 20 values are allowed`, `取值范围1~100`.

use regex::Captures;

use super::description::{Kind, Prose};
use super::enumeration::items;
use super::measure::{Unit, counts, is_joined, unit};
use crate::facts::Limits;
use crate::vocabulary::pattern::Pattern;
use crate::vocabulary::spelling::fold;

static MOST: Pattern = Pattern::new(
    r"(?:(?P<zh>最大|最多|最长|至多|不超过|不能超过|不得超过|不可超过|不要超过|超过|不大于|不能大于|小于等于|小于或等于|上限|限制|限定|仅支持|长度限制)[^0-9。;,\n]{0,12}?|\b(?P<en>maximum|max|up to|at most|no more than|not more than|(?:cannot|can't|must not|not|may not) exceed|exceeds?|limit(?:ed)? (?:is|to|of)|(?:no|not be|not) (?:greater|larger|longer|more) than|less than or equal to|within)\b[^0-9.;\n]{0,40}?|(?P<sign><=|≤))\s*(?P<number>-?[0-9][0-9,]*)(?P<more>万)?",
);

static MOST_BEHIND: Pattern = Pattern::new(
    r"(?P<number>[0-9][0-9,]*)(?P<more>万)?\s*(?P<unit>个字节|字节|个字符|字符|个汉字|个字|字|个|条|项|人|位|名)?(?:以内|之内|以下)|(?P<number2>[0-9]+(?:,[0-9]{3})*)\s+(?P<unit2>[a-z]+\s+)?(?:or (?:fewer|less)|at most|maximum|max\b)",
);

static RANGE: Pattern = Pattern::new(
    r"(?:取值范围|有效范围|范围|取值|有效值|长度|介于|可选值|value range|valid range|range|valid values|between|values? from|length)(?P<gap>[^0-9\-\n。;]{0,14}?)[\[(]?\s*(?P<low>-?[0-9]+)\s*\]?\s*(?:-|~|～|到|至|\bto\b|\band\b|,|\.\.+|…|——)\s*\[?(?P<high>-?[0-9][0-9]*)",
);

static BARE_RANGE: Pattern = Pattern::new(
    r"(?P<low>[0-9]+)\s*(?:-|~|～|到|至|\bto\b)\s*(?P<high>[0-9]+)\s*(?P<unit>个字符|字符|个字|之间|characters|chars)",
);

static LEAST: Pattern = Pattern::new(
    r"(?:(?:最小|最少|最短|不小于|不少于|不低于|大于等于|大于或等于|不能小于|至少)[^0-9。;,\n\-]{0,8}?|\b(?:minimum|min|at least|(?:no|not) (?:be )?less than|greater than or equal to)\b[^0-9.;\n\-]{0,30}?|>=|≥)\s*(?P<number>-?[0-9]+)",
);

static ABOVE: Pattern =
    Pattern::new(r"(?:大于|(?:greater|more|larger) than)\s*(?P<number>-?[0-9]+)");

static FROM: Pattern = Pattern::new(
    r"(?:从|由|自)\s*(?P<zh>[0-9]+)\s*(?:开始|起|计)|(?:起始值|起始页)(?:为|是|:)?\s*(?P<zh2>[0-9]+)|(?:\b(?:starts?|starting|begins?|beginning|counting|counted|counts)\s+(?:from|at|with)\s+|(?:^|[.;,]\s*)from\s+)(?P<en>[0-9]+)(?P<tail>\s*(?:to|-|~)\s*[0-9])?",
);

/// A distance in days.
static DAYS: Pattern = Pattern::new(
    r"(?:最多|最大|必须在|不能超过|不超过|不得超过|不可超过|不能大于|不大于|超过|exceed|at most|no more than|up to|within|maximum|less than)[^0-9]{0,24}?(?P<days>[0-9]+)\s*(?:个?自然日|天|日|days?\b)",
);

/// In `限制为1~20` the number is the lower end of a range.
static RANGE_GOES_ON: Pattern = Pattern::new(r"^\s*(?:~|～|到|至|-)\s*[0-9]");

/// Bytes before a match that show what it bounds.
const MOST_LEAD: usize = 36;

/// Words for display: such a bound limits the display and not the value.
const DISPLAY: [&str; 5] = ["显示", "展示", "displayed", "shown", "visible"];

/// Returns the bounds in a description, and doubts about them.
pub(crate) fn bounds(prose: &Prose<'_>) -> (Limits, Vec<String>) {
    let mut found = Found { limits: Limits::default(), doubts: Vec::new() };
    if !prose.folded.contains(|c: char| c.is_ascii_digit()) {
        return (found.limits, found.doubts);
    }
    let text = without_meanings(prose);
    let text = text.as_str();
    let kind = prose.kind();
    for captures in RANGE.captures_iter(text).chain(BARE_RANGE.captures_iter(text)) {
        found.range(prose, kind, text, &captures);
    }
    for captures in MOST.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        if let Some(number) = number(&captures, "number") {
            let after = &text[whole.end()..];
            let lead = lead(text, whole.start(), whole.as_str());
            if RANGE_GOES_ON.is_match(after) || lead.contains("字段") || is_double(lead) {
                continue;
            }
            found.most(prose, kind, number, unit(after), lead);
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
    for captures in LEAST.captures_iter(text) {
        if let (Some(whole), Some(number)) = (captures.get(0), number(&captures, "number")) {
            let lead = lead(text, whole.start(), whole.as_str());
            found.least(prose, kind, number, unit(&text[whole.end()..]), lead);
        }
    }
    if kind == Kind::Number {
        for captures in ABOVE.captures_iter(text) {
            let before = captures.get(0).map_or("", |whole| &text[..whole.start()]);
            if let Some(number) = number(&captures, "number")
                && !before.ends_with(['不', '能'])
                && !before.ends_with("not ")
                && !before.ends_with("no ")
            {
                set(&mut found.limits.min, number + 1, &mut found.doubts);
            }
        }
        for captures in FROM.captures_iter(text) {
            let number = ["zh", "zh2", "en"].iter().find_map(|name| number(&captures, name));
            if let (Some(number), None) = (number, captures.name("tail")) {
                set(&mut found.limits.min, number, &mut found.doubts);
            }
        }
    }
    found.span(text);
    (found.limits, found.doubts)
}

/// Returns a description without the meanings of single values, whose bounds apply to something else.
fn without_meanings(prose: &Prose<'_>) -> String {
    let items = items(prose.printed);
    let mut text = prose.printed.to_owned();
    if items.len() > 1 {
        for item in items {
            // Text after the first sentence may be about the whole value again.
            let end = item.meaning.find(['。', '\n']).unwrap_or(item.meaning.len());
            let meaning = &item.meaning[..end];
            if meaning.contains(|c: char| c.is_ascii_digit()) {
                text = text.replacen(meaning, "", 1);
            }
        }
    }
    fold(&text)
}

struct Found {
    limits: Limits,
    doubts: Vec<String>,
}

/// Target of a bound.
enum Bound {
    Value,
    Characters,
    Items,
    Bytes,
    /// A single item of a list.
    Item,
    /// Possibly something other than the value.
    Foreign,
    Nothing,
}

impl Bound {
    fn of(prose: &Prose<'_>, kind: Kind, unit: Unit, lead: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| lead.contains(word));
        let of_length = says(&["长度", "length", "最长", "最短", "字数", "number of characters"]);
        let of_list = says(&["列表", "list", "数组", "number of"]) && !lead.contains("characters");
        if says(&DISPLAY) {
            return Bound::Nothing;
        }
        match (kind, unit) {
            (Kind::Text | Kind::Other, Unit::Bytes) if !prose.is_boolean() => Bound::Bytes,
            (Kind::Other, _) | (_, Unit::Foreign | Unit::Bytes) => Bound::Nothing,
            (Kind::Number, Unit::Items) if !counts(prose) => Bound::Foreign,
            (Kind::List, Unit::Characters) => Bound::Item,
            (Kind::List, _) | (Kind::Text, Unit::Items) => Bound::Items,
            (Kind::Number | Kind::Text, Unit::Characters) => Bound::Characters,
            (Kind::Text, Unit::None) if of_list || is_joined(prose) => Bound::Items,
            (Kind::Text, Unit::None) if of_length => Bound::Characters,
            (Kind::Text, Unit::None) | (Kind::Number, Unit::None | Unit::Items) => Bound::Value,
        }
    }
}

impl Found {
    fn most(&mut self, prose: &Prose<'_>, kind: Kind, number: i64, unit: Unit, lead: &str) {
        let bound = Bound::of(prose, kind, unit, lead);
        let slot = match bound {
            Bound::Value => &mut self.limits.max,
            Bound::Characters => &mut self.limits.max_chars,
            Bound::Items => &mut self.limits.max_items,
            Bound::Bytes => &mut self.limits.max_bytes,
            Bound::Item => {
                self.doubts.push(format!("`{number}` characters bound an item, not the list"));
                return;
            }
            Bound::Foreign => {
                let text = format!("`{number}` seems to bound something else than the value");
                self.doubts.push(text);
                return;
            }
            Bound::Nothing => return,
        };
        set(slot, number, &mut self.doubts);
        if matches!(bound, Bound::Value) && kind == Kind::Text {
            self.doubts.push(format!("`{number}` is taken for the largest value of a text"));
        }
    }

    fn least(&mut self, prose: &Prose<'_>, kind: Kind, number: i64, unit: Unit, lead: &str) {
        let slot = match Bound::of(prose, kind, unit, lead) {
            Bound::Value if kind == Kind::Number => &mut self.limits.min,
            // A minimum of zero characters or items is no restriction.
            Bound::Characters if number > 0 => &mut self.limits.min_chars,
            Bound::Items if number > 0 && is_of_one(prose, kind, lead) => {
                &mut self.limits.min_items
            }
            _ => return,
        };
        set(slot, number, &mut self.doubts);
    }

    fn range(&mut self, prose: &Prose<'_>, kind: Kind, text: &str, captures: &Captures<'_>) {
        let (Some(low), Some(high)) = (number(captures, "low"), number(captures, "high")) else {
            return;
        };
        let Some(whole) = captures.get(0) else { return };
        let own = captures.name("unit").map_or("", |unit| unit.as_str());
        let after = if own.is_empty() { unit(&text[whole.end()..]) } else { unit(own) };
        // `1, 2` lists values; only in brackets is it a range.
        let listed = whole.as_str().contains(',') && !whole.as_str().contains(['[', '(']);
        if low >= high || listed || after == Unit::Foreign {
            return;
        }
        let lead = lead(text, whole.start(), whole.as_str());
        match kind {
            Kind::Number if after != Unit::Characters && !lead.contains("长度") => {
                set(&mut self.limits.min, low, &mut self.doubts);
                set(&mut self.limits.max, high, &mut self.doubts);
            }
            _ => {
                self.most(prose, kind, high, after, lead);
                self.least(prose, kind, low, after, lead);
            }
        }
    }

    /// Reads the largest distance of two dates, in days. Several numbers are conditional, and only a doubt.
    fn span(&mut self, text: &str) {
        const BETWEEN: &str = "间隔|跨度|相差|相隔|时间差|时间范围|减去|天的查询|interval|span|difference|apart|\
            time range|between the start";
        const NOW: &str = "距当前|距离当前|距今|当前时间|from now|ago|如果是取";
        let mut days: Vec<i64> = Vec::new();
        for clause in text.split(['。', ';', '；', ',', '，', '\n']) {
            let says = |words: &str| words.split('|').any(|word| clause.contains(word));
            if says(BETWEEN) && !says(NOW) {
                days.extend(DAYS.captures_iter(clause).filter_map(|found| number(&found, "days")));
            }
        }
        days.dedup();
        match days[..] {
            [] => {}
            [days] => self.limits.max_days = Some(days),
            _ => self.doubts.push(format!("several bounds for the days between dates, {days:?}")),
        }
    }
}

/// Returns whether a count is about the items of this list, and not about several parameters.
fn is_of_one(prose: &Prose<'_>, kind: Kind, lead: &str) -> bool {
    let several = ['与', '和', '或'].iter().any(|word| lead.contains(*word));
    !several && (kind == Kind::List || is_joined(prose))
}

/// Sets a bound. If there already is a different one, adds a doubt instead.
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

/// Returns the words before a match and the match itself, which show what is bounded. They begin with the
/// current sentence, or after its last comma.
fn lead<'a>(text: &'a str, start: usize, whole: &str) -> &'a str {
    let sentence = text[..start].rsplit(['.', '。', ';', '\n', ',']).next().unwrap_or_default();
    let mut from = start - sentence.len().min(MOST_LEAD);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..start + whole.len()]
}

/// Returns whether "exceed" or "超过" has no "not", which makes it meaningless as a bound.
fn is_double(lead: &str) -> bool {
    let zh = lead.contains("超过") && !lead.contains("不") && !lead.contains("勿");
    let en = lead.contains("exceed") && !lead.contains("not") && !lead.contains("n't");
    zh || en
}
