//! Validates a file's tables against the schema: unknown, missing and ill-typed keys.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::read::format::LIMITS;
use crate::read::schema::{Key, Kind, Table};
use crate::spec::{FileId, Span, parse_type};

/// Reports everything in `table` that does not fit `schema`.
///
/// A file without a report can be deserialized into the spec.
pub(super) fn validate(file: FileId, schema: &Table, table: &DeTable<'_>, problems: &mut Problems) {
    // A file has no header: a missing key is reported at its beginning.
    Validator { file, problems }.table(schema, table, 0..0);
}

struct Validator<'p> {
    file: FileId,
    problems: &'p mut Problems,
}

impl Validator<'_> {
    fn table(&mut self, schema: &Table, table: &DeTable<'_>, header: Range<usize>) {
        for (name, value) in table {
            match schema.key(name.get_ref()) {
                Some(key) => self.value(key, value),
                None => self.unknown_key(schema, name),
            }
        }
        for key in &schema.keys {
            if key.required && !table.contains_key(key.name) {
                self.missing_key(key, header.clone());
            }
        }
    }

    fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        if let DeValue::String(text) = value.get_ref() {
            self.visible("text", text, value.span());
        }
        match (&key.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) => {
                if text.trim().is_empty() && !key.may_be_empty {
                    let title = format!("`{}` is empty", key.name);
                    self.problem(value.span(), title, "expected a text");
                }
            }
            (Kind::Literal, DeValue::String(_))
            | (Kind::Boolean | Kind::Literal, DeValue::Boolean(_)) => {}
            (Kind::Type, DeValue::String(text)) => {
                if parse_type(text, &[]).is_none() {
                    self.problem(
                        value.span(),
                        format!("`{text}` is not a type"),
                        "expected a name, with `[]` behind it if it is a list",
                    );
                }
            }
            (Kind::Integer | Kind::Literal, DeValue::Integer(integer)) => {
                if i64::from_str_radix(integer.as_str(), integer.radix()).is_err() {
                    let title = format!("the value of `{}` is out of range", key.name);
                    self.problem(value.span(), title, "does not fit into 64 bits");
                }
            }
            (Kind::Date, DeValue::Datetime(date))
                if date.date.is_some() && date.time.is_none() && date.offset.is_none() => {}
            (Kind::Choice(choices), DeValue::String(text)) => {
                self.choice(key, choices, text, value);
            }
            (Kind::Texts | Kind::Choices(_) | Kind::Literals, DeValue::Array(items)) => {
                self.list(key, items, value.span());
            }
            (Kind::Limits, DeValue::Table(limits)) => {
                self.at_least_one(key, limits.is_empty(), value.span());
                self.table(&LIMITS, limits, value.span());
            }
            (Kind::Table(schema), DeValue::Table(table)) => {
                self.table(schema, table, value.span());
            }
            (Kind::Tables(schema), DeValue::Array(items)) => {
                self.at_least_one(key, items.is_empty(), value.span());
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(table) => self.table(schema, table, item.span()),
                        _ => self.wrong_type(key, &format!("`{}`", schema.name), item),
                    }
                }
            }
            (Kind::Named(schema) | Kind::Numbered(schema), DeValue::Table(tables)) => {
                self.at_least_one(key, tables.is_empty(), value.span());
                for (name, table) in tables {
                    self.entry(key, name);
                    match table.get_ref() {
                        DeValue::Table(inner) => self.table(schema, inner, table.span()),
                        _ => self.wrong_type(key, &format!("`{}`", schema.name), table),
                    }
                }
            }
            _ => self.wrong_type(key, &expected(key), value),
        }
    }

    /// Checks the name of an entry.
    fn entry(&mut self, key: &Key, name: &Spanned<std::borrow::Cow<'_, str>>) {
        let text = name.get_ref();
        self.visible("name", text, name.span());
        let is_number = || text.parse::<i64>().is_ok_and(|it| it.to_string() == **text);
        if matches!(key.kind, Kind::Numbered(_)) && !is_number() {
            let title = format!("`{text}` is not a key of `{}`", key.name);
            self.problem(name.span(), title, "expected an integer of 64 bits");
        } else if text.trim().is_empty() {
            let title = format!("an entry of `{}` has no name", key.name);
            self.problem(name.span(), title, "expected a name");
        }
    }

    /// Reports invisible characters: they have no place in a text that is reviewed, and rustc refuses some.
    fn visible(&mut self, what: &str, text: &str, span: Range<usize>) {
        if let Some(letter) = text.chars().find(|c| is_invisible(*c)) {
            let title = format!("the {what} holds the invisible character U+{:04X}", letter as u32);
            self.problem(span, title, "remove it");
        }
    }

    fn list(&mut self, key: &Key, items: &DeArray<'_>, span: Range<usize>) {
        self.at_least_one(key, items.is_empty() && !key.may_be_empty, span);
        let (kind, expected) = match &key.kind {
            Kind::Choices(choices) => (Kind::Choice(choices.clone()), key.expected),
            Kind::Literals => (Kind::Literal, "integer or a string"),
            _ => (Kind::Text, "string"),
        };
        let one = Key { kind, expected, ..*key };
        for item in items {
            self.value(&one, item);
        }
    }

    fn choice(
        &mut self,
        key: &Key,
        choices: &[&'static str],
        text: &str,
        at: &Spanned<DeValue<'_>>,
    ) {
        if !choices.contains(&text) {
            let title = format!("`{}` cannot be \"{text}\"", key.name);
            let label = format!("expected {}", key.expected.replace("list of", "one of"));
            let problem = self.problem(at.span(), title, label);
            if let Some(near) = nearest(text, choices) {
                problem.help(format!("did you mean `{near}`?"));
            }
        }
    }

    fn at_least_one(&mut self, key: &Key, empty: bool, span: Range<usize>) {
        if empty {
            let title = format!("`{}` holds nothing", key.name);
            let label = if key.required { "expected at least one" } else { "leave the key out" };
            self.problem(span, title, label);
        }
    }

    fn unknown_key(&mut self, schema: &Table, name: &Spanned<impl AsRef<str>>) {
        let text = name.get_ref().as_ref();
        let title = format!("unknown key `{text}`");
        let label = format!("not a key of `{}`", schema.name);
        let known = schema.keys.iter().map(|key| key.name);
        self.problem(name.span(), title, label).suggest(text, known);
    }

    fn missing_key(&mut self, key: &Key, header: Range<usize>) {
        let (what, kind) = match &key.kind {
            Kind::Table(table) | Kind::Tables(table) | Kind::Named(table) => {
                (format!("missing `{}`", table.name), "table")
            }
            _ => (format!("missing key `{}`", key.name), key.expected),
        };
        let owner = if header.is_empty() { "this file" } else { "this table" };
        let label = format!("{owner} needs `{}`", key.name);
        self.problem(header, what, label).note(format!("`{}` ({kind}): {}", key.name, key.meaning));
    }

    fn wrong_type(&mut self, key: &Key, expected: &str, value: &Spanned<DeValue<'_>>) {
        let title = format!("wrong type for `{}`", key.name);
        let label = format!("expected {expected}, found {}", found(value.get_ref()));
        self.problem(value.span(), title, label);
    }

    fn problem(
        &mut self,
        range: Range<usize>,
        title: String,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        self.problems.at(&Span { file: self.file, range }, title, label)
    }
}

fn expected(key: &Key) -> String {
    match &key.kind {
        Kind::Integer | Kind::Literal => format!("an {}", key.expected),
        Kind::Choice(_) => key.expected.to_owned(),
        Kind::Date => "a date such as 2026-01-31, without quotes".to_owned(),
        Kind::Table(table) | Kind::Named(table) | Kind::Numbered(table) => {
            format!("the table `{}`", table.name)
        }
        Kind::Limits => "a table of limits, such as `{ max = 20 }`".to_owned(),
        Kind::Tables(table) => format!("a list of tables, each below a `{}`", table.name),
        _ => format!("a {}", key.expected),
    }
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn is_invisible(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
