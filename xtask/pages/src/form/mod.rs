//! Detects the form of a page by its content, never by its name.

mod html;
mod inline;
mod markdown;

use crate::document::Document;
use crate::run_together;
use crate::vocabulary::headings;
use crate::vocabulary::pattern::Pattern;

/// Beginning of an HTML page, perhaps after comments.
static FRAME: Pattern = Pattern::new(r"(?is)^<(?:!doctype html|html|head|body)|^<.*<(?:html|body)");
static CLOSING: Pattern = Pattern::new("(?i)</(?:td|tr|h1|h2|h3|p|pre)>");

/// Parses a page in any form. The form is recognised by its own features: the site's Markdown, HTML saved
/// from a browser, or text in which the columns of tables have run together.
pub(crate) fn parse(page: &str) -> Document {
    if is_html(page) {
        let mut document = html::parse(page);
        let lower = page.to_ascii_lowercase();
        if lower.contains("<html") && !lower.contains("</html") {
            document.open.get_or_insert_with(|| "`<html>` is never closed".to_owned());
        }
        document
    } else if page.lines().any(is_markdown) {
        markdown::parse(page)
    } else {
        run_together::parse(page)
    }
}

/// Returns whether a page is HTML. A Markdown page can contain single tags, so only the frame counts, or tags
/// without any Markdown.
fn is_html(page: &str) -> bool {
    let start = page.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(4096).collect();
    // A fragment of HTML; in other forms, descriptions and examples may contain single tags.
    FRAME.is_match(&head)
        || head.starts_with('<') && CLOSING.is_match(page) && !page.lines().any(is_markdown)
}

fn is_markdown(line: &str) -> bool {
    let line = line.trim();
    // `## …` may also be a comment in an example.
    let heading = line.strip_prefix("## ").or(line.strip_prefix("### "));
    line.starts_with("```")
        || markdown::is_delimiter(line)
        || (line.starts_with('|') && line.matches('|').count() > 2)
        || heading.is_some_and(|text| headings::heading(text).is_some())
}
