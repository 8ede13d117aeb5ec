//! Tokens on one line: where a space stands between two.

use proc_macro2::Delimiter;

use super::tree::{Forest, Kind, Tree};

/// Keywords before an operand: what follows is no call and no index.
const BEFORE_OPERAND: [&str; 15] = [
    "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "mut",
    "return", "where", "while",
];

/// Writes `trees` on one line. Gives up as soon as `text` is longer than `end`, and says so.
pub(super) fn write(forest: &Forest, trees: &[Tree], text: &mut String, end: usize) -> bool {
    let mut state = State::default();
    for tree in trees {
        if state.next(forest, tree) {
            text.push(' ');
        }
        match tree {
            Tree::Leaf(..) => text.push_str(forest.text(tree)),
            Tree::Group(delimiter, inner) => {
                let (open, close) = brackets(*delimiter);
                text.push_str(open);
                let is_spaced =
                    *delimiter == Delimiter::Brace && !state.in_path && !inner.is_empty();
                text.push_str(if is_spaced { " " } else { "" });
                if !write(forest, without_last_comma(forest, inner), text, end) {
                    return false;
                }
                text.push_str(if is_spaced { " " } else { "" });
                text.push_str(close);
            }
        }
        if text.len() > end {
            return false;
        }
    }
    true
}

/// Without a comma behind the last of several; a single one makes a tuple.
fn without_last_comma<'t>(forest: &Forest, trees: &'t [Tree]) -> &'t [Tree] {
    let is_comma = |tree: &Tree| forest.text(tree) == ",";
    match trees {
        [items @ .., last] if is_comma(last) && items.iter().any(is_comma) => items,
        trees => trees,
    }
}

pub(super) fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// What the tokens before say about a space.
#[derive(Default)]
pub(super) struct State {
    before: Before,
    /// Within the bars of a closure.
    in_bars: bool,
    /// Whether the token is a group behind `::`, as in an import.
    pub(super) in_path: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    #[default]
    Nothing,
    /// The end of an operand that is a word, or a group.
    Word,
    Group,
    /// A keyword before an operand, an operator with both sides, a comma.
    Spaced,
    /// What stands right before its operand.
    Tight,
    Path,
    /// The bang of a macro.
    Bang,
    /// The end of generic arguments, and a question mark.
    Closing,
}

impl State {
    /// Takes the next token and says whether a space stands before it.
    pub(super) fn next(&mut self, forest: &Forest, tree: &Tree) -> bool {
        use Before::{Bang, Closing, Group, Nothing, Path, Spaced, Tight, Word};

        let before = self.before;
        self.in_path = before == Path;
        let is_operand = matches!(before, Word | Group | Closing);
        // Before something that begins an operand.
        let apart = !matches!(before, Nothing | Tight | Path | Bang);
        let (space, after) = match tree {
            Tree::Leaf(Kind::Word | Kind::Quoted, _) => {
                let is_keyword = BEFORE_OPERAND.contains(&forest.text(tree));
                (apart, if is_keyword { Spaced } else { Word })
            }
            Tree::Group(Delimiter::Brace, _) => (apart || before == Bang, Group),
            Tree::Group(..) => (apart && !is_operand, Group),
            Tree::Leaf(Kind::Operator, _) => match forest.text(tree) {
                "," | ";" | ":" => (false, Spaced),
                "." | ".." => (apart && !is_operand, Tight),
                "?" | ">" => (false, Closing),
                "::" => (apart && !is_operand, Path),
                "#" => (apart, Tight),
                "<" => (apart && !is_operand && before != Spaced, Tight),
                "!" if before == Word => (false, Bang),
                "|" if self.in_bars => {
                    self.in_bars = false;
                    (false, Spaced)
                }
                "|" if !is_operand => {
                    self.in_bars = true;
                    (apart, Tight)
                }
                "!" | "&" | "*" | "-" | "&&" | "||" | "'" if !is_operand => (apart, Tight),
                _ => (before != Nothing, Spaced),
            },
        };
        self.before = after;
        space
    }
}
