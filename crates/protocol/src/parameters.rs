//! What a request sends, written straight into the query and the body.

use std::fmt;
use std::fmt::Write as _;

use serde_core::Serialize;

use crate::Secret;
use crate::limits::{Item, Text};

/// Collects parameters under their wire names; generated code calls one method per parameter.
#[derive(Default)]
pub struct Parameters {
    /// The path, and behind it the query.
    pub(crate) target: Pairs,
    pub(crate) form: Pairs,
    pub(crate) json: Json,
    /// Whether secrets are left out.
    pub(crate) masked: bool,
}

/// What stands in a secret's place.
pub(crate) const MASK: &str = "***";

impl Parameters {
    /// Adds a parameter to the query string.
    pub fn query(&mut self, name: &'static str, value: impl Item) {
        self.target.name(name).value(&value);
    }

    /// Adds a parameter that no text may show to the query string.
    pub fn secret_query(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.query(name, value);
    }

    /// Adds a parameter that no text may show to the form in the body.
    pub fn secret_form(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.form(name, value);
    }

    /// Adds a list, joined by commas, to the query string.
    pub fn query_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.target.list(name, items);
    }

    /// Adds a parameter to the form in the body.
    pub fn form(&mut self, name: &'static str, value: impl Item) {
        self.form.name(name).value(&value);
    }

    /// Adds a list, joined by commas, to the form in the body.
    pub fn form_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.form.list(name, items);
    }

    /// Adds a value, as a text of JSON, to the query string.
    pub fn query_json(&mut self, name: &'static str, value: impl Serialize) {
        self.query(name, json_text(&value));
    }

    /// Adds a value, as a text of JSON, to the form in the body.
    pub fn form_json(&mut self, name: &'static str, value: impl Serialize) {
        self.form(name, json_text(&value));
    }

    /// Adds a member to the JSON object in the body.
    pub fn body(&mut self, name: &'static str, value: impl Serialize) {
        self.json.member(name, &value);
    }

    /// Adds a member that no text may show to the JSON object in the body.
    pub fn secret_body(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.json.member(name, &value);
    }

    /// Adds a list, joined by commas in one text, to the JSON object in the body.
    pub fn body_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.json.member(name, &joined(items));
    }

    /// Adds a value, as a text of JSON, to the JSON object in the body.
    pub fn body_json(&mut self, name: &'static str, value: impl Serialize) {
        self.json.member(name, &json_text(&value));
    }
}

/// A value that a request can leave out.
// Which of them are used depends on the endpoints that the specification holds.
#[allow(dead_code)]
pub(crate) trait Optional {
    /// Whether there is anything to send.
    fn is_present(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn is_present(&self) -> bool {
        self.is_some()
    }
}

impl<T> Optional for Vec<T> {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
}

impl fmt::Debug for Parameters {
    // The query holds the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters").finish_non_exhaustive()
    }
}

/// Pairs in the encoding of forms, which is that of queries too, behind what they continue.
#[derive(Default)]
pub(crate) struct Pairs {
    text: String,
    /// What separates the next pair from what is there.
    separator: &'static str,
}

impl Pairs {
    /// A query that continues `host` and `path`, with room for what is to come.
    pub(crate) fn behind(host: &str, path: &str, room: usize) -> Self {
        let mut text = String::with_capacity(host.len() + path.len() + room);
        text.push_str(host);
        text.push_str(path);
        Self { text, separator: "?" }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn name(&mut self, name: &str) -> &mut Self {
        self.text.push_str(self.separator);
        self.separator = "&";
        self.encode(name);
        self.text.push('=');
        self
    }

    fn list<T: Item>(&mut self, name: &str, items: &[T]) {
        // Most ids are of letters and digits only; what has to be escaped makes it grow.
        let room = items.iter().map(|item| item.text().len() + COMMA.len()).sum::<usize>();
        self.text.reserve(name.len() + room + 2);
        self.name(name);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push_str(COMMA);
            }
            self.value(item);
        }
    }

    fn value(&mut self, value: &impl Item) {
        match value.text() {
            Text::Number(number) => self.text.push_str(itoa::Buffer::new().format(number)),
            Text::Fraction(number) => write(&mut self.text, number),
            Text::Borrowed(text) => self.encode(text),
        }
    }

    fn encode(&mut self, text: &str) {
        self.text.extend(form_urlencoded::byte_serialize(text.as_bytes()));
    }
}

/// The comma that separates the items of a list.
const COMMA: &str = "%2C";

/// The members of a JSON object, written as they come.
#[derive(Default)]
pub(crate) struct Json(Vec<u8>);

impl Json {
    fn member(&mut self, name: &str, value: &impl Serialize) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        write_json(&mut self.0, name);
        self.0.push(b':');
        write_json(&mut self.0, value);
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        self.0
    }
}

fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("requests hold nothing that JSON cannot")
}

fn write_json(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(text, value).expect("requests hold nothing that JSON cannot");
}

fn joined<T: Item>(items: &[T]) -> String {
    let mut list = String::with_capacity(items.iter().map(|item| item.text().len() + 1).sum());
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            list.push(',');
        }
        match item.text() {
            Text::Number(number) => list.push_str(itoa::Buffer::new().format(number)),
            Text::Fraction(number) => write(&mut list, number),
            Text::Borrowed(text) => list.push_str(text),
        }
    }
    list
}

fn write(text: &mut String, number: f64) {
    write!(text, "{number}").expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::{Pairs, Parameters, Secret};

    fn body(write: impl FnOnce(&mut Parameters)) -> String {
        let mut parameters = Parameters::default();
        write(&mut parameters);
        String::from_utf8(parameters.json.finish()).expect("JSON is UTF-8")
    }

    #[test]
    fn a_json_body_is_one_object_in_the_order_of_the_page() {
        let body = body(|it| {
            it.body("b \"quoted\"", "x");
            it.body_list("a", &[1, 2]);
            it.body_json("c", ["y"]);
            it.body("d", [0.5]);
            it.secret_body("e", &Secret::new("geheim"));
        });
        assert_eq!(body, r#"{"b \"quoted\"":"x","a":"1,2","c":"[\"y\"]","d":[0.5],"e":"geheim"}"#);
    }

    #[test]
    fn a_json_body_without_parameters_is_an_empty_object() {
        assert_eq!(body(|_| {}), "{}");
    }

    #[test]
    fn a_preview_shows_no_secret_of_the_body() {
        let mut parameters = Parameters { masked: true, ..Parameters::default() };
        parameters.secret_body("key", &Secret::new("geheim"));
        assert_eq!(parameters.json.finish(), br#"{"key":"***"}"#);
    }

    #[test]
    fn pairs_are_escaped_as_forms_are() {
        let mut parameters =
            Parameters { target: Pairs::behind("", "/path", 0), ..Parameters::default() };
        parameters.query("a b", "x&y=z 密+~");
        parameters.query_list("c", &[i64::MIN, 0, i64::MAX]);
        parameters.query("d", 0.5);
        parameters.query("e", true);
        parameters.form("f", "");
        parameters.form_list("g", &["1,2".to_owned(), "*-._".to_owned()]);
        assert_eq!(
            parameters.target.finish(),
            "/path?a+b=x%26y%3Dz+%E5%AF%86%2B%7E\
             &c=-9223372036854775808%2C0%2C9223372036854775807&d=0.5&e=true"
        );
        assert_eq!(parameters.form.finish(), "f=&g=1%2C2%2C*-._");
    }
}
