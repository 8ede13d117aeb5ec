//! Two states of the spec: what differs, and what that does to those who call the generated crates.
//!
//! Every key of the format has a rule that says what a change of it means. The Rust that comes of both
//! states raises that where it reaches the code of callers.

mod comparison;
mod leaves;
mod offered;
mod rules;
mod surface;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::comparison::Comparison;
use self::leaves::Leaves;
use self::surface::Surface;
use crate::compare::changes::{Changes, breaks, compatible};
use crate::compare::{Change, Kind, Verdict};
use xtask::lower::lower;
use xtask::model::{self, Model};
use xtask_spec::check;
use xtask_spec::diagnostic::Diagnostic;
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::schema::Table;
use xtask_spec::read::{format, read};
use xtask_spec::spec::{Endpoint, Method, Spec};

/// A spec without problems, and what the generator makes of it.
#[derive(Debug)]
pub struct State {
    sources: Sources,
    spec: Spec,
    model: Model,
}

/// What differs in one endpoint, or in what all of them share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The endpoint as a path in Rust, `role::list_users`, or a file below the spec folder.
    pub of: String,
    /// Never empty; from the outside in.
    pub changes: Vec<Change>,
}

impl State {
    /// Reads and checks a spec.
    ///
    /// # Errors
    ///
    /// Its problems.
    pub fn of(mut sources: Sources) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        sources.files.sort_by(|a, b| a.path.cmp(&b.path));
        let (spec, mut problems) = read(&sources);
        problems.extend(check::check(&spec, &sources));
        if !problems.is_empty() {
            return Err((sources, problems));
        }
        let model = lower(&spec, &sources);
        Ok(Self { sources, spec, model })
    }

    fn file(&self, below_root: &str) -> Option<&SourceFile> {
        // Sorted by path.
        let files = &self.sources.files;
        let at = files.binary_search_by(|file| self.sources.below_root(file).cmp(below_root));
        at.ok().map(|at| &files[at])
    }

    fn leaves(&self, file: &str, schema: &'static Table) -> Leaves {
        let text = self.file(file).and_then(|file| file.text().ok());
        Leaves::of(text.unwrap_or_default(), schema)
    }

    /// Returns the files of enums that endpoints of a service share.
    fn files_of_enums(&self) -> impl Iterator<Item = String> {
        self.spec.shared_enums.iter().map(|it| format!("{}/enums.toml", it.service))
    }

    /// Returns the leaves of the enums that are the service's here, and the endpoint's own in the other state:
    /// its module has them in both.
    fn elsewhere(&self, here: &Endpoint, there: &Endpoint) -> Leaves {
        let mut leaves = self.leaves(&format!("{}/enums.toml", here.service), &format::ENUMS);
        let shared = |of: &Endpoint, name: &str| of.enumeration(name).map(|it| it.shared);
        leaves.retain_entries(|name| {
            (shared(here, name), shared(there, name)) == (Some(true), Some(false))
        });
        leaves
    }

    fn lowered(&self, endpoint: &Endpoint) -> Option<&model::Endpoint> {
        let service = self.model.services.iter().find(|it| it.name == endpoint.service)?;
        service.endpoints.iter().find(|it| it.spec.name == endpoint.name)
    }
}

/// Returns every difference between two states of the spec: first what all endpoints share, then one
/// endpoint after the other.
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

/// Returns what a key of a table of the format would be reported with. `None` for a key that has no rule,
/// which is reported as one that nobody has judged.
pub fn rule_of_key(table: &str, key: &str) -> Option<Verdict> {
    rules::key(table, key, Kind::Changed).map(|(verdict, _)| verdict)
}

/// Returns the same for a table that only one side has.
pub fn rule_of_table(table: &str, kind: Kind) -> Option<Verdict> {
    rules::table(table, kind).map(|(verdict, _)| verdict)
}

type Pair<'a> = (Option<&'a Endpoint>, Option<&'a Endpoint>);

/// Endpoints of one name belong together, and of the others those of one method and path.
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

/// Returns an endpoint that only one side has.
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
