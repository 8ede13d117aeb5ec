//! Making the service's own texts fit to be shown.

/// The longest text of the service that is shown; more is cut.
const MOST_CHARS: usize = 300;

/// Parameters whose values are never shown, wherever they stand.
const SECRETS: [&str; 2] = ["access_token=", "appsecret="];

/// `text` without links, credentials and control characters, cut to a length that fits a log line.
pub(crate) fn text(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let scheme = rest[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        shown.push_str(&rest[..at - scheme]);
        shown.push_str("[link]");
        rest = rest[at + 3..].trim_start_matches(in_link);
    }
    shown.push_str(rest);
    for name in SECRETS {
        shown = without_value(&shown, name);
    }

    let mut chars = shown.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut cut: String = chars.by_ref().take(MOST_CHARS).collect();
    if chars.next().is_some() {
        cut.push('…');
    }
    cut
}

/// `text` without `secret`, in clear or percent-encoded.
pub(crate) fn secret(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return text.to_owned();
    }
    let text = text.replace(secret, "[secret]");
    match serde_urlencoded::to_string([("", secret)]) {
        Ok(encoded) if encoded.len() > 1 => text.replace(&encoded[1..], "[secret]"),
        _ => text,
    }
}

/// `text` with the value behind each `name` cut out.
fn without_value(text: &str, name: &str) -> String {
    let mut parts = text.split(name);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str(name);
        shown.push_str("[secret]");
        shown.push_str(part.trim_start_matches(|c| c != '&' && in_link(c)));
    }
    shown
}

/// Whether a link goes on with `c`. Chinese text follows a link without a space.
fn in_link(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | ')' | ']')
}
