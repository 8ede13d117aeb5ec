//! Markdown within a line or a cell: removed, so that only the text is left.

use html5gum::{Token, Tokenizer};

use crate::vocabulary::spelling::head;

/// No entity that pages use is longer.
const MOST_ENTITY: usize = 12;

/// Removes Markdown and single HTML tags, and resolves entities. Line breaks stay.
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

/// Returns the label of a link: without nested links, so that nothing recurses.
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

/// Finds `[label](target)`, with a label and a target of reasonable length.
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

/// Removes the tags that saved Markdown holds. `<String>` is not one of them and stays.
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

/// Reads `&nbsp;` and the like as a browser does.
fn entity(rest: &str, clean: &mut String) -> usize {
    let Some(end) = head(rest, MOST_ENTITY).find(';') else { return 0 };
    let entity = &rest[..=end];
    let mut decoded = Vec::new();
    for token in Tokenizer::new(entity).flatten() {
        if let Token::String(text) = token {
            decoded.extend_from_slice(&text);
        }
    }
    match String::from_utf8(decoded) {
        Ok(text) if text != entity => {
            clean.push_str(&text);
            end + 1
        }
        _ => 0,
    }
}
