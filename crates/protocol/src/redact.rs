//! Redaction of the service's own texts for display.

/// Most characters of a service text that are shown; the rest is cut.
const MOST_CHARS: usize = 300;

/// Most bytes of a text that are examined: a hostile text may be as long as the largest answer.
const MOST_BYTES: usize = 4096;

/// Names whose values are never shown, in lower case and without underscores.
const SECRETS: [&str; 2] = ["accesstoken", "appsecret"];

/// Returns `text` without links, credentials and control characters, cut to a length that fits a log line.
pub(crate) fn text(text: &str) -> String {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= MOST_BYTES).last();
    let text = if text.len() > MOST_BYTES { &text[..end.unwrap_or_default()] } else { text };
    let shown = without_values(&without_links(text));
    let mut chars = shown.chars().map(|c| if breaks_a_line(c) { ' ' } else { c });
    let mut cut: String = chars.by_ref().take(MOST_CHARS).collect();
    if chars.next().is_some() {
        cut.push('…');
    }
    cut
}

/// Fewest characters of a secret that is removed: shorter ones match parts of ordinary words.
const FEWEST_CHARS: usize = 4;

/// Most bytes of a service text that are kept.
const MOST_KEPT: usize = 64 * 1024;

/// Most bytes dropped from an unbroken run of characters at a cut, so that no half of a secret remains.
const LONGEST_RUN: usize = 4096;

/// Returns the beginning of a service text, which may be as long as the largest answer.
pub(crate) fn bounded(mut text: String) -> String {
    if text.len() > MOST_KEPT {
        let end = (0..=MOST_KEPT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let run = text[..end].bytes().rev().take(LONGEST_RUN).take_while(u8::is_ascii_graphic);
        text.truncate(end - run.count());
    }
    text
}

/// Returns `text` without `secret`, in clear or percent-encoded in any form.
pub(crate) fn secret(text: &str, secret: &str) -> String {
    let mut text = text.to_owned();
    remove(&mut text, secret);
    text
}

/// Removes `secret` from `text`, in clear or percent-encoded in any form. A secret of fewer than
/// [`FEWEST_CHARS`] is not removed.
pub(crate) fn remove(text: &mut String, secret: &str) {
    // Percent-encoding only makes a secret longer.
    if text.len() < secret.len() || secret.chars().count() < FEWEST_CHARS {
        return;
    }
    for spelling in spellings(secret) {
        if text.contains(&spelling) {
            *text = text.replace(&spelling, HIDDEN);
        }
    }
}

/// Returns the secret and all its percent-encoded forms, encoded once or twice as in a URL within a URL, the
/// longest first.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let mut spellings = vec![secret.to_owned()];
    let form = encoded(secret);
    for spaces in ["+", "%20"] {
        for tilde in ["%7E", "~"] {
            let upper = form.replace('+', spaces).replace("%7E", tilde);
            let lower = lower_escapes(&upper);
            spellings.extend([encoded(&upper), encoded(&lower), lower, upper]);
        }
    }
    spellings.sort_by(|a, b| (b.len(), b).cmp(&(a.len(), a)));
    spellings.dedup();
    spellings
}

const HIDDEN: &str = "[secret]";

/// Returns `encoded` with the hexadecimal digits of its escapes in lower case.
fn lower_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lower.push('%');
        lower.push_str(&digits.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

fn without_links(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let scheme = rest[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        shown.push_str(&rest[..at - scheme]);
        shown.push_str("[link]");
        rest = rest[at + 3..].trim_start_matches(in_link);
    }
    shown.push_str(rest);
    shown
}

/// Returns `text` without the values of the names in [`SECRETS`]. A value ends at a space, a comma or `&`.
fn without_values(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(end) = SECRETS.iter().filter_map(|name| end_of(rest, name)).min() {
        shown.push_str(&rest[..end]);
        let value = rest[end..].trim_start_matches("%3D").trim_start_matches("%3d");
        let joins =
            |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '"' | '\'' | '(' | '（' | '：');
        let value = value.trim_start_matches(joins);
        shown.push('=');
        shown.push_str(HIDDEN);
        rest = value
            .trim_start_matches(|c: char| !c.is_whitespace() && !matches!(c, '&' | ',' | '，'));
    }
    shown.push_str(rest);
    shown
}

/// Returns where `name` ends in `text`, in any case and with or without underscores, if a value follows.
fn end_of(text: &str, name: &str) -> Option<usize> {
    let is_joint = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with(['=', ':', '"', '：'])
            || rest.starts_with("%3D")
            || rest.starts_with("%3d")
    };
    text.char_indices().find_map(|(start, _)| {
        let mut wanted = name.bytes().peekable();
        let mut end = start;
        for byte in text[start..].bytes() {
            match wanted.peek() {
                Some(next) if byte.to_ascii_lowercase() == *next => drop(wanted.next()),
                Some(_) if byte == b'_' && end > start => {}
                _ => break,
            }
            end += 1;
        }
        (wanted.peek().is_none() && is_joint(&text[end..])).then_some(end)
    })
}

/// Returns whether `c` can be part of a link. Chinese text follows a link without a space.
fn in_link(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | ')' | ']')
}

/// Returns whether `c` breaks a log line or changes the order in which the line is displayed.
fn breaks_a_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
