//! Writes a file into the text that it was read from: what is equal stays as it is written, with its
//! comments, its order and its spacing.

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// Returns `text` with everything that `wanted`, the text of the new file, says otherwise. `renamed`
/// are objects that have another name there.
pub(super) fn merge(text: &str, wanted: &str, renamed: &[(String, String)]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let wanted: DocumentMut = wanted.parse().ok()?;
    for (old, new) in renamed {
        rename(document.as_table_mut(), old, new);
    }
    Merging { last: 0 }.table(document.as_table_mut(), wanted.as_table());
    Some(with_ends_of(text, &document.to_string()))
}

/// Returns `merged` with the ends of lines that `text` has: the document holds `\n` alone.
fn with_ends_of(text: &str, merged: &str) -> String {
    let (all, windows) = (text.matches('\n').count(), text.matches("\r\n").count());
    let merged = merged.replace("\r\n", "\n");
    if windows * 2 > all { merged.replace('\n', "\r\n") } else { merged }
}

/// Adds a service without a doc to the text of `api.toml`.
pub(super) fn add_service(text: &str, name: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut service = Table::new();
    service.decor_mut().set_prefix("\n");
    let root = document.as_table_mut();
    let last = last_position(root);
    let services = root.entry("services").or_insert_with(|| {
        let mut services = Table::new();
        services.set_implicit(true);
        Item::Table(services)
    });
    let services = services.as_table_mut()?;
    // Behind the other services, which need not be the last tables.
    let own = last_position(services);
    service.set_position(Some(own.max(if services.is_empty() { last } else { 0 })));
    services.insert(name, Item::Table(service));
    Some(with_ends_of(text, &document.to_string()))
}

struct Merging {
    /// Where the table before stands. Tables of one place stand in the order of their parents.
    last: isize,
}

impl Merging {
    fn table(&mut self, table: &mut Table, wanted: &Table) {
        self.last = table.position().unwrap_or(self.last);
        let keys = |table: &Table| table.iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
        for key in keys(table).iter().filter(|key| !wanted.contains_key(key)) {
            table.remove(key);
        }
        let before = keys(table);
        let order = order(&before, &keys(wanted));
        for (key, item) in wanted {
            if let Some(old) = table.get_mut(key) {
                self.item(old, item);
            } else {
                let mut item = item.clone();
                self.place(&mut item);
                table.insert(key, item);
            }
        }
        if order != before {
            let rank = |key: &str| order.iter().position(|it| it == key).unwrap_or(order.len());
            table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        }
    }

    fn item(&mut self, old: &mut Item, new: &Item) {
        match (old, new) {
            (Item::Table(old), Item::Table(new)) => self.table(old, new),
            (Item::Table(old), Item::Value(Value::InlineTable(new))) => {
                self.table(old, &new.clone().into_table());
            }
            (Item::Value(Value::InlineTable(old)), Item::Table(new)) => {
                inline(old, &new.clone().into_inline_table());
            }
            (Item::ArrayOfTables(old), Item::ArrayOfTables(new)) => self.tables(old, new),
            (Item::Value(Value::Array(old)), Item::ArrayOfTables(new)) => array(old, new),
            (Item::Value(old), Item::Value(new)) => value(old, new),
            (old, new) => *old = new.clone(),
        }
    }

    /// Merges entries by their places: none is moved.
    fn tables(&mut self, tables: &mut ArrayOfTables, wanted: &ArrayOfTables) {
        for (at, new) in wanted.iter().enumerate() {
            if let Some(old) = tables.get_mut(at) {
                self.table(old, new);
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

    /// Puts what is new behind the table before.
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

/// Returns the keys of a table as they stand, each new one behind the one that it is to follow.
fn order(before: &[String], wanted: &[String]) -> Vec<String> {
    let mut order = before.to_vec();
    for (at, key) in wanted.iter().enumerate().filter(|(_, key)| !before.contains(key)) {
        let previous = at.checked_sub(1).map(|at| &wanted[at]);
        let at = previous.and_then(|it| order.iter().position(|key| key == it));
        order.insert(at.map_or(0, |at| at + 1), key.clone());
    }
    order
}

fn inline(table: &mut InlineTable, wanted: &InlineTable) {
    let keys =
        |table: &InlineTable| table.iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    for key in keys(table).iter().filter(|key| !wanted.contains_key(key)) {
        table.remove(key);
    }
    let before = keys(table);
    let order = order(&before, &keys(wanted));
    for (key, new) in wanted {
        match table.get_mut(key) {
            Some(old) => value(old, new),
            None => {
                table.insert(key, new.clone());
            }
        }
    }
    if order != before {
        let rank = |key: &str| order.iter().position(|it| it == key).unwrap_or(order.len());
        table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        table.fmt();
    }
}

fn array(items: &mut Array, wanted: &ArrayOfTables) {
    for (at, new) in wanted.iter().enumerate() {
        let new = new.clone().into_inline_table();
        match items.get_mut(at).and_then(Value::as_inline_table_mut) {
            Some(old) => inline(old, &new),
            None => items.push(Value::InlineTable(new)),
        }
    }
    while items.len() > wanted.len() {
        items.remove(items.len() - 1);
    }
}

/// Replaces a value that says something else, and keeps the comments around it.
fn value(old: &mut Value, new: &Value) {
    if let (Value::InlineTable(old), Value::InlineTable(new)) = (&mut *old, new) {
        inline(old, new);
    } else if plain(old) != plain(new) {
        let decor = old.decor().clone();
        *old = new.clone();
        *old.decor_mut() = decor;
    }
}

/// Returns what a value says, however it is written.
fn plain(value: &Value) -> Option<toml::Value> {
    toml::Value::deserialize(value.clone().into_deserializer()).ok()
}

/// Renames an object and the departures about it.
fn rename(root: &mut Table, old: &str, new: &str) {
    if let Some(types) = root.get_mut("types").and_then(Item::as_table_like_mut)
        && let Some(object) = types.remove(old)
    {
        types.insert(new, object);
    }
    let Some(departures) = root.get_mut("departures").and_then(Item::as_table_like_mut) else {
        return;
    };
    let subjects: Vec<String> = departures.iter().map(|(key, _)| key.to_owned()).collect();
    for subject in subjects {
        if let Some(rest) = subject.strip_prefix(&format!("types.{old}."))
            && let Some(departure) = departures.remove(&subject)
        {
            departures.insert(&format!("types.{new}.{rest}"), departure);
        }
    }
}

/// Returns the last place that a table or one within it has.
fn last_position(table: &Table) -> isize {
    let own = table.position().unwrap_or(0);
    let inner = table.iter().map(|(_, item)| match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().map(last_position).max().unwrap_or(0),
        Item::None | Item::Value(_) => 0,
    });
    inner.fold(own, isize::max)
}
