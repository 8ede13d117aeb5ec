//! Converts plain text into Markdown that rustdoc renders as intended.

/// Escapes prose: `code` stays code, a URL becomes a link, and nothing else is markup.
pub fn prose(text: &str) -> String {
    escaped(text, false)
}

/// Escapes prose within a table, where a pipe ends the cell even in code.
pub fn cell(text: &str) -> String {
    escaped(text, true)
}

/// Returns `text` as code, even if it contains backticks.
pub fn code(text: &str) -> String {
    let text = joined(text);
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Returns `a`, `a and b`, or `a, b and c`.
pub fn enumeration(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn escaped(text: &str, in_table: bool) -> String {
    let text = joined(text);
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let at_start = rest.len() == text.len();
        let length = if let Some(length) = code_span(rest) {
            let code = &rest[..length];
            escaped.push_str(&if in_table { code.replace('|', "\\|") } else { code.to_owned() });
            length
        } else if let Some(length) = url(rest) {
            escaped.extend(["<", &rest[..length], ">"]);
            length
        } else {
            if needs_escape(c, &rest[c.len_utf8()..]) || at_start && "#+-=".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        escaped.insert(digits, '\\');
    }
    escaped
}

/// Returns `text` as one line with single spaces.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the length of the code that `text` begins with, its backticks included.
fn code_span(text: &str) -> Option<usize> {
    let fence = text.len() - text.trim_start_matches('`').len();
    if fence == 0 {
        return None;
    }
    let mut at = fence;
    loop {
        at += text[at..].find('`')?;
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += run;
        if run == fence {
            return Some(at);
        }
    }
}

/// Returns the length of the URL that `text` begins with, without trailing punctuation.
fn url(text: &str) -> Option<usize> {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let end = bare.find(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"`|()[]".contains(c));
    let bare = bare[..end.unwrap_or(bare.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let scheme = text.find("//")? + 2;
    (!bare.is_empty()).then_some(scheme + bare.len())
}

fn needs_escape(c: char, rest: &str) -> bool {
    match c {
        // An entity.
        '&' => rest.starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric()),
        _ => "`[]<>*_|\\~".contains(c),
    }
}
