//! Whether a parameter is required, and remarks on pages that do not say so.

use crate::document::remark;
use crate::facts::{Field, Remark};
use crate::table::Entry;
use crate::vocabulary::columns::flag;
use crate::vocabulary::spelling::head;

/// Returns the value of the cell.
pub(crate) fn read(entry: &Entry, remark: &mut impl FnMut(String)) -> Option<bool> {
    let cell = entry.required.as_deref().unwrap_or_default();
    if let Some(required) = flag(cell) {
        return Some(required);
    }
    if !cell.is_empty() {
        let first = cell.split(['(', '（', ',', '，', ' ', '\n', '。', '.', '；', ';']).next();
        let stated = first.and_then(flag);
        remark(format!("whether it is required reads `{}`", head(cell, 60)));
        return stated;
    }
    None
}

/// Adds one remark for all parameters at a place for which the page does not say it.
pub(crate) fn unstated(parameters: &[Field], entries: &[Entry], remarks: &mut Vec<Remark>) {
    fn walk<'a>(parameters: &'a [Field], names: &mut Vec<&'a str>) {
        for parameter in parameters {
            if parameter.required.is_none() {
                names.push(&parameter.name);
            }
            walk(&parameter.fields, names);
        }
    }
    let mut names = Vec::new();
    walk(parameters, &mut names);
    if let (Some(first), false) = (entries.first(), names.is_empty()) {
        let mut shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        if let more @ 1.. = shown.split_off(8.min(names.len())).len() {
            shown.push(format!("{more} more"));
        }
        let text = format!("the page does not say whether it requires {}", shown.join(", "));
        remark(remarks, first.line, text);
    }
}
