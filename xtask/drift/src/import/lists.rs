//! What a file can say of lists that a page does not: how one is walked, and how two are split.

use crate::import::owner::Decision;
use xtask_spec::spec::{Endpoint, LimitKind, Object};

/// Names what the page has of `paging`, `list` or `bulk`, for a person to decide.
pub(super) fn decide(draft: &Endpoint, decisions: &mut Vec<Decision>) {
    let objects = draft.sent_objects();
    let is_sent = |object: &&Object| objects.contains(object.name.as_str());
    let (sent, answered): (Vec<&Object>, Vec<&Object>) = draft.types.iter().partition(is_sent);
    let mut sent = draft.parameters.iter().chain(sent.into_iter().flat_map(|it| &it.fields));
    let mut answered = draft.response.iter().chain(answered.into_iter().flat_map(|it| &it.fields));
    if let Some(position) = sent.find(|field| POSITIONS.contains(&plain(&field.name).as_str()))
        && answered.clone().any(|field| field.ty.is_list())
    {
        let more = answered.find(|field| plain(&field.name) == "hasmore");
        let end = more.map_or("what ends it".to_owned(), |it| format!("with `{}`", *it.name));
        let need = format!(
            "if `{}` says where a page of the list begins, say how it is walked, and {end}",
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

/// How pages call the parameter that says where a page of a list begins.
const POSITIONS: [&str; 7] =
    ["offset", "cursor", "page", "pageno", "pagenum", "pageindex", "pagestart"];

/// Returns a name without what pages spell in different ways.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}
