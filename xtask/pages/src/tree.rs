//! From rows to parameters and to the fields of the answer.

use crate::document::remark;
use crate::examples;
use crate::facts::{Field, Place, Remark};
use crate::nesting::{self, Shown};
use crate::prose::bounds::bounds;
use crate::prose::defaults::{default, typed};
use crate::prose::description::Prose;
use crate::prose::enumeration::enumeration;
use crate::prose::partner::partner;
use crate::required;
use crate::rows::Rows;
use crate::table::Entry;

/// Returns the parameters, in the order path, header, query, body.
pub(crate) fn parameters(
    rows: &Rows,
    found: &examples::Found,
    remarks: &mut Vec<Remark>,
) -> Vec<Field> {
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
        parameters.extend(tree(entries, &parents, place, remarks));
    }
    parameters
}

/// Returns the fields of the answer.
pub(crate) fn response(
    entries: &[Entry],
    found: &examples::Found,
    remarks: &mut Vec<Remark>,
) -> Vec<Field> {
    let shown = Shown { examples: &found.response_shapes, sound: found.response_sound };
    let parents = nesting::parents(entries, &shown, remarks);
    fields(entries, &children(&parents), &tops(&parents), None)
}

/// Returns the rows that stand below no other.
fn tops(parents: &[Option<usize>]) -> Vec<usize> {
    (0..parents.len()).filter(|&at| parents[at].is_none()).collect()
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

/// Returns the name without the path to it that the page may print before.
fn own_name(entries: &[Entry], index: usize, parent: Option<usize>) -> String {
    let name = entries[index].name.as_str();
    let above = parent.map(|parent| entries[parent].name.replace("[]", ""));
    let plain = name.replace("[]", "");
    let own = above.and_then(|above| plain.strip_prefix(&format!("{above}.")).map(str::to_owned));
    own.unwrap_or_else(|| name.trim_end_matches("[]").to_owned())
}

/// Returns the fields of these rows. Depth is bounded by the search for parents.
fn fields(
    entries: &[Entry],
    children: &[Vec<usize>],
    rows: &[usize],
    of: Option<usize>,
) -> Vec<Field> {
    let field = |&index: &usize| Field {
        name: own_name(entries, index, of),
        ty: entries[index].ty.clone(),
        example: entries[index].example.clone(),
        values: enumeration(&Prose::of(&entries[index])),
        fields: fields(entries, children, &children[index], Some(index)),
        ..Field::default()
    };
    rows.iter().map(field).collect()
}

fn tree(
    entries: &[Entry],
    parents: &[Option<usize>],
    place: Place,
    remarks: &mut Vec<Remark>,
) -> Vec<Field> {
    let children = children(parents);
    let context = Context { entries, children: &children, place };
    let tree = context.parameters(&tops(parents), None, remarks);
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
    ) -> Vec<Field> {
        let names: Vec<&str> = indices.iter().map(|&at| self.entries[at].name.as_str()).collect();
        let mut parameters = Vec::with_capacity(indices.len());
        for &index in indices {
            let fields = self.parameters(&self.children[index], Some(index), remarks);
            let name = own_name(self.entries, index, of);
            let entry = &self.entries[index];
            parameters.push(parameter(entry, name, self.place, &names, fields, remarks));
        }
        parameters
    }
}

fn parameter(
    entry: &Entry,
    name: String,
    place: Place,
    names: &[&str],
    fields: Vec<Field>,
    remarks: &mut Vec<Remark>,
) -> Field {
    let prose = Prose::of(entry);
    let mut remark = |text: String| {
        remark(remarks, entry.line, format!("`{}`: {text}", entry.name));
    };
    let required = required::read(entry, &mut remark);
    let (mut limits, doubts) = bounds(&prose);
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
        Some(cell) => typed(&prose, cell),
        None => default(&prose),
    };
    doubt.into_iter().for_each(&mut remark);
    if let (Some(low), Some(high)) = (limits.min, limits.max)
        && low > high
    {
        remark(format!("the smallest value {low} is above the largest {high}"));
    }
    if entry.ty.is_none() {
        remark("the page does not say of which type it is".to_owned());
    }
    Field {
        name,
        place: Some(place),
        ty: entry.ty.clone(),
        required,
        example: entry.example.clone(),
        default,
        limits,
        with: partner(&prose, names),
        values: enumeration(&prose),
        fields,
    }
}
