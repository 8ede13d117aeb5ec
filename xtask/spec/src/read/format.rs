//! The format of the specification: the tables of keys in `spec/README.md`.
//!
//! The reader uses the same tables to find unknown, missing and ill-typed keys, so the documentation and the
//! reader cannot disagree about the format.

use std::sync::LazyLock;

use crate::read::schema::{Key, Kind, Table};
use crate::spec::LimitKind;

const README: &str = include_str!("../../../../spec/README.md");

pub static API: LazyLock<Table> = LazyLock::new(|| table("api.toml"));
pub static ERRORS: LazyLock<Table> = LazyLock::new(|| table("errors.toml"));
pub static ENUMS: LazyLock<Table> = LazyLock::new(|| table("SERVICE/enums.toml"));
pub static ENDPOINT: LazyLock<Table> = LazyLock::new(|| table("SERVICE/METHOD.toml"));
pub static PARAMETER: LazyLock<Table> = LazyLock::new(|| table("[parameters.NAME]"));
pub static RESPONSE: LazyLock<Table> = LazyLock::new(|| table("[response.NAME]"));
pub static OBJECT: LazyLock<Table> = LazyLock::new(|| table("[types.NAME]"));
pub static FIELD: LazyLock<Table> = LazyLock::new(|| table("[types.NAME.fields.FIELD]"));
pub static ERROR: LazyLock<Table> = LazyLock::new(|| table("[errors.CODE]"));

/// Keys of a table of limits, which is part of several tables.
pub static LIMITS: LazyLock<Table> = LazyLock::new(|| {
    let row = |key: &'static str| Key {
        name: key,
        kind: Kind::Integer,
        expected: "integer",
        may_be_empty: false,
        required: false,
        meaning: "",
    };
    Table { name: "limits", keys: LimitKind::KEYS.iter().copied().map(row).collect() }
});

/// Returns the roots: one table per kind of file.
pub fn files() -> [&'static Table; 4] {
    [&API, &ERRORS, &ENUMS, &ENDPOINT]
}

/// Reads the table of keys in the section of this name, and the tables in it.
fn table(name: &'static str) -> Table {
    let heading = format!(" `{name}`");
    let mut lines = README.lines().skip_while(|line| line.trim_start_matches('#') != heading);
    assert!(lines.next().is_some(), "spec/README.md has no section `{name}`");
    let section = lines.take_while(|line| !line.starts_with('#'));
    Table { name, keys: section.filter_map(key).collect() }
}

/// Reads a row of a table of keys: key, type, whether it is required, meaning.
fn key(row: &'static str) -> Option<Key> {
    let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
    let ["", name, ty, required @ ("yes" | "no"), meaning, ""] = cells[..] else { return None };
    let (expected, may_be_empty) = match ty.strip_suffix(", may be empty") {
        Some(rest) => (rest, true),
        None => (ty, false),
    };
    let required = required == "yes";
    Some(Key { name, kind: kind(expected), expected, may_be_empty, required, meaning })
}

/// Reads the kind of a key's value. Any other type is a list of words to choose from.
fn kind(ty: &'static str) -> Kind {
    let choices = || ty.split('"').skip(1).step_by(2).collect();
    let last = ty.rsplit(['.', '[']).next().unwrap_or_default().trim_end_matches(']');
    match ty {
        "string" => Kind::Text,
        "list of strings" => Kind::Texts,
        "integer" => Kind::Integer,
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "integer, boolean or string" => Kind::Literal,
        "list of integers or strings" => Kind::Literals,
        "string that names a type" => Kind::Type,
        "limits" => Kind::Limits,
        ty if ty.starts_with("[[") => Kind::Tables(table(ty)),
        ty if ty.starts_with('[') && last == "CODE" => Kind::Numbered(table(ty)),
        ty if ty.starts_with('[') && last == last.to_uppercase() => Kind::Named(table(ty)),
        ty if ty.starts_with('[') => Kind::Table(table(ty)),
        ty if ty.starts_with("list of ") => Kind::Choices(choices()),
        _ => Kind::Choice(choices()),
    }
}
