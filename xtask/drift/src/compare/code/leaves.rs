//! A file of the spec as a list of leaves, each with a path of wire names.
//!
//! The path of an object's field begins with the parameter or field that has the object, so a renamed object
//! counts as the same one while it is at the same place.

use std::collections::BTreeMap;

use toml::{Table, Value};

use xtask_spec::read::format;
use xtask_spec::read::schema::{self, Kind};
use xtask_spec::spec::parse_type;

/// Contents of a file, by path.
#[derive(Debug, Default)]
pub(crate) struct Leaves {
    /// Tables, each with its name in the format: `parameters.size`.
    pub(crate) elements: BTreeMap<String, &'static str>,
    /// Values, by the path of their table and by their key.
    pub(crate) values: BTreeMap<(String, String), Leaf>,
}

#[derive(Debug)]
pub(crate) struct Leaf {
    /// Name of the key's table in the format.
    pub(crate) table: &'static str,
    /// Key within that table.
    pub(crate) key: String,
    /// Value as text, with a list joined by commas.
    pub(crate) value: String,
}

impl Leaves {
    /// Returns the leaves of a file that has no problems. `schema` is the file's table in the format.
    pub(crate) fn of(text: &str, schema: &schema::Table) -> Self {
        let root: Table = text.parse().unwrap_or_default();
        let types = root.get("types").and_then(Value::as_table);
        let mut walk = Walk { types, leaves: Self::default(), within: Vec::new() };
        walk.table(schema, &root, "");
        walk.leaves
    }

    /// Keeps only those entries of named tables, with their contents, whose names are `wanted`.
    pub(crate) fn retain_entries(&mut self, wanted: impl Fn(&str) -> bool) {
        let is_wanted = |path: &str| path.split('.').nth(1).is_some_and(&wanted);
        self.elements.retain(|path, _| is_wanted(path));
        self.values.retain(|(path, _), _| is_wanted(path));
    }

    /// Adds all leaves of another file.
    pub(crate) fn add(&mut self, other: Self) {
        self.elements.extend(other.elements);
        self.values.extend(other.values);
    }

    /// Returns the value of a key, if it exists.
    pub(crate) fn get(&self, element: &str, key: &str) -> Option<&str> {
        let leaf = self.values.get(&(element.to_owned(), key.to_owned()))?;
        Some(&leaf.value)
    }

    /// Returns the tables that the other file does not have, without the tables in them.
    pub(crate) fn elements_beyond(&self, other: &Self) -> Vec<(String, &'static str)> {
        let beyond =
            |path: &str| self.elements.contains_key(path) && !other.elements.contains_key(path);
        let elements = self.elements.iter().filter(|(path, _)| beyond(path));
        let inner = |path: &str| ancestors(path).any(beyond);
        let elements = elements.filter(|(path, _)| !inner(path));
        elements.map(|(path, table)| (path.clone(), *table)).collect()
    }
}

/// Returns the paths of all tables around a path, from the inside out.
pub(crate) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.char_indices().rev().filter(|(_, c)| *c == '.').map(|(end, _)| &path[..end])
}

struct Walk<'t> {
    types: Option<&'t Table>,
    leaves: Leaves,
    /// The objects around the current field.
    within: Vec<&'t str>,
}

impl<'t> Walk<'t> {
    fn table(&mut self, schema: &schema::Table, table: &'t Table, path: &str) {
        self.leaves.elements.insert(path.to_owned(), schema.name);
        for (key, value) in table {
            let inner = join(path, key);
            match (schema.key(key).map(|key| &key.kind), value) {
                // The fields of an object are walked at the place where the object is used.
                (Some(Kind::Named(object)), _) if object.name == format::OBJECT.name => {}
                (Some(Kind::Table(schema)), Value::Table(table)) => {
                    self.table(schema, table, &inner);
                }
                (Some(Kind::Tables(schema)), Value::Array(tables)) => {
                    for (at, table) in tables.iter().filter_map(Value::as_table).enumerate() {
                        self.table(schema, table, &join(&inner, &at.to_string()));
                    }
                }
                (Some(Kind::Named(schema) | Kind::Numbered(schema)), Value::Table(tables)) => {
                    self.named(schema, tables, &inner);
                }
                (Some(Kind::Limits), Value::Table(limits)) => {
                    for (key, limit) in limits {
                        self.leaf(schema.name, path, key, key, limit);
                    }
                }
                _ => self.leaf(schema.name, path, key, key, value),
            }
        }
        if let Some(Value::String(ty)) = table.get("type") {
            self.object(ty, path);
        }
    }

    fn named(&mut self, schema: &schema::Table, tables: &'t Table, path: &str) {
        for (name, table) in tables {
            if let Value::Table(table) = table {
                self.table(schema, table, &join(path, name));
            }
        }
    }

    /// Walks the object of a parameter or field, unless it is also one of those around it.
    fn object(&mut self, ty: &str, path: &str) {
        let Some(types) = self.types else { return };
        let declared: Vec<_> = types.keys().map(String::as_str).collect();
        let ty = parse_type(ty, &declared);
        let Some(name) = ty.as_ref().and_then(|ty| ty.object()) else { return };
        let Some((name, Value::Table(object))) = types.get_key_value(name) else { return };
        if self.within.contains(&name.as_str()) {
            return;
        }
        self.within.push(name);
        for (key, value) in object {
            match (format::OBJECT.key(key).map(|key| &key.kind), value) {
                (Some(Kind::Named(schema)), Value::Table(fields)) => {
                    self.named(schema, fields, path);
                }
                _ => self.leaf(format::OBJECT.name, path, &format!("type.{key}"), key, value),
            }
        }
        self.within.pop();
    }

    fn leaf(&mut self, table: &'static str, path: &str, at: &str, key: &str, value: &Value) {
        let leaf = Leaf { table, key: key.to_owned(), value: text(value) };
        self.leaves.values.insert((path.to_owned(), at.to_owned()), leaf);
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Table(table) => {
            let members = table.iter().map(|(key, value)| format!("{key} = {}", text(value)));
            members.collect::<Vec<_>>().join(", ")
        }
    }
}
