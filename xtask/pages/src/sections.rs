//! Which part of the page a block belongs to.

use crate::document::{Block, BlockKind, Document};
use crate::words::{Section, exact_heading, heading, split_heading};

/// A block and where it stands.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) section: Section,
    pub(crate) block: Block,
    /// What stands right above a table: it may name the type whose fields follow.
    pub(crate) label: Option<String>,
}

/// Gives every block its section. Known words count as headings even where nothing marks them.
pub(crate) fn place(document: &mut Document) -> Vec<Placed> {
    let mut walk = Walk { section: Section::Intro, label: None, placed: Vec::new() };
    for block in std::mem::take(&mut document.blocks) {
        let line = block.line;
        match block.kind {
            BlockKind::Heading { level, text } => walk.heading(level, &text),
            BlockKind::Line(text) => {
                if let Some(section) = exact_heading(&text) {
                    walk.enter(section);
                } else if let Some((sentence, title)) = split_heading(&text) {
                    walk.push(Block { line, kind: BlockKind::Line(sentence.to_owned()) });
                    let section = exact_heading(title).unwrap_or(Section::Other);
                    walk.enter(section);
                } else {
                    walk.push(Block { line, kind: BlockKind::Line(text) });
                }
            }
            kind => walk.push(Block { line, kind }),
        }
    }
    walk.placed
}

/// `PageQuery` names a type, though the word "query" is in it.
fn is_type(text: &str) -> bool {
    let humps = text.chars().filter(char::is_ascii_uppercase).count();
    let small = text.chars().filter(char::is_ascii_lowercase).count();
    humps > 1 && small > 1 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Longer lines name nothing.
const LONGEST_LABEL: usize = 80;

struct Walk {
    section: Section,
    label: Option<String>,
    placed: Vec<Placed>,
}

impl Walk {
    fn heading(&mut self, level: u8, text: &str) {
        let section = heading(text);
        // The page's title names the call in any words, and is no heading of a part.
        let title = level == 1 && exact_heading(text).is_none();
        // `### Java` inside of an example, `### OpenRole` inside of the response.
        let inner = level > 2 && (section == Section::Other || is_type(text));
        if inner {
            self.label = Some(text.to_owned());
        } else {
            self.enter(if title { Section::Intro } else { section });
        }
    }

    fn enter(&mut self, section: Section) {
        self.label = None;
        // A plain "example" takes its meaning from what it stands in.
        self.section = match (section, self.section) {
            (Section::Example, Section::Response | Section::ResponseExample) => {
                Section::ResponseExample
            }
            (section, _) => section,
        };
    }

    fn push(&mut self, block: Block) {
        let label = match &block.kind {
            BlockKind::Line(text) if text.len() <= LONGEST_LABEL => {
                self.label = Some(text.clone());
                None
            }
            _ => self.label.take(),
        };
        self.placed.push(Placed { section: self.section, block, label });
    }
}
