//! Facts of lists that a file has but a page does not: how a list is paged, and which one a call is about.

use crate::import::decision::Decision;
use xtask_spec::spec::{Endpoint, Object};

/// Lists the page's candidates for `paging` or `list`, for a person to decide.
pub(super) fn decide(draft: &Endpoint, decisions: &mut Vec<Decision>) {
    let objects = draft.sent_objects();
    let is_sent = |object: &&Object| objects.contains(object.name.as_str());
    let (sent, answered): (Vec<&Object>, Vec<&Object>) = draft.types.iter().partition(is_sent);
    let mut sent = draft.parameters.iter().chain(sent.into_iter().flat_map(|it| &it.fields));
    let mut answered = draft.response.iter().chain(answered.into_iter().flat_map(|it| &it.fields));
    if let Some(position) = sent.find(|field| POSITIONS.contains(&plain(&field.name).as_str()))
        && answered.any(|field| field.ty.is_list())
    {
        let need = format!(
            "if `{}` says where a page of the list begins, say how it is walked",
            *position.name
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
}

/// Names that pages use for the parameter with the position of a page.
const POSITIONS: [&str; 7] =
    ["offset", "cursor", "page", "pageno", "pagenum", "pageindex", "pagestart"];

/// Returns a name without the differences in spelling between pages.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}
