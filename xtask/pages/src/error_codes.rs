//! Error codes.

use std::collections::BTreeSet;

use crate::document::{BlockKind, Row, remark};
use crate::facts::{Code, ErrorCode, LeftOut, Remark};
use crate::rows::left_out;
use crate::sections::Placed;
use crate::table::{self, Columns};
use crate::vocabulary::columns::Column;
use crate::vocabulary::headings::Section;
use crate::vocabulary::pattern::Pattern;
use crate::vocabulary::spelling::{fold, half_width, head, plain};

/// `invalidParameter.userId`
static WORD: Pattern = Pattern::new(r"^[A-Za-z][A-Za-z0-9._\-:%{}$()]{0,119}$");

/// Reads all tables of error codes, in order, and describes those that are left out.
pub(crate) fn read(placed: &[Placed], remarks: &mut Vec<Remark>) -> (Vec<ErrorCode>, Vec<LeftOut>) {
    let mut errors: Vec<ErrorCode> = Vec::new();
    let mut left = Vec::new();
    let mut seen = BTreeSet::new();
    for part in placed {
        let BlockKind::Table(rows) = &part.block.kind else { continue };
        if part.section == Section::Errors
            && let Some(heading) = &part.unknown
        {
            let text = format!("the heading `{heading}` is not known: the table is left out");
            remark(remarks, part.block.line, text);
            left.push(left_out(part, rows));
            continue;
        }
        // Only the first table of codes may be recognised by its section alone.
        let section = if errors.is_empty() { part.section } else { Section::Other };
        let Some((columns, rows)) = columns(section, rows) else { continue };
        if part.unknown.is_some() {
            continue;
        }
        for row in rows {
            if table::header(row).is_some() {
                continue;
            }
            let Some(error) = read_row(row, &columns, remarks) else {
                // A row that begins like a code is listed as left out, so that the codes do not look complete.
                let printed = plain(table::cell(&row.cells, &columns, Column::Code));
                if printed.starts_with(|c: char| c.is_ascii_digit()) {
                    left.push(left_out(part, std::slice::from_ref(row)));
                }
                continue;
            };
            if !seen.insert((shown(&error.code), error.sub_code.clone())) {
                let text = format!("the error code {} occurs twice", shown(&error.code));
                remark(remarks, row.line, text);
            }
            errors.push(error);
        }
    }
    (errors, left)
}

/// Returns the columns and the rows below them, if the table is one of error codes.
fn columns(section: Section, rows: &[Row]) -> Option<(Columns, &[Row])> {
    let (first, rows) = rows.split_first()?;
    let in_section = section == Section::Errors;
    let mut columns = table::header(first)?;
    let has = |wanted| columns.contains(&Some(wanted));
    let plain = in_section && !has(Column::Type);
    if table::is_of_fields(&columns) && !plain {
        return None;
    }
    if in_section && !has(Column::Code) {
        // The column of codes can also be headed "Name" or similar.
        *columns.first_mut()? = Some(Column::Code);
    }
    if !columns.contains(&Some(Column::Code)) || !(in_section || has_message(&columns)) {
        return None;
    }
    name_descriptions(&mut columns);
    Some((columns, rows))
}

fn has_message(columns: &Columns) -> bool {
    let wanted = [Column::Message, Column::Solution, Column::Description];
    columns.iter().flatten().any(|column| wanted.contains(column))
}

/// Uses description and unknown columns as the message, unless there is a message already, and the others as
/// the solution.
fn name_descriptions(columns: &mut Columns) {
    let mut message = columns.contains(&Some(Column::Message));
    for column in columns.iter_mut() {
        if matches!(column, Some(Column::Description) | None) {
            *column = Some(if message { Column::Solution } else { Column::Message });
            message = true;
        }
    }
}

fn read_row(row: &Row, columns: &Columns, remarks: &mut Vec<Remark>) -> Option<ErrorCode> {
    let cell = |wanted: Column| plain(table::cell(&row.cells, columns, wanted));
    let stated = |text: String| (!text.is_empty()).then_some(text);
    let printed = cell(Column::Code);
    let Some(code) = code(&printed) else {
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            let text = format!("`{}` is no error code: the row is left out", head(&printed, 60));
            remark(remarks, row.line, text);
        }
        return None;
    };
    let message = stated(cell(Column::Message));
    if message.is_none() {
        remark(remarks, row.line, format!("the error code {} has no message", shown(&code)));
    }
    Some(ErrorCode {
        code,
        sub_code: stated(cell(Column::SubCode)),
        status: cell(Column::Status).parse().ok(),
        message,
        retry: says_retry(&row.cells.join("\n")),
    })
}

fn code(text: &str) -> Option<Code> {
    let text: String = text.chars().map(half_width).collect();
    let text = text.trim().trim_matches(['"', '\'', '`']);
    if let Ok(number) = text.parse() {
        return Some(Code::Number(number));
    }
    WORD.is_match(text).then(|| Code::Text(text.to_owned()))
}

/// Returns whether a message or its solution recommends a retry.
fn says_retry(text: &str) -> bool {
    let folded = fold(text);
    let never = ["do not retry", "don't retry", "请勿重试", "不要重试", "无需重试"];
    let again =
        ["try again", "retry", "later", "稍后", "重试", "稍候", "再试", "wait a moment", "稍等"];
    !never.iter().any(|words| folded.contains(words))
        && again.iter().any(|words| folded.contains(words))
}

fn shown(code: &Code) -> String {
    match code {
        Code::Number(number) => number.to_string(),
        Code::Text(text) => text.clone(),
    }
}
