//! Turns rows into parameters and fields of the answer.

use std::collections::BTreeSet;

use crate::document::remark;
use crate::examples;
use crate::facts::{Field, Place, Remark};
use crate::nesting::{self, Shown};
use crate::prose::bounds::bounds;
use crate::prose::defaults::default;
use crate::prose::description::Prose;
use crate::prose::enumeration::enumeration;
use crate::prose::partner::partner;
use crate::required;
use crate::rows::Rows;
use crate::table::Entry;

/// Returns the parameters, in the order path, header, query, body.
pub(crate) fn parameters(
    rows: &mut Rows,
    found: &examples::Found,
    remarks: &mut Vec<Remark>,
) -> Vec<Field> {
    imply(&mut rows.body, remarks);
    let names = rows.body.iter().map(|entry| entry.name.as_str());
    let shown = Shown { examples: &found.shapes_with(names), sound: found.request_sound };
    let parents = nesting::parents(&rows.body, &shown, remarks);
    let groups = [
        (Place::Path, &rows.path, None),
        (Place::Header, &rows.header, None),
        (Place::Query, &rows.query, None),
        (Place::Body, &rows.body, Some(parents)),
    ];
    let mut parameters = Vec::new();
    for (place, entries, parents) in groups {
        let parents = parents.unwrap_or_else(|| vec![None; entries.len()]);
        let of_place = Tree { entries, parents, place: Some(place) }.below(None, remarks);
        required::unstated(&of_place, entries, remarks);
        parameters.extend(of_place);
    }
    parameters
}

/// Returns the fields of the answer.
pub(crate) fn response(
    entries: &mut Vec<Entry>,
    found: &examples::Found,
    remarks: &mut Vec<Remark>,
) -> Vec<Field> {
    imply(entries, remarks);
    let shown = Shown { examples: &found.response_shapes, sound: found.response_sound };
    let parents = nesting::parents(entries, &shown, remarks);
    Tree { entries, parents, place: None }.below(None, remarks)
}

/// Adds rows for objects that occur only in the paths of their fields: `proof` of `proof.unit` and
/// `proof.days`. If only one name has that prefix, the dot may be part of the name.
fn imply(entries: &mut Vec<Entry>, remarks: &mut Vec<Remark>) {
    let mut known: BTreeSet<String> = entries.iter().map(|it| it.name.replace("[]", "")).collect();
    let paths = known.clone();
    for entry in std::mem::take(entries) {
        let path = entry.name.replace("[]", "");
        for (end, _) in path.match_indices('.') {
            let object = &path[..end];
            let is_below =
                |it: &&String| it.strip_prefix(object).is_some_and(|it| it.starts_with('.'));
            let is_sure = entry.name.contains("[]") || paths.iter().filter(is_below).count() > 1;
            if is_sure && known.insert(object.to_owned()) {
                let text = format!("`{object}` is named only in the paths of its fields");
                remark(remarks, entry.line, text);
                let line = entry.line;
                entries.push(Entry { line, name: object.to_owned(), ..Entry::default() });
            }
        }
        entries.push(entry);
    }
}

/// Rows, and the parent of each.
struct Tree<'a> {
    entries: &'a [Entry],
    parents: Vec<Option<usize>>,
    /// Place of parameters; `None` in the answer.
    place: Option<Place>,
}

impl Tree<'_> {
    /// Returns the fields below a row, or those of the top level. The search for parents limits the depth.
    fn below(&self, parent: Option<usize>, remarks: &mut Vec<Remark>) -> Vec<Field> {
        let rows: Vec<usize> =
            (0..self.entries.len()).filter(|&row| self.parents[row] == parent).collect();
        let names: Vec<&str> = rows.iter().map(|&row| self.entries[row].name.as_str()).collect();
        let mut fields = Vec::with_capacity(rows.len());
        for row in rows {
            let entry = &self.entries[row];
            let prose = Prose::of(entry);
            let mut field = Field {
                name: own_name(entry, parent.map(|parent| &self.entries[parent])),
                place: self.place,
                ty: entry.ty.clone(),
                example: entry.example.clone(),
                values: enumeration(&prose),
                fields: self.below(Some(row), remarks),
                ..Field::default()
            };
            if self.place.is_some() {
                field.with = partner(&prose, &names);
                demand(&mut field, entry, &prose, remarks);
            }
            fields.push(field);
        }
        fields
    }
}

/// Returns the name without the path that the page may print before it.
fn own_name(entry: &Entry, parent: Option<&Entry>) -> String {
    let plain = entry.name.replace("[]", "");
    let above = parent.map(|parent| format!("{}.", parent.name.replace("[]", "")));
    let own = above.and_then(|above| plain.strip_prefix(&above).map(str::to_owned));
    own.unwrap_or_else(|| entry.name.trim_end_matches("[]").to_owned())
}

/// Sets the facts of parameters only: whether they are required, their limits and their default.
fn demand(field: &mut Field, entry: &Entry, prose: &Prose<'_>, remarks: &mut Vec<Remark>) {
    let mut remark = |text: String| {
        remark(remarks, entry.line, format!("`{}`: {text}", entry.name));
    };
    field.required = required::read(entry, &mut remark);
    let (limits, doubts) = bounds(prose);
    doubts.into_iter().for_each(&mut remark);
    if let (Some(low), Some(high)) = (limits.min, limits.max)
        && low > high
    {
        remark(format!("the smallest value {low} is above the largest {high}"));
    }
    field.limits = limits;
    let (default, doubt) = default(prose);
    doubt.into_iter().for_each(&mut remark);
    field.default = default;
    if entry.ty.is_none() {
        remark("the page does not say of which type it is".to_owned());
    }
}
