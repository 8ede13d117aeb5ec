//! Headers whose column names have run together.

use crate::vocabulary::columns::{Column, column_names};
use crate::vocabulary::spelling::folded;

/// No header is longer than this.
const LONGEST: usize = 240;
const SHORTEST: usize = 8;

/// A table's columns, in order.
pub(crate) struct Header {
    columns: Vec<(String, Column)>,
}

impl Header {
    /// Returns the header that a line is, or ends with behind a sentence.
    pub(crate) fn find(line: &str) -> Option<(&str, Self)> {
        if line.len() < SHORTEST {
            return None;
        }
        if line.len() <= LONGEST
            && let Some(header) = Self::parse(line)
        {
            return Some(("", header));
        }
        // The header is the end of the line, so only the last sentences can end before it.
        let ends = line.char_indices().rev().take(LONGEST).filter(|(_, c)| ".。!！".contains(*c));
        for (at, c) in ends.take(8) {
            let (sentence, rest) = line.split_at(at + c.len_utf8());
            if let Some(header) = Self::parse(rest) {
                return Some((sentence, header));
            }
        }
        None
    }

    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(_, c)| *c == column)
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = Column> {
        self.columns.iter().map(|(_, column)| *column)
    }

    /// Returns the names as the page prints them.
    pub(crate) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut columns = Vec::new();
        let mut steps = 400;
        let whole = segment(line.trim(), &mut columns, &mut steps) && columns.len() > 1;
        whole.then_some(Self { columns })
    }
}

/// Cuts a header into known names, trying the longest first.
fn segment(rest: &str, columns: &mut Vec<(String, Column)>, steps: &mut usize) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '|']);
    if rest.is_empty() {
        return is_header(columns);
    }
    if columns.len() > 9 || *steps == 0 {
        return false;
    }
    *steps -= 1;
    for (length, column) in candidates(rest) {
        let end = length + bracket(&rest[length..]);
        columns.push((rest[..end].trim().to_owned(), column));
        if segment(&rest[end..], columns, steps) {
            return true;
        }
        columns.pop();
    }
    false
}

fn is_header(columns: &[(String, Column)]) -> bool {
    // `errmsg返回码描述` is a row, though all its words can head columns.
    let first = [Column::Name, Column::Code, Column::Status, Column::SubCode, Column::AppType];
    if !columns.first().is_some_and(|(_, column)| first.contains(column)) {
        return false;
    }
    let has = |column| columns.iter().any(|(_, c)| *c == column);
    (has(Column::Name) && (has(Column::Type) || has(Column::Description)))
        || (has(Column::Code)
            && (has(Column::Message) || has(Column::Solution) || has(Column::Description)))
        || (has(Column::AppType) && has(Column::Supported))
}

/// Returns the names that a text begins with, the longest first, and how many bytes each takes.
fn candidates(text: &str) -> Vec<(usize, Column)> {
    let mut found: Vec<(usize, Column)> = Vec::new();
    for (name, column) in column_names() {
        if let Some(length) = prefix(text, name) {
            found.push((length, column));
        }
    }
    found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    found
}

/// Returns how many bytes of `text` spell `name`, whatever their case, width and blanks.
fn prefix(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars().peekable();
    for (at, c) in text.char_indices() {
        let Some(&next) = wanted.peek() else { return Some(at) };
        if folded(c) == next {
            wanted.next();
        } else if c != ' ' || at == 0 {
            return None;
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

/// Returns the length of a bracket that explains the name before it.
fn bracket(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    let Some(open) = text[start..].chars().next().filter(|c| matches!(c, '(' | '（')) else {
        return 0;
    };
    let inner = start + open.len_utf8();
    text[inner..]
        .char_indices()
        .take(40)
        .find(|(_, c)| matches!(c, ')' | '）'))
        .map_or(0, |(at, c)| inner + at + c.len_utf8())
}
