//! How the format of the specification is described: tables, keys, kinds of values.
//!
//! [`format`](super::format) holds the description itself.

/// A kind of table, with every key that it knows.
#[derive(Debug)]
pub struct Table {
    /// As written in a file, with `NAME` for a part that the author chooses: `[ids.NAME]`.
    pub name: &'static str,
    pub keys: &'static [Key],
}

#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// What a diagnostic says about the key where it is missing.
    pub meaning: &'static str,
}

/// What the value of a key must be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A string that says something.
    Text,
    /// A string that may be empty.
    AnyText,
    Texts,
    /// A list of strings that may be empty.
    AnyTexts,
    Integer,
    Boolean,
    Date,
    /// A number, a boolean or a string.
    Literal,
    /// Numbers or strings.
    Literals,
    /// A type as pages spell them: `Number`, `String[]`, `PageVo`.
    Type,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
    /// A list of choices that may be empty, where that says something.
    AnyChoices(&'static [&'static str]),
    /// A table with the keys of [`LimitKind`](crate::spec::LimitKind).
    Limits,
    /// `[key]`
    Table(&'static Table),
    /// `[[key]]`
    Tables(&'static Table),
    /// `[key.NAME]`
    Named(&'static Table),
    /// `[key.CODE]`, where each key is an integer.
    Numbered(&'static Table),
}

impl Table {
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Returns the table and all tables within it, in the order of their keys.
    pub fn with_inner(&'static self) -> Vec<&'static Table> {
        let inner = self.keys.iter().filter_map(|key| key.kind.table());
        std::iter::once(self).chain(inner.flat_map(Table::with_inner)).collect()
    }
}

impl Kind {
    /// Returns what the value must be, in words that fit after "expected".
    pub fn describe(self) -> String {
        let quoted = |choices: &[&str], word: &str| {
            choices.iter().map(|choice| format!("\"{choice}\"")).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::Text => "string".to_owned(),
            Self::AnyText => "string, may be empty".to_owned(),
            Self::Texts => "list of strings".to_owned(),
            Self::AnyTexts => "list of strings, may be empty".to_owned(),
            Self::Integer => "integer".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Literal => "integer, boolean or string".to_owned(),
            Self::Literals => "list of integers or strings".to_owned(),
            Self::Type => "string that names a type".to_owned(),
            Self::Choice([only]) => format!("\"{only}\""),
            Self::Choice(choices @ [_, _]) => quoted(choices, " or "),
            Self::Choice(choices) => format!("one of {}", quoted(choices, ", ")),
            Self::Choices(choices) => format!("list of {}", quoted(choices, ", ")),
            Self::AnyChoices(choices) => format!("list of {}, may be empty", quoted(choices, ", ")),
            Self::Limits => "limits".to_owned(),
            Self::Table(table)
            | Self::Tables(table)
            | Self::Named(table)
            | Self::Numbered(table) => table.name.to_owned(),
        }
    }

    fn table(self) -> Option<&'static Table> {
        match self {
            Self::Table(table)
            | Self::Tables(table)
            | Self::Named(table)
            | Self::Numbered(table) => Some(table),
            _ => None,
        }
    }
}
