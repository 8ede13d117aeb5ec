//! Compares saved pages with the spec: `collect → read → find → compare → report`.

mod departures;
mod find;
mod known;
mod report;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use rayon::prelude::*;

use crate::compare::digest;
use crate::drift::known::Known;
use crate::files::{self, Files};
use crate::report::{shown, version};
use xtask_pages::facts::{Page, Refusal, Remark};
use xtask_spec::load::load;
use xtask_spec::read::read;
use xtask_spec::spec::Spec;

pub(crate) use self::find::file_of;
pub use self::report::{Compared, NotCovered, Report, Summary};

/// Compares pages with the spec of the repository at `root`.
///
/// # Errors
///
/// If the spec cannot be read or has problems.
pub fn run(root: &Path, paths: &[PathBuf]) -> Result<Report> {
    let sources = load(&root.join("spec"))?;
    let (spec, problems) = read(&sources);
    if !problems.is_empty() {
        bail!("the spec has problems\n{}", shown(&problems, &sources));
    }
    diff(paths, &spec, &version(root)?)
}

/// Compares every page with its endpoint. `version` is the current version of the crates.
///
/// # Errors
///
/// If `version` is not a version.
pub fn diff(paths: &[PathBuf], spec: &Spec, version: &str) -> Result<Report> {
    let Files { pages: files, folders, several } = files::collect(paths);
    let known = known::pages(spec);
    let read = files.par_iter().map(|file| files::read(file.as_ref().map_err(Clone::clone)?));
    let read: Vec<Result<Page, Refusal>> = read.collect();
    let (mut found, mut not_covered, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for page in read {
        match page.map(|page| (find::known_page(&known, &page), page)) {
            Ok((Some(endpoint), page)) => found.push((page, &known[endpoint])),
            Ok((None, page)) => not_covered.push(NotCovered::of(&page)),
            Err(refusal) => refused.push(refusal),
        }
    }
    let has_page = |name: &str| found.iter().any(|(_, it)| it.name == name);
    let is_main = |it: &&Known<'_>| it.endpoint.main_page() == Some(it.page);
    let left = known.iter().filter(|_| several).filter(is_main).filter(|it| !has_page(&it.name));
    let without_page = left.map(|it| it.name.clone()).collect();
    let pages = found.par_iter().map(|(page, endpoint)| compared(endpoint, page, spec)).collect();
    Report { pages, not_covered, without_page, refused, folders, several, ..Report::default() }
        .complete(version)
}

fn compared(endpoint: &Known<'_>, page: &Page, spec: &Spec) -> Compared {
    let changes = departures::compare(endpoint, page, &spec.api);
    let is_known = changes.is_empty() && page.left_out.is_empty();
    let mut remarks = if is_known { Vec::new() } else { page.remarks.clone() };
    // Sentences are no facts, so only the day says that one may have changed.
    let known = endpoint.page.changed.as_ref().map(|day| day.to_string());
    if let (Some(now), Some(known), true) = (&page.updated, known, changes.is_empty())
        && *now > known
    {
        let text = format!("changed on {now}, after {known}, but not in a fact: read its text");
        remarks.push(Remark { line: 1, text });
    }
    Compared {
        file: page.file.clone(),
        endpoint: endpoint.name.clone(),
        digest: digest(page),
        verdict: changes.iter().map(|change| change.verdict).max(),
        changes,
        remarks,
    }
}
