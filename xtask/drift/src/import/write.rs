//! An endpoint as the text of its file, without what other files say for several of them.

use serde::Serialize;
use toml_edit::ser::{ValueSerializer, to_document};
use toml_edit::{DocumentMut, Item, Key, Table, Value, value};

use xtask_spec::spec::{Defaults, Endpoint};

/// Writes an endpoint.
pub(super) fn write(endpoint: &Endpoint, defaults: &Defaults) -> String {
    document(endpoint, defaults).to_string()
}

pub(super) fn document(endpoint: &Endpoint, defaults: &Defaults) -> DocumentMut {
    let endpoint = &without_defaults(endpoint, defaults);
    let mut root = table(endpoint);
    if let Some(upload) = &endpoint.upload {
        let kinds = upload.kinds.iter().map(|it| (it.name.as_str(), value(inline(it))));
        root["upload"]["kinds"] = value(kinds.collect::<Table>().into_inline_table());
    }
    let pages = endpoint.pages.iter().map(|page| spaced(table(page)));
    root.insert("pages", Item::ArrayOfTables(pages.collect()));
    let parameters = endpoint.parameters.iter().map(|it| (it.name.as_str(), table(it)));
    named(&mut root, "parameters", parameters);
    let together = endpoint.together.iter().map(|it| (it.name.as_str(), table(it)));
    named(&mut root, "together", together);
    named(&mut root, "either", endpoint.either.iter().map(|it| (it.name.as_str(), table(it))));
    named(&mut root, "span", endpoint.span.iter().map(|it| (it.name.as_str(), table(it))));
    let response = endpoint.response.iter().map(|it| (it.name.as_str(), table(it)));
    named(&mut root, "response", response);
    let types = endpoint.types.iter().map(|object| {
        let fields = object.fields.iter().map(|it| (it.name.as_str(), inline(it)));
        let mut own = table(object);
        own.insert("fields", Item::Table(lines(fields)));
        (object.name.as_str(), own)
    });
    named(&mut root, "types", types);
    let enums = endpoint.enums.iter().filter(|it| !it.shared).map(|it| {
        let values = it.values.iter().map(|it| (it.name.as_str(), inline(it)));
        let mut own = table(it);
        own.set_implicit(own.is_empty());
        own.insert("values", Item::Table(spaced(lines(values))));
        (it.name.as_str(), own)
    });
    named(&mut root, "enums", enums);
    let codes: Vec<_> = endpoint.errors.iter().map(|it| (it.code.to_string(), it)).collect();
    let errors = lines(codes.iter().map(|(code, it)| (code.as_str(), inline(it))));
    let mut examples = table(&endpoint.examples);
    examples["response"] = value(block(&endpoint.examples.response));
    let departures = endpoint.departures.iter().map(|it| (it.subject.as_str(), inline(it)));
    for (key, own) in
        [("errors", errors), ("examples", examples), ("departures", lines(departures))]
    {
        if !own.is_empty() {
            root.insert(key, Item::Table(spaced(own)));
        }
    }
    DocumentMut::from(root)
}

/// Returns the endpoint without what it says as any other.
fn without_defaults(endpoint: &Endpoint, defaults: &Defaults) -> Endpoint {
    let mut own = endpoint.clone();
    let place = own.usual_place();
    for parameter in &mut own.parameters {
        parameter.place.take_if(|it| it.value == place);
    }
    own.method.take_if(|it| Some(&*it) == defaults.method.as_ref());
    own.hosts.take_if(|it| Some(&*it) == defaults.hosts.as_ref());
    own.content_type.take_if(|it| Some(&*it) == defaults.content_type.as_ref());
    own.app_types.take_if(|it| Some(&*it) == defaults.app_types.as_ref());
    own.credential.take_if(|it| Some(&*it) == defaults.credential.as_ref());
    own.envelope.take_if(|it| Some(&*it) == defaults.envelope.as_ref());
    own
}

/// Returns a text of several lines as it stands, without escapes where that can be.
pub(super) fn block(text: &str) -> Value {
    let odd = |c: char| c.is_control() && c != '\n';
    let plain = text.contains('\n') && !text.contains("'''") && !text.contains(odd);
    if plain && !text.ends_with('\'') {
        // What follows the quotes directly is not part of the text.
        if let Ok(value) = format!("'''\n{text}'''").parse() {
            return value;
        }
    }
    text.into()
}

/// Inserts tables with names, each under a header of its own.
fn named<'n>(root: &mut Table, key: &str, tables: impl Iterator<Item = (&'n str, Table)>) {
    let mut all = Table::new();
    all.set_implicit(true);
    for (name, table) in tables {
        all.insert_formatted(&Key::new(name), Item::Table(spaced(table)));
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

/// Returns a table whose entries stand on a line each.
fn lines<'n>(entries: impl Iterator<Item = (&'n str, Value)>) -> Table {
    entries.map(|(name, entry)| (name, value(entry))).collect()
}

/// The format of the spec is one of TOML.
const IS_TOML: &str = "everything that a file says can be written";

fn table(of: &impl Serialize) -> Table {
    to_document(of).expect(IS_TOML).as_table().clone()
}

fn inline(of: &impl Serialize) -> Value {
    of.serialize(ValueSerializer::new()).expect(IS_TOML)
}
