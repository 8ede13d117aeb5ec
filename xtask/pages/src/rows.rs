//! Rows of all tables of parameters and fields, by the part of the call that they describe.

use crate::document::{BlockKind, Row, remark};
use crate::facts::{LeftOut, Remark};
use crate::http_sample::Sample;
use crate::sections::Placed;
use crate::table::{self, Columns, Entry};
use crate::vocabulary::columns::Column;
use crate::vocabulary::headings::Section;
use crate::vocabulary::names::is_identifier;
use crate::vocabulary::spelling::plain;

/// A limit beyond any page, which keeps the search for nesting short.
const MOST_ROWS: usize = 1200;

/// Rows of a page, by the part of the call that they describe.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) path: Vec<Entry>,
    pub(crate) header: Vec<Entry>,
    pub(crate) query: Vec<Entry>,
    pub(crate) body: Vec<Entry>,
    /// Rows of tables that do not say where their parameters are sent.
    unplaced: Vec<Entry>,
    pub(crate) response: Vec<Entry>,
    /// Tables that are not read, because their contents are not known to the reader.
    pub(crate) left_out: Vec<LeftOut>,
}

/// Collects the rows of all tables of parameters and fields.
pub(crate) fn collect(placed: &[Placed], remarks: &mut Vec<Remark>) -> Rows {
    let mut rows = Rows::default();
    // The part whose previous table has a column of types.
    let mut typed: Option<Section> = None;
    for part in placed {
        let BlockKind::Table(table) = &part.block.kind else { continue };
        if matches!(part.section, Section::Errors | Section::ResponseHeader) {
            continue;
        }
        match read(&mut rows, part, table, typed == Some(part.section), remarks) {
            Reading::Fields { types } => typed = types.then_some(part.section),
            Reading::Other => {}
            Reading::LeftOut(reason) => {
                let first = part.block.line;
                remark(remarks, first, format!("{reason}: the table is left out"));
                rows.left_out.push(left_out(part, table));
            }
        }
    }
    rows
}

/// Describes a table that is not read.
pub(crate) fn left_out(part: &Placed, rows: &[Row]) -> LeftOut {
    let header = usize::from(rows.first().is_some_and(|first| table::header(first).is_some()));
    let names = rows[header..].iter().filter_map(|row| row.cells.first()).map(|cell| plain(cell));
    LeftOut {
        line: part.block.line,
        heading: part.unknown.clone(),
        names: names.filter(|name| is_identifier(name)).take(MOST_ROWS).collect(),
    }
}

/// Result of reading a table.
enum Reading {
    /// A table of parameters or fields, with or without a column of types.
    Fields {
        types: bool,
    },
    /// A table that is not expected to list parameters or fields.
    Other,
    LeftOut(String),
}

/// Reads a table. `after_types` is set if the previous table in the same part has types.
fn read(
    rows: &mut Rows,
    part: &Placed,
    table: &[Row],
    after_types: bool,
    remarks: &mut Vec<Remark>,
) -> Reading {
    let Some((first, data)) = table.split_first() else { return Reading::Other };
    let Some(columns) = table::header(first) else {
        return unread(part, "nothing known heads the columns");
    };
    let types = columns.contains(&Some(Column::Type));
    if !table::is_of_fields(&columns) {
        let nameless = "the table has no column for names";
        return if types { unread(part, nameless) } else { Reading::Other };
    }
    let Some(target) = rows.target(part.section, &columns) else {
        return unread(part, "this part of the page lists no parameters");
    };
    if let Some(heading) = &part.unknown {
        return Reading::LeftOut(format!("the heading `{heading}` is not known"));
    }
    if after_types && !types {
        return Reading::LeftOut("a second table, without types".to_owned());
    }
    for (cell, column) in first.cells.iter().zip(&columns) {
        if column.is_none() && !cell.is_empty() {
            remark(remarks, first.line, format!("the column `{}` is not read", plain(cell)));
        }
    }
    target.extend(table::entries(data, &columns, remarks));
    if target.len() > MOST_ROWS {
        let line = target[MOST_ROWS].line;
        target.truncate(MOST_ROWS);
        let text = format!("more than {MOST_ROWS} rows: the rest is left out");
        remark(remarks, line, text);
    }
    Reading::Fields { types }
}

/// Returns the result for a table that cannot be read: left out in a part that should list parameters or
/// fields; elsewhere it is not missed.
fn unread(part: &Placed, reason: &str) -> Reading {
    use Section::{Body, Header, Path, Query, Request, Response};
    if let Some(heading) = &part.unknown {
        Reading::LeftOut(format!("the heading `{heading}` is not known"))
    } else if [Path, Header, Query, Body, Request, Response].contains(&part.section)
        && part.is_wide()
    {
        Reading::LeftOut(reason.to_owned())
    } else {
        Reading::Other
    }
}

impl Rows {
    fn target(&mut self, section: Section, columns: &Columns) -> Option<&mut Vec<Entry>> {
        Some(match section {
            Section::Path => &mut self.path,
            Section::Header => &mut self.header,
            Section::Query => &mut self.query,
            Section::Body => &mut self.body,
            Section::Response | Section::ResponseExample => &mut self.response,
            Section::Request => &mut self.unplaced,
            // Old pages list parameters above the first heading.
            Section::Intro if columns.contains(&Some(Column::Required)) => &mut self.unplaced,
            _ => return None,
        })
    }

    /// Returns whether any table of parameters or fields was found.
    pub(crate) fn is_empty(&self) -> bool {
        [&self.path, &self.header, &self.query, &self.body, &self.unplaced, &self.response]
            .iter()
            .all(|rows| rows.is_empty())
    }

    /// Assigns places to the rows of tables that do not say where their parameters are sent.
    pub(crate) fn place_rest(
        &mut self,
        method: &str,
        path: &str,
        sample: Option<&Sample>,
        remarks: &mut Vec<Remark>,
    ) {
        let query = sample.and_then(|sample| sample.url.as_deref()?.split_once('?'));
        let asked = |name: &str| {
            query.is_some_and(|(_, query)| {
                query.split('&').any(|pair| pair.split('=').next() == Some(name))
            })
        };
        let sent = sample.is_some_and(|sample| !sample.data.is_empty());
        let mut guessed = None;
        for entry in std::mem::take(&mut self.unplaced) {
            let name = entry.name.as_str();
            let target = if path.contains(&format!("{{{name}}}")) {
                &mut self.path
            } else if name.starts_with("x-acs-") || name.eq_ignore_ascii_case("content-type") {
                &mut self.header
            } else if name == "access_token" || asked(name) {
                &mut self.query
            } else {
                guessed.get_or_insert(entry.line);
                let in_query = matches!(method, "GET" | "DELETE") && !sent;
                if in_query { &mut self.query } else { &mut self.body }
            };
            target.push(entry);
        }
        if let Some(line) = guessed {
            let text = "the page does not say where these parameters go: read from the method";
            remark(remarks, line, text);
        }
    }
}
