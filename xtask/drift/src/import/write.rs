//! Writes an endpoint as the text of its file, without facts that shared files contain.

use serde::Serialize;
use toml_edit::ser::{ValueSerializer, to_document};
use toml_edit::{DocumentMut, Item, Key, Table, Value, value};

use xtask_spec::spec::{Defaults, Endpoint, Text};

/// Writes an endpoint.
pub(super) fn write(endpoint: &Endpoint, defaults: &Defaults) -> String {
    document(endpoint, defaults).to_string()
}

pub(super) fn document(endpoint: &Endpoint, defaults: &Defaults) -> DocumentMut {
    let mut root = table(endpoint);
    // Values that equal the defaults are left to `api.toml`.
    let defaults = table(defaults);
    root.retain(|key, own| {
        defaults.get(key).is_none_or(|usual| usual.to_string() != own.to_string())
    });
    if let Some(upload) = &endpoint.upload {
        let kinds = upload.kinds.iter().map(|it| (it.name.as_str(), value(inline(it))));
        root["upload"]["kinds"] = value(kinds.collect::<Table>().into_inline_table());
    }
    let pages = endpoint.pages.iter().map(|page| spaced(table(page)));
    root.insert("pages", Item::ArrayOfTables(pages.collect()));
    let usual = endpoint.usual_place();
    named(&mut root, "parameters", &endpoint.parameters, |it| {
        let mut own = table(it);
        if it.place.as_ref().is_some_and(|place| place.value == usual) {
            own.remove("in");
        }
        (&it.name, own)
    });
    named(&mut root, "together", &endpoint.together, |it| (&it.name, table(it)));
    named(&mut root, "either", &endpoint.either, |it| (&it.name, table(it)));
    named(&mut root, "span", &endpoint.span, |it| (&it.name, table(it)));
    named(&mut root, "response", &endpoint.response, |it| (&it.name, table(it)));
    named(&mut root, "types", &endpoint.types, |it| {
        let mut own = table(it);
        own.insert("fields", Item::Table(lines(&it.fields, |it| it.name.to_string())));
        (&it.name, own)
    });
    named(&mut root, "enums", endpoint.enums.iter().filter(|it| !it.shared), |it| {
        let mut own = table(it);
        own.set_implicit(own.is_empty());
        own.insert("values", Item::Table(spaced(lines(&it.values, |it| it.name.to_string()))));
        (&it.name, own)
    });
    let mut examples = table(&endpoint.examples);
    examples["response"] = value(block(&endpoint.examples.response));
    for (key, own) in [
        ("errors", lines(&endpoint.errors, |it| it.code.to_string())),
        ("examples", examples),
        ("departures", lines(&endpoint.departures, |it| it.subject.to_string())),
    ] {
        if !own.is_empty() {
            root.insert(key, Item::Table(spaced(own)));
        }
    }
    DocumentMut::from(root)
}

/// Returns a multi-line text as a TOML value, without escapes if possible.
pub(super) fn block(text: &str) -> Value {
    let odd = |c: char| c.is_control() && c != '\n';
    let plain = text.contains('\n') && !text.contains("'''") && !text.contains(odd);
    if plain && !text.ends_with('\'') {
        // A line end right after the opening quotes is not part of the text.
        if let Ok(value) = format!("'''\n{text}'''").parse() {
            return value;
        }
    }
    text.into()
}

/// Inserts named tables, each under its own header.
fn named<'n, T: 'n>(
    root: &mut Table,
    key: &str,
    entries: impl IntoIterator<Item = &'n T>,
    table: impl Fn(&'n T) -> (&'n Text, Table),
) {
    let mut all = Table::new();
    all.set_implicit(true);
    for (name, table) in entries.into_iter().map(table) {
        all.insert_formatted(&Key::new(name.as_str()), Item::Table(spaced(table)));
    }
    if !all.is_empty() {
        root.insert(key, Item::Table(all));
    }
}

/// Returns a table with an empty line before its header.
fn spaced(mut table: Table) -> Table {
    table.decor_mut().set_prefix("\n");
    table
}

/// Returns a table with one entry per line.
fn lines<T: Serialize>(entries: &[T], name: impl Fn(&T) -> String) -> Table {
    entries.iter().map(|it| (name(it), value(inline(it)))).collect()
}

/// The format of the spec is a subset of TOML.
const IS_TOML: &str = "everything that a file says can be written";

fn table(of: &impl Serialize) -> Table {
    to_document(of).expect(IS_TOML).as_table().clone()
}

fn inline(of: &impl Serialize) -> Value {
    of.serialize(ValueSerializer::new()).expect(IS_TOML)
}
