//! Plain text in which the columns of tables have run together.
//!
//! What stands in the examples tells names from types, and values from descriptions.

mod header;
mod hints;
mod other_rows;
mod row;
mod types;
mod words;

use crate::document::{BlockKind, Document, Row};
use crate::vocabulary::columns::Column;
use crate::vocabulary::headings::{Section, exact_heading, split_heading};
use crate::vocabulary::spelling::simplified;
use header::Header;
use hints::Hints;
use row::SplitRow;

/// More than are read; what comes after need not be cut.
const MOST_ROWS: usize = 3000;

/// Parses a page of plain text.
pub(crate) fn parse(page: &str) -> Document {
    let hints = Hints::collect(page);
    let mut parser = Parser { document: Document::default(), hints: &hints, state: State::Prose };
    for (index, line) in page.lines().enumerate() {
        parser.line(index + 1, line.trim_end().trim_start_matches('\u{feff}'));
    }
    parser.end();
    parser.document
}

struct Parser<'a> {
    document: Document,
    hints: &'a Hints,
    state: State,
}

/// A table that is being read.
struct Table {
    line: usize,
    header: Header,
    rows: Vec<Line>,
    /// Whether a blank line came last.
    gap: bool,
}

/// A row as printed, and how it was cut.
struct Line {
    number: usize,
    text: String,
    row: SplitRow,
    /// The lines of its description that stand below it.
    more: String,
}

enum State {
    Prose,
    Code { line: usize, text: String },
    Table(Table),
}

impl Parser<'_> {
    fn line(&mut self, number: usize, line: &str) {
        let trimmed = line.trim();
        if let Some(section) = self.heading(trimmed) {
            self.start(number, trimmed, section);
        } else if let State::Code { text, .. } = &mut self.state {
            text.push_str(line);
            text.push('\n');
        } else if let Some((sentence, heading)) = split_heading(trimmed) {
            self.end();
            self.document.push(number, BlockKind::Line(sentence.to_owned()));
            self.heading(heading).into_iter().for_each(|s| self.start(number, heading, s));
        } else if let Some((sentence, header)) = Header::find(trimmed) {
            self.end();
            if !sentence.is_empty() {
                self.document.push(number, BlockKind::Line(sentence.to_owned()));
            }
            let rows = Vec::new();
            self.state = State::Table(Table { line: number, header, rows, gap: false });
        } else if trimmed.is_empty() {
            if let State::Table(table) = &mut self.state {
                table.gap = true;
            }
        } else {
            self.content(number, trimmed);
        }
    }

    fn heading(&self, line: &str) -> Option<Section> {
        let section = exact_heading(line)?;
        // In code a word alone on a line is rather code, unless it looks like a title.
        let title = line.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
        let in_code = matches!(self.state, State::Code { .. });
        (!in_code || (title && !line.ends_with([':', ',']))).then_some(section)
    }

    fn start(&mut self, number: usize, heading: &str, section: Section) {
        self.end();
        self.document.push(number, BlockKind::Heading { level: 2, text: heading.to_owned() });
        let example = matches!(
            section,
            Section::RequestExample | Section::ResponseExample | Section::Example
        );
        if example {
            self.state = State::Code { line: number + 1, text: String::new() };
        }
    }

    fn content(&mut self, number: usize, line: &str) {
        if let State::Table(table) = &mut self.state {
            if table.rows.len() < MOST_ROWS
                && let Some(row) = split(line, &table.header, self.hints, true)
            {
                table.gap = false;
                table.rows.push(Line { number, text: line.to_owned(), row, more: String::new() });
                return;
            }
            // A description goes on below its row.
            if let (false, Some(last)) = (table.gap, table.rows.last_mut()) {
                last.more.push('\n');
                last.more.push_str(line);
                return;
            }
        }
        self.end();
        self.document.push(number, BlockKind::Line(line.to_owned()));
    }

    fn end(&mut self) {
        match std::mem::replace(&mut self.state, State::Prose) {
            State::Prose => {}
            State::Code { line, text } => {
                if !text.trim().is_empty() {
                    self.document.push(line, BlockKind::Code(text));
                }
            }
            State::Table(table) => self.table(table),
        }
    }

    fn table(&mut self, table: Table) {
        let mut rows = vec![Row { line: table.line, cells: table.header.names() }];
        // Where most rows lack the cell, what looks like it begins the description.
        let flagged = table.rows.iter().filter(|line| line.row.flagged).count();
        let flags = flagged * 2 >= table.rows.len();
        for line in table.rows {
            let again = if flags || !line.row.flagged {
                None
            } else {
                split(&line.text, &table.header, self.hints, false)
            };
            let mut row = again.unwrap_or(line.row);
            if row.rivals {
                let shown = row.cells.iter().take(2).cloned().collect::<Vec<_>>().join("`, `");
                let text = format!("name and type have run together: read as `{shown}`");
                self.document.remark(line.number, text);
            }
            let solution = row.cells.last().is_none_or(String::is_empty);
            if table.header.has(Column::Code) && table.header.has(Column::Solution) && solution {
                let text = "message and solution have run together: all is read as the message";
                self.document.remark(line.number, text);
            }
            if let Some(cell) = row.cells.last_mut() {
                cell.push_str(&line.more);
            }
            rows.push(Row { line: line.number, cells: row.cells });
        }
        self.document.push(table.line, BlockKind::Table(rows));
    }
}

/// Returns the cells of a row, whichever way they have run together.
fn split(line: &str, header: &Header, hints: &Hints, flags: bool) -> Option<SplitRow> {
    let plain: String = line.chars().map(simplified).collect();
    let mut row = split_plain(&plain, header, hints, flags)?;
    // The words that tell cells apart are known in their simplified form; the cells stay as printed.
    let mut from = 0;
    for cell in row.cells.iter_mut().filter(|_| plain != line) {
        let at = plain[from..].find(cell.as_str()).map_or(from, |at| from + at);
        from = (at + cell.len()).min(line.len());
        line[at..from].clone_into(cell);
    }
    Some(row)
}

fn split_plain(line: &str, header: &Header, hints: &Hints, flags: bool) -> Option<SplitRow> {
    let whole = |cells| SplitRow { cells, rivals: false, flagged: true };
    if line.contains('\t') {
        return Some(whole(line.split('\t').map(|cell| cell.trim().to_owned()).collect()));
    }
    if header.has(Column::Name) {
        row::split(line, header, hints, flags)
    } else if header.has(Column::Code) {
        other_rows::split(line, header).map(whole)
    } else if header.has(Column::AppType) {
        other_rows::split_permissions(line, header).map(whole)
    } else {
        None
    }
}
