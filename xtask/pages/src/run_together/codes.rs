//! Rows of error codes whose cells have run together.

use regex::Regex;

use super::header::Header;
use super::sentence::sentence;
use crate::vocabulary::columns::Column;
use crate::vocabulary::pattern::Pattern;

static STATUS: Pattern = Pattern::new(r"^([0-9]{3})");
/// A number, or a word that ends where another language or a sentence begins.
static CODE: Pattern =
    Pattern::new(r"^(?:(-?[0-9]+)|([A-Za-z][\w.-]*?)(?:[^\x00-\x7f]|[A-Z][a-z]+\s|$))");
/// Advice in Chinese. After a comma it belongs to the message.
static CHINESE: Pattern = Pattern::new("[^，,、的未请](请)(?:[^求]|$)");

/// Returns the cells of a row in the order of the header.
pub(super) fn cut(line: &str, header: &Header) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    for (index, (_, column)) in header.iter().enumerate() {
        let first = |regex: &Regex| {
            let captures = regex.captures(rest)?;
            captures.iter().skip(1).flatten().next().map(|found| found.end())
        };
        let length = match column {
            _ if index + 1 == header.len() => rest.len(),
            Column::Status => first(&STATUS).unwrap_or(0),
            Column::Code => first(&CODE)?,
            _ => message(rest),
        };
        cells.push(rest[..length].trim().to_owned());
        rest = rest[length..].trim_start();
    }
    Some(cells)
}

/// Returns the length of the message before the solution.
fn message(text: &str) -> usize {
    let advice = CHINESE.captures(text).and_then(|captures| captures.get(1));
    advice.map(|advice| advice.start()).or_else(|| sentence(text)).unwrap_or(text.len())
}
