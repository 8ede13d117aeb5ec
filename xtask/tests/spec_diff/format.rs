//! No key of the format is without a rule.

use std::collections::BTreeSet;

use xtask::compare::{Kind, rule_of_key, rule_of_table};
use xtask::read::format::{self, FILES};
use xtask::read::schema::{self, Table};

#[test]
fn every_key_of_the_format_has_been_judged() {
    let mut unjudged = BTreeSet::new();
    for table in FILES.iter().flat_map(|table| table.with_inner()) {
        for key in table.keys {
            let judged = match key.kind {
                schema::Kind::Table(inner) => key.required || is_judged(inner),
                schema::Kind::Tables(inner) | schema::Kind::Named(inner) => is_judged(inner),
                _ => is_identity(table, key.name) || rule_of_key(table.name, key.name).is_some(),
            };
            if !judged {
                unjudged.insert(format!("{} of {}", key.name, table.name));
            }
        }
    }
    assert_eq!(unjudged, BTreeSet::new());
}

/// Objects stand where they are used, and come and go with their types.
fn is_judged(table: &Table) -> bool {
    let both = [Kind::Added, Kind::Removed];
    table.name == format::OBJECT.name || both.iter().all(|it| rule_of_table(table.name, *it).is_some())
}

/// What tells an entry of a list from the others: another one is another entry.
fn is_identity(table: &Table, key: &str) -> bool {
    let credential = table.name == format::CREDENTIAL.name;
    match key {
        "name" => !credential,
        "code" | "subject" => true,
        "sub_code" => table.name == format::GLOBAL_ERROR.name,
        _ => false,
    }
}
