//! Removal of markup, and folding of spellings for comparisons of meaning.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::pattern::Pattern;

/// Removes invisible characters and trims, so that names can be compared exactly.
pub(crate) fn plain(text: &str) -> String {
    let visible = text.chars().filter(|&c| !is_invisible(c));
    let spaced: String = visible.map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// Returns a folded spelling for comparing words: lower case, half-width, straight quotes.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if !is_invisible(c) {
            folded.extend(half_width(c).to_lowercase());
        }
    }
    folded
}

/// The number of a heading.
static NUMBER: Pattern = Pattern::new("^(?:[0-9.、-]+|[一二三四五六七八九十]*、)");

/// Folds a heading, and removes blanks, punctuation at the ends and leading numbers.
pub(crate) fn heading_key(text: &str) -> String {
    let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let key = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    NUMBER.replace(key, "").into_owned()
}

/// Returns a character's ordinary form: full-width letters and punctuation, typographic quotes, and
/// the traditional forms of Chinese characters.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        '\u{3000}' | '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => ' ',
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '–' | '—' | '−' | '﹣' => '-',
        '【' => '[',
        '】' => ']',
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        _ => c,
    }
}

/// Traditional characters in the order of their codes, each before its simplified form, as far as words of
/// this vocabulary contain them.
const TRADITIONAL: &str = "\
    個个備备傳传僅仅億亿內内兩两務务區区參参員员啟启單单圍围圖图執执場场實实審审將将專专對对\
    導导層层屬属帳账庫库後后徑径從从態态憑凭應应戶户換换擇择據据數数時时會会條条業业構构標标\
    樣样檢检欄栏權权歷历決决沒没為为無无爾尔狀状獲获現现發发確确碼码種种稱称節节範范簡简紀纪\
    級级組组結结絡络給给網网總总織织繫系義义聯联職职與与萬万處处號号親亲訊讯設设註注詞词詢询\
    試试該该誌志認认誤误說说説说調调請请證证議议變变讓让資资轉转辦办這这連连週周過过選选還还\
    郵邮釋释錄录錯错鍊链鍵键鏈链長长門门開开間间關关陣阵際际雙双電电響响頁页項项須须預预頭头\
    題题額额類类體体點点";

static SIMPLIFIED: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let mut chars = TRADITIONAL.chars();
    std::iter::from_fn(|| Some((chars.next()?, chars.next()?))).collect()
});

/// Returns the simplified form of a Chinese character, which has the same length.
pub(crate) fn simplified(c: char) -> char {
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

/// Returns whether a character occurs only in traditional Chinese.
pub(crate) fn is_traditional(c: char) -> bool {
    SIMPLIFIED.contains_key(&c)
}

/// Returns whether a character is the simplified form of another.
pub(crate) fn is_simplified(c: char) -> bool {
    SIMPLIFIED.values().any(|&simple| simple == c)
}

/// Returns whether a character belongs to Chinese text.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the first `length` bytes, or slightly fewer so that no character is cut.
pub(crate) fn head(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
