//! Which part of the page a block belongs to.

use crate::document::{Block, BlockKind, Document};
use crate::vocabulary::headings::{Section, exact_heading, heading, split_heading};

/// A block and where it stands.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) section: Section,
    pub(crate) block: Block,
    /// The heading above a table or code, if the reader does not know it.
    pub(crate) unknown: Option<String>,
}

impl Placed {
    /// Returns whether it is a table of more than two columns, as those of parameters and fields
    /// are.
    pub(crate) fn is_wide(&self) -> bool {
        let BlockKind::Table(rows) = &self.block.kind else { return false };
        rows.iter().any(|row| row.cells.len() > 2)
    }
}

/// A page in parts.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) placed: Vec<Placed>,
    /// The parts that known headings begin, in order.
    pub(crate) known: Vec<Section>,
    /// Headings that the reader does not know, with their lines, without the title.
    pub(crate) unknown: Vec<(usize, String)>,
    /// The last known heading, if nothing follows it.
    pub(crate) trailing: Option<String>,
}

impl Outline {
    /// Returns whether any part of the page is about the answer.
    pub(crate) fn has_answer(&self) -> bool {
        use Section::{Example, Response, ResponseExample, ResponseHeader};
        let answers = [Example, Response, ResponseExample, ResponseHeader];
        self.known.iter().any(|section| answers.contains(section))
    }
}

/// Gives every block its section. Known words count as headings even where nothing marks them.
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
                    // Within an example an unmarked "request body" only says what comes next.
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

/// Longer lines name nothing.
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
    /// Whether the title of the page is behind.
    titled: bool,
    unknown: Option<String>,
    label: Option<String>,
    /// Whether the part at hand has a table.
    tabled: bool,
    outline: Outline,
}

impl Walk {
    fn heading(&mut self, line: usize, level: u8, text: String) {
        self.label = None;
        // The page's title names the call in any words, and is no heading of a part.
        let title = level == 1 && !std::mem::replace(&mut self.titled, true);
        match heading(&text) {
            Some(section) if !title || exact_heading(&text).is_some() => self.enter(section, &text),
            _ if title && self.outline.known.is_empty() => {}
            _ => {
                // `### Java` inside of an example stays in it.
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
        // A plain "example" takes its meaning from what it stands in.
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
                // Right below its heading the first table of a part may have a caption.
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
