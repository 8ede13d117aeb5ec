//! No key of the format is without a rule.

use std::collections::{BTreeMap, BTreeSet};

use xtask_drift::compare::{Kind, rule_of_key, rule_of_table};
use xtask_spec::load::Sources;
use xtask_spec::read::format::{self, files};
use xtask_spec::read::schema::{self, Table};

use crate::spec_diff::cases::all;
use crate::spec_diff::specs::{after, before};

#[test]
fn every_key_of_the_format_has_been_judged() {
    let mut unjudged = BTreeSet::new();
    for table in files().into_iter().flat_map(Table::with_inner) {
        for key in &table.keys {
            let judged = match &key.kind {
                schema::Kind::Table(inner) => key.required || is_judged(inner),
                schema::Kind::Tables(inner)
                | schema::Kind::Named(inner)
                | schema::Kind::Numbered(inner) => is_judged(inner),
                _ => rule_of_key(table.name, key.name).is_some(),
            };
            if !judged {
                unjudged.insert(format!("{} of {}", key.name, table.name));
            }
        }
    }
    assert_eq!(unjudged, BTreeSet::new());
}

/// What `api.toml` says of the token goes together with code that is written by hand: no generated
/// code can tell what follows.
const BY_HAND: [(&str, &str); 11] = [
    // Defaults reach endpoints under the keys of these.
    ("api.toml", "defaults"),
    ("[defaults]", "method"),
    ("[defaults]", "hosts"),
    ("[defaults]", "content_type"),
    ("[defaults]", "app_types"),
    ("[defaults]", "credential"),
    ("[defaults]", "envelope"),
    ("api.toml", "credential"),
    ("[credential]", "name"),
    ("[credential]", "in"),
    ("[credential]", "doc"),
];

#[test]
fn every_key_of_the_format_is_changed_by_some_case() {
    let mut missing = BTreeSet::new();
    for table in files().into_iter().flat_map(Table::with_inner) {
        missing.extend(table.keys.iter().map(|key| (table.name, key.name)));
    }
    for case in all() {
        let files = if case.shared.is_some() {
            let alone = std::slice::from_ref(&case);
            let text = |sources: Sources, path: &str| {
                let file = sources.files.into_iter().find(|file| file.path == path).unwrap();
                String::from_utf8(file.bytes).unwrap()
            };
            let pair = |path| (text(before(alone), path), text(after(alone), path));
            vec![(&format::API, pair("spec/api.toml")), (&format::ERRORS, pair("spec/errors.toml"))]
        } else {
            let (Some(before), Some(after)) = (&case.before, &case.after) else { continue };
            vec![(&format::ENDPOINT, (before.clone(), after.clone()))]
        };
        for (schema, (before, after)) in files {
            let (before, after) = (said(schema, &before), said(schema, &after));
            missing.retain(|key| before.get(key) == after.get(key));
        }
    }
    assert_eq!(missing, BTreeSet::from(BY_HAND));
}

type Said = BTreeMap<(&'static str, &'static str), Vec<String>>;

/// Returns what a file says of each key, wherever it does.
fn said(schema: &'static Table, text: &str) -> Said {
    let mut said = Said::new();
    collect(schema, &text.parse().unwrap(), &mut said);
    said
}

fn collect(schema: &'static Table, table: &toml::Table, said: &mut Said) {
    for key in &schema.keys {
        let Some(value) = table.get(key.name) else { continue };
        let inner: Vec<_> = match &key.kind {
            schema::Kind::Table(inner) => vec![(inner, value)],
            schema::Kind::Tables(inner) => {
                value.as_array().unwrap().iter().map(|it| (inner, it)).collect()
            }
            schema::Kind::Named(inner) | schema::Kind::Numbered(inner) => {
                value.as_table().unwrap().values().map(|it| (inner, it)).collect()
            }
            _ => Vec::new(),
        };
        said.entry((schema.name, key.name)).or_default().push(format!("{value:?}"));
        for (schema, value) in inner {
            collect(schema, value.as_table().unwrap(), said);
        }
    }
}

/// Objects stand where they are used, and come and go with their types.
fn is_judged(table: &Table) -> bool {
    let both = [Kind::Added, Kind::Removed];
    table.name == format::OBJECT.name
        || both.iter().all(|it| rule_of_table(table.name, *it).is_some())
}
