//! Tables of parameters and fields: their columns, and the contents of each row.

use crate::document::Row;
use crate::facts::Remark;
use crate::vocabulary::columns::{Column, column, flag};
use crate::vocabulary::names::is_identifier;
use crate::vocabulary::spelling::plain;
use crate::vocabulary::types::{Nature, nature};

/// A row of a table of parameters or fields, cell by cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) ty: Option<String>,
    /// `None` if the table has no such column.
    pub(crate) required: Option<String>,
    pub(crate) example: Option<String>,
    pub(crate) description: String,
}

/// Limit beyond any type's length and nesting.
const LONGEST_TYPE: usize = 200;

/// The columns of a table, as far as they are known.
pub(crate) type Columns = Vec<Option<Column>>;

/// Returns the position of a column.
pub(crate) fn position(columns: &[Option<Column>], wanted: Column) -> Option<usize> {
    columns.iter().position(|column| *column == Some(wanted))
}

/// Returns the cell of a column, or an empty one.
pub(crate) fn cell<'a>(cells: &'a [String], columns: &Columns, wanted: Column) -> &'a str {
    let cell = position(columns, wanted).and_then(|at| cells.get(at));
    cell.map_or("", String::as_str)
}

/// Returns the columns of a row, if it is a header.
pub(crate) fn header(row: &Row) -> Option<Columns> {
    let columns: Columns = row.cells.iter().map(|cell| column(cell)).collect();
    let known = columns.iter().flatten().count();
    // A data cell can be "name" or "code", but not two in one row.
    (known > 1 && known * 2 >= columns.len()).then_some(columns)
}

/// Returns whether a header belongs to a table of parameters or fields.
pub(crate) fn is_of_fields(columns: &Columns) -> bool {
    let has = |column| columns.contains(&Some(column));
    has(Column::Name)
        && (has(Column::Type) || has(Column::Description) || has(Column::Required))
        && !has(Column::Code)
}

/// Returns whether a row repeats the header of its table. `name | String | 类型` does not, although two of its
/// cells could be names of columns.
fn repeats(again: &Columns, columns: &Columns) -> bool {
    is_of_fields(again)
        && again.iter().zip(columns).all(|(again, column)| again.is_none() || again == column)
}

/// Returns the entries of the rows below a header.
pub(crate) fn entries(rows: &[Row], columns: &Columns, remarks: &mut Vec<Remark>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for row in rows {
        let mut remark = |text: String| remarks.push(Remark { line: row.line, text });
        if header(row).is_some_and(|again| repeats(&again, columns)) {
            continue;
        }
        if row.cells.iter().all(|cell| plain(cell).is_empty()) {
            continue;
        }
        let mut cells = row.cells.clone();
        if let Some(cell) = position(columns, Column::Type).and_then(|ty| cells.get_mut(ty))
            && cell.len() > LONGEST_TYPE
            && cell.ends_with(['[', ']', '>'])
        {
            remark("a type is too long: it is left out".to_owned());
            cell.clear();
        }
        if cells.len() > columns.len() {
            // An unescaped bar has split the last cell.
            let tail = cells.split_off(columns.len() - 1);
            cells.push(tail.join(" | ").trim_matches([' ', '|']).to_owned());
        }
        let short = cells.len() < columns.len();
        let without_flag = position(columns, Column::Required)
            .filter(|&at| short && cells.get(at).is_some_and(|cell| flag(cell).is_none()));
        if let Some(at) = without_flag {
            cells.insert(at, String::new());
        }
        let first = cell(&cells, columns, Column::Name).trim_start();
        if first.starts_with(['└', '∟', '├', '─', '│']) {
            remark("the marks of depth are not read: look how the fields nest".to_owned());
        }
        let mut entry = entry(row.line, &cells, columns);
        // The example of an object is never a sentence.
        let is_sentence = |example: &mut String| example.ends_with(['.', '。']);
        if nature(entry.ty.as_deref()) == Nature::Named
            && entry.description.is_empty()
            && let Some(sentence) = entry.example.take_if(is_sentence)
        {
            entry.description = sentence;
        }
        if entry.name.is_empty() {
            remark("a row without a name is left out".to_owned());
            continue;
        }
        if !is_identifier(&entry.name) {
            let name = &entry.name;
            remark(format!("`{name}` is no name: the row is left out"));
            continue;
        }
        if without_flag.is_some() {
            remark(format!("the row of `{}` lacks the cell of what is required", entry.name));
        } else if short {
            remark(format!("the row of `{}` has too few cells", entry.name));
        }
        entries.push(entry);
    }
    entries
}

fn entry(line: usize, cells: &[String], columns: &Columns) -> Entry {
    let mut entry = Entry { line, ..Entry::default() };
    for (cell, column) in cells.iter().zip(columns) {
        let text = plain(cell);
        let stated = (!text.is_empty()).then(|| text.clone());
        match column {
            Some(Column::Name) if entry.name.is_empty() => entry.name = name(cell),
            Some(Column::Type) => entry.ty = stated.map(|ty| spelled(&ty)),
            Some(Column::Required) => entry.required = Some(text),
            Some(Column::Example) => entry.example = stated.filter(|e| e != "-" && e != "—"),
            Some(Column::Description) if !text.is_empty() => {
                if !entry.description.is_empty() {
                    entry.description.push('\n');
                }
                entry.description.push_str(&text);
            }
            _ => {}
        }
    }
    entry
}

/// Returns a type on one line, with `JSON Object` as one word.
fn spelled(ty: &str) -> String {
    let ty = ty.replace('\n', " ");
    let joined: String = ty.split_whitespace().collect();
    let one = ["jsonobject", "jsonarray", "jsonobject[]", "jsonstring"];
    if one.contains(&joined.to_ascii_lowercase().as_str()) { joined } else { ty }
}

/// Returns the name without the preceding marks of depth.
fn name(cell: &str) -> String {
    const MARKS: &str = "└∟├─│>＞·•\u{a0}\u{2002}\u{2003}\u{3000} -|\t\u{200b}";
    let text = plain(cell.trim_start_matches(|c| MARKS.contains(c)));
    // A page may repeat "required" in brackets after the name.
    let name = text.split(['\n', '(', '（', ' ']).next().unwrap_or_default();
    let name = name.trim_end_matches(['*', ':', '：', ',', '，']);
    if is_identifier(name) { name.to_owned() } else { text }
}
