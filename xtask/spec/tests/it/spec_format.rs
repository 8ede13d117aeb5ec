//! `spec/README.md` documents exactly the format that the reader accepts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use xtask_spec::check::{RESERVED_SERVICES, RESERVED_TYPES, check};
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, load};
use xtask_spec::read::format::{ENDPOINT, FILES};
use xtask_spec::read::read;
use xtask_spec::read::schema::Table;
use xtask_spec::spec::LimitKind;

/// Key to type and requiredness, for each table.
type Format = BTreeMap<String, BTreeMap<String, (String, bool)>>;

#[test]
fn readme_documents_every_table_and_key() {
    let (documented, accepted) = (documented(&readme()), accepted());
    let names = |format: &Format| format.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&documented), names(&accepted), "documented and accepted tables");
    for (table, keys) in &accepted {
        assert_eq!(&documented[table], keys, "documented and accepted keys of {table}");
    }
}

#[test]
fn readme_keeps_the_order_of_the_reader() {
    let readme = readme();
    for table in tables().iter().filter(|table| table.name != "[types.NAME.fields.FIELD]") {
        let section = section(&readme, table.name);
        let documented: Vec<_> = rows(section).into_iter().map(|(key, _)| key).collect();
        let accepted: Vec<_> = table.keys.iter().map(|key| key.name.to_owned()).collect();
        assert_eq!(documented, accepted, "keys of {}", table.name);
    }
}

#[test]
fn every_key_says_what_it_means() {
    for table in tables() {
        for key in table.keys {
            assert!(key.meaning.ends_with('.'), "{} of {}", key.name, table.name);
        }
    }
}

#[test]
fn examples_of_the_readme_are_sound() {
    for (name, parameters) in [("search", 10), ("order", 5), ("portrait", 3)] {
        let readme = readme();
        let (_, example) = readme.split_once(&format!("```toml\n# spec/user/{name}.toml")).unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let path = format!("spec/user/{name}.toml");
        let mut sources = load(&spec_folder()).unwrap();
        sources.files.retain(|file| file.path != path);
        sources.files.push(SourceFile { path, bytes: example.into() });
        sources.files.sort_by(|a, b| a.path.cmp(&b.path));

        let (spec, mut problems) = read(&sources);
        problems.extend(check(&spec, &sources));
        assert_eq!(render(&problems, &sources, Colour::Never), "");
        let mut endpoints = spec.endpoints.iter();
        let endpoint = endpoints.find(|it| it.service == "user" && it.name == name).unwrap();
        assert_eq!(endpoint.parameters.len(), parameters);
    }
}

#[test]
fn examples_of_the_readme_show_every_table() {
    let readme = readme();
    let (_, example) = readme.split_once("\n## A complete example\n").unwrap();
    let endpoint = ENDPOINT.with_inner();
    for table in endpoint.iter().skip(1) {
        // What stands in one line has the header of the table around it.
        let inline = [
            "[types.NAME.fields.FIELD]",
            "[enums.NAME.values.VARIANT]",
            "[errors.CODE]",
            "[departures.SUBJECT]",
        ];
        let name = match table.name.rsplit_once('.') {
            Some((around, _)) if inline.contains(&table.name) => format!("{around}]"),
            _ => table.name.to_owned(),
        };
        let (before, after) = name.split_once("NAME").unwrap_or((&name, ""));
        let shown = example.lines().any(|it| it.starts_with(before) && it.ends_with(after));
        assert!(shown, "no example has {}", table.name);
    }
}

#[test]
fn readme_documents_every_limit() {
    let readme = readme();
    let limits = between(&readme, "\n## Limits\n", "\n## ");
    for key in LimitKind::KEYS {
        assert!(limits.contains(&format!("`{key}`")), "README.md does not document `{key}`");
    }
}

fn accepted() -> Format {
    let keys = |table: &Table| {
        let facts = |key: &xtask_spec::read::schema::Key| (key.kind.describe(), key.required);
        table.keys.iter().map(|key| (key.name.to_owned(), facts(key))).collect()
    };
    tables().into_iter().map(|table| (table.name.to_owned(), keys(table))).collect()
}

/// Returns the sections whose headings name tables in code; one section may serve several.
fn documented(readme: &str) -> Format {
    let sections = readme.split("\n## ").flat_map(|part| part.split("\n### ")).skip(1);
    let mut format = Format::new();
    for section in sections.filter(|section| section.starts_with('`')) {
        let heading = section.lines().next().unwrap();
        for name in heading.split('`').skip(1).step_by(2) {
            let keys = rows(section).into_iter().collect();
            assert!(format.insert(name.to_owned(), keys).is_none(), "{name} is documented twice");
        }
    }
    format
}

/// Returns the rows of a section's table of keys.
fn rows(section: &str) -> Vec<(String, (String, bool))> {
    let header = "| key | type | required | meaning |\n|---|---|---|---|\n";
    let (_, table) = section.split_once(header).expect("a section without a table of keys");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let ["", key, ty, required @ ("yes" | "no"), meaning, ""] = cells[..] else {
            panic!("not a row of keys: {row}")
        };
        assert!(!meaning.is_empty(), "no meaning: {row}");
        (key.to_owned(), (ty.to_owned(), required == "yes"))
    })
    .collect()
}

fn section<'a>(readme: &'a str, table: &str) -> &'a str {
    let heading = readme.find(&format!("# `{table}`")).expect(table);
    &readme[heading..]
}

fn tables() -> Vec<&'static Table> {
    FILES.into_iter().flat_map(Table::with_inner).collect()
}

fn readme() -> String {
    fs::read_to_string(spec_folder().join("README.md")).unwrap()
}

fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec").canonicalize().unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// A service of such a name would hide a module, or be hidden by one.
#[test]
fn services_cannot_have_the_names_of_the_crates_modules_and_methods() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates");
    let read = |path: &str| fs::read_to_string(crates.join(path)).unwrap();
    let mut taken = Vec::new();
    for path in ["protocol/src/lib.rs", "client/src/lib.rs", "client/src/client.rs"] {
        for line in read(path).lines() {
            let line = line.trim_start().trim_start_matches("pub ");
            let name = line.strip_prefix("mod ").or_else(|| line.strip_prefix("fn "));
            taken.extend(
                name.and_then(|name| name.split([';', '(', '<']).next()).map(str::to_owned),
            );
        }
    }
    assert!(taken.iter().any(|name| name == "misfit") && taken.iter().any(|name| name == "send"));
    // Methods of calls, which no service meets, and names that no folder can have twice.
    let elsewhere = ["fmt", "into_request", "map"];
    for name in taken.iter().filter(|name| !elsewhere.contains(&name.as_str())) {
        assert!(RESERVED_SERVICES.contains(&name.as_str()), "reserve `{name}` in check/tree.rs");
    }
}

/// Nor can a type of the spec hide one that the crates export, or be hidden by it.
#[test]
fn types_cannot_have_the_names_of_those_that_the_crates_export() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates");
    let mut taken = Vec::new();
    for path in ["protocol/src/lib.rs", "client/src/lib.rs"] {
        let text = fs::read_to_string(crates.join(path)).unwrap();
        for export in text.split("\npub use ").skip(1) {
            let (names, _) = export.split_once(';').unwrap();
            let words = names.split(|c: char| !c.is_alphanumeric());
            taken.extend(words.filter(|word| word.contains(char::is_uppercase)).map(str::to_owned));
        }
    }
    assert!(taken.iter().any(|name| name == "Secret") && taken.iter().any(|name| name == "Call"));
    // Constants have the names that no type has.
    let is_type = |name: &&String| name.contains(char::is_lowercase);
    for name in taken.iter().filter(is_type) {
        assert!(RESERVED_TYPES.contains(&name.as_str()), "reserve `{name}` in check/names.rs");
    }
}
