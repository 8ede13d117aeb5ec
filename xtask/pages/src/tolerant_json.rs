//! JSON as pages print it: typographic quotes, comments, commas too many or too few.

use serde_json::{Map, Value};

use crate::vocabulary::pattern::Pattern;

/// What a page's JSON holds, and what was wrong with it.
pub(crate) struct Json {
    pub(crate) value: Value,
    /// Line within the text, counted from zero, and what was read in spite of it.
    pub(crate) doubts: Vec<(usize, String)>,
    /// Whether every object and list is closed where it ends, so that what is in what is sure.
    pub(crate) sound: bool,
}

/// What a backslash can stand before.
static ESCAPE: Pattern = Pattern::new(
    r"^(?:[ntrbf]|u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}|u[[:xdigit:]]{4})",
);

/// Deeper than any page, and shallow enough for every stack.
const DEEPEST: usize = 48;
const MOST_DOUBTS: usize = 20;

/// Returns the first object or list in a text, strictly if that works.
pub(crate) fn parse(text: &str) -> Option<Json> {
    let start = text.find(['{', '['])?;
    let mut strict = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    if let Some(Ok(value)) = strict.next()
        && depth(&value) <= DEEPEST
    {
        return Some(Json { value, doubts: Vec::new(), sound: true });
    }
    let mut parser = Parser { text, at: start, doubts: Vec::new(), sound: true };
    let value = parser.value(0)?;
    Some(Json { value, doubts: parser.doubts, sound: parser.sound })
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    doubts: Vec<(usize, String)>,
    sound: bool,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        match self.peek()? {
            '{' | '[' if depth >= DEEPEST => {
                self.unsound("nested too deeply: the rest is left out");
                self.at = self.text.len();
                None
            }
            '{' => Some(self.object(depth)),
            '[' => Some(self.list(depth)),
            c if is_quote(c) => Some(Value::String(self.string())),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.bump();
        let mut fields = Map::new();
        loop {
            self.separators("the object");
            match self.peek() {
                None | Some('}' | ']') => {
                    self.close('}', "object");
                    break;
                }
                Some(c) => {
                    let before = self.at;
                    let name = if is_quote(c) { self.string() } else { self.bare() };
                    self.blanks();
                    if matches!(self.peek(), Some(':' | '：' | '=')) {
                        self.bump();
                        self.blanks();
                        if matches!(self.peek(), Some(',' | '}' | '，') | None) {
                            self.doubt(&format!("`{name}` has no value"));
                            fields.insert(name, Value::Null);
                        } else if let Some(value) = self.value(depth + 1) {
                            if fields.contains_key(&name) {
                                self.doubt(&format!("`{name}` stands twice in one object"));
                            }
                            fields.insert(name, value);
                        }
                    } else if !name.trim_matches('.').is_empty() {
                        self.doubt(&format!("`{name}` has no value"));
                    }
                    if self.at == before {
                        self.bump();
                    }
                }
            }
        }
        Value::Object(fields)
    }

    fn list(&mut self, depth: usize) -> Value {
        self.bump();
        let mut items = Vec::new();
        loop {
            self.separators("the list");
            match self.peek() {
                None | Some('}' | ']') => {
                    self.close(']', "list");
                    break;
                }
                Some(_) => {
                    let before = self.at;
                    if let Some(value) = self.value(depth + 1) {
                        items.push(value);
                    }
                    if self.at == before {
                        self.bump();
                    }
                }
            }
        }
        Value::Array(items)
    }

    /// Takes the end of an object or list. Another bracket is rather the end of what is around it.
    fn close(&mut self, end: char, what: &str) {
        match self.peek() {
            Some(found) if found == end => self.bump(),
            Some(found) => self.unsound(&format!("`{found}` where `{end}` belongs")),
            None => self.unsound(&format!("the {what} is never closed")),
        }
    }

    fn unsound(&mut self, text: &str) {
        self.sound = false;
        self.doubt(text);
    }

    /// Returns a text in whatever quotes. One that is never closed ends with its line.
    fn string(&mut self) -> String {
        let open = self.peek().unwrap_or('"');
        self.bump();
        if open != '"' {
            self.doubt("quotes that are not JSON's");
        }
        let closes = |c: char| match open {
            '"' => c == '"',
            '\'' => c == '\'',
            _ => is_quote(c) && c != '\'',
        };
        let mut string = String::new();
        while let Some(c) = self.peek() {
            if c == '\n' {
                self.unsound("a text is never closed");
                return string;
            }
            self.bump();
            if closes(c) {
                if self.ends_value() {
                    return string;
                }
                self.unsound("a quote in the middle of a text");
            } else if c == '\\' {
                string.push(self.escape());
                continue;
            }
            string.push(c);
        }
        string
    }

    /// Reads what a backslash stands for. Half of a character outside the basic plane is one that is
    /// lost.
    fn escape(&mut self) -> char {
        let rest = &self.text[self.at..];
        if let Some(escape) = ESCAPE.find(rest) {
            self.at += escape.end();
            let text = serde_json::from_str(&format!("\"\\{}\"", escape.as_str()));
            return text.unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        self.bump();
        match rest.chars().next() {
            None | Some('u') => char::REPLACEMENT_CHARACTER,
            Some(other) => other,
        }
    }

    /// Returns whether what follows can follow a value.
    fn ends_value(&self) -> bool {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\u{a0}', '\r']);
        rest.is_empty() || rest.starts_with([',', ':', '}', ']', '\n', '，', '：', '/', '#', '"'])
    }

    /// Returns a number, `true`, `false`, `null`, or a word without quotes.
    fn word(&mut self) -> Option<Value> {
        let word = self.bare();
        let bare = word.trim();
        match bare {
            "" => return None,
            "true" => return Some(Value::Bool(true)),
            "false" => return Some(Value::Bool(false)),
            "null" => return Some(Value::Null),
            _ => {}
        }
        if bare.chars().all(|c| c == '.' || c == '…') {
            self.doubt("`...` stands for what is left out");
            return None;
        }
        let number = bare.strip_suffix(['L', 'l']).unwrap_or(bare);
        if let Ok(value @ Value::Number(_)) = serde_json::from_str(number) {
            return Some(value);
        }
        self.doubt(&format!("`{bare}` without quotes"));
        Some(Value::String(bare.to_owned()))
    }

    fn bare(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find([',', '}', ']', ':', '\n', '，', '：', '"', '{', '[', '“', '”']);
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word.split("//").next().unwrap_or_default().trim().to_owned()
    }

    /// Blanks and commas between fields or items.
    fn separators(&mut self, place: &str) {
        let mut commas = 0;
        loop {
            self.blanks();
            match self.peek() {
                Some(',') => commas += 1,
                Some('，' | ';') => {
                    commas += 1;
                    self.doubt(&format!("{place} is separated by a mark that is no comma"));
                }
                _ => break,
            }
            self.bump();
        }
        let closed = matches!(self.peek(), Some('}' | ']'));
        let before = self.text[..self.at].trim_end();
        if commas > 0 && closed {
            self.doubt("a comma before the end");
        } else if commas == 0
            && !closed
            && !before.ends_with(['{', '[', '/'])
            && self.peek().is_some()
        {
            self.doubt("a comma is missing");
        }
    }

    /// Blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with('#') {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
            self.doubt("a comment, which JSON does not know");
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn doubt(&mut self, text: &str) {
        if self.doubts.len() >= MOST_DOUBTS {
            return;
        }
        let doubt = (self.text[..self.at].matches('\n').count(), text.to_owned());
        if self.doubts.last() != Some(&doubt) {
            self.doubts.push(doubt);
        }
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂' | '\'' | '‘' | '’')
}
