//! The one model that all forms of a page are parsed into.

use crate::facts::Remark;

/// A page as a flat sequence of blocks, texts without markup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// What the parser of the form was not sure of.
    pub(crate) remarks: Vec<Remark>,
    /// What the form leaves open at the end of the page, which therefore is not whole.
    pub(crate) open: Option<String>,
}

impl Document {
    pub(crate) fn push(&mut self, line: usize, kind: BlockKind) {
        self.blocks.push(Block { line, kind });
    }

    pub(crate) fn remark(&mut self, line: usize, text: impl Into<String>) {
        remark(&mut self.remarks, line, text);
    }
}

/// Adds a remark.
pub(crate) fn remark(remarks: &mut Vec<Remark>, line: usize, text: impl Into<String>) {
    remarks.push(Remark { line, text: text.into() });
}

/// A piece of a page and the line on which it begins, counted from one.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) line: usize,
    pub(crate) kind: BlockKind,
}

#[derive(Debug, Clone)]
pub(crate) enum BlockKind {
    /// Marked as a heading. `level` is one for the title.
    Heading { level: u8, text: String },
    /// One line of a paragraph or of a list.
    Line(String),
    /// Text whose line breaks and spaces count.
    Code(String),
    /// Rows of cells; whether the first one is a header is for the reader of the table to see.
    Table(Vec<Row>),
}

/// A row of a table. Cells are trimmed, but for blanks that only indentation explains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}
