//! Origin of a page: its address, the day of its last change, its language.

use regex::Regex;

use crate::document::{BlockKind, Document};
use crate::facts::Language;
use crate::vocabulary::pattern::Pattern;
use crate::vocabulary::spelling::{head, is_chinese, is_simplified, is_traditional};

/// `source_url: "…"`, `Source: …`, and the canonical link of HTML.
static ADDRESS: Pattern = Pattern::new(
    r#"(?im)^(?:source_url|source|url|canonical)\s*:\s*["'<]?(?P<line>https?://[^\s"'<>]+)|<link[^>]*\brel=["']?canonical["']?[^>]*\bhref=["'](?P<link>https?://[^"'\s]+)|<link[^>]*\bhref=["'](?P<link2>https?://[^"'\s]+)["'][^>]*\brel=["']?canonical"#,
);

/// `updated_at: …`, `Updated: …`, `更新于 …`, and the meta tag of HTML.
static CHANGED: Pattern = Pattern::new(
    r#"(?im)^(?:updated_at|updated|last updated|last modified|更新时间|更新于|最后更新)\s*[:：]?\s*["']?(?P<line>20[0-9]{2}-[01][0-9]-[0-3][0-9])|<meta[^>]*(?:modified|updated)[^>]*content=["'](?P<meta>20[0-9]{2}-[01][0-9]-[0-3][0-9])"#,
);

/// Most bytes of a page before its address.
const HEAD: usize = 64 * 1024;

/// Facts that a page gives about itself.
pub(crate) struct Origin {
    pub(crate) url: Option<String>,
    pub(crate) updated: Option<String>,
}

/// Reads the first lines of a page in any form.
pub(crate) fn read(page: &str) -> Origin {
    let unquoted: String = head(page, HEAD)
        .lines()
        .map(|line| line.trim_start_matches(['\u{feff}', '>', ' ', '\t', '*', '-']))
        .flat_map(|line| [line, "\n"])
        .collect();
    let first = |pattern: &Regex| {
        let captures = pattern.captures(&unquoted)?;
        captures.iter().skip(1).flatten().next().map(|found| found.as_str().to_owned())
    };
    Origin { url: first(&ADDRESS), updated: first(&CHANGED) }
}

/// Returns the language of a page's text, if it is a known one. Names and addresses are in Latin letters in
/// every language, so Latin letters count least.
pub(crate) fn language(document: &Document) -> Option<Language> {
    let texts = document.blocks.iter().flat_map(|block| match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Line(text) => vec![text],
        BlockKind::Table(rows) => rows.iter().flat_map(|row| &row.cells).collect(),
        BlockKind::Code(_) => Vec::new(),
    });
    let letters: Vec<char> =
        texts.flat_map(|text| text.chars()).filter(|c| c.is_alphabetic()).collect();
    let count = |is: fn(char) -> bool| letters.iter().filter(|&&c| is(c)).count();
    let chinese = count(is_chinese);
    let kana = count(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    let hangul = count(|c| matches!(c, '\u{ac00}'..='\u{d7af}'));
    let latin = count(|c| c.is_ascii());
    let east = chinese + kana + hangul;
    if kana * 10 > east.max(1) {
        Some(Language::Japanese)
    } else if hangul * 2 > east.max(1) {
        Some(Language::Korean)
    } else if chinese * 12 > latin {
        let traditional = count(is_traditional) > count(is_simplified);
        Some(if traditional { Language::TraditionalChinese } else { Language::Chinese })
    } else if (letters.len() - latin - east) * 12 > latin {
        None
    } else {
        Some(Language::English)
    }
}
