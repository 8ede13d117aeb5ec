//! Writes a draft into the text that it was read from: what is equal stays as it is written, with
//! its comments, its order and its spacing.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

/// `text` with everything that `wanted`, the text of a draft, says otherwise. `renamed` are objects
/// that have another name there.
pub(super) fn merge(text: &str, wanted: &str, renamed: &[(String, String)]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let wanted: DocumentMut = wanted.parse().ok()?;
    for (old, new) in renamed {
        rename(document.as_table_mut(), old, new);
    }
    let mut merging = Merging { last: 0 };
    merging.table(document.as_table_mut(), wanted.as_table());
    Some(with_ends_of(text, &document.to_string()))
}

/// `merged` with the ends of lines that `text` has: the document holds `\n` alone.
fn with_ends_of(text: &str, merged: &str) -> String {
    let (all, windows) = (text.matches('\n').count(), text.matches("\r\n").count());
    let merged = merged.replace("\r\n", "\n");
    if windows * 2 > all { merged.replace('\n', "\r\n") } else { merged }
}

/// Adds a service to the text of `api.toml`.
pub(super) fn add_service(text: &str, name: &str, doc: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut service = Table::new();
    service.insert("doc", toml_edit::value(doc));
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
    service.set_position(Some(last_position(services).max(if services.is_empty() {
        last
    } else {
        0
    })));
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
        let gone: Vec<String> = table
            .iter()
            .map(|(key, _)| key.to_owned())
            .filter(|key| !wanted.contains_key(key))
            .collect();
        for key in gone {
            table.remove(&key);
        }
        let mut order: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        let before = order.clone();
        let mut previous: Option<String> = None;
        for (key, item) in wanted {
            match (table.get_mut(key), item) {
                (None, item) => {
                    let mut item = item.clone();
                    self.place(&mut item);
                    let at =
                        previous.as_ref().and_then(|it| order.iter().position(|key| key == it));
                    order.insert(at.map_or(0, |at| at + 1), key.to_owned());
                    insert(table, wanted, key, item);
                }
                (Some(Item::Value(old)), Item::Value(new)) => replace(old, new),
                (Some(Item::Table(old)), Item::Table(new)) => self.table(old, new),
                (Some(Item::ArrayOfTables(old)), Item::ArrayOfTables(new)) => self.tables(old, new),
                (Some(old), new) => *old = new.clone(),
            }
            previous = Some(key.to_owned());
        }
        if order != before {
            let rank = |key: &str| order.iter().position(|it| it == key).unwrap_or(order.len());
            table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        }
    }

    fn tables(&mut self, tables: &mut ArrayOfTables, wanted: &ArrayOfTables) {
        let mut held: Vec<Table> = tables.iter().cloned().collect();
        let mut merged = ArrayOfTables::new();
        for new in wanted {
            let at = held.iter().position(|old| identity(old) == identity(new));
            let table = if let Some(at) = at {
                let mut old = held.remove(at);
                self.table(&mut old, new);
                old
            } else {
                let mut item = Item::Table(new.clone());
                self.place(&mut item);
                item.into_table().unwrap_or_default()
            };
            merged.push(table);
        }
        *tables = merged;
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

/// Inserts with the comments that stand before the key.
fn insert(table: &mut Table, wanted: &Table, key: &str, item: Item) {
    match wanted.key(key).filter(|_| item.is_value()) {
        Some(known) => {
            table.insert_formatted(&known.clone(), item);
        }
        None => {
            table.insert(key, item);
        }
    }
}

/// Replaces a value that says something else, and keeps the comments around it.
fn replace(old: &mut Value, new: &Value) {
    if plain(old) != plain(new) {
        let decor = old.decor().clone();
        *old = new.clone();
        *old.decor_mut() = decor;
    }
}

/// What a value says, however it is written.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", text.value()),
        Value::Integer(number) => number.value().to_string(),
        Value::Float(number) => number.value().to_string(),
        Value::Boolean(flag) => flag.value().to_string(),
        Value::Datetime(date) => date.value().to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(plain).collect();
            format!("[{}]", items.join(","))
        }
        Value::InlineTable(table) => table.to_string(),
    }
}

/// What makes an entry of a list the same entry.
fn identity(table: &Table) -> Option<String> {
    let mut keys = ["subject", "code", "name"].into_iter();
    keys.find_map(|key| table.get(key)?.as_value().map(|value| format!("{key} {}", plain(value))))
}

fn rename(root: &mut Table, old: &str, new: &str) {
    if let Some(types) = root.get_mut("types").and_then(Item::as_table_mut)
        && let Some(object) = types.remove(old)
    {
        types.insert(new, object);
    }
    let departures = root.get_mut("departures").and_then(Item::as_array_of_tables_mut);
    for departure in departures.into_iter().flat_map(ArrayOfTables::iter_mut) {
        let subject = departure.get("subject").and_then(Item::as_str).unwrap_or_default();
        if let Some(rest) = subject.strip_prefix(&format!("types.{old}.")) {
            let subject = format!("types.{new}.{rest}");
            departure.insert("subject", toml_edit::value(subject));
        }
    }
}

/// The last place that a table or one within it has.
fn last_position(table: &Table) -> isize {
    let own = table.position().unwrap_or(0);
    let inner = table.iter().map(|(_, item)| match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().map(last_position).max().unwrap_or(0),
        Item::None | Item::Value(_) => 0,
    });
    inner.fold(own, isize::max)
}
