//! JSON with the place of every value, which `serde_json` does not keep.

use std::ops::Range;

use crate::spec::BaseType;

/// A value and its bytes within the text.
#[derive(Debug)]
pub struct Node<'t> {
    pub value: Value<'t>,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub enum Value<'t> {
    Null,
    Boolean,
    /// As written.
    Number(&'t str),
    String(String),
    Array(Vec<Node<'t>>),
    /// In the order of the text.
    Object(Vec<Member<'t>>),
}

#[derive(Debug)]
pub struct Member<'t> {
    pub name: String,
    pub name_range: Range<usize>,
    pub value: Node<'t>,
}

/// Why a text is no JSON, and at which byte.
#[derive(Debug)]
pub struct SyntaxError {
    pub message: String,
    pub offset: usize,
}

/// Parses a text.
///
/// # Errors
///
/// Why it is no JSON.
pub fn parse(text: &str) -> Result<Node<'_>, SyntaxError> {
    // `serde_json` judges the syntax and bounds the depth; what follows need not.
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let offset = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
        return Err(SyntaxError { message, offset: offset.min(text.len()) });
    }
    let mut parser = Parser { text, at: 0 };
    parser.node().ok_or_else(|| SyntaxError { message: "invalid JSON".into(), offset: parser.at })
}

/// Returns what is wrong with a node as a value that an answer holds, if anything. The generated
/// types read more than what the tables of pages promise.
pub fn answered_fault(base: &BaseType, node: &Node<'_>) -> Option<String> {
    let fits = match (base, &node.value) {
        (BaseType::Number, Value::Number(text)) => {
            text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0 && number.abs() < 1e15)
        }
        (BaseType::Boolean, Value::String(text)) => text == "true" || text == "false",
        (BaseType::Boolean, Value::Number(text)) => *text == "0" || *text == "1",
        (BaseType::String, Value::Number(_)) => true,
        _ => false,
    };
    sent_fault(base, node).filter(|_| !fits)
}

/// Returns what is wrong with a node as a value of a scalar type, if anything. Numbers may be
/// written as strings.
pub fn sent_fault(base: &BaseType, node: &Node<'_>) -> Option<String> {
    let fits = match (base, &node.value) {
        (BaseType::Number, Value::Number(text)) => text.parse::<i64>().is_ok(),
        (BaseType::Number, Value::String(text)) => text.parse::<i64>().is_ok(),
        (BaseType::Float, Value::Number(text)) => is_float(text),
        (BaseType::Float, Value::String(text)) => is_float(text),
        (BaseType::String, Value::String(_))
        | (BaseType::Boolean, Value::Boolean)
        | (BaseType::Json, _) => true,
        _ => false,
    };
    let expected = match base {
        BaseType::Number => "an integer",
        BaseType::Float => "a number",
        BaseType::String => "a string",
        BaseType::Boolean => "`true` or `false`",
        BaseType::File => "a file",
        BaseType::Json | BaseType::Object(_) => "an object",
    };
    (!fits).then(|| format!("expected {expected}, found {}", node.kind()))
}

/// Returns whether a text is a number that has a value.
pub fn is_float(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

impl Node<'_> {
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "`null`",
            Value::Boolean => "a boolean",
            Value::Number(text) if text.parse::<i64>().is_err() => {
                "a number that is no 64-bit integer"
            }
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    pub fn member(&self, name: &str) -> Option<&Member<'_>> {
        match &self.value {
            Value::Object(members) => members.iter().find(|member| member.name == name),
            _ => None,
        }
    }
}

/// Walks a text that is known to be JSON.
struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn node(&mut self) -> Option<Node<'t>> {
        self.space();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => Value::Object(self.members()?),
            b'[' => Value::Array(self.items()?),
            b'"' => Value::String(self.string()?),
            _ => {
                let rest = &self.text[start..];
                let end = rest.find([',', ']', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
                self.at += end;
                match &rest[..end] {
                    "null" => Value::Null,
                    "true" | "false" => Value::Boolean,
                    number => Value::Number(number),
                }
            }
        };
        Some(Node { value, range: start..self.at })
    }

    fn members(&mut self) -> Option<Vec<Member<'t>>> {
        let mut members = Vec::new();
        self.at += 1;
        while !self.closes(b'}')? {
            let start = self.at;
            let name = self.string()?;
            let name_range = start..self.at;
            self.space();
            self.at += 1;
            members.push(Member { name, name_range, value: self.node()? });
        }
        Some(members)
    }

    fn items(&mut self) -> Option<Vec<Node<'t>>> {
        let mut items = Vec::new();
        self.at += 1;
        while !self.closes(b']')? {
            items.push(self.node()?);
        }
        Some(items)
    }

    /// Steps over the closing bracket or over the comma before the next item.
    fn closes(&mut self, bracket: u8) -> Option<bool> {
        self.space();
        if self.peek()? == b',' {
            self.at += 1;
            self.space();
        }
        let closes = self.peek()? == bracket;
        self.at += usize::from(closes);
        Some(closes)
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..)?;
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })? + 2;
        self.at += end;
        serde_json::from_str(&rest[..end]).ok()
    }

    fn space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
