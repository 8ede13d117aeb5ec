//! What samples for the Java SDK tell about nesting: which object is set as which field.
//!
//! A form hides it, because its values are texts. The names are those of setters, so that only
//! letters and digits can be compared with the names in tables.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::vocabulary::names::comparable;

/// More than any sample has.
const MOST_TOKENS: usize = 20_000;
const MOST_VALUES: usize = 2_000;
const DEEPEST: usize = 16;

/// Returns the request that a piece of code builds: its fields by the names of their setters, in
/// small letters, with `null` for every plain value.
pub(crate) fn request(code: &str) -> Option<Value> {
    if !code.contains("new ") || !code.contains(".set") {
        return None;
    }
    let tokens = tokens(code);
    let mut reader = Reader { tokens: &tokens, at: 0, nodes: Vec::new(), names: BTreeMap::new() };
    reader.statements();
    // The same request can be built in several languages: the fullest counts.
    let requests = reader.names.values().flatten().filter(|(ty, _)| ty.ends_with("Request"));
    let fields = |node: usize| match &reader.nodes[node] {
        Node::Object(fields) => fields.len(),
        _ => 0,
    };
    let (_, root) = requests.max_by_key(|(_, node)| fields(*node))?;
    let mut left = MOST_VALUES;
    let value = reader.value(*root, 0, &mut left);
    let nested = |value: &Value| value.is_object() || value.is_array();
    let tells = value.as_object().is_some_and(|fields| fields.values().any(nested));
    tells.then_some(value)
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Text,
    Mark(char),
}

enum Node {
    Object(Vec<(String, usize)>),
    List(Vec<usize>),
    Plain,
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    nodes: Vec<Node>,
    /// By the name of the variable: every value it was declared with, and its type.
    names: BTreeMap<&'a str, Vec<(&'a str, usize)>>,
}

impl<'a> Reader<'a> {
    fn statements(&mut self) {
        while self.at < self.tokens.len() {
            if !self.declaration() && !self.call() {
                self.at += 1;
            }
        }
    }

    /// Reads `Type name = new Type()` and what is called on it.
    fn declaration(&mut self) -> bool {
        let [Token::Word(name), Token::Mark('='), Token::Word("new"), ..] = self.rest() else {
            return false;
        };
        self.at += 2;
        let ty = self.type_ahead();
        let node = self.expression(0);
        self.names.entry(name).or_default().push((ty, node));
        true
    }

    /// Reads `name.setField(value)` and `list.add(item)`.
    fn call(&mut self) -> bool {
        let [Token::Word(name), Token::Mark('.'), Token::Word(method), Token::Mark('('), ..] =
            self.rest()
        else {
            return false;
        };
        let Some(node) = self.known(name) else { return false };
        if !method.starts_with("set") && *method != "add" {
            return false;
        }
        self.at += 1;
        self.calls(node, 0);
        true
    }

    /// Returns the type behind `new`; of one within another, which is no request, nothing.
    fn type_ahead(&self) -> &'a str {
        match self.rest() {
            [_, Token::Word(ty), Token::Mark('('), ..] => ty,
            _ => "",
        }
    }

    fn expression(&mut self, depth: usize) -> usize {
        let mut node = None;
        if let [Token::Word("new"), ..] = self.rest() {
            self.at += 1;
            let list = self.rest().iter().take(12).take_while(|token| **token != Token::Mark('('));
            let list = list.into_iter().any(|token| {
                matches!(token, Token::Word(word) if word.ends_with("List") || *word == "List")
            });
            node = Some(self.push(if list {
                Node::List(Vec::new())
            } else {
                Node::Object(Vec::new())
            }));
        } else if let [Token::Word(name), ..] = self.rest() {
            node = self.known(name);
        }
        let mut items = None;
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Word("asList") => items = Some(Vec::new()),
                Token::Mark('.') if node.is_some() && self.is_setter() => {
                    self.calls(node.unwrap_or_default(), depth);
                    continue;
                }
                Token::Mark('(') => {
                    let arguments = self.arguments(depth);
                    if let Some(items) = &mut items {
                        items.extend(arguments);
                    }
                    continue;
                }
                Token::Word(_) | Token::Text | Token::Mark('.' | '<' | '>' | '[' | ']') => {}
                Token::Mark(_) => break,
            }
            self.at += 1;
        }
        match items {
            Some(items) => self.push(Node::List(items)),
            None => node.unwrap_or_else(|| self.push(Node::Plain)),
        }
    }

    fn is_setter(&self) -> bool {
        matches!(self.rest(), [_, Token::Word(name), Token::Mark('('), ..] if name.starts_with("set"))
    }

    /// Setters one after the other, from the dot before the first.
    fn calls(&mut self, node: usize, depth: usize) {
        while let [Token::Mark('.'), Token::Word(method), Token::Mark('('), ..] = self.rest() {
            self.at += 2;
            let arguments = self.arguments(depth);
            match (&mut self.nodes[node], method.strip_prefix("set"), arguments.first()) {
                (Node::Object(fields), Some(field), Some(&value)) => {
                    fields.push((comparable(field), value));
                }
                (Node::List(items), None, Some(&value)) if *method == "add" => items.push(value),
                _ => {}
            }
        }
    }

    /// Returns what stands between brackets, from the opening one.
    fn arguments(&mut self, depth: usize) -> Vec<usize> {
        let mut arguments = Vec::new();
        self.at += 1;
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Mark(')') => {
                    self.at += 1;
                    break;
                }
                Token::Mark(';') => break,
                _ if depth >= DEEPEST => self.at += 1,
                Token::Mark(',' | '=' | '{' | '}') => self.at += 1,
                _ => {
                    let before = self.at;
                    arguments.push(self.expression(depth + 1));
                    self.at = self.at.max(before + 1);
                }
            }
        }
        arguments
    }

    fn known(&self, name: &str) -> Option<usize> {
        self.names.get(name).and_then(|values| values.last()).map(|(_, node)| *node)
    }

    fn push(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn rest(&self) -> &'a [Token<'a>] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    /// Variables can hold each other, so depth and number are bounded.
    fn value(&self, node: usize, depth: usize, left: &mut usize) -> Value {
        if depth >= DEEPEST || *left == 0 {
            return Value::Null;
        }
        *left -= 1;
        match &self.nodes[node] {
            Node::Plain => Value::Null,
            Node::List(items) => {
                items.iter().map(|item| self.value(*item, depth + 1, left)).collect()
            }
            Node::Object(fields) => {
                let mut object = Map::new();
                for (name, field) in fields {
                    if *left == 0 {
                        break;
                    }
                    object.insert(name.clone(), self.value(*field, depth + 1, left));
                }
                Value::Object(object)
            }
        }
    }
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        if tokens.len() >= MOST_TOKENS {
            break;
        }
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let length = if word(c) {
            let end = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..end]));
            end
        } else if c == '"' {
            tokens.push(Token::Text);
            text(rest)
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Returns the length of a text in quotes, which ends with its line at the latest.
fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}
