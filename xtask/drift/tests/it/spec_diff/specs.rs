//! All cases as two specs: that of before, and that of after.

use xtask_drift::compare::{Difference, State, compare};
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, Sources};

use crate::spec_diff::cases::{Case, quoted};
use crate::workspace::small_spec;

/// What the cases share beside what the repository's endpoints share.
const API: &str = r#"
#ids
[ids.OldId]
type = "Number"
doc = "Old."
[ids.OtherId]
type = "Number"
doc = "Other."
[ids.SameId]
type = "Number"
doc = "Same."
#hosts
#envelope
[permissions.qyapi_read]
doc = "Read things."
[permissions.qyapi_more]
doc = "Read more."
[services.cases]
doc = "Cases."
"#;

/// What the cases share among themselves.
const ENUMS: &str = r#"
#enums
[enums.Direction]
doc = "Which comes first."
[enums.Direction.values]
Rising = { value = "asc", doc = "Up." }
Falling = { value = "desc" }
"#;

/// Returns the repository's spec before the changes, with an endpoint for each case.
pub(crate) fn before<'c>(cases: impl IntoIterator<Item = &'c Case>) -> Sources {
    let endpoints = cases.into_iter().map(|case| (case.name, case.before.as_deref()));
    sources(endpoints, &[])
}

/// Returns the same after the changes.
pub(crate) fn after(cases: &[Case]) -> Sources {
    let endpoints = cases.iter();
    let endpoints = endpoints.map(|case| (case.moved.unwrap_or(case.name), case.after.as_deref()));
    let shared: Vec<_> = cases.iter().filter_map(|case| case.shared).collect();
    sources(endpoints, &shared)
}

/// Returns what differs between the two.
pub(crate) fn differences(cases: &[Case]) -> Vec<Difference> {
    compare(&state(before(cases)), &state(after(cases)))
}

pub(crate) fn state(sources: Sources) -> State {
    State::of(sources).unwrap_or_else(|(sources, problems)| {
        panic!("{}", render(&problems, &sources, Colour::Never))
    })
}

fn sources<'a>(
    endpoints: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    shared: &[[&str; 2]],
) -> Sources {
    let mut sources = small_spec();
    let names = ["One", "Two", "Three", "Four", "Five", "Six"];
    let errors: String = names.iter().zip(1..).filter(|(_, code)| *code != 5).map(error).collect();
    let errors = format!("#errors\n{errors}");
    sources
        .files
        .push(SourceFile { path: "spec/cases/enums.toml".to_owned(), bytes: ENUMS.into() });
    for (path, more) in
        [("spec/api.toml", API), ("spec/errors.toml", &errors), ("spec/cases/enums.toml", "")]
    {
        let file = sources.files.iter_mut().find(|file| file.path == path).unwrap();
        let mut text = format!("{}\n{more}", file.text().unwrap());
        for edit in shared {
            let [from, to] = edit.map(quoted);
            text = text.replacen(&from, &to, 1);
        }
        file.bytes = text.into_bytes();
    }
    let files = endpoints.filter_map(|(name, spec)| {
        Some(SourceFile { path: format!("spec/cases/{name}.toml"), bytes: spec?.into() })
    });
    sources.files.extend(files);
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn error((name, code): (&&str, i64)) -> String {
    format!(
        "[errors.CASE_{}]\ncode = 7000{code}\nclass = \"throttled\"\nmeaning = \"{name}\"\n\
         advice = \"Wait.\"\nretry = true\nsource = \"probe\"\n",
        name.to_uppercase()
    )
}
