//! Comparing pages with the specification.

mod command;
mod departures;
mod forms;
mod layout;
mod mutations;
mod pages;
mod properties;
mod verdicts;
#[cfg(unix)]
mod workflow;

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::workspace::small_spec;
use tempfile::TempDir;
use xtask_drift::compare::{Change, Kind, Verdict};
use xtask_drift::drift::{self, Report};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::spec::{Endpoint, Spec};

/// Few endpoints of the committed specification.
static SPEC: LazyLock<Spec> = LazyLock::new(|| {
    let (spec, problems) = xtask_spec::read::read(&small_spec());
    assert!(problems.is_empty());
    spec
});

/// A copy of the repository's root with few of its endpoints.
static ROOT: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(root().join("Cargo.toml"), folder.path().join("Cargo.toml")).unwrap();
    for file in small_spec().files {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
    folder
});

/// Returns an endpoint of this text, beside what all endpoints of the committed specification share.
fn endpoint(text: &str) -> Endpoint {
    let mut sources = small_spec();
    sources.files.retain(|file| ["spec/api.toml", "spec/errors.toml"].contains(&&*file.path));
    let path = "spec/user/one.toml".to_owned();
    sources.files.push(SourceFile { path, bytes: text.as_bytes().to_vec() });
    let (mut spec, problems) = xtask_spec::read::read(&sources);
    assert!(problems.is_empty(), "{problems:?}");
    spec.endpoints.remove(0)
}

/// Returns few endpoints of the committed specification, where the first page of a file has this address.
pub(crate) fn with_address(file: &str, url: &str) -> Sources {
    let mut sources = small_spec();
    let path = format!("spec/{file}");
    let file = sources.files.iter_mut().find(|it| it.path == path).unwrap();
    let page = format!("[[pages]]\nurl = \"{url}\"\nlanguage = \"en\"");
    let text = file.text().unwrap().replacen("[[pages]]\nlanguage = \"en\"", &page, 1);
    file.bytes = text.into_bytes();
    sources
}

fn root() -> PathBuf {
    crate::workspace::root()
}

/// Returns the folder of the project's own pages.
pub(crate) fn fixtures() -> PathBuf {
    root().join("xtask/pages/fixtures")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name)).unwrap()
}

fn compare(paths: &[PathBuf]) -> Report {
    drift::diff(paths, &SPEC, "0.1.0").unwrap()
}

/// Returns what differs between a page of this text and its endpoint.
fn changes(text: &str) -> Vec<Change> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let mut report = compare(&[file.path().to_owned()]);
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    assert_eq!(report.pages.len(), 1, "not covered: {:?}", report.not_covered);
    report.pages.remove(0).changes
}

/// Changes as a test writes them: `parameters.size.max: 100 → 50: breaks`.
fn told(changes: &[Change]) -> Vec<String> {
    let mut told: Vec<_> = changes.iter().map(one).collect();
    told.sort();
    told
}

fn one(change: &Change) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let verdict = match (change.kind, change.verdict) {
        (Kind::Obsolete, Verdict::DocumentationOnly) => "obsolete",
        (_, Verdict::BreaksCallers) => "breaks",
        (_, Verdict::Compatible) => "compatible",
        (_, Verdict::DocumentationOnly) => "documentation",
    };
    format!("{}: {} → {}: {verdict}", change.subject, side(&change.old), side(&change.new))
}
