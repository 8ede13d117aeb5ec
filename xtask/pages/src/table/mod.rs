//! Tables of parameters and fields: their columns, and what stands in each row.

mod align;

use self::align::align;
use crate::document::Row;
use crate::facts::Remark;
use crate::vocabulary::columns::{Column, column};
use crate::vocabulary::names::is_identifier;
use crate::vocabulary::spelling::plain;
use crate::vocabulary::types::looks_like_type;

/// A row of a table of parameters or fields, cell by cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) line: usize,
    pub(crate) name: String,
    /// How far the name is indented, in whatever the page uses for it.
    pub(crate) indent: usize,
    pub(crate) ty: Option<String>,
    /// `None` where the table has no such column.
    pub(crate) required: Option<String>,
    pub(crate) example: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) max_length: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) description: String,
    /// The row, counted within the same list, whose fields the table of this one lists.
    pub(crate) under: Option<usize>,
    /// Whether a table of its own lists its fields.
    pub(crate) elsewhere: bool,
}

/// No type is longer, and none nests deeper than this.
const LONGEST_TYPE: usize = 200;

/// The columns of a table, as far as they are known.
pub(crate) type Columns = Vec<Option<Column>>;

/// Returns where a column stands.
pub(crate) fn position(columns: &[Option<Column>], wanted: Column) -> Option<usize> {
    columns.iter().position(|column| *column == Some(wanted))
}

/// Returns the cell of a column, or an empty one.
pub(crate) fn cell<'a>(cells: &'a [String], columns: &Columns, wanted: Column) -> &'a str {
    let cell = position(columns, wanted).and_then(|at| cells.get(at));
    cell.map_or("", String::as_str)
}

/// Returns the columns that a row names, if it is a header.
pub(crate) fn header(row: &Row) -> Option<Columns> {
    let columns: Columns = row.cells.iter().map(|cell| column(cell)).collect();
    let known = columns.iter().flatten().count();
    // A cell of data can be called "name" or "code", but not two of one row.
    (known > 1 && known * 2 >= columns.len()).then_some(columns)
}

/// Returns whether a header is that of parameters or fields.
pub(crate) fn is_of_fields(columns: &Columns) -> bool {
    let has = |column| columns.contains(&Some(column));
    has(Column::Name)
        && (has(Column::Type) || has(Column::Description) || has(Column::Required))
        && !has(Column::Code)
}

/// Returns whether the rows go on with a table of these columns: most hold a type where one
/// belongs.
pub(crate) fn goes_on(rows: &[Row], columns: &Columns) -> bool {
    let Some(ty) = position(columns, Column::Type) else { return false };
    let fits = |row: &&Row| {
        row.cells.len() == columns.len()
            && row.cells.first().is_some_and(|name| is_identifier(&plain(name)))
            && row.cells.get(ty).is_some_and(|cell| looks_like_type(&plain(cell)))
    };
    rows.first().as_ref().is_some_and(fits) && rows.iter().filter(fits).count() * 2 > rows.len()
}

/// Returns whether a row repeats the header of its table. `name | String | 类型` does not, though two
/// of its cells could head columns.
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
        let (cells, moved) = align(&cells, columns);
        let entry = entry(row.line, &cells, columns);
        if entry.name.is_empty() {
            match entries.last_mut() {
                Some(last) if entry.ty.is_none() => {
                    last.description.push('\n');
                    last.description.push_str(&entry.description);
                    remark(format!("a row without a name is read as part of `{}`", last.name));
                }
                _ => remark("a row without a name is left out".to_owned()),
            }
            continue;
        }
        if !is_identifier(&entry.name) {
            let name = &entry.name;
            remark(format!("`{name}` is no name: the row is left out"));
            continue;
        }
        if moved {
            remark(format!("the cells of `{}` have slid: read by what they hold", entry.name));
        } else if row.cells.len() < columns.len() {
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
            Some(Column::Name) if entry.name.is_empty() => (entry.indent, entry.name) = name(cell),
            Some(Column::Type) => entry.ty = stated.map(|ty| spelled(&ty)),
            Some(Column::Required) => entry.required = Some(text),
            Some(Column::Example) => entry.example = stated.filter(|e| e != "-" && e != "—"),
            Some(Column::Default) => entry.default = stated.filter(|d| d != "-" && d != "无"),
            Some(Column::MaxLength) => {
                entry.max_length = stated.filter(|cell| !matches!(cell.as_str(), "-" | "—" | "无"));
            }
            Some(Column::Place) => entry.place = stated,
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

/// Returns a type on one line, and `JSON Object` as the one word that it stands for.
fn spelled(ty: &str) -> String {
    let ty = ty.replace('\n', " ");
    let joined: String = ty.split_whitespace().collect();
    let one = ["jsonobject", "jsonarray", "jsonobject[]", "jsonstring"];
    if one.contains(&joined.to_ascii_lowercase().as_str()) { joined } else { ty }
}

/// Returns the name without the marks of depth before it, and how deep these say it is.
fn name(cell: &str) -> (usize, String) {
    const MARKS: &str = "└∟├─│>＞·•\u{a0}\u{2002}\u{2003}\u{3000}";
    let is_mark = |c: char| MARKS.contains(c) || matches!(c, ' ' | '-' | '|' | '\t' | '\u{200b}');
    let start = cell.find(|c| !is_mark(c)).unwrap_or(cell.len());
    let (marks, rest) = cell.split_at(start);
    let indent = marks.chars().filter(|c| MARKS.contains(*c) || *c == '-').count();
    let text = plain(rest);
    // Behind the name a page may repeat in brackets that it is required.
    let name = text.split(['\n', '(', '（', ' ']).next().unwrap_or_default();
    let name = name.trim_end_matches(['*', ':', '：', ',', '，']).to_owned();
    let whole = if is_identifier(&name) { name } else { text };
    (indent, whole)
}
