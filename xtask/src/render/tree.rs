//! Tokens as text, in their groups.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// All tokens of a file. The texts of all leaves are in one string: there are many, and most are short.
pub(super) struct Forest {
    pub(super) trees: Vec<Tree>,
    texts: String,
}

/// A token, or all that stands between two brackets.
pub(super) enum Tree {
    Leaf(Kind, Range<usize>),
    Group(Delimiter, Vec<Tree>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or a keyword, a lifetime, or a number.
    Word,
    /// A text, a character, or bytes.
    Quoted,
    /// One operator, of one or more characters.
    Operator,
}

/// Operators of several characters.
const JOINED: [&str; 12] = ["::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "+=", "-="];

impl Forest {
    pub(super) fn new(tokens: TokenStream) -> Self {
        let mut forest = Self { trees: Vec::new(), texts: String::with_capacity(16 << 10) };
        forest.trees = forest.read(tokens);
        forest
    }

    /// The text of a leaf; empty for a group.
    pub(super) fn text(&self, tree: &Tree) -> &str {
        match tree {
            Tree::Leaf(_, range) => &self.texts[range.clone()],
            Tree::Group(..) => "",
        }
    }

    fn read(&mut self, tokens: TokenStream) -> Vec<Tree> {
        let mut trees = Vec::new();
        // Whether the character before may be the first of an operator that this one belongs to.
        let mut joint = false;
        for token in tokens {
            let was_joint = std::mem::take(&mut joint);
            match token {
                TokenTree::Group(group) => {
                    let (delimiter, stream) = (group.delimiter(), group.stream());
                    // So that the stream has one owner, which can take it apart without a copy.
                    drop(group);
                    let inner = self.read(stream);
                    if delimiter == Delimiter::None {
                        trees.extend(inner);
                    } else {
                        trees.push(Tree::Group(delimiter, inner));
                    }
                }
                TokenTree::Ident(ident) => {
                    let range = self.push(&ident);
                    match trees.last_mut() {
                        Some(Tree::Leaf(kind, lifetime))
                            if &self.texts[lifetime.clone()] == "'" =>
                        {
                            *kind = Kind::Word;
                            lifetime.end = range.end;
                        }
                        _ => trees.push(Tree::Leaf(Kind::Word, range)),
                    }
                }
                TokenTree::Literal(literal) => {
                    let range = self.push(&literal);
                    let is_number =
                        self.texts[range.clone()].starts_with(|first: char| first.is_ascii_digit());
                    let kind = if is_number { Kind::Word } else { Kind::Quoted };
                    trees.push(Tree::Leaf(kind, range));
                }
                TokenTree::Punct(punct) => {
                    joint = punct.spacing() == Spacing::Joint;
                    let range = self.push(&punct);
                    match trees.last_mut() {
                        Some(Tree::Leaf(Kind::Operator, before))
                            if was_joint
                                && JOINED.contains(&&self.texts[before.start..range.end]) =>
                        {
                            before.end = range.end;
                            joint = false;
                        }
                        _ => trees.push(Tree::Leaf(Kind::Operator, range)),
                    }
                }
            }
        }
        trees
    }

    fn push(&mut self, text: &impl Display) -> Range<usize> {
        let start = self.texts.len();
        let _ = write!(self.texts, "{text}");
        start..self.texts.len()
    }
}

/// What a literal says; `None` unless it is a plain text.
pub(super) fn unquoted(literal: &str) -> Option<Cow<'_, str>> {
    if let Some(raw) = literal.strip_prefix('r') {
        let quoted = raw.trim_matches('#');
        return quoted.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed);
    }
    let quoted = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        text.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'u' => {
                let (digits, after) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                chars = after.chars();
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            other @ ('\\' | '"' | '\'') => other,
            _ => return None,
        });
        rest = chars.as_str();
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}
