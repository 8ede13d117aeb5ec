//! Headers whose column names have run together.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocabulary::columns::{Column, column_names, spaced};
use crate::vocabulary::pattern::pattern;
use crate::vocabulary::spelling::simplified;

/// Orders of columns in tables, and how many times each may occur.
const LAYOUTS: [&[(&[Column], &str)]; 2] = [
    &[
        (&[Column::Name], ""),
        (&[Column::Type], "?"),
        (&[Column::Required], "?"),
        (&[Column::Example], "?"),
        (&[Column::Description], ""),
    ],
    &[
        (&[Column::Status], "?"),
        (&[Column::Code], ""),
        (&[Column::Message], "?"),
        (&[Column::Solution, Column::Description], ""),
    ],
];

/// Printed name and meaning of each column.
pub(super) type Header = Vec<(String, Column)>;

static HEADERS: LazyLock<Vec<(Regex, Vec<Column>)>> = LazyLock::new(|| {
    let compiled = LAYOUTS.iter().map(|layout| {
        let columns = layout.iter().map(|(columns, times)| format!("({}){times}", names(columns)));
        let columns: String = columns.collect();
        let regex = pattern(&format!(r"(?i)^(?P<sentence>.*[.。!！])?{columns}$"));
        (regex, layout.iter().map(|(columns, _)| columns[0]).collect())
    });
    compiled.collect()
});

/// Returns a pattern for names of columns, with optional blanks in them and a bracket after them.
fn names(columns: &[Column]) -> String {
    let names = column_names().filter(|(_, column)| columns.contains(column));
    let names: Vec<String> = names.map(|(name, _)| spaced(name)).collect();
    format!(r"(?:{})\s*(?:[(（][^)）]*[)）])?\s*", names.join("|"))
}

/// Returns the header in a line, perhaps after a sentence.
pub(super) fn find(line: &str) -> Option<(&str, Header)> {
    let plain: String = line.chars().map(simplified).collect();
    HEADERS.iter().find_map(|(regex, columns)| {
        let captures = regex.captures(&plain)?;
        let printed = |at: usize| captures.get(at).map(|found| &line[found.range()]);
        let header = columns.iter().enumerate();
        let header = header
            .filter_map(|(at, column)| Some((printed(at + 2)?.trim().to_owned(), *column)))
            .collect();
        Some((printed(1).unwrap_or_default(), header))
    })
}
