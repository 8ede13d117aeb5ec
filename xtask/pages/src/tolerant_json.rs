//! Parses JSON as printed on pages: typographic quotes, comments, missing or extra commas.

use regex::Captures;
use serde_json::{Map, Value};

use crate::vocabulary::pattern::Pattern;

/// JSON found on a page, and what was wrong with it.
pub(crate) struct Json {
    pub(crate) value: Value,
    /// Line within the text, counted from zero, and the reason why it is not valid JSON.
    pub(crate) doubt: Option<(usize, String)>,
    /// Whether every object and list is closed properly, so that the nesting is certain.
    pub(crate) sound: bool,
}

/// A comment, a text in any kind of quotes, which ends at the end of its line at the latest, a mark, or a
/// word without quotes. Everything between these is ignored.
static TOKEN: Pattern = Pattern::new(
    r#"(?://|#)[^\n]*|/\*(?s:.*?)(?:\*/|$)|(?P<text>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|[“”„＂‘’](?:\\.|[^“”„＂‘’"\\\n])*[“”„＂‘’"]?)|(?P<mark>[{}\[\],，;:：=])|(?P<word>[^\s,，;:：={}\[\]"“”][^\n,，:：{}\[\]"“”]*)"#,
);

/// The escaped part after a backslash: one character, or both halves of one.
static ESCAPE: Pattern = Pattern::new(
    r"\\(?:u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}|u[[:xdigit:]]{4}|.)",
);

const QUOTES: [char; 8] = ['"', '\'', '“', '”', '„', '＂', '‘', '’'];

/// Depth beyond any page, and small enough for every stack.
const DEEPEST: usize = 48;

/// Returns the first object or list in a text, parsed strictly if possible.
pub(crate) fn parse(text: &str) -> Option<Json> {
    let start = text.find(['{', '['])?;
    let mut strict = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    let error = match strict.next()? {
        Ok(value) => return Some(Json { value, doubt: None, sound: true }),
        Err(error) => error,
    };
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    let line = text[..start].matches('\n').count() + error.line().max(1) - 1;
    let mut reader = Reader { open: Vec::new(), done: None, sound: true };
    for token in TOKEN.captures_iter(&text[start..]) {
        reader.token(&token);
        if reader.done.is_some() {
            break;
        }
    }
    if reader.done.is_none() {
        reader.close_all();
    }
    let sound = reader.sound;
    reader.done.map(|value| Json { value, doubt: Some((line, reason)), sound })
}

/// An object or a list that is not closed yet.
enum Open {
    List(Vec<Value>),
    /// With the name of the current field, and whether its colon was read.
    Object(Map<String, Value>, Option<String>, bool),
}

struct Reader {
    open: Vec<Open>,
    done: Option<Value>,
    sound: bool,
}

impl Reader {
    fn token(&mut self, token: &Captures<'_>) {
        if let Some(text) = token.name("text") {
            let mut inner = text.as_str().chars();
            inner.next();
            let closed = inner.as_str().strip_suffix(QUOTES);
            self.sound &= closed.is_some();
            self.value(Value::String(unescaped(closed.unwrap_or(inner.as_str()))));
        } else if let Some(word) = token.name("word") {
            let word = word.as_str().split("//").next().unwrap_or_default();
            self.word(word.trim());
        } else if let Some(mark) = token.name("mark") {
            self.mark(mark.as_str());
        }
    }

    fn mark(&mut self, mark: &str) {
        match mark {
            "{" | "[" if self.open.len() >= DEEPEST => self.close_all(),
            "{" => self.open.push(Open::Object(Map::new(), None, false)),
            "[" => self.open.push(Open::List(Vec::new())),
            "}" | "]" => {
                // A bracket of the other kind most likely closes the surrounding value.
                while self.done.is_none() {
                    let fits = matches!(self.open.last(), Some(Open::List(_))) == (mark == "]");
                    self.close();
                    if fits {
                        return;
                    }
                    self.sound = false;
                }
            }
            ":" | "：" | "=" => {
                if let Some(Open::Object(_, Some(_), colon)) = self.open.last_mut() {
                    *colon = true;
                }
            }
            _ => self.end_field(),
        }
    }

    /// Adds a number, `true`, `false`, `null`, or a word without quotes. Dots mark an omission.
    fn word(&mut self, word: &str) {
        let number = word.strip_suffix(['L', 'l']).unwrap_or(word);
        if word.chars().any(|c| c != '.' && c != '…') {
            let value = serde_json::from_str(number);
            self.value(value.unwrap_or_else(|_| Value::String(word.to_owned())));
        }
    }

    fn value(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Object(fields, name, colon)) => {
                if let Some(name) = name.take_if(|_| std::mem::take(colon)) {
                    fields.insert(name, value);
                } else {
                    *name = Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                }
            }
        }
    }

    /// Ends a field, whose value may be missing.
    fn end_field(&mut self) {
        if let Some(Open::Object(_, name, colon)) = self.open.last_mut() {
            if *colon {
                self.value(Value::Null);
            } else {
                *name = None;
            }
        }
    }

    /// Closes everything that is still open.
    fn close_all(&mut self) {
        self.sound = false;
        while self.done.is_none() {
            self.close();
        }
    }

    fn close(&mut self) {
        self.end_field();
        match self.open.pop() {
            Some(Open::List(items)) => self.value(Value::Array(items)),
            Some(Open::Object(fields, ..)) => self.value(Value::Object(fields)),
            None => self.done = Some(Value::Null),
        }
    }
}

/// Resolves escapes. An unpaired half of a character outside the basic plane is lost.
fn unescaped(text: &str) -> String {
    let resolved = ESCAPE.replace_all(text, |escape: &Captures<'_>| {
        let strict = serde_json::from_str(&format!("\"{}\"", &escape[0]));
        strict.unwrap_or_else(|_| match escape[0].strip_prefix("\\u") {
            Some(_) => char::REPLACEMENT_CHARACTER.to_string(),
            None => escape[0].trim_start_matches('\\').to_owned(),
        })
    });
    resolved.into_owned()
}
