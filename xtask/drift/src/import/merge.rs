//! Applies changes to the text of a file. All else stays as written, with its comments, order and spacing.

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// Key of the table whose members are facts of their own.
pub(super) const LIMITS: &str = "limits";

/// Returns `text` with all differences of `wanted` from `base` applied.
pub(super) fn merge(text: &str, base: &str, wanted: &str) -> Option<String> {
    let [mut document, base, wanted] = [text, base, wanted].map(str::parse::<DocumentMut>);
    let document = document.as_mut().ok()?;
    let (base, wanted) = (base.ok()?, wanted.ok()?);
    Merging { last: 0 }.table(document.as_table_mut(), base.as_table(), wanted.as_table());
    Some(with_ends_of(text, &document.to_string()))
}

/// Returns `merged` with the line ends of `text`: the document has only `\n`.
pub(super) fn with_ends_of(text: &str, merged: &str) -> String {
    let (all, windows) = (text.matches('\n').count(), text.matches("\r\n").count());
    let merged = merged.replace("\r\n", "\n");
    if windows * 2 > all { merged.replace('\n', "\r\n") } else { merged }
}

struct Merging {
    /// Position of the previous table. Tables with the same position are in the order of their parents.
    last: isize,
}

impl Merging {
    /// Merges a table, and returns whether keys were added.
    fn table(
        &mut self,
        table: &mut dyn TableLike,
        base: &dyn TableLike,
        wanted: &dyn TableLike,
    ) -> bool {
        for (key, was) in base.iter().filter(|(key, _)| !wanted.contains_key(key)) {
            let own = table.get_mut(key).and_then(Item::as_table_like_mut);
            if let (LIMITS, Some(own), Some(was)) = (key, own, was.as_table_like()) {
                was.iter().for_each(|(kind, _)| drop(own.remove(kind)));
                if !own.is_empty() {
                    continue;
                }
            }
            table.remove(key);
        }
        let before = keys(table);
        let order = order(&before, &keys(wanted));
        for (key, new) in wanted.iter() {
            if let Some(old) = table.get_mut(key) {
                self.item(old, base.get(key), new);
            } else if base.get(key).is_none_or(|base| plain(base) != plain(new)) {
                let mut new = new.clone();
                self.place(&mut new);
                table.insert(key, new);
            }
        }
        let grown = table.len() > before.len();
        if grown {
            reorder(table, &order);
        }
        grown
    }

    fn item(&mut self, old: &mut Item, base: Option<&Item>, new: &Item) {
        let said = plain(new);
        if base.is_some_and(|base| plain(base) == said) || plain(old) == said {
            self.last = self.last.max(last_position(old));
            return;
        }
        if let Item::Table(table) = old {
            self.last = table.position().unwrap_or(self.last);
        }
        if let (Some(table), Some(new)) = (old.as_table_like_mut(), new.as_table_like()) {
            let none = Table::new();
            let base = base.and_then(Item::as_table_like).unwrap_or(&none);
            if self.table(table, base, new)
                && let Item::Value(Value::InlineTable(table)) = old
            {
                table.fmt();
            }
            return;
        }
        match (old, new) {
            (Item::ArrayOfTables(old), Item::ArrayOfTables(new)) => self.tables(old, new),
            (Item::Value(old), new) => {
                let decor = old.decor().clone();
                *old = new.clone().into_value().unwrap_or_else(|_| old.clone());
                *old.decor_mut() = decor;
            }
            (old, new) => *old = new.clone(),
        }
    }

    /// Merges entries by their index: none is moved.
    fn tables(&mut self, tables: &mut ArrayOfTables, wanted: &ArrayOfTables) {
        for (at, new) in wanted.iter().enumerate() {
            if let Some(old) = tables.get_mut(at) {
                self.last = old.position().unwrap_or(self.last);
                let base = old.clone();
                self.table(old, &base, new);
            } else {
                let mut item = Item::Table(new.clone());
                self.place(&mut item);
                tables.push(item.into_table().unwrap_or_default());
            }
        }
        while tables.len() > wanted.len() {
            tables.remove(tables.len() - 1);
        }
    }

    /// Places a new table after the previous one.
    fn place(&self, item: &mut Item) {
        match item {
            Item::Table(table) => {
                table.set_position(Some(self.last));
                table.iter_mut().for_each(|(_, item)| self.place(item));
            }
            Item::ArrayOfTables(tables) => {
                for table in tables.iter_mut() {
                    table.set_position(Some(self.last));
                    table.iter_mut().for_each(|(_, item)| self.place(item));
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

fn keys(table: &dyn TableLike) -> Vec<String> {
    table.iter().map(|(key, _)| key.to_owned()).collect()
}

/// Returns the keys of a table in their order, each new one after its predecessor in `wanted`.
fn order(before: &[String], wanted: &[String]) -> Vec<String> {
    let mut order = before.to_vec();
    for (at, key) in wanted.iter().enumerate().filter(|(_, key)| !before.contains(key)) {
        let previous = at.checked_sub(1).map(|at| &wanted[at]);
        let at = previous.and_then(|it| order.iter().position(|key| key == it));
        order.insert(at.map_or(0, |at| at + 1), key.clone());
    }
    order
}

/// Reorders the keys by moving each of them to the end in turn.
fn reorder(table: &mut dyn TableLike, order: &[String]) {
    for name in order {
        let key = table.get_key_value(name).map(|(key, _)| key.clone());
        if let (Some(key), Some(item)) = (key, table.remove(name)) {
            table.entry_format(&key).or_insert(item);
        }
    }
}

/// Returns the value of an item, without its formatting.
fn plain(item: &Item) -> Option<toml::Value> {
    let value = item.clone().into_value().ok()?;
    toml::Value::deserialize(value.into_deserializer()).ok()
}

/// Returns the last position of a table or of one within it.
fn last_position(item: &Item) -> isize {
    let of_table = |table: &Table| {
        let inner = table.iter().map(|(_, item)| last_position(item));
        inner.fold(table.position().unwrap_or(0), isize::max)
    };
    match item {
        Item::Table(table) => of_table(table),
        Item::ArrayOfTables(tables) => tables.iter().map(of_table).max().unwrap_or(0),
        Item::None | Item::Value(_) => 0,
    }
}
