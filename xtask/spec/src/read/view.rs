//! Typed access to a table that is known to fit its schema.

use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::read::types::parse_type;
use crate::spec::{FileId, Scalar, Span, Spanned, Text, Type};

/// A validated table. A `None` for a required key does not happen after validation,
/// so whoever builds on one may pass it on with `?`.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) file: FileId,
    pub(super) table: &'a DeTable<'a>,
}

impl<'a> View<'a> {
    pub(super) fn text(self, key: &str) -> Option<Text> {
        self.get(key, |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn texts(self, key: &str) -> Vec<Text> {
        self.choices(key, |text| Some(text.to_owned()))
    }

    pub(super) fn integer(self, key: &str) -> Option<Spanned<i64>> {
        self.get(key, |value| value.as_integer().and_then(parse_integer))
    }

    pub(super) fn boolean(self, key: &str) -> Option<Spanned<bool>> {
        self.get(key, DeValue::as_bool)
    }

    pub(super) fn date(self, key: &str) -> Option<Text> {
        self.get(key, |value| value.as_datetime().map(ToString::to_string))
    }

    pub(super) fn ty(self, key: &str) -> Option<Spanned<Type>> {
        self.choice(key, |text| parse_type(text, &[]))
    }

    pub(super) fn literal(self, key: &str) -> Option<Spanned<Scalar>> {
        self.get(key, parse_literal)
    }

    pub(super) fn literals(self, key: &str) -> Vec<Spanned<Scalar>> {
        self.items(key).iter().filter_map(|item| self.spanned(item, parse_literal)).collect()
    }

    pub(super) fn choice<T>(self, key: &str, parse: fn(&str) -> Option<T>) -> Option<Spanned<T>> {
        self.get(key, |value| value.as_str().and_then(parse))
    }

    pub(super) fn choices<T>(self, key: &str, parse: fn(&str) -> Option<T>) -> Vec<Spanned<T>> {
        self.items(key)
            .iter()
            .filter_map(|item| self.spanned(item, |value| value.as_str().and_then(parse)))
            .collect()
    }

    pub(super) fn inner(self, key: &str) -> Option<View<'a>> {
        let table = self.table.get(key)?.get_ref().as_table()?;
        Some(View { table, ..self })
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables(self, key: &str) -> impl Iterator<Item = View<'a>> {
        let tables = self.items(key).iter().filter_map(|item| item.get_ref().as_table());
        tables.map(move |table| View { table, ..self })
    }

    /// The tables of `[key.NAME]` with their names, in the order of the file.
    pub(super) fn named(self, key: &str) -> Vec<(Text, View<'a>)> {
        let Some(inner) = self.inner(key) else {
            return Vec::new();
        };
        let mut named: Vec<_> = inner
            .table
            .iter()
            .filter_map(|(name, value)| {
                let span = Span { file: self.file, range: name.span() };
                let name = Spanned::new(name.get_ref().clone().into_owned(), span);
                Some((name, View { table: value.get_ref().as_table()?, ..self }))
            })
            .collect();
        named.sort_by_key(|(name, _)| name.span.range.start);
        named
    }

    fn items(self, key: &str) -> &'a [TomlSpanned<DeValue<'a>>] {
        match self.table.get(key).map(TomlSpanned::get_ref) {
            Some(DeValue::Array(items)) => items,
            _ => &[],
        }
    }

    fn get<T>(
        self,
        key: &str,
        parse: impl FnOnce(&DeValue<'a>) -> Option<T>,
    ) -> Option<Spanned<T>> {
        self.spanned(self.table.get(key)?, parse)
    }

    fn spanned<T>(
        self,
        value: &TomlSpanned<DeValue<'a>>,
        parse: impl FnOnce(&DeValue<'a>) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let span = Span { file: self.file, range: value.span() };
        Some(Spanned::new(parse(value.get_ref())?, span))
    }
}

pub(super) fn parse_integer(integer: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn parse_literal(value: &DeValue<'_>) -> Option<Scalar> {
    match value {
        DeValue::Integer(integer) => parse_integer(integer).map(Scalar::Number),
        DeValue::Boolean(boolean) => Some(Scalar::Boolean(*boolean)),
        DeValue::String(text) => Some(Scalar::String(text.clone().into_owned())),
        _ => None,
    }
}
