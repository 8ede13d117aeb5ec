//! Description of the specification's format: tables, keys, kinds of values.
//!
//! [`format`](super::format) contains the description itself.

/// A kind of table, with all its keys.
#[derive(Debug)]
pub struct Table {
    /// Name as written in a file, with `NAME` for a part that the author chooses: `[ids.NAME]`.
    pub name: &'static str,
    pub keys: Vec<Key>,
}

#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// The kind in words that follow "expected".
    pub expected: &'static str,
    /// Whether a text or list may be empty.
    pub may_be_empty: bool,
    pub required: bool,
    /// What a diagnostic about the missing key says.
    pub meaning: &'static str,
}

/// Kind of a key's value.
#[derive(Debug)]
pub enum Kind {
    Text,
    Texts,
    Integer,
    Boolean,
    Date,
    /// A number, a boolean or a string.
    Literal,
    /// Numbers or strings.
    Literals,
    /// A type as pages spell them: `Number`, `String[]`, `PageVo`.
    Type,
    Choice(Vec<&'static str>),
    Choices(Vec<&'static str>),
    /// A table with the keys of [`LimitKind`](crate::spec::LimitKind).
    Limits,
    /// `[key]`
    Table(Table),
    /// `[[key]]`
    Tables(Table),
    /// `[key.NAME]`
    Named(Table),
    /// `[key.CODE]`, where each key is an integer.
    Numbered(Table),
}

impl Table {
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Returns the table and all tables within it, in the order of their keys.
    pub fn with_inner(&self) -> Vec<&Self> {
        let inner = self.keys.iter().filter_map(|key| match &key.kind {
            Kind::Table(table)
            | Kind::Tables(table)
            | Kind::Named(table)
            | Kind::Numbered(table) => Some(table),
            _ => None,
        });
        std::iter::once(self).chain(inner.flat_map(Table::with_inner)).collect()
    }
}
