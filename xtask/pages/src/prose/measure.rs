//! Units of numbers in prose.

use super::description::Prose;

/// Unit of a number next to a measure word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Characters,
    Bytes,
    Items,
    /// Time, calls, display: no unit of the value itself.
    Foreign,
}

/// Words for time, size and frequency.
const FOREIGN: &str = "天 日 小时 分钟 秒 毫秒 个月 月 年 周 次 兆 层 个小时 个工作日 级 倍 元 % 个自然日 \
    qps 行";
const FOREIGN_WORDS: &str = "day days hour hours minute minutes second seconds month months year \
    years week weeks times time mb kb gb m k g ms milliseconds calls levels layers requests s h min";
const CHARACTERS: &str = "字符 个字符 字 个字 汉字 个汉字 个中文 位 个英文 中文 个utf";
const CHARACTER_WORDS: &str = "character characters char chars letters digits utf";
const BYTES: &str = "字节 个字节";
const BYTE_WORDS: &str = "byte bytes";
const ITEMS: &str = "个 条 项 人 名 组 部门 份 张 家 件";

/// Returns the unit of a number from the text after it.
pub(super) fn unit(after: &str) -> Unit {
    let after = after.trim_start_matches([' ', '(', '\u{a0}']);
    let starts = |words: &str| words.split_whitespace().any(|word| after.starts_with(word));
    let word: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
    let is = |words: &str| words.split_whitespace().any(|known| known == word);
    if starts(BYTES) || is(BYTE_WORDS) {
        Unit::Bytes
    } else if starts(FOREIGN) || is(FOREIGN_WORDS) {
        Unit::Foreign
    } else if starts(CHARACTERS) || is(CHARACTER_WORDS) {
        Unit::Characters
    } else if starts(ITEMS) || (word.len() > 1 && is_counted(after)) {
        Unit::Items
    } else {
        Unit::None
    }
}

/// Returns whether a plural is among the next words: "department IDs", "values".
fn is_counted(after: &str) -> bool {
    const NOT_COUNTED: &str = "and or is are as this has in if the by when for to with inclusive";
    after
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .take(3)
        .take_while(|word| !NOT_COUNTED.split(' ').any(|other| other == *word))
        .any(|word| word.ends_with('s') || ["people", "data"].contains(&word))
}

/// Returns whether the number itself is a count, so that "at most 100 rows" bounds it.
pub(super) fn counts(prose: &Prose<'_>) -> bool {
    const NAMES: &str = "size limit count max num rows length page top quantity";
    const WORDS: &str = "分页|每页|/页|条数|数量|个数|page size|rows|per page|number of";
    let name = prose.name.to_ascii_lowercase();
    NAMES.split(' ').any(|part| name.contains(part))
        || WORDS.split('|').any(|part| prose.folded.contains(part))
}

/// Returns whether a text is a list joined by commas.
pub(super) fn is_joined(prose: &Prose<'_>) -> bool {
    let words = ["逗号", "comma", "列表", "list of", "分隔", "separate", "多个", "multiple"];
    words.iter().any(|word| prose.folded.contains(word))
}
