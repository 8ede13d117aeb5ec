//! Removes Markdown within a line or a cell, so that only the text is left.

use html5gum::{Token, Tokenizer};
use regex::Captures;

use crate::vocabulary::pattern::Pattern;

/// An escaped mark, a link or an image, a line-breaking tag or another tag used in saved Markdown, an entity,
/// and marks of bold text and of code. A quote keeps its backslash, which belongs to JSON in the text.
/// `<String>` is not a tag, and a label with inner brackets is more likely a list in an example.
static MARK: Pattern = Pattern::new(
    r"(?i)\\(?P<escaped>[!#-/:-@\[-`{-~])|!?\[(?P<label>[^\[\]\n]*)\]\([^)\s\[]*\)|(?P<break></*(?:br|p|div|li|tr|ul)(?:[\s/][^<>]*)?>)|</*(?:a|b|i|em|strong|span|code|font|ol|sup|sub|u|td|img|table)(?:[\s/][^<>]*)?>|(?P<entity>&#?[a-z0-9]{1,10};)|\*\*|`",
);

/// Removes Markdown and single HTML tags, and resolves entities. Line breaks stay.
pub(crate) fn inline_markdown(text: &str) -> String {
    let clean = MARK.replace_all(text, |mark: &Captures<'_>| {
        let group = |name: &str| mark.name(name).map(|group| group.as_str());
        match (group("escaped"), group("label"), group("entity"), group("break")) {
            (Some(escaped), ..) => escaped.to_owned(),
            (_, Some(label), ..) => label.replace("**", "").replace(['`', '\\'], ""),
            (_, _, Some(entity), _) => decoded(entity),
            (_, _, _, Some(_)) => "\n".to_owned(),
            _ => String::new(),
        }
    });
    clean.into_owned()
}

/// Decodes `&nbsp;` and similar entities as a browser does.
fn decoded(entity: &str) -> String {
    let mut decoded = Vec::new();
    for token in Tokenizer::new(entity).flatten() {
        if let Token::String(text) = token {
            decoded.extend_from_slice(&text);
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
