//! Doubts about the nesting that a person should check.

use super::search::Placed;
use super::shape::{Kind, Shape};
use crate::document::remark;
use crate::facts::Remark;
use crate::table::Entry;
use crate::vocabulary::names::{ENVELOPE, is_one_of};
use crate::vocabulary::spelling::fold;
use crate::vocabulary::types::{Nature, is_list, nature};

/// Returns the kind of value in the example, if it contradicts the type in the table.
fn contradiction(entry: &Entry, shape: &Shape) -> Option<&'static str> {
    let ty = entry.ty.as_deref()?;
    let folded = fold(ty);
    let is = |names: &[&str]| names.iter().any(|name| folded.starts_with(name));
    let nature = nature(Some(ty));
    let list = is_list(Some(ty));
    match nature {
        Nature::Leaf if shape.has_fields() => Some("an object"),
        Nature::Leaf if list && shape.is_plain() => Some("a single value"),
        Nature::Leaf if !list && shape.is(Kind::List) => Some("a list"),
        Nature::Leaf
            if is(&["number", "int", "long", "double", "float"]) && shape.is(Kind::Text) =>
        {
            Some("a text")
        }
        Nature::Leaf if is(&["string"]) && shape.is(Kind::Number) => Some("a number"),
        Nature::Leaf if is(&["bool"]) && shape.is(Kind::Text) => Some("a text"),
        Nature::Leaf if is(&["bool"]) && shape.is(Kind::Number) => Some("a number"),
        Nature::Loose | Nature::Named if shape.is_plain() => Some("a plain value"),
        Nature::Named if list && shape.is(Kind::Object) && !shape.is(Kind::List) => {
            Some("a single object")
        }
        Nature::Named if !list && shape.is(Kind::List) => Some("a list"),
        _ => None,
    }
}

/// Adds a remark for everything that is guessed or contradicted. `searched` are the rows whose names do not
/// contain their path.
pub(super) fn doubts<'a>(
    entries: &[Entry],
    parents: &[Option<usize>],
    searched: impl Iterator<Item = (usize, Placed<'a>)>,
    shape: &Shape,
    remarks: &mut Vec<Remark>,
) {
    let line = entries.first().map_or(1, |entry| entry.line);
    let nested = parents.iter().any(Option::is_some);
    if nested && !shape.has_fields() {
        let text = "no example shows how the fields nest: read from their order and types";
        remark(remarks, line, text);
        return;
    }
    let mut said = vec![false; entries.len()];
    for (index, row) in searched {
        let entry = &entries[index];
        let mut remark = |text: String| remarks.push(Remark { line: entry.line, text });
        let envelope = row.parent.is_none() && is_one_of(ENVELOPE, &entry.name);
        if row.shown && row.confirmed.is_none() && !envelope && (row.parent.is_some() || nested) {
            let place = row.parent.map_or("the top", |parent| entries[parent].name.as_str());
            remark(format!(
                "the example does not show `{}`: taken to be a field of {place}",
                entry.name
            ));
        }
        let unseen =
            row.parent.filter(|&parent| !row.shown && !std::mem::replace(&mut said[parent], true));
        if let Some(parent) = unseen {
            let name = &entries[parent].name;
            remark(format!(
                "the example does not show what is in `{name}`: read from order and types"
            ));
        }
        let nature = nature(entry.ty.as_deref());
        if let Some(shown) = row.confirmed.and_then(|shape| contradiction(entry, shape)) {
            let ty = entry.ty.as_deref().unwrap_or_default();
            remark(format!("`{}` is of type {ty}, but the example shows {shown}", entry.name));
        } else if nature == Nature::Named && !parents.contains(&Some(index)) {
            remark(format!("the fields of `{}` are not listed", entry.name));
        }
    }
}
