//! From tables to parameters and to the fields of the answer.

use crate::clean::{fold, plain};
use crate::document::{BlockKind, Row};
use crate::examples;
use crate::facts::{Field, Parameter, Place, Remark};
use crate::nesting::{self, Nature};
use crate::prose::{self, Prose};
use crate::required;
use crate::sections::Placed;
use crate::table::{self, Columns, Entry};
use crate::words::{Column, Section, flag};

/// More rows than any page has. It keeps the search for nesting short.
const MOST_ROWS: usize = 1200;

/// The rows of a page, by what they describe.
#[derive(Default)]
pub(crate) struct Rows {
    path: Vec<Entry>,
    header: Vec<Entry>,
    query: Vec<Entry>,
    body: Vec<Entry>,
    /// Of tables that do not say where their parameters go.
    unplaced: Vec<Entry>,
    response: Vec<Entry>,
}

/// Collects the rows of all tables of parameters and fields.
pub(crate) fn collect(placed: &[Placed], remarks: &mut Vec<Remark>) -> Rows {
    let mut rows = Rows::default();
    let mut last: Option<(Section, Columns)> = None;
    for part in placed {
        let BlockKind::Table(table) = &part.block.kind else { continue };
        let Some(first) = table.first() else { continue };
        if matches!(part.section, Section::Errors | Section::ResponseHeader) {
            continue;
        }
        let header = table::header(first);
        let (columns, data) = match header {
            Some(columns) if table::is_of_fields(&columns) => (columns, &table[1..]),
            Some(_) => continue,
            None => {
                let (columns, text) = headless(table, part.section, last.take());
                if let Some(text) = text {
                    remarks.push(Remark { line: part.block.line, text: text.to_owned() });
                }
                let Some(columns) = columns else { continue };
                (columns, &table[..])
            }
        };
        let Some(target) = rows.target(part.section, &columns) else { continue };
        // Most rows are entries, so that no more need a look.
        if let Some(row) = data.get(2 * MOST_ROWS) {
            remarks.push(Remark { line: row.line, text: too_many() });
        }
        let data = &data[..data.len().min(2 * MOST_ROWS)];
        let under = part.label.as_deref().and_then(|label| holder(target, label));
        if let Some(holder) = under {
            target[holder].elsewhere = true;
        }
        let mut entries = table::entries(data, &columns, remarks);
        for entry in &mut entries {
            entry.under = under;
        }
        target.extend(entries);
        if target.len() > MOST_ROWS {
            let line = target[MOST_ROWS].line;
            target.truncate(MOST_ROWS);
            remarks.push(Remark { line, text: too_many() });
        }
        last = Some((part.section, columns));
    }
    rows
}

fn too_many() -> String {
    format!("more than {MOST_ROWS} rows: the rest is left out")
}

/// The row whose type, or whose own name, stands above a table: `PageVo`, `### OpenRole fields`.
fn holder(rows: &[Entry], label: &str) -> Option<usize> {
    let words = label.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let words: Vec<&str> = words.filter(|word| word.len() > 2).collect();
    let is = |entry: &Entry, word: &str| {
        let nature = nesting::nature(entry.ty.as_deref());
        let ty = entry.ty.as_deref().unwrap_or_default().trim_end_matches("[]");
        nature == Nature::Named && ty == word || nature != Nature::Leaf && entry.name == word
    };
    rows.iter().position(|entry| words.iter().any(|word| is(entry, word)))
}

/// The columns of a table without a header, and what to remark on it.
fn headless(
    table: &[Row],
    section: Section,
    last: Option<(Section, Columns)>,
) -> (Option<Columns>, Option<&'static str>) {
    let Some(first) = table.first() else { return (None, None) };
    let of_fields =
        [Section::Path, Section::Header, Section::Query, Section::Body, Section::Response];
    let name = first.cells.first().is_some_and(|cell| table::is_identifier(&plain(cell)));
    match last {
        Some((before, columns))
            if before == section && name && columns.len() == first.cells.len() =>
        {
            (Some(columns), Some("a table without a header is read as the rest of the one before"))
        }
        _ if table::is_data(first) => (
            Some(table::guessed(table)),
            Some("a table without a header: its columns are read by what they hold"),
        ),
        _ if of_fields.contains(&section) => {
            (None, Some("a table that cannot be read is left out"))
        }
        _ => (None, None),
    }
}

impl Rows {
    fn target(&mut self, section: Section, columns: &Columns) -> Option<&mut Vec<Entry>> {
        let asks = columns.contains(&Some(Column::Required));
        Some(match section {
            Section::Path => &mut self.path,
            Section::Header => &mut self.header,
            Section::Query => &mut self.query,
            Section::Body => &mut self.body,
            Section::Response | Section::ResponseExample => &mut self.response,
            Section::Request => &mut self.unplaced,
            Section::Intro | Section::Other | Section::RequestExample | Section::Example
                if asks =>
            {
                &mut self.unplaced
            }
            _ => return None,
        })
    }

    /// Whether any table of parameters or fields was found.
    pub(crate) fn is_empty(&self) -> bool {
        [&self.path, &self.header, &self.query, &self.body, &self.unplaced, &self.response]
            .iter()
            .all(|rows| rows.is_empty())
    }

    /// The parameters, in the order path, header, query, body.
    pub(crate) fn parameters(
        &mut self,
        method: &str,
        path: &str,
        found: &examples::Found,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Parameter> {
        self.place_rest(method, path, found, remarks);
        nesting::imply(&mut self.body, remarks);
        let mut parameters = Vec::new();
        let groups = [
            (Place::Path, &self.path),
            (Place::Header, &self.header),
            (Place::Query, &self.query),
            (Place::Body, &self.body),
        ];
        for (place, entries) in groups {
            let parents = match place {
                Place::Body => {
                    let names = entries.iter().map(|entry| entry.name.as_str());
                    nesting::parents(entries, &found.shapes_with(names), remarks)
                }
                _ => vec![None; entries.len()],
            };
            parameters.extend(tree(entries, &parents, place, remarks));
        }
        parameters
    }

    /// The fields of the answer.
    pub(crate) fn response(
        &mut self,
        found: &examples::Found,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Field> {
        nesting::imply(&mut self.response, remarks);
        let parents = nesting::parents(&self.response, &found.response_shapes, remarks);
        let mut children = children(&parents);
        fields(&self.response, &parents, &mut children, None)
    }

    /// Rows of tables that do not say where their parameters go.
    fn place_rest(
        &mut self,
        method: &str,
        path: &str,
        found: &examples::Found,
        remarks: &mut Vec<Remark>,
    ) {
        let sample = found.sample.as_ref().map(|(_, sample)| sample);
        let query = sample.and_then(|sample| sample.url.as_deref()?.split_once('?'));
        let asked = |name: &str| {
            query.is_some_and(|(_, query)| {
                query.split('&').any(|pair| pair.split('=').next() == Some(name))
            })
        };
        let sent = sample.is_some_and(|sample| !sample.data.is_empty());
        let mut guessed = None;
        for entry in std::mem::take(&mut self.unplaced) {
            let stated = entry.place.as_deref().map(fold).unwrap_or_default();
            let name = entry.name.as_str();
            let target = if stated.contains("path") || stated.contains("路径") {
                &mut self.path
            } else if stated.contains("header") || stated.contains('头') {
                &mut self.header
            } else if stated.contains("query") || stated.contains("url") {
                &mut self.query
            } else if stated.contains("body") || stated.contains('体') {
                &mut self.body
            } else if path.contains(&format!("{{{name}}}")) {
                &mut self.path
            } else if name.starts_with("x-acs-") || name.eq_ignore_ascii_case("content-type") {
                &mut self.header
            } else if name == "access_token" || asked(name) {
                &mut self.query
            } else {
                guessed.get_or_insert(entry.line);
                let in_query = matches!(method, "GET" | "DELETE") && !sent;
                if in_query { &mut self.query } else { &mut self.body }
            };
            target.push(entry);
        }
        if let Some(line) = guessed {
            let text = "the page does not say where these parameters go: read from the method";
            remarks.push(Remark { line, text: text.to_owned() });
        }
    }
}

fn children(parents: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); parents.len()];
    for (index, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(index);
        }
    }
    children
}

/// The name without the path to it that the page may print before.
fn own_name(entries: &[Entry], index: usize, parent: Option<usize>) -> String {
    let name = entries[index].name.as_str();
    let above = parent.map(|parent| entries[parent].name.replace("[]", ""));
    let plain = name.replace("[]", "");
    let own = above.and_then(|above| plain.strip_prefix(&format!("{above}.")).map(str::to_owned));
    own.unwrap_or_else(|| name.trim_end_matches("[]").to_owned())
}

/// Depth is bounded by the search for parents, so recursion is.
fn fields(
    entries: &[Entry],
    parents: &[Option<usize>],
    children: &mut [Vec<usize>],
    of: Option<usize>,
) -> Vec<Field> {
    let mine = match of {
        Some(parent) => std::mem::take(&mut children[parent]),
        None => (0..entries.len()).filter(|&index| parents[index].is_none()).collect(),
    };
    mine.into_iter()
        .map(|index| {
            let entry = &entries[index];
            let prose = Prose::new(&entry.name, entry.ty.as_deref(), &entry.description);
            Field {
                name: own_name(entries, index, of),
                ty: entry.ty.clone(),
                example: entry.example.clone(),
                values: prose::enumeration(&prose),
                fields: fields(entries, parents, children, Some(index)),
            }
        })
        .collect()
}

fn tree(
    entries: &[Entry],
    parents: &[Option<usize>],
    place: Place,
    remarks: &mut Vec<Remark>,
) -> Vec<Parameter> {
    let children = children(parents);
    let roots: Vec<usize> = (0..entries.len()).filter(|&at| parents[at].is_none()).collect();
    let context = Context { entries, children: &children, place };
    let tree = context.parameters(&roots, None, remarks);
    required::unstated(&tree, entries, remarks);
    tree
}

struct Context<'a> {
    entries: &'a [Entry],
    children: &'a [Vec<usize>],
    place: Place,
}

impl Context<'_> {
    fn parameters(
        &self,
        indices: &[usize],
        of: Option<usize>,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Parameter> {
        let names: Vec<&str> = indices.iter().map(|&at| self.entries[at].name.as_str()).collect();
        let mut parameters = Vec::with_capacity(indices.len());
        for &index in indices {
            let fields = self.parameters(&self.children[index], Some(index), remarks);
            let name = own_name(self.entries, index, of);
            parameters.push(parameter(
                &self.entries[index],
                name,
                self.place,
                &names,
                fields,
                remarks,
            ));
        }
        parameters
    }
}

fn parameter(
    entry: &Entry,
    name: String,
    place: Place,
    names: &[&str],
    fields: Vec<Parameter>,
    remarks: &mut Vec<Remark>,
) -> Parameter {
    let prose = Prose::new(&entry.name, entry.ty.as_deref(), &entry.description);
    let mut remark = |text: String| {
        remarks.push(Remark { line: entry.line, text: format!("`{}`: {text}", entry.name) });
    };
    let required = required::read(entry, &mut remark);
    let (mut limits, doubts) = prose::bounds(&prose);
    doubts.into_iter().for_each(&mut remark);
    if let Some(cell) = &entry.max_length {
        match cell.trim().parse() {
            Ok(length) => {
                if let Some(other) = limits.max_chars.filter(|&other| other != length) {
                    remark(format!("the largest length is {length} in its cell and {other} below"));
                }
                limits.max_chars = Some(length);
            }
            Err(_) => remark(format!("the largest length `{cell}` is no number")),
        }
    }
    let (default, doubt) = match &entry.default {
        Some(cell) => prose::typed(&prose, cell),
        None => prose::default(&prose),
    };
    doubt.into_iter().for_each(&mut remark);
    let values = prose::enumeration(&prose);
    let boolean = entry.ty.as_deref().is_some_and(|ty| fold(ty).starts_with("bool"));
    for odd in values.iter().filter(|value| boolean && flag(value).is_none()) {
        remark(format!("`{odd}` is no value of a Boolean"));
    }
    if let (Some(low), Some(high)) = (limits.min, limits.max)
        && low > high
    {
        remark(format!("the smallest value {low} is above the largest {high}"));
    }
    if entry.ty.is_none() {
        remark("the page does not say of which type it is".to_owned());
    }
    Parameter {
        name,
        place,
        ty: entry.ty.clone(),
        required,
        example: entry.example.clone(),
        default,
        limits,
        with: prose::partner(&prose, names),
        values,
        fields,
    }
}
