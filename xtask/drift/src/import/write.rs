//! An endpoint as the text of its file, without what `api.toml` says for all of them.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, Value, value};

use xtask_spec::spec::{
    Defaults, Endpoint, Enum, ErrorCode, Field, Page, Scalar, Spanned, Text, Together,
};

/// Writes an endpoint.
pub(super) fn write(endpoint: &Endpoint, defaults: &Defaults) -> String {
    document(endpoint, defaults).to_string()
}

fn document(endpoint: &Endpoint, defaults: &Defaults) -> DocumentMut {
    let mut document = DocumentMut::new();
    let root = document.as_table_mut();
    head(root, endpoint, defaults);
    let mut pages = ArrayOfTables::new();
    endpoint.pages.iter().for_each(|it| pages.push(spaced(page(it))));
    if !pages.is_empty() {
        root.insert("pages", Item::ArrayOfTables(pages));
    }
    let place = endpoint.usual_place();
    let parameters = endpoint.parameters.iter().map(|it| {
        let mut table = Table::new();
        if let Some(own) = it.place.as_ref().filter(|own| own.value != place) {
            table.insert("in", value(own.as_str()));
        }
        field(it, |key, item| put(&mut table, key, item));
        (it.name.as_str(), table)
    });
    named(root, "parameters", parameters);
    named(root, "together", endpoint.together.iter().map(|it| (it.name.as_str(), together(it))));
    let either = endpoint.either.iter().map(|it| {
        let mut table = Table::new();
        text(&mut table, "object", it.object.as_ref());
        put(&mut table, "members", list(&it.members));
        put(&mut table, "need", <&str>::from(it.need.value).into());
        (it.name.as_str(), table)
    });
    named(root, "either", either);
    let span = endpoint.span.iter().map(|it| {
        let mut table = Table::new();
        text(&mut table, "object", it.object.as_ref());
        text(&mut table, "from", Some(&it.from));
        text(&mut table, "to", Some(&it.to));
        put(&mut table, "max_days", it.max_days.value.into());
        (it.name.as_str(), table)
    });
    named(root, "span", span);
    let response = endpoint.response.iter().map(|it| {
        let mut table = Table::new();
        field(it, |key, item| put(&mut table, key, item));
        (it.name.as_str(), table)
    });
    named(root, "response", response);
    let types = endpoint.types.iter().map(|object| {
        let mut table = Table::new();
        text(&mut table, "rust", object.rust.as_ref());
        text(&mut table, "doc", object.doc.as_ref());
        let mut fields = Table::new();
        for it in &object.fields {
            let mut own = InlineTable::new();
            field(it, |key, item| {
                own.insert(key, item);
            });
            put(&mut fields, &it.name, Value::InlineTable(own));
        }
        table.insert("fields", Item::Table(fields));
        (object.name.as_str(), table)
    });
    named(root, "types", types);
    named(root, "enums", endpoint.enums.iter().map(|it| (it.name.as_str(), names_of_values(it))));
    if !endpoint.errors.is_empty() {
        let mut errors = Table::new();
        for it in &endpoint.errors {
            put(&mut errors, &it.code.to_string(), Value::InlineTable(error(it)));
        }
        root.insert("errors", Item::Table(spaced(errors)));
    }
    root.insert("examples", Item::Table(spaced(examples(endpoint))));
    if !endpoint.departures.is_empty() {
        let mut departures = Table::new();
        for it in &endpoint.departures {
            let mut own = InlineTable::new();
            own.insert("page", it.page.as_str().into());
            own.insert("spec", it.spec.as_str().into());
            if !it.pages.is_empty() {
                own.insert("pages", list(&it.pages));
            }
            own.insert("reason", it.reason.as_str().into());
            put(&mut departures, &it.subject, Value::InlineTable(own));
        }
        root.insert("departures", Item::Table(spaced(departures)));
    }
    document
}

fn head(root: &mut Table, endpoint: &Endpoint, defaults: &Defaults) {
    text(root, "summary", endpoint.summary.as_ref());
    text(root, "path", Some(&endpoint.path));
    if endpoint.method != defaults.method {
        let method = endpoint.method.as_ref();
        put_some(root, "method", method.map(|it| it.as_str().into()));
    }
    if endpoint.hosts != defaults.hosts {
        put_some(root, "hosts", endpoint.hosts.as_deref().map(list));
    }
    if endpoint.content_type != defaults.content_type {
        text(root, "content_type", endpoint.content_type.as_ref());
    }
    if endpoint.app_types != defaults.app_types {
        let apps = endpoint.app_types.as_ref();
        put_some(root, "app_types", apps.map(|it| texts(it.iter().map(|it| it.as_str()))));
    }
    if endpoint.credential != defaults.credential {
        put_some(root, "credential", endpoint.credential.as_ref().map(|it| it.value.into()));
    }
    if endpoint.envelope != defaults.envelope {
        put_some(root, "envelope", endpoint.envelope.as_deref().map(list));
    }
    for (key, texts) in [
        ("permissions", &endpoint.permissions),
        ("preconditions", &endpoint.preconditions),
        ("notes", &endpoint.notes),
        ("undecided", &endpoint.undecided),
    ] {
        put_some(root, key, Some(texts).filter(|it| !it.is_empty()).map(|it| list(it)));
    }
    text(root, "list", endpoint.list.as_ref());
    if let Some(repeat) = &endpoint.repeat {
        let mut table = InlineTable::new();
        table.insert("safe", repeat.safe.value.into());
        table.insert("reason", repeat.reason.as_str().into());
        if let Some(code) = &repeat.done_code {
            table.insert("done_code", code.value.into());
        }
        root.insert("repeat", value(table));
    }
    if let Some(paging) = &endpoint.paging {
        let mut table = InlineTable::new();
        for (key, name) in paging.names().chain(paging.key.as_ref().map(|key| ("key", key))) {
            table.insert(key, name.as_str().into());
        }
        if let Some(first) = &paging.first {
            table.insert("first", scalar(&first.value));
        }
        root.insert("paging", value(table));
    }
    if let Some(bulk) = &endpoint.bulk {
        let mut table = InlineTable::new();
        table.insert("split", list(&bulk.split));
        root.insert("bulk", value(table));
    }
    if let Some(signature) = &endpoint.signature {
        let mut table = InlineTable::new();
        let keys = [
            ("timestamp", Some(&signature.timestamp)),
            ("value", Some(&signature.value)),
            ("over", signature.over.as_ref()),
        ];
        for (key, name) in keys {
            if let Some(name) = name {
                table.insert(key, name.as_str().into());
            }
        }
        root.insert("signature", value(table));
    }
    if let Some(upload) = &endpoint.upload {
        let mut table = InlineTable::new();
        table.insert("kind", upload.kind.as_str().into());
        let mut kinds = InlineTable::new();
        for kind in &upload.kinds {
            let most = InlineTable::from_iter([("max_bytes", kind.max_bytes.value)]);
            kinds.insert(kind.name.as_str(), Value::InlineTable(most));
        }
        table.insert("kinds", Value::InlineTable(kinds));
        root.insert("upload", value(table));
    }
}

fn page(page: &Page) -> Table {
    let mut table = Table::new();
    text(&mut table, "url", page.url.as_ref());
    put_some(&mut table, "language", page.language.as_ref().map(|it| it.as_str().into()));
    for (key, day) in [("changed", &page.changed), ("read", &page.read)] {
        let day = day.as_ref().and_then(|day| day.to_string().parse::<Value>().ok());
        put_some(&mut table, key, day);
    }
    put_some(&mut table, "source", page.source.as_ref().map(|it| it.as_str().into()));
    table
}

/// Puts the keys that parameters and fields have in common.
fn field(field: &Field, mut put: impl FnMut(&str, Value)) {
    let text = |text: &Option<Text>| text.as_ref().map(|it| Value::from(it.as_str()));
    let flag = |flag: &Option<Spanned<bool>>| {
        flag.as_ref().filter(|it| it.value).map(|_| Value::from(true))
    };
    let mut limits = InlineTable::new();
    for (kind, limit) in field.limits.iter() {
        limits.insert(kind.key(), limit.value.into());
    }
    let values: Array = field.values.iter().map(|it| scalar(&it.value)).collect();
    let keys = [
        ("type", Some(field.ty.spelling.as_str().into())),
        ("separator", text(&field.separator)),
        ("items", field.items.as_ref().map(|it| it.spelling.as_str().into())),
        ("encoding", field.encoding.as_ref().map(|it| it.as_str().into())),
        ("id", text(&field.id)),
        ("secret", flag(&field.secret)),
        ("required", flag(&field.required)),
        ("absent", field.absent.as_ref().map(|it| it.as_str().into())),
        ("source", field.source.as_ref().map(|it| it.as_str().into())),
        ("default", field.default.as_ref().map(|it| scalar(&it.value))),
        ("limits", (!limits.is_empty()).then_some(Value::InlineTable(limits))),
        ("values", (!values.is_empty()).then_some(Value::Array(values))),
        ("enum", text(&field.named_values)),
        ("rust", text(&field.rust)),
        ("example", text(&field.example)),
        ("pages", (!field.pages.is_empty()).then(|| list(&field.pages))),
        ("doc", text(&field.doc)),
    ];
    for (key, item) in keys {
        if let Some(item) = item {
            put(key, item);
        }
    }
}

fn together(group: &Together) -> Table {
    let mut table = Table::new();
    text(&mut table, "type", Some(&group.ty));
    put(&mut table, "members", list(&group.members));
    text(&mut table, "doc", group.doc.as_ref());
    table
}

fn names_of_values(of: &Enum) -> Table {
    let mut values = Table::new();
    for it in &of.values {
        let mut own = InlineTable::new();
        own.insert("value", scalar(&it.value));
        if let Some(doc) = &it.doc {
            own.insert("doc", doc.as_str().into());
        }
        put(&mut values, &it.name, Value::InlineTable(own));
    }
    let mut table = Table::new();
    table.set_implicit(true);
    table.insert("values", Item::Table(spaced(values)));
    table
}

fn error(error: &ErrorCode) -> InlineTable {
    let mut table = InlineTable::new();
    let text = |text: &Option<Text>| text.as_ref().map(|it| Value::from(it.as_str()));
    let keys = [
        ("rust", text(&error.rust)),
        ("class", error.class.as_ref().map(|it| <&str>::from(it.value).into())),
        ("message", text(&error.message)),
        ("message_zh", text(&error.message_zh)),
        ("meaning", text(&error.meaning)),
        ("advice", text(&error.advice)),
        ("retry", error.is_retry().then(|| true.into())),
        ("source", error.source.as_ref().map(|it| it.as_str().into())),
    ];
    for (key, item) in keys {
        if let Some(item) = item {
            table.insert(key, item);
        }
    }
    table
}

fn examples(endpoint: &Endpoint) -> Table {
    let mut table = Table::new();
    put(&mut table, "request", endpoint.examples.request.as_str().into());
    put(&mut table, "response", block(&endpoint.examples.response));
    let made = &endpoint.examples.made;
    put_some(&mut table, "made", Some(made).filter(|it| !it.is_empty()).map(|it| list(it)));
    table
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

fn scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Number(number) => (*number).into(),
        Scalar::Boolean(flag) => (*flag).into(),
        Scalar::String(text) => text.as_str().into(),
    }
}

fn list(items: &[Text]) -> Value {
    texts(items.iter().map(|it| it.as_str()))
}

fn texts<'t>(texts: impl Iterator<Item = &'t str>) -> Value {
    Value::Array(texts.collect())
}

fn text(table: &mut Table, key: &str, text: Option<&Text>) {
    put_some(table, key, text.map(|text| text.as_str().into()));
}

fn put_some(table: &mut Table, key: &str, item: Option<Value>) {
    if let Some(item) = item {
        put(table, key, item);
    }
}

fn put(table: &mut Table, key: &str, item: Value) {
    table.insert(key, value(item));
}
