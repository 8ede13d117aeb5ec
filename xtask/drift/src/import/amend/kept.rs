//! Keeps decisions that people made against the page, whatever the page prints now.

use toml_edit::{DocumentMut, InlineTable, Item, TableLike};

use crate::import::merge::LIMITS;
use crate::import::reasons::reason;
use xtask_spec::spec::{Api, Endpoint, LimitKind};

/// Returns whether people have decided on the file's value of a subject. A departure with a reason that an
/// import writes is not such a decision.
pub(in crate::import) fn departs(known: &Endpoint, api: &Api, subject: &str) -> bool {
    let departure = known.departures.iter().find(|it| it.subject.value == subject);
    departure.is_some_and(|it| it.reason.value != reason(known, api, subject, &it.page, &it.spec))
}

/// Reverts differences of `fresh` from `base` on subjects that people have decided.
pub(super) fn keep(known: &Endpoint, api: &Api, base: &DocumentMut, fresh: &mut DocumentMut) {
    for departure in known.departures.iter().filter(|it| departs(known, api, &it.subject)) {
        let mut path = departure.parts();
        if path.first() == Some(&"types") {
            path.insert(path.len().min(2), "fields");
        }
        if path.last().is_some_and(|key| LimitKind::of_key(key).is_some()) {
            path.insert(path.len() - 1, LIMITS);
        }
        let path: &[&str] = match path.as_slice() {
            ["parameters", _, "with"] => &["together"],
            ["span", "max_days"] => &["span"],
            path => path,
        };
        take_back(fresh.as_table_mut(), base.as_table(), path);
    }
}

fn take_back(fresh: &mut dyn TableLike, base: &dyn TableLike, path: &[&str]) {
    let [key, rest @ ..] = path else { return };
    if rest.is_empty() {
        fresh.remove(key);
        if let Some(item) = base.get(key) {
            fresh.insert(key, item.clone());
        }
        return;
    }
    let none = InlineTable::new();
    let base = base.get(key).and_then(Item::as_table_like);
    if base.is_some() && *key == LIMITS && !fresh.contains_key(key) {
        fresh.insert(key, Item::Value(InlineTable::new().into()));
    }
    if let Some(fresh) = fresh.get_mut(key).and_then(Item::as_table_like_mut) {
        take_back(fresh, base.unwrap_or(&none), rest);
    }
}
