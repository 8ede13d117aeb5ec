//! Where a page comes from: its address, the day of its last change, its language.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{BlockKind, Document};
use crate::facts::Language;
use crate::vocabulary::pattern::pattern;
use crate::vocabulary::spelling::{head, is_chinese, is_simplified, is_traditional};

/// `source_url: "…"`, `Source: …`, and the canonical link of HTML.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?im)^(?:source_url|source|url|canonical)\s*:\s*["'<]?(?P<line>https?://[^\s"'<>]+)|<link[^>]*\brel=["']?canonical["']?[^>]*\bhref=["'](?P<link>https?://[^"'\s]+)|<link[^>]*\bhref=["'](?P<link2>https?://[^"'\s]+)["'][^>]*\brel=["']?canonical"#,
    )
});

/// `updated_at: …`, `Updated: …`, `更新于 …`, and the meta tag of HTML.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?im)^(?:updated_at|updated|last updated|last modified|更新时间|更新于|最后更新)\s*[:：]?\s*["']?(?P<line>20[0-9]{2}-[01][0-9]-[0-3][0-9])|<meta[^>]*(?:modified|updated)[^>]*content=["'](?P<meta>20[0-9]{2}-[01][0-9]-[0-3][0-9])"#,
    )
});

/// How much of a page may come before its address.
const HEAD: usize = 64 * 1024;

/// What a page says about itself.
pub(crate) struct Origin {
    pub(crate) url: Option<String>,
    pub(crate) updated: Option<String>,
}

/// Reads the first lines of a page, in whatever form it is.
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

/// Returns the language of a page's text, where it is one of those that it can tell.
pub(crate) fn language(document: &Document) -> Option<Language> {
    let mut counts = Counts::default();
    for block in &document.blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Line(text) => counts.add(text),
            BlockKind::Table(rows) => {
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| counts.add(cell));
            }
            BlockKind::Code(_) => {}
        }
    }
    counts.language()
}

/// How many characters are of which script.
#[derive(Default)]
struct Counts {
    letters: usize,
    chinese: usize,
    simplified: usize,
    traditional: usize,
    kana: usize,
    hangul: usize,
    other: usize,
}

impl Counts {
    fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            match c {
                c if c.is_ascii() => self.letters += 1,
                '\u{3040}'..='\u{30ff}' => self.kana += 1,
                '\u{ac00}'..='\u{d7af}' => self.hangul += 1,
                c if is_chinese(c) => {
                    self.chinese += 1;
                    self.traditional += usize::from(is_traditional(c));
                    self.simplified += usize::from(is_simplified(c));
                }
                _ => self.other += 1,
            }
        }
    }

    /// Names and addresses are in Latin letters in every language, so these count least.
    fn language(&self) -> Option<Language> {
        let east = self.chinese + self.kana + self.hangul;
        if self.kana * 10 > east.max(1) {
            Some(Language::Japanese)
        } else if self.hangul * 2 > east.max(1) {
            Some(Language::Korean)
        } else if self.chinese * 12 > self.letters {
            let traditional = self.traditional > self.simplified;
            Some(if traditional { Language::TraditionalChinese } else { Language::Chinese })
        } else if self.other * 12 > self.letters {
            None
        } else {
            Some(Language::English)
        }
    }
}
