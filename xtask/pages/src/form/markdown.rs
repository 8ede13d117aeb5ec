//! Parses Markdown as saved by the site, line by line, because a table can begin in the middle of a line.

use crate::document::{BlockKind, Document, Row};
use crate::form::inline::inline_markdown;

/// Parses a Markdown page.
pub(crate) fn parse(page: &str) -> Document {
    let mut parser = Parser::default();
    let body = after_front_matter(page);
    let mut fence: Option<Fence> = None;
    for (number, line) in page.lines().enumerate().skip(body) {
        let number = number + 1;
        if let Some(open) = &mut fence {
            if open.is_closed_by(line) {
                parser.document.push(open.line, BlockKind::Code(std::mem::take(&mut open.text)));
                fence = None;
            } else {
                open.text.push_str(line);
                open.text.push('\n');
            }
        } else if let Some(open) = Fence::open(number, line) {
            parser.end_table();
            fence = Some(open);
        } else {
            parser.line(number, line);
        }
    }
    if let Some(line) = parser.unclosed {
        parser.document.open = Some(format!("the row in line {line} is never closed"));
    }
    parser.end_table();
    if let Some(open) = fence {
        let text = format!("the block of code from line {} on is never closed", open.line);
        parser.document.open = Some(text);
        parser.document.push(open.line, BlockKind::Code(open.text));
    }
    parser.document
}

/// Returns whether a line is the row of dashes below a table's header.
pub(crate) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.chars().all(|c| "|-: \t".contains(c))
}

/// Returns the cells of a row. Bars that are escaped or within code do not separate cells.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| clean_cell(cell)).collect()
}

fn clean_cell(cell: &str) -> String {
    inline_markdown(cell.trim()).trim_matches([' ', '\t', '\n']).to_owned()
}

#[derive(Default)]
struct Parser {
    document: Document,
    rows: Vec<Row>,
    /// A line without a leading bar, which becomes a header if a row of dashes follows.
    candidate: Option<(usize, String)>,
    /// Whether the first row of the current table ends with a bar.
    closed: bool,
    /// Number of the previous line, if it is a row of such a table without a bar at its end.
    unclosed: Option<usize>,
}

impl Parser {
    fn line(&mut self, number: usize, line: &str) {
        let bare = unquoted(line);
        if !bare.is_empty()
            && let Some(row) = self.unclosed.take()
            && !bare.starts_with(['|', '#'])
        {
            self.document.remark(row, "the row goes on over several lines: only this one is read");
        }
        if is_delimiter(bare) {
            self.delimiter(number, bare);
            return;
        }
        if self.candidate.is_some() {
            // The line was not a header, so its bar is part of a sentence.
            self.end_table();
        }
        let closed = bare.ends_with('|');
        let among_closed = self.closed && !self.rows.is_empty();
        if bare.starts_with('|') && (closed || among_closed || bare.matches('|').count() > 1) {
            if self.rows.is_empty() {
                self.closed = closed;
            }
            self.unclosed = (self.closed && !closed).then_some(number);
            self.rows.push(Row { line: number, cells: cells(bare) });
        } else if bare.contains('|') {
            self.candidate = Some((number, bare.to_owned()));
        } else {
            self.end_table();
            self.text(number, bare);
        }
    }

    /// Uses the line above the dashes as the header, even if a sentence precedes it on that line.
    fn delimiter(&mut self, number: usize, line: &str) {
        let Some((header_line, header)) = self.candidate.take() else {
            if self.rows.is_empty() {
                self.document.remark(number, "the table has no header");
            }
            return;
        };
        let width = cells(line).len();
        let start = header.find('|').unwrap_or(0);
        let (sentence, row) = header.split_at(start);
        self.end_table();
        self.closed = header.ends_with('|');
        let row = if cells(row).len() >= width && !sentence.trim().is_empty() {
            self.text(header_line, sentence);
            row
        } else {
            &header
        };
        self.rows.push(Row { line: header_line, cells: cells(row) });
    }

    fn text(&mut self, number: usize, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let marks = line.bytes().take_while(|&byte| byte == b'#').count();
        if (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\t', '*']) {
            let text = inline_markdown(line[marks..].trim().trim_end_matches('#'));
            let level = u8::try_from(marks).unwrap_or(6);
            let text = text.trim().to_owned();
            self.document.push(number, BlockKind::Heading { level, text });
            return;
        }
        let text = inline_markdown(line);
        for part in text.split('\n').map(str::trim).filter(|part| !part.is_empty()) {
            self.document.push(number, BlockKind::Line(part.to_owned()));
        }
    }

    fn end_table(&mut self) {
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            let line = rows[0].line;
            self.document.push(line, BlockKind::Table(rows));
        }
        if let Some((number, line)) = self.candidate.take() {
            self.text(number, &line);
        }
    }
}

struct Fence {
    line: usize,
    mark: char,
    length: usize,
    text: String,
}

impl Fence {
    fn open(line: usize, text: &str) -> Option<Self> {
        let text = unquoted(text);
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = text.chars().take_while(|&c| c == mark).count();
        let rest = &text[length..];
        (length >= 3 && !rest.contains('`')).then(|| Self {
            line,
            mark,
            length,
            text: String::new(),
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = unquoted(line).trim_end();
        line.chars().count() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// Removes quotation marks of Markdown.
fn unquoted(line: &str) -> &str {
    line.trim().trim_start_matches(['>', ' ', '\t'])
}

/// Returns the number of lines of the front matter.
fn after_front_matter(page: &str) -> usize {
    let mut lines = page.lines();
    if lines.next().map(|first| first.trim_start_matches('\u{feff}').trim_end()) != Some("---") {
        return 0;
    }
    // Front matter is short; without an end, the mark is a horizontal rule.
    let end = lines.take(60).position(|line| line.trim_end() == "---");
    end.map_or(0, |at| at + 2)
}
