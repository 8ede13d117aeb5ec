//! Parses plain text in which the columns of tables have run together.
//!
//! Names in the examples help to separate names from types.

mod codes;
mod fields;
mod header;
mod hints;
mod sentence;

use crate::document::{BlockKind, Document, Row};
use crate::vocabulary::columns::Column;
use crate::vocabulary::headings::{Section, exact_heading, split_heading};
use crate::vocabulary::spelling::simplified;
use fields::Cut;
use header::Header;
use hints::Hints;

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
    hints: &'a Hints<'a>,
    state: State,
}

enum State {
    Prose,
    Code { line: usize, text: String },
    Table { header: Header, rows: Vec<Row> },
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
        } else if let Some((sentence, header)) = header::find(trimmed) {
            self.end();
            if !sentence.is_empty() {
                self.document.push(number, BlockKind::Line(sentence.to_owned()));
            }
            let cells = header.iter().map(|(name, _)| name.clone()).collect();
            self.state = State::Table { header, rows: vec![Row { line: number, cells }] };
        } else if !trimmed.is_empty() {
            self.content(number, trimmed);
        }
    }

    fn heading(&self, line: &str) -> Option<Section> {
        let section = exact_heading(line)?;
        // In code, a single word on a line is code, unless it looks like a title.
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
        if let State::Table { header, rows } = &mut self.state
            && let Some(cut) = cut(line, header, self.hints)
        {
            if cut.doubtful {
                let shown = cut.cells.iter().take(2).cloned().collect::<Vec<_>>().join("`, `");
                let text = format!("name and type have run together: read as `{shown}`");
                self.document.remark(number, text);
            }
            let codes = header.iter().any(|(_, column)| *column == Column::Code);
            if codes && cut.cells.last().is_none_or(String::is_empty) {
                let text = "message and solution have run together: all is read as the message";
                self.document.remark(number, text);
            }
            rows.push(Row { line: number, cells: cut.cells });
            return;
        }
        self.end();
        self.document.push(number, BlockKind::Line(line.to_owned()));
    }

    fn end(&mut self) {
        match std::mem::replace(&mut self.state, State::Prose) {
            State::Code { line, text } if !text.trim().is_empty() => {
                self.document.push(line, BlockKind::Code(text));
            }
            State::Table { rows, .. } => {
                self.document.push(rows[0].line, BlockKind::Table(rows));
            }
            State::Code { .. } | State::Prose => {}
        }
    }
}

/// Returns the cells of a row of any kind of table.
fn cut(line: &str, header: &Header, hints: &Hints<'_>) -> Option<Cut> {
    let plain: String = line.chars().map(simplified).collect();
    let mut cut = match header.first()? {
        (_, Column::Name) => fields::cut(&plain, header, hints)?,
        _ => Cut { cells: codes::cut(&plain, header)?, doubtful: false },
    };
    // Words that separate cells are known in their simplified form; the cells stay as printed.
    let mut from = 0;
    for cell in cut.cells.iter_mut().filter(|_| plain != line) {
        let at = plain[from..].find(cell.as_str()).map_or(from, |at| from + at);
        from = (at + cell.len()).min(line.len());
        line[at..from].clone_into(cell);
    }
    Some(cut)
}
