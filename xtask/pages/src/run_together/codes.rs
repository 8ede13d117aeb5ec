//! Rows of error codes whose cells have run together.

use regex::Regex;

use super::header::Header;
use super::sentence::sentences;
use crate::vocabulary::columns::Column;
use crate::vocabulary::names::is_one_of;
use crate::vocabulary::pattern::Pattern;

/// Words with which solutions begin.
const ADVICE: &str = "Check Verify Adjust Try Please Make Contact Use Confirm Ensure See Reduce Apply \
    Enter Specify Set Provide Modify Retry Call Refer Wait Give Change Request Review Correct Pass \
    Obtain Add Grant Upgrade Submit Renew Log Go";

static STATUS: Pattern = Pattern::new(r"^([0-9]{3})");
/// A number, or a word up to where another language or a sentence begins.
static CODE: Pattern =
    Pattern::new(r"^(?:(-?[0-9]+)|([A-Za-z][\w.-]*?)(?:[^\x00-\x7f]|[A-Z][a-z]+\s|$))");
/// Advice in Chinese; behind a comma it belongs to the message.
static CHINESE: Pattern = Pattern::new("[^，,、的未请](请)(?:[^求]|$)");

/// How many bytes make a repetition: three Chinese characters.
const REPEATED: usize = 9;

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
    if let Some(advice) = CHINESE.captures(text).and_then(|captures| captures.get(1)) {
        return advice.start();
    }
    let advises = |at: &usize| {
        let word = text[*at..].split(|c: char| !c.is_ascii_alphabetic()).next();
        word.is_some_and(|word| is_one_of(ADVICE, word))
    };
    let again = || {
        // The solution takes up the words that the message begins with.
        let start = text.get(..REPEATED).filter(|start| !start.is_ascii())?;
        Some(REPEATED + text[REPEATED..].find(start)?)
    };
    let sentence = sentences(text).find(advises).or_else(|| sentences(text).next());
    sentence.or_else(again).unwrap_or(text.len())
}
