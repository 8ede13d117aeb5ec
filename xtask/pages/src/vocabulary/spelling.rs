//! Texts without markup, and in one spelling where only the meaning counts.

/// Removes what cannot be seen and trims, so that names compare letter by letter.
pub(crate) fn plain(text: &str) -> String {
    let visible = text.chars().filter(|&c| !is_invisible(c));
    let spaced: String = visible.map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

/// One spelling for comparing words: lower case, half-width, straight quotes.
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

/// A character as [`fold`] spells it, where that is one character.
pub(crate) fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let half = half_width(c);
    half.to_lowercase().next().unwrap_or(half)
}

/// As [`fold`], and without blanks, punctuation at the ends and leading numbers: for headings.
pub(crate) fn heading_key(text: &str) -> String {
    let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let key = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let unnumbered = key.trim_start_matches(|c: char| c.is_ascii_digit() || ".、-".contains(c));
    let unnumbered = unnumbered
        .split_once('、')
        .filter(|(number, _)| number.chars().all(|c| "一二三四五六七八九十".contains(c)))
        .map_or(unnumbered, |(_, rest)| rest);
    unnumbered.to_owned()
}

/// A character's ordinary form: full-width letters and punctuation, and typographic quotes.
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
        _ => c,
    }
}

/// Characters of Chinese text.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The first `length` bytes, or somewhat less where a character would be cut.
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
