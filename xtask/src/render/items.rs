//! Tokens on as many lines as they need: items and what stands in them.

use proc_macro2::Delimiter;

use super::layout::Printer;
use super::tree::{Kind, Tree, unquoted};

const STEP: usize = 4;

/// What stands together with its like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// An import: the length of its visibility, and whether it is from this crate.
    Use(usize, bool),
    /// A module's line: the length of its visibility.
    Module(usize),
    /// A type or a constant of an implementation.
    Associated,
    Other,
}

/// The parts of an item.
struct Item<'t> {
    attributes: &'t [Tree],
    /// All but the attributes.
    rest: &'t [Tree],
    /// Where in `rest` the keyword stands that says what it is.
    keyword: usize,
}

impl Printer<'_> {
    /// Items, and the attributes of what they stand in.
    pub(super) fn items(&mut self, trees: &[Tree], indent: usize) {
        let mut rest = trees;
        let mut is_first = true;
        while self.is(rest.first(), "#")
            && self.is(rest.get(1), "!")
            && matches!(rest.get(2), Some(Tree::Group(Delimiter::Bracket, _)))
        {
            self.start(indent, is_first);
            self.attribute(&rest[..3], indent);
            is_first = false;
            rest = &rest[3..];
        }
        let mut previous = None;
        while !rest.is_empty() {
            let (item, length) = self.item(rest);
            let sort = self.sort(&item, indent);
            if previous.is_some_and(|it| it != sort || sort == Sort::Other)
                || previous.is_none() && !is_first
            {
                self.blank_line();
            }
            self.start(indent, is_first);
            (is_first, previous) = (false, Some(sort));
            self.attributes(item.attributes, indent);
            self.whole(&item, indent);
            rest = &rest[length..];
        }
        if indent == 0 {
            self.blank_line();
        }
    }

    fn start(&mut self, indent: usize, is_first: bool) {
        // The file begins on a line of its own.
        if indent > 0 || !is_first {
            self.line(indent);
        }
    }

    /// The first item and its length.
    fn item<'t>(&self, trees: &'t [Tree]) -> (Item<'t>, usize) {
        let attributes = self.leading_attributes(trees);
        let rest = &trees[attributes..];
        let mut keyword = usize::from(self.is(rest.first(), "pub"));
        if keyword == 1 && matches!(rest.get(1), Some(Tree::Group(Delimiter::Parenthesis, _))) {
            keyword = 2;
        }
        let ends_with_block = match rest.get(keyword).map_or("", |tree| self.forest.text(tree)) {
            "use" | "mod" | "const" | "static" | "type" => false,
            // A macro's arguments too.
            _ => true,
        };
        let is_end = |tree: &Tree| {
            self.is(Some(tree), ";")
                || ends_with_block && matches!(tree, Tree::Group(Delimiter::Brace, _))
        };
        let length = rest.iter().position(is_end).map_or(rest.len(), |at| at + 1);
        let item = Item { attributes: &trees[..attributes], rest: &rest[..length], keyword };
        (item, attributes + length)
    }

    fn sort(&self, item: &Item<'_>, indent: usize) -> Sort {
        let visibility = item.keyword;
        match item.rest.get(item.keyword).map_or("", |tree| self.forest.text(tree)) {
            "use" => Sort::Use(visibility, self.is(item.rest.get(item.keyword + 1), "crate")),
            "mod" => Sort::Module(visibility),
            "type" | "const" if indent > 0 => Sort::Associated,
            _ => Sort::Other,
        }
    }

    fn whole(&mut self, item: &Item<'_>, indent: usize) {
        let trees = item.rest;
        let keyword = trees.get(item.keyword).map_or("", |tree| self.forest.text(tree));
        match (keyword, trees) {
            ("fn", [head @ .., Tree::Group(Delimiter::Brace, inner)]) => {
                self.signature(head, indent);
                self.put(" ");
                self.block(inner, indent);
            }
            ("struct" | "enum", [head @ .., Tree::Group(Delimiter::Brace, inner)]) => {
                self.inline(head);
                self.put(" {");
                self.fields(inner, indent);
                self.put("}");
            }
            ("impl" | "trait", [head @ .., Tree::Group(Delimiter::Brace, inner)]) => {
                self.inline(head);
                self.put(" {");
                self.items(inner, indent + STEP);
                self.line(indent);
                self.put("}");
            }
            ("static" | "const" | "type", [statement @ .., end]) if self.is(Some(end), ";") => {
                self.assignment(statement, indent, 1);
                self.put(";");
            }
            (_, [head @ .., Tree::Group(Delimiter::Brace, inner)]) if self.is(head.last(), "!") => {
                self.inline(head);
                self.put(" {");
                self.entries(inner, indent);
                self.put("}");
            }
            (_, [statement @ .., end]) if self.is(Some(end), ";") => {
                self.expression(statement, indent, 1);
                self.put(";");
            }
            _ => self.inline(trees),
        }
    }

    fn signature(&mut self, head: &[Tree], indent: usize) {
        if self.fits(head, 2) {
            return;
        }
        let is_arguments = |tree: &Tree| matches!(tree, Tree::Group(Delimiter::Parenthesis, _));
        let name = self.position(head, "fn").unwrap_or(0);
        let at = head[name..].iter().position(is_arguments).map(|at| name + at);
        let Some((at, Tree::Group(_, inner))) = at.map(|at| (at, &head[at])) else {
            return self.inline(head);
        };
        self.inline(&head[..at]);
        self.put("(");
        let arguments = self.parts(inner, true);
        self.vertical(&arguments, indent, true);
        self.put(")");
        if at + 1 < head.len() {
            self.put(" ");
            self.inline(&head[at + 1..]);
        }
    }

    /// The fields of a struct or the variants of an enum.
    fn fields(&mut self, trees: &[Tree], indent: usize) {
        let fields = self.parts(trees, true);
        for field in &fields {
            let attributes = self.leading_attributes(field);
            self.line(indent + STEP);
            self.attributes(&field[..attributes], indent + STEP);
            self.inline(&field[attributes..]);
            self.put(",");
        }
        if !fields.is_empty() {
            self.line(indent);
        }
    }

    /// The rows of a table that a macro takes.
    fn entries(&mut self, trees: &[Tree], indent: usize) {
        let mut rest = trees;
        while !rest.is_empty() {
            let end = self.position(rest, ";");
            let entry = &rest[..end.unwrap_or(rest.len())];
            let attributes = self.leading_attributes(entry);
            self.line(indent + STEP);
            self.attributes(&entry[..attributes], indent + STEP);
            self.assignment(&entry[attributes..], indent + STEP, 1);
            if end.is_some() {
                self.put(";");
            }
            rest = end.map_or(&[], |end| &rest[end + 1..]);
        }
        if !trees.is_empty() {
            self.line(indent);
        }
    }

    /// How many of the tokens are outer attributes.
    fn leading_attributes(&self, trees: &[Tree]) -> usize {
        let mut length = 0;
        while self.is(trees.get(length), "#")
            && matches!(trees.get(length + 1), Some(Tree::Group(Delimiter::Bracket, _)))
        {
            length += 2;
        }
        length
    }

    fn attributes(&mut self, trees: &[Tree], indent: usize) {
        for attribute in trees.chunks(2) {
            self.attribute(attribute, indent);
            self.line(indent);
        }
    }

    fn attribute(&mut self, trees: &[Tree], indent: usize) {
        let Some(Tree::Group(_, inner)) = trees.last() else { return };
        if let [name, equals, Tree::Leaf(Kind::Quoted, _)] = inner.as_slice()
            && self.is(Some(name), "doc")
            && self.is(Some(equals), "=")
            && let Some(text) = unquoted(self.forest.text(&inner[2]))
        {
            let mark = if trees.len() > 2 { "//!" } else { "///" };
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.line(indent);
                }
                self.put(mark);
                self.put(line);
            }
        } else if self.fits(trees, 0) {
        } else if let [name, Tree::Group(_, arguments)] = inner.as_slice() {
            self.inline(&trees[..trees.len() - 1]);
            self.put("[");
            self.put(self.forest.text(name));
            self.put("(");
            let arguments = self.parts(arguments, false);
            self.vertical(&arguments, indent, false);
            self.put(")]");
        } else {
            self.inline(trees);
        }
    }
}
