//! Checks that a page was understood and is complete.

use crate::document::BlockKind;
use crate::facts::{Language, RefusalKind};
use crate::sections::{Outline, Placed};
use crate::vocabulary::headings::Section;

/// Reason why a page that describes a call is refused.
pub(crate) type Fault = (RefusalKind, String);

/// Most headings that a reason lists.
const MOST_HEADINGS: usize = 8;

/// Checks that the page is in a language that the reader knows, and that something was read.
pub(crate) fn check_understood(
    outline: &Outline,
    language: Option<Language>,
    nothing_read: bool,
) -> Result<(), Fault> {
    use Language::{Chinese, English, TraditionalChinese};
    let mut reason = match language {
        Some(English | Chinese | TraditionalChinese) if !nothing_read => return Ok(()),
        Some(English | Chinese | TraditionalChinese) => {
            "neither parameters nor fields of the answer could be read".to_owned()
        }
        Some(other) => format!("the page is in a language that is not known, `{}`", other.code()),
        None => "the page is in a language that is not known".to_owned(),
    };
    let headings = outline.unknown.iter().take(MOST_HEADINGS);
    let headings: Vec<String> =
        headings.map(|(line, text)| format!("`{text}` (line {line})")).collect();
    if !headings.is_empty() {
        reason += "; unknown headings: ";
        reason += &headings.join(", ");
    }
    Err((RefusalKind::NotUnderstood, format!("not understood: {reason}")))
}

/// Checks that the page does not end in the middle. `open` is what its form leaves unclosed.
pub(crate) fn check_whole(outline: &Outline, open: Option<&str>) -> Result<(), Fault> {
    let cut = |reason: String| Err((RefusalKind::CutOff, format!("cut off: {reason}")));
    if let Some(open) = open {
        return cut(open.to_owned());
    }
    if let Some(heading) = &outline.trailing {
        return cut(format!("nothing follows the last heading, `{heading}`"));
    }
    if !outline.has_answer() {
        return cut("it has no part on the answer".to_owned());
    }
    let shown = |wanted| outline.known.contains(&wanted);
    let ends_in_table = outline.placed.last().is_some_and(|last| {
        last.section == Section::Response && matches!(last.block.kind, BlockKind::Table(_))
    });
    if ends_in_table && shown(Section::RequestExample) && !shown(Section::ResponseExample) {
        return cut("it shows a request, but ends before an example of the answer".to_owned());
    }
    if let Some(last) = outline.placed.last().filter(|last| is_open_example(last)) {
        return cut(format!("the example from line {} on is never closed", last.block.line));
    }
    Ok(())
}

/// Returns whether a block is the start of a JSON example without its end.
fn is_open_example(part: &Placed) -> bool {
    let BlockKind::Code(code) = &part.block.kind else { return false };
    let examples = [Section::ResponseExample, Section::Example];
    let Some(start) = code.find(['{', '[']) else { return false };
    let count = |marks: [char; 2]| code[start..].matches(marks).count();
    examples.contains(&part.section) && count(['{', '[']) > count(['}', ']'])
}
