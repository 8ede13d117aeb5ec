//! The common model into which all forms of a page are parsed.

use crate::facts::Remark;

/// A page as a flat sequence of blocks, with texts free of markup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// Doubts of the form's parser.
    pub(crate) remarks: Vec<Remark>,
    /// What the form leaves unclosed at the end of the page, which is then incomplete.
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
    /// A marked heading; `level` is 1 for the title.
    Heading { level: u8, text: String },
    /// One line of a paragraph or of a list.
    Line(String),
    /// Text with significant line breaks and spaces.
    Code(String),
    /// Rows of cells. The reader of the table decides whether the first row is a header.
    Table(Vec<Row>),
}

/// A row of a table. Cells are trimmed, except for blanks that are used as indentation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}
