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

/// Markdown and single HTML tags removed, entities resolved. Line breaks stay.
pub(crate) fn inline_markdown(text: &str) -> String {
    if !text.contains(['*', '`', '\\', '[', '<', '&', '_', '!']) {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    // Links whose end is missing are looked for once, not at every bracket.
    let mut links = true;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => escaped(rest, &mut clean),
            '*' if rest.starts_with("**") => 2,
            '`' => 1,
            '<' => tag(rest, &mut clean),
            '&' => entity(rest, &mut clean),
            '!' if rest.starts_with("![") => 1,
            '[' if links => match link(rest) {
                Link::Found { label, length } => {
                    clean.push_str(&inline_markdown_once(label));
                    length
                }
                Link::NotHere => 0,
                Link::NoMore => {
                    links = false;
                    0
                }
            },
            _ => 0,
        };
        if taken == 0 {
            clean.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            rest = &rest[taken..];
        }
    }
    clean
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The label of a link: without nested links, so that nothing recurses.
fn inline_markdown_once(label: &str) -> String {
    label.replace("**", "").replace(['`', '\\'], "")
}

fn escaped(rest: &str, clean: &mut String) -> usize {
    match rest[1..].chars().next() {
        // A quote keeps its backslash: it belongs to JSON in the text.
        Some(next) if next.is_ascii_punctuation() && next != '"' => {
            clean.push(next);
            2
        }
        _ => 0,
    }
}

enum Link<'a> {
    Found { label: &'a str, length: usize },
    NotHere,
    NoMore,
}

/// `[label](target)`, with a label and a target of reasonable length.
fn link(rest: &str) -> Link<'_> {
    let window = head(rest, 600);
    let Some(middle) = window.find("](") else {
        return if window.len() == rest.len() { Link::NoMore } else { Link::NotHere };
    };
    let label = &window[1..middle];
    let target = &window[middle + 2..];
    match target.find([')', '\n', ' ']) {
        // A label with brackets of its own is rather a list in an example.
        _ if label.contains('[') => Link::NotHere,
        Some(end) if target.as_bytes()[end] == b')' => {
            Link::Found { label, length: middle + 2 + end + 1 }
        }
        _ => Link::NotHere,
    }
}

/// The first `length` bytes, or somewhat less where a character would be cut.
pub(crate) fn head(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Tags that saved Markdown holds. `<String>` is none of them and stays.
fn tag(rest: &str, clean: &mut String) -> usize {
    const BREAKS: [&str; 6] = ["br", "p", "div", "li", "tr", "ul"];
    const OTHERS: [&str; 15] = [
        "a", "b", "i", "em", "strong", "span", "code", "font", "ol", "sup", "sub", "u", "td",
        "img", "table",
    ];
    let window = head(rest, 300);
    let Some(end) = window.find('>') else { return 0 };
    let inner = window[1..end].trim_start_matches('/');
    let name: String =
        inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let after = inner[name.len()..].chars().next();
    if after.is_some_and(|c| !c.is_whitespace() && c != '/') {
        return 0;
    }
    if BREAKS.contains(&name.as_str()) {
        clean.push('\n');
        end + 1
    } else if OTHERS.contains(&name.as_str()) && (inner.len() == name.len() || after.is_some()) {
        end + 1
    } else {
        0
    }
}

fn entity(rest: &str, clean: &mut String) -> usize {
    let Some(end) = head(rest, 12).find(';') else { return 0 };
    let name = &rest[1..end];
    let character = match name {
        "nbsp" => Some('\u{a0}'),
        "emsp" => Some('\u{2003}'),
        "ensp" => Some('\u{2002}'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "mdash" => Some('—'),
        "ndash" => Some('–'),
        "hellip" => Some('…'),
        _ => match name.strip_prefix("#x").or(name.strip_prefix("#X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            None => name.strip_prefix('#').and_then(|n| n.parse().ok()).and_then(char::from_u32),
        },
    };
    character.map_or(0, |character| {
        clean.push(character);
        end + 1
    })
}
