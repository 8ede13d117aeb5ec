//! What a file can say of lists that a page does not: how one is walked, and how two are split.

use crate::import::owner::Decision;
use xtask_pages::facts::{Field, Page};
use xtask_spec::spec::{Endpoint, LimitKind};

/// Names what the page has of `paging`, `list` or `bulk`, for a person to decide.
pub(super) fn decide(page: &Page, draft: &Endpoint, decisions: &mut Vec<Decision>) {
    let is_offset = |name: &str| name == "offset";
    let offset = page.parameters.iter().find(|it| is_offset(&it.name));
    let size = page.parameters.iter().find(|it| !is_offset(&it.name) && it.limits.max.is_some());
    if let (Some(offset), Some(size), Some(more)) = (offset, size, more(&page.response)) {
        let need = format!(
            "if `{}` counts items from 0, say with `{}` and `{more}` how the list is walked",
            offset.name, size.name
        );
        decisions.push(Decision::open("paging", need));
    }
    let lists = draft.own_fields().iter().filter(|field| field.ty.is_list());
    let names: Vec<_> = lists.map(|field| format!("`{}`", field.name.value)).collect();
    if names.len() > 1 {
        let need =
            format!("which of {} is the call about, and which may be absent?", names.join(", "));
        decisions.push(Decision::open("list", need));
    }
    let lists = draft.parameters.iter();
    let lists = lists.filter(|it| it.is_required() && it.limits.get(LimitKind::MaxItems).is_some());
    if let [first, second] = lists.collect::<Vec<_>>()[..] {
        let need = format!(
            "if the call does its work for every item of `{}` and every item of `{}`, and may be \
             repeated, say that both are split",
            first.name.value, second.name.value
        );
        decisions.push(Decision::open("bulk", need));
    }
}

/// Returns the field that says whether another page follows, at any depth.
fn more(fields: &[Field]) -> Option<&str> {
    fields.iter().find_map(|field| {
        let is_more = field.name.replace('_', "").eq_ignore_ascii_case("hasMore");
        if is_more { Some(field.name.as_str()) } else { more(&field.fields) }
    })
}
