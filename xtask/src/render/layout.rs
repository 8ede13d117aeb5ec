//! Tokens on as many lines as they need: statements and expressions.

use proc_macro2::Delimiter;

use super::inline;
use super::tree::{Forest, Kind, Tree};

/// The longest line, in characters.
const WIDTH: usize = 100;

const STEP: usize = 4;

/// The longest item of a list whose items share lines.
const SHORT: usize = 10;

/// Writes a file. What a function writes begins where the text ends.
pub(super) struct Printer<'f> {
    pub(super) forest: &'f Forest,
    text: String,
    line: usize,
}

impl<'f> Printer<'f> {
    pub(super) fn new(forest: &'f Forest, text: String) -> Self {
        let line = text.len();
        Self { forest, text, line }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn is(&self, tree: Option<&Tree>, text: &str) -> bool {
        tree.is_some_and(|tree| self.forest.text(tree) == text)
    }

    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A new line, indented by `indent`.
    pub(super) fn line(&mut self, indent: usize) {
        self.blank_line();
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// The end of a line.
    pub(super) fn blank_line(&mut self) {
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// All of it on this line, however long.
    pub(super) fn inline(&mut self, trees: &[Tree]) {
        inline::write(self.forest, trees, &mut self.text, usize::MAX);
    }

    /// All of it on this line if that leaves room for `behind` more characters.
    pub(super) fn fits(&mut self, trees: &[Tree], behind: usize) -> bool {
        let start = self.text.len();
        // A character has up to four bytes.
        let most = self.line + 4 * WIDTH;
        if inline::write(self.forest, trees, &mut self.text, most)
            && self.text[self.line..].chars().count() + behind <= WIDTH
        {
            return true;
        }
        self.text.truncate(start);
        false
    }

    /// The statements of a block, each on lines of its own.
    pub(super) fn block(&mut self, trees: &[Tree], indent: usize) {
        if trees.is_empty() {
            return self.put("{}");
        }
        self.put("{");
        let mut rest = trees;
        while !rest.is_empty() {
            self.line(indent + STEP);
            let first = self.forest.text(&rest[0]);
            let length = if matches!(first, "if" | "for" | "while" | "match") {
                self.control(rest, indent + STEP)
            } else {
                let end = self.position(rest, ";");
                let statement = &rest[..end.unwrap_or(rest.len())];
                self.assignment(statement, indent + STEP, usize::from(end.is_some()));
                if end.is_some() {
                    self.put(";");
                }
                end.map_or(rest.len(), |end| end + 1)
            };
            rest = &rest[length..];
        }
        self.line(indent);
        self.put("}");
    }

    /// An expression; `behind` characters follow it on its last line.
    pub(super) fn expression(&mut self, trees: &[Tree], indent: usize, behind: usize) {
        if self.is(trees.first(), "match") {
            let length = self.control(trees, indent);
            self.inline(&trees[length..]);
        } else if !self.fits(trees, behind) && !self.chain(trees, indent) {
            self.broken(trees, indent, behind);
        }
    }

    /// `a = b`, where `b` is broken before `a` is.
    pub(super) fn assignment(&mut self, trees: &[Tree], indent: usize, behind: usize) {
        // The last one: those before it are of generic arguments.
        match trees.iter().rposition(|tree| self.is(Some(tree), "=")) {
            Some(at) => {
                self.expression(&trees[..at], indent, 3);
                self.put(" =");
                self.value(&trees[at + 1..], indent, behind);
            }
            None => self.expression(trees, indent, behind),
        }
    }

    /// What stands behind `=` or `:`, on the next line if it fits there and not here.
    fn value(&mut self, trees: &[Tree], indent: usize, behind: usize) {
        let is_table = matches!(trees, [Tree::Group(Delimiter::Brace, _)]);
        let start = self.text.len();
        self.put(" ");
        if is_table || self.is(trees.first(), "match") || self.fits(trees, behind) {
            self.text.truncate(start + 1);
            return self.expression(trees, indent, behind);
        }
        let calls = self.calls(trees);
        let root = calls.first().map_or(trees, |first| &trees[..*first]);
        let root_fits = !calls.is_empty() && self.fits(root, 1);
        self.text.truncate(start);
        let line = self.line;
        self.line(indent + STEP);
        if self.fits(trees, behind) {
            return;
        }
        if !calls.is_empty() && !root_fits {
            return self.expression(trees, indent + STEP, behind);
        }
        self.text.truncate(start);
        self.line = line;
        self.put(" ");
        self.expression(trees, indent, behind);
    }

    /// The items of a list, each on a line of its own.
    pub(super) fn vertical(&mut self, items: &[&[Tree]], indent: usize, comma_last: bool) {
        for (at, item) in items.iter().enumerate() {
            self.line(indent + STEP);
            let comma = comma_last || at + 1 < items.len();
            match item {
                [name @ Tree::Leaf(..), colon, value @ ..] if self.is(Some(colon), ":") => {
                    self.put(self.forest.text(name));
                    self.put(":");
                    self.value(value, indent + STEP, usize::from(comma));
                }
                item => self.expression(item, indent + STEP, usize::from(comma)),
            }
            if comma {
                self.put(",");
            }
        }
        self.line(indent);
    }

    /// The items of a list, as many on a line as fit.
    pub(super) fn filled(&mut self, items: &[&[Tree]], indent: usize) {
        self.line(indent + STEP);
        for (at, item) in items.iter().enumerate() {
            let start = self.text.len();
            self.put(if at == 0 { "" } else { " " });
            if !self.fits(item, 1) {
                self.text.truncate(start);
                self.line(indent + STEP);
                self.inline(item);
            }
            self.put(",");
        }
        self.line(indent);
    }

    /// The parts between commas, without those of generic arguments if these are `types`.
    pub(super) fn parts<'t>(&self, trees: &'t [Tree], types: bool) -> Vec<&'t [Tree]> {
        let mut depth = 0_usize;
        let mut parts: Vec<_> = trees
            .split(|tree| {
                match self.forest.text(tree) {
                    "<" if types => depth += 1,
                    ">" if types => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0 && self.is(Some(tree), ",")
            })
            .collect();
        if parts.last().is_some_and(|last| last.is_empty()) {
            parts.pop();
        }
        parts
    }

    pub(super) fn position(&self, trees: &[Tree], text: &str) -> Option<usize> {
        trees.iter().position(|tree| self.is(Some(tree), text))
    }

    /// The length of a statement that begins with a keyword and has a block.
    fn control(&mut self, trees: &[Tree], indent: usize) -> usize {
        let is_block = |tree: &Tree| matches!(tree, Tree::Group(Delimiter::Brace, _));
        let Some(at) = trees.iter().position(is_block) else {
            self.inline(trees);
            return trees.len();
        };
        self.inline(&trees[..at]);
        self.put(" ");
        let Tree::Group(_, inner) = &trees[at] else { return trees.len() };
        if self.is(trees.first(), "match") {
            self.put("{");
            self.arms(inner, indent);
            self.put("}");
            return at + 1;
        }
        self.block(inner, indent);
        if !self.is(trees.get(at + 1), "else") {
            return at + 1;
        }
        self.put(" ");
        at + 1 + self.control(&trees[at + 1..], indent)
    }

    fn arms(&mut self, trees: &[Tree], indent: usize) {
        for arm in self.parts(trees, false) {
            self.line(indent + STEP);
            match self.position(arm, "=>") {
                Some(arrow) => {
                    self.inline(&arm[..arrow]);
                    self.put(" => ");
                    self.expression(&arm[arrow + 1..], indent + STEP, 1);
                }
                None => self.inline(arm),
            }
            self.put(",");
        }
        self.line(indent);
    }

    /// Calls of methods, each on a line of its own; `false` if there are fewer than two.
    fn chain(&mut self, trees: &[Tree], indent: usize) -> bool {
        let starts = self.calls(trees);
        let Some(first) = starts.first() else { return false };
        self.inline(&trees[..*first]);
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(trees.len());
            self.line(indent + STEP);
            self.inline(&trees[*start..end]);
        }
        true
    }

    /// Where the calls of methods start, if there are two or more of them.
    fn calls(&self, trees: &[Tree]) -> Vec<usize> {
        let is_call = |at: &usize| {
            self.is(trees.get(*at), ".") && matches!(trees.get(*at + 2), Some(Tree::Group(..)))
        };
        let is_chain = |tree: &Tree| match self.forest.text(tree) {
            "." | "?" | "::" | "&" => true,
            _ => !matches!(tree, Tree::Leaf(Kind::Operator, _) | Tree::Group(Delimiter::Brace, _)),
        };
        let calls: Vec<_> = (0..trees.len()).filter(is_call).collect();
        if calls.len() > 1 && trees.iter().all(is_chain) { calls } else { Vec::new() }
    }

    /// The last group on lines of its own, and those before it if they do not fit.
    fn broken(&mut self, trees: &[Tree], indent: usize, behind: usize) {
        let is_full = |tree: &Tree| matches!(tree, Tree::Group(_, inner) if !inner.is_empty());
        let Some(at) = trees.iter().rposition(is_full) else {
            return self.inline(trees);
        };
        let Tree::Group(delimiter, inner) = &trees[at] else { return };
        let is_called = matches!(at.checked_sub(1).map(|at| &trees[at]), Some(Tree::Leaf(..)));
        // Statements, and what a comma would make a tuple.
        if self.position(inner, ";").is_some() || *delimiter == Delimiter::Parenthesis && !is_called
        {
            return self.inline(trees);
        }
        let (open, close) = inline::brackets(*delimiter);
        let in_path = at > 0 && self.is(trees.get(at - 1), "::");
        let head = &trees[..at];
        if !self.fits(head, open.len() + 1) {
            self.broken(head, indent, open.len() + 1);
        }
        let is_apart = *delimiter == Delimiter::Brace && !head.is_empty() && !in_path;
        let is_apart = is_apart || self.is(head.last(), "=") || self.is(head.last(), ",");
        self.put(if is_apart { " " } else { "" });
        self.put(open);
        let parts = self.parts(inner, false);
        match parts.as_slice() {
            // The brackets of a single argument that has some itself hold what it holds.
            [one] if *delimiter == Delimiter::Parenthesis && one.last().is_some_and(is_full) => {
                self.expression(one, indent, 1 + behind);
            }
            parts if in_path || *delimiter != Delimiter::Brace && self.are_short(parts) => {
                self.filled(parts, indent);
            }
            parts => self.vertical(parts, indent, true),
        }
        self.put(close);
        self.inline(&trees[at + 1..]);
    }

    fn are_short(&self, parts: &[&[Tree]]) -> bool {
        let length = |part: &[Tree]| -> usize {
            part.iter().map(|tree| self.forest.text(tree).chars().count()).sum()
        };
        parts.iter().all(|part| length(part) <= SHORT)
    }
}
