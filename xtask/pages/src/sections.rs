//! Assigns the blocks of a page to sections.

use crate::document::{Block, BlockKind, Document};
use crate::vocabulary::headings::{Section, exact_heading, heading, split_heading};

/// A block and its section.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) section: Section,
    pub(crate) block: Block,
    /// Heading above a table or code, if the reader does not know it.
    pub(crate) unknown: Option<String>,
}

impl Placed {
    /// Returns whether it is a table of more than two columns, like those of parameters and fields.
    pub(crate) fn is_wide(&self) -> bool {
        let BlockKind::Table(rows) = &self.block.kind else { return false };
        rows.iter().any(|row| row.cells.len() > 2)
    }
}

/// A page divided into sections.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) placed: Vec<Placed>,
    /// Sections that begin with known headings, in order.
    pub(crate) known: Vec<Section>,
    /// Headings that the reader does not know, with their lines, except the title.
    pub(crate) unknown: Vec<(usize, String)>,
    /// The last known heading, if no content follows it.
    pub(crate) trailing: Option<String>,
}

impl Outline {
    /// Returns whether any section of the page is about the answer.
    pub(crate) fn has_answer(&self) -> bool {
        use Section::{Example, Response, ResponseExample, ResponseHeader};
        let answers = [Example, Response, ResponseExample, ResponseHeader];
        self.known.iter().any(|section| answers.contains(section))
    }
}

/// Assigns a section to every block. Known words count as headings even without a mark.
pub(crate) fn place(document: &mut Document) -> Outline {
    let mut walk = Walk {
        section: Section::Intro,
        titled: false,
        unknown: None,
        label: None,
        tabled: false,
        outline: Outline::default(),
    };
    for block in std::mem::take(&mut document.blocks) {
        let line = block.line;
        match block.kind {
            BlockKind::Heading { level, text } => walk.heading(line, level, text),
            BlockKind::Line(text) => {
                if let Some(section) = exact_heading(&text) {
                    // Within an example, an unmarked "request body" only announces the next line.
                    let inner = walk.section == Section::RequestExample && section == Section::Body;
                    if !inner {
                        walk.enter(section, &text);
                    }
                } else if let Some((sentence, title)) = split_heading(&text) {
                    walk.push(Block { line, kind: BlockKind::Line(sentence.to_owned()) });
                    if let Some(section) = exact_heading(title) {
                        walk.enter(section, title);
                    }
                } else {
                    walk.push(Block { line, kind: BlockKind::Line(text) });
                }
            }
            kind => walk.push(Block { line, kind }),
        }
    }
    walk.outline
}

/// Limits for labels: longer lines are not labels.
const LONGEST_LABEL: usize = 80;
const MOST_TITLE_WORDS: usize = 6;

/// Returns whether an unmarked line above a table reads like a heading rather than like a sentence.
fn is_title(text: &str) -> bool {
    !text.ends_with(|c| ".。,，;；!！?？=\"<>{}|".contains(c))
        && !text.contains(['，', '。', '；', ';', '=', '"', '{', '}', '<', '|'])
        && text.contains(char::is_alphabetic)
        && text.split_whitespace().count() <= MOST_TITLE_WORDS
}

struct Walk {
    section: Section,
    /// Whether the title of the page has been seen.
    titled: bool,
    unknown: Option<String>,
    label: Option<String>,
    /// Whether the current section already has a table.
    tabled: bool,
    outline: Outline,
}

impl Walk {
    fn heading(&mut self, line: usize, level: u8, text: String) {
        self.label = None;
        // The page's title names the call in any words, so it does not begin a section.
        let title = level == 1 && !std::mem::replace(&mut self.titled, true);
        match heading(&text) {
            Some(section) if !title || exact_heading(&text).is_some() => self.enter(section, &text),
            _ if title && self.outline.known.is_empty() => {}
            _ => {
                // A heading such as `### Java` inside of an example does not end it.
                if level <= 2 {
                    self.section = Section::Other;
                }
                self.outline.trailing = None;
                self.outline.unknown.push((line, text.clone()));
                self.unknown = Some(text);
            }
        }
    }

    fn enter(&mut self, section: Section, text: &str) {
        self.label = None;
        self.unknown = None;
        self.tabled = false;
        self.titled = true;
        self.outline.known.push(section);
        self.outline.trailing = Some(text.to_owned());
        // A plain "example" belongs to the section that it is in.
        self.section = match (section, self.section) {
            (Section::Example, Section::Response | Section::ResponseExample) => {
                Section::ResponseExample
            }
            (section, _) => section,
        };
    }

    fn push(&mut self, block: Block) {
        use Section::{Body, Errors, Header, Path, Query, Response};
        self.outline.trailing = None;
        let label = self.label.take();
        let mut unknown = None;
        match &block.kind {
            BlockKind::Line(text) if text.len() <= LONGEST_LABEL => {
                self.label = Some(text.clone());
            }
            BlockKind::Table(_) => {
                // The first table below a section's heading may have a caption.
                let lists = [Header, Path, Query, Body, Response, Errors].contains(&self.section);
                let caption = lists && !std::mem::replace(&mut self.tabled, true);
                let title = label.filter(|label| !caption && is_title(label));
                unknown = self.unknown.clone().or(title);
            }
            BlockKind::Code(_) => unknown.clone_from(&self.unknown),
            _ => {}
        }
        self.outline.placed.push(Placed { section: self.section, block, unknown });
    }
}
