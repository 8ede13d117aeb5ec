//! HTML as a browser saves it: a stream of tokens is enough, so depth costs nothing.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::document::{Block, BlockKind, Document, Row};
use crate::vocabulary::pattern::Pattern;

/// What no table of a page exceeds; a span is a number that anyone can write.
const MOST_COLUMNS: usize = 32;
const MOST_SPANNED_ROWS: usize = 400;
const MOST_NESTED_TABLES: usize = 8;

/// Parses an HTML page or a piece of one.
pub(crate) fn parse(page: &str) -> Document {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    let breaks: Vec<usize> = page.match_indices('\n').map(|(at, _)| at).collect();
    let line = |offset: usize| 1 + breaks.partition_point(|&at| at < offset);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                builder.line = line(tag.span.start);
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let span = tag.attributes.get(&b"rowspan"[..]);
                let span = span.and_then(|value| str::from_utf8(value).ok()?.trim().parse().ok());
                builder.open(&name, span.unwrap_or(1));
                if tag.self_closing && matches!(name.as_str(), "td" | "th" | "script") {
                    builder.close(&name);
                }
            }
            Token::EndTag(tag) => builder.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => {
                if builder.is_between() {
                    builder.line = line(text.span.start + leading_blanks(&text));
                }
                builder.text(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    builder.finish()
}

/// Blanks that a browser shows as one.
static BLANKS: Pattern = Pattern::new(r"[ \t\n\r\x0c]+");

#[derive(Default)]
struct Builder {
    document: Document,
    line: usize,
    /// Inside of what is never shown.
    skipped: Option<String>,
    heading: Option<u8>,
    preformatted: bool,
    /// The text of the block at hand and the line on which it began.
    text: String,
    begun: usize,
    tables: Vec<Table>,
}

impl Builder {
    fn open(&mut self, name: &str, span: usize) {
        if self.skipped.is_some() {
            return;
        }
        match name {
            "script" | "style" | "noscript" | "template" | "svg" | "title" => {
                self.skipped = Some(name.to_owned());
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.tables.is_empty() => {
                self.flush();
                self.heading = name[1..].parse().ok();
            }
            "pre" if self.tables.is_empty() => {
                self.flush();
                self.preformatted = true;
            }
            "table" if self.tables.len() < MOST_NESTED_TABLES => {
                if self.tables.is_empty() {
                    self.flush();
                }
                self.tables.push(Table::default());
            }
            "tr" => self.in_table(Table::open_row),
            "td" | "th" => self.in_table(|table, line| table.open_cell(line, span)),
            "br" => self.new_line(),
            "li" | "p" | "div" | "dd" | "dt" | "section" | "article" | "ul" | "ol" => {
                self.new_line();
                if name == "li" {
                    self.push_text("- ");
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(skipped) = &self.skipped {
            if skipped == name {
                self.skipped = None;
            }
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.tables.is_empty() => {
                self.flush();
                self.heading = None;
            }
            "pre" if self.tables.is_empty() => {
                self.flush();
                self.preformatted = false;
            }
            "table" => {
                if let Some(table) = self.tables.pop() {
                    self.end_table(table);
                }
            }
            "tr" => self.in_table(|table, _| table.close_row()),
            "td" | "th" => self.in_table(|table, _| table.close_cell()),
            "li" | "p" | "div" | "dd" | "dt" | "section" | "article" => self.new_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.preformatted && self.tables.is_empty() {
            self.push_text(text);
            return;
        }
        let folded = BLANKS.replace_all(text, " ");
        if folded == " " && (self.at_line_start() || self.is_between()) {
            return;
        }
        self.push_text(&folded);
    }

    fn is_between(&self) -> bool {
        self.text.is_empty()
            && self
                .tables
                .last()
                .is_none_or(|table| table.cell.as_ref().is_none_or(String::is_empty))
    }

    fn at_line_start(&self) -> bool {
        self.tables
            .last()
            .and_then(|table| table.cell.as_ref())
            .unwrap_or(&self.text)
            .ends_with('\n')
    }

    fn push_text(&mut self, text: &str) {
        if let Some(table) = self.tables.last_mut() {
            // What stands in a table but in none of its cells is not shown in it either.
            if let Some(cell) = &mut table.cell {
                cell.push_str(text);
            }
            return;
        }
        if self.text.is_empty() {
            self.begun = self.line;
        }
        self.text.push_str(text);
    }

    fn new_line(&mut self) {
        if self.tables.last().is_some() {
            if !self.at_line_start() && !self.is_between() {
                self.push_text("\n");
            }
        } else if self.preformatted {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
        } else if self.heading.is_none() {
            self.flush();
        }
    }

    fn in_table(&mut self, act: impl FnOnce(&mut Table, usize)) {
        let line = self.line;
        if let Some(table) = self.tables.last_mut() {
            act(table, line);
        }
    }

    /// Ends the block at hand.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let line = self.begun;
        if self.preformatted {
            if !text.trim().is_empty() {
                self.document.push(line, BlockKind::Code(text));
            }
            return;
        }
        let text = text.trim_matches([' ', '\n', '\t']);
        if text.is_empty() || text == "-" {
            return;
        }
        let kind = match self.heading {
            Some(level) => BlockKind::Heading { level, text: text.to_owned() },
            None => BlockKind::Line(text.to_owned()),
        };
        self.document.push(line, kind);
    }

    fn end_table(&mut self, table: Table) {
        let rows = table.finish();
        if let Some(first) = rows.first() {
            let block = Block { line: first.line, kind: BlockKind::Table(rows) };
            self.document.blocks.push(block);
        }
    }

    fn finish(mut self) -> Document {
        while let Some(table) = self.tables.pop() {
            self.document.open =
                Some(format!("the table before line {} is never closed", self.line));
            self.end_table(table);
        }
        self.flush();
        self.document
    }
}

/// A table in the making. Cells that span rows are repeated in each.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    row: Option<Row>,
    cell: Option<String>,
    /// How many rows the cell covers.
    span: usize,
    /// By column: how many more rows a cell from above covers, and its text.
    covered: BTreeMap<usize, (usize, String)>,
}

impl Table {
    fn open_row(&mut self, line: usize) {
        self.close_row();
        self.row = Some(Row { line, cells: Vec::new() });
    }

    fn open_cell(&mut self, line: usize, span: usize) {
        self.close_cell();
        self.row.get_or_insert_with(|| Row { line, cells: Vec::new() });
        self.cell = Some(String::new());
        self.span = span;
    }

    fn close_cell(&mut self) {
        let Some(text) = self.cell.take() else { return };
        self.fill_covered();
        let Some(row) = &mut self.row else { return };
        let text = text.trim_matches([' ', '\n', '\t']).to_owned();
        if row.cells.len() < MOST_COLUMNS {
            if self.span > 1 {
                let rows = (self.span - 1).min(MOST_SPANNED_ROWS);
                self.covered.insert(row.cells.len(), (rows, text.clone()));
            }
            row.cells.push(text);
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        self.fill_covered();
        if let Some(row) = self.row.take()
            && row.cells.iter().any(|cell| !cell.is_empty())
        {
            self.rows.push(row);
        }
    }

    /// Cells from above that stand at the next free places of this row.
    fn fill_covered(&mut self) {
        let Some(row) = &mut self.row else { return };
        while let Some((rows, text)) = self.covered.get_mut(&row.cells.len()) {
            row.cells.push(text.clone());
            *rows -= 1;
            if *rows == 0 {
                self.covered.remove(&(row.cells.len() - 1));
            }
        }
    }

    fn finish(mut self) -> Vec<Row> {
        self.close_row();
        self.rows
    }
}

fn leading_blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
