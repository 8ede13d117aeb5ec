//! Which part of the page a block belongs to.

use crate::docs::document::{Block, BlockKind, Document};
use crate::docs::words::{Section, exact_heading, heading, split_heading};

/// A block and where it stands.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) section: Section,
    /// The nearest heading, known or not.
    pub(crate) heading: String,
    pub(crate) block: Block,
}

/// Gives every block its section. Known words count as headings even where nothing marks them.
pub(crate) fn place(document: &mut Document) -> Vec<Placed> {
    let mut walk = Walk { section: Section::Intro, heading: String::new(), placed: Vec::new() };
    for block in std::mem::take(&mut document.blocks) {
        let line = block.line;
        match block.kind {
            BlockKind::Heading { level, text } => walk.heading(level, text),
            BlockKind::Line(text) => {
                if let Some(section) = exact_heading(&text) {
                    walk.enter(section, text);
                } else if let Some((sentence, title)) = split_heading(&text) {
                    walk.push(Block { line, kind: BlockKind::Line(sentence.to_owned()) });
                    let section = exact_heading(title).unwrap_or(Section::Other);
                    walk.enter(section, title.to_owned());
                } else {
                    walk.push(Block { line, kind: BlockKind::Line(text) });
                }
            }
            kind => walk.push(Block { line, kind }),
        }
    }
    walk.placed
}

struct Walk {
    section: Section,
    heading: String,
    placed: Vec<Placed>,
}

impl Walk {
    fn heading(&mut self, level: u8, text: String) {
        let section = heading(&text);
        // The page's title names the call in any words, and is no heading of a part.
        if level == 1 && exact_heading(&text).is_none() {
            self.enter(Section::Intro, text);
        } else if section == Section::Other && level > 2 {
            // `### Java` inside of an example, `### OpenRole` inside of the response.
            self.heading = text;
        } else {
            self.enter(section, text);
        }
    }

    fn enter(&mut self, section: Section, heading: String) {
        // A plain "example" takes its meaning from what it stands in.
        self.section = match (section, self.section) {
            (Section::Example, Section::Response | Section::ResponseExample) => {
                Section::ResponseExample
            }
            (section, _) => section,
        };
        self.heading = heading;
    }

    fn push(&mut self, block: Block) {
        let heading = self.heading.clone();
        self.placed.push(Placed { section: self.section, heading, block });
    }
}
