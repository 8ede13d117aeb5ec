//! What `spec/README.md` says of the format, and of what else the reader accepts.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use xtask_spec::check::{RESERVED_SERVICES, RESERVED_TYPES, check};
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, load};
use xtask_spec::read::format::{self, files};
use xtask_spec::read::read;
use xtask_spec::read::schema::{Kind, Table};
use xtask_spec::spec::{
    Absent, AppType, Encoding, ErrorClass, Evidence, Language, LimitKind, Method, Need, Place,
};

/// Every table of keys is one of the format, and every word to choose from one that the spec knows.
#[test]
fn every_table_of_the_readme_is_part_of_the_format() {
    let readme = readme();
    let headings =
        readme.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(" `"));
    let mut documented: Vec<_> = headings.map(|it| it.trim_end_matches('`')).collect();
    let mut known: Vec<_> = tables().iter().map(|table| table.name).collect();
    documented.sort_unstable();
    known.sort_unstable();
    known.dedup();
    assert_eq!(documented, known);
    for table in tables() {
        assert!(!table.keys.is_empty(), "{} has no keys", table.name);
    }
}

#[test]
fn every_word_to_choose_from_is_known() {
    for key in tables().iter().flat_map(|table| &table.keys) {
        let (Kind::Choice(words) | Kind::Choices(words)) = &key.kind else { continue };
        let is_known = match key.name {
            "absent" => is_word_of::<Absent>,
            "app_types" => is_word_of::<AppType>,
            "class" => is_word_of::<ErrorClass>,
            "encoding" => is_word_of::<Encoding>,
            "in" => is_word_of::<Place>,
            "language" => is_word_of::<Language>,
            "made" => |word: &str| ["request", "response"].contains(&word),
            "method" => is_word_of::<Method>,
            "need" => is_word_of::<Need>,
            "source" => is_word_of::<Evidence>,
            other => panic!("`{}` is no type of `{other}`", key.expected),
        };
        assert!(!words.is_empty(), "{}", key.name);
        for word in words {
            assert!(is_known(word), "`{}` cannot be `{word}`", key.name);
        }
    }
}

fn is_word_of<T: DeserializeOwned>(word: &str) -> bool {
    serde_json::from_value::<T>(word.into()).is_ok()
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
    let endpoint = format::ENDPOINT.with_inner();
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

fn tables() -> Vec<&'static Table> {
    files().into_iter().flat_map(Table::with_inner).collect()
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
