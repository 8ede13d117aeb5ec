//! Differences between two states of the spec, and their effect on users of the generated crates.
//!
//! Every key of the format has a rule with the verdict on its change. A comparison of the generated Rust
//! raises that verdict if the change affects callers' code.

mod comparison;
mod leaves;
mod offered;
mod rules;
mod state;
mod surface;

use std::collections::{BTreeMap, BTreeSet};

use self::comparison::Comparison;
pub use self::state::{Difference, State};
use self::surface::Surface;
use crate::compare::change::{Kind, Verdict};
use crate::compare::changes::{Changes, breaks, compatible};
use xtask_spec::read::format;
use xtask_spec::spec::{Endpoint, Method};

/// Returns every difference between two states of the spec: first in what all endpoints share, then by
/// endpoint.
pub fn compare(old: &State, new: &State) -> Vec<Difference> {
    let mut differences = Vec::new();
    let enums: BTreeSet<_> = [old, new].iter().flat_map(|it| it.files_of_enums()).collect();
    let enums = enums.iter().map(|file| (file.as_str(), &format::ENUMS));
    let files = [("api.toml", &format::API), ("errors.toml", &format::ERRORS)];
    for (file, schema) in files.into_iter().chain(enums) {
        let mut comparison = Comparison::between(old, new, (file, file), schema);
        if file == "api.toml" {
            comparison.ids(old, new);
        }
        differences.extend(comparison.finish(file));
    }
    let mut endpoints: Vec<_> = pairs(old, new)
        .into_iter()
        .filter_map(|(before, after)| match (before, after) {
            (Some(before), Some(after)) => compare_endpoints(old, new, before, after),
            (Some(before), None) => Some(alone(before, Kind::Removed)),
            (None, after) => Some(alone(after?, Kind::Added)),
        })
        .collect();
    endpoints.sort_by(|a, b| a.of.cmp(&b.of));
    differences.extend(endpoints);
    differences
}

/// Returns the verdict on a change of a key in a table of the format; `None` for a key without a rule, which
/// is reported as not yet judged.
pub fn rule_of_key(table: &str, key: &str) -> Option<Verdict> {
    rules::key(table, key, Kind::Changed).map(|(verdict, _)| verdict)
}

/// Returns the verdict on a table that only one side has, in the same way.
pub fn rule_of_table(table: &str, kind: Kind) -> Option<Verdict> {
    rules::table(table, kind).map(|(verdict, _)| verdict)
}

type Pair<'a> = (Option<&'a Endpoint>, Option<&'a Endpoint>);

/// Pairs endpoints by name, and the rest by method and path.
fn pairs<'a>(old: &'a State, new: &'a State) -> Vec<Pair<'a>> {
    let name = |it: &'a Endpoint| (it.service.as_str(), it.name.as_str());
    let call = |it: &'a Endpoint| (it.method() == Method::Get, it.path.as_str());
    let known: BTreeSet<_> = old.spec.endpoints.iter().map(name).collect();
    let mut after: BTreeMap<_, _> = new.spec.endpoints.iter().map(|it| (name(it), it)).collect();
    let unknown = after.values().copied().filter(|it| !known.contains(&name(it)));
    let by_call: BTreeMap<_, _> = unknown.map(|it| (call(it), name(it))).collect();
    let mut pairs = Vec::new();
    for one in &old.spec.endpoints {
        let same = after.remove(&name(one));
        let other = same.or_else(|| after.remove(by_call.get(&call(one))?));
        pairs.push((Some(one), other));
    }
    pairs.extend(after.into_values().map(|it| (None, Some(it))));
    pairs
}

fn compare_endpoints(
    old: &State,
    new: &State,
    before: &Endpoint,
    after: &Endpoint,
) -> Option<Difference> {
    let file = |it: &Endpoint| format!("{}/{}.toml", it.service, it.name);
    let files = (file(before), file(after));
    let mut comparison = Comparison::between(old, new, (&files.0, &files.1), &format::ENDPOINT);
    comparison.old.add(old.elsewhere(before, after));
    comparison.new.add(new.elsewhere(after, before));
    if files.0 != files.1 {
        let texts = [before, after].map(|it| Some(qualified(it)));
        let judgement = breaks("module and method have another name");
        comparison.note("name", Kind::Changed, texts, judgement);
    }
    let surface = |state: &State, it| state.lowered(it).map(Surface::of);
    if let (Some(old), Some(new)) = (surface(old, before), surface(new, after)) {
        offered::compare(&old, &new, &mut comparison);
    }
    comparison.finish(&qualified(after))
}

/// Returns the difference for an endpoint that only one side has.
fn alone(endpoint: &Endpoint, kind: Kind) -> Difference {
    let call = format!("{} {}", endpoint.method().into_str(), *endpoint.path);
    let mut changes = Changes::default();
    if kind == Kind::Added {
        let summary = endpoint.summary.as_ref().map_or("undecided", |it| it.as_str());
        let judgement = compatible(format!("a new call; {}", summary.trim_end_matches('.')));
        changes.added("endpoint", &call, judgement);
    } else {
        changes.removed("endpoint", &call, breaks("module and method vanish"));
    }
    Difference { of: qualified(endpoint), changes: changes.into_vec() }
}

fn qualified(endpoint: &Endpoint) -> String {
    format!("{}::{}", endpoint.service, endpoint.name)
}
