//! Parses HTML as saved by a browser. It needs only a stream of tokens, so nesting has no limit.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::document::{BlockKind, Document, Row};
use crate::vocabulary::pattern::Pattern;

/// Limits beyond any table of a page; a span is a number that anyone can write.
const MOST_COLUMNS: usize = 32;
const MOST_SPANNED_ROWS: usize = 400;

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
                if builder.text.is_empty() {
                    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace());
                    builder.line = line(text.span.start + blanks.count());
                }
                builder.text(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    builder.finish()
}

/// Blanks that a browser displays as one.
static BLANKS: Pattern = Pattern::new(r"[ \t\n\r\x0c]+");

#[derive(Default)]
struct Builder {
    document: Document,
    line: usize,
    /// Name of the open element whose content is never displayed.
    skipped: Option<String>,
    heading: Option<u8>,
    preformatted: bool,
    /// The text of the current block or cell, and the line on which it began.
    text: String,
    begun: usize,
    /// Number of open tables. A table within a cell is part of the cell's text.
    tables: usize,
    rows: Vec<Row>,
    /// Number of rows that the current cell spans.
    cell: Option<usize>,
    /// By column: the number of remaining rows that a cell from above spans, and its text.
    covered: BTreeMap<usize, (usize, String)>,
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.tables == 0 => {
                self.flush();
                self.heading = name[1..].parse().ok();
            }
            "pre" if self.tables == 0 => {
                self.flush();
                self.preformatted = true;
            }
            "table" => {
                if self.tables == 0 {
                    self.flush();
                }
                self.tables += 1;
            }
            "tr" if self.tables == 1 => {
                self.end_row();
                self.rows.push(Row { line: self.line, cells: Vec::new() });
            }
            "td" | "th" if self.tables == 1 => {
                self.end_cell();
                self.cell = Some(span);
            }
            "br" | "tr" | "li" | "p" | "div" | "dd" | "dt" | "section" | "article" | "ul"
            | "ol" => {
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" if self.tables == 0 => {
                self.flush();
                self.heading = None;
                self.preformatted = false;
            }
            "table" => {
                if self.tables == 1 {
                    self.end_table();
                }
                self.tables = self.tables.saturating_sub(1);
            }
            "tr" if self.tables == 1 => self.end_row(),
            "td" | "th" if self.tables == 1 => self.end_cell(),
            "li" | "p" | "div" | "dd" | "dt" | "section" | "article" => self.new_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.preformatted && self.tables == 0 {
            self.push_text(text);
            return;
        }
        let folded = BLANKS.replace_all(text, " ");
        if folded != " " || !(self.text.is_empty() || self.text.ends_with('\n')) {
            self.push_text(&folded);
        }
    }

    fn push_text(&mut self, text: &str) {
        // Text within a table but outside of its cells is ignored.
        if self.tables > 0 && self.cell.is_none() {
            return;
        }
        if self.text.is_empty() {
            self.begun = self.line;
        }
        self.text.push_str(text);
    }

    fn new_line(&mut self) {
        if self.tables > 0 || self.preformatted {
            if !self.text.is_empty() && (self.tables == 0 || !self.text.ends_with('\n')) {
                self.text.push('\n');
            }
        } else if self.heading.is_none() {
            self.flush();
        }
    }

    /// Ends the current block.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let trimmed = text.trim_matches([' ', '\n', '\t']).to_owned();
        if trimmed.is_empty() || trimmed == "-" && !self.preformatted {
            return;
        }
        let kind = match self.heading {
            _ if self.preformatted => BlockKind::Code(text),
            Some(level) => BlockKind::Heading { level, text: trimmed },
            None => BlockKind::Line(trimmed),
        };
        self.document.push(self.begun, kind);
    }

    fn end_cell(&mut self) {
        if self.rows.is_empty() {
            self.rows.push(Row { line: self.line, cells: Vec::new() });
        }
        let text = std::mem::take(&mut self.text).trim_matches([' ', '\n', '\t']).to_owned();
        let Some(span) = self.cell.take() else { return };
        self.fill_covered();
        let Some(row) = self.rows.last_mut().filter(|row| row.cells.len() < MOST_COLUMNS) else {
            return;
        };
        if span > 1 {
            let rows = (span - 1).min(MOST_SPANNED_ROWS);
            self.covered.insert(row.cells.len(), (rows, text.clone()));
        }
        row.cells.push(text);
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.fill_covered();
    }

    /// Repeats spanning cells from above at the next free places of the last row.
    fn fill_covered(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some((rows, text)) = self.covered.get_mut(&row.cells.len()) {
            row.cells.push(text.clone());
            *rows -= 1;
            if *rows == 0 {
                self.covered.remove(&(row.cells.len() - 1));
            }
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.covered.clear();
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        if let Some(first) = rows.first() {
            self.document.push(first.line, BlockKind::Table(rows));
        }
    }

    fn finish(mut self) -> Document {
        if self.tables > 0 {
            self.document.open =
                Some(format!("the table before line {} is never closed", self.line));
            self.end_table();
        }
        self.flush();
        self.document
    }
}
