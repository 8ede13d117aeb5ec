//! Holds saved pages against the spec: `collect → read → find → compare → report`.

pub mod command;
mod departures;
mod find;
mod known;
mod markdown;
mod report;
mod subjects;
mod text;

use std::path::PathBuf;

use anyhow::Result;
use rayon::prelude::*;

use crate::compare::digest;
use crate::files::{self, Files};
use xtask_pages::facts::{Page, Refusal};
use xtask_spec::spec::Spec;

pub use self::report::{Compared, NotCovered, Report, Summary};

/// Compares every page with its endpoint. `version` is that of the crates today.
///
/// # Errors
///
/// If `version` is none.
pub fn diff(paths: &[PathBuf], spec: &Spec, version: &str) -> Result<Report> {
    let Files { pages: files, folders, several } = files::collect(paths);
    let known = known::pages(spec);
    let read = files.par_iter().map(|file| {
        let page = files::read(&file.as_ref().map_err(Clone::clone)?.path)?;
        let at = find::by_path(&known, &page);
        Ok::<_, Refusal>(match at {
            Some(at) => Found::Known(compared(&known[at], &page, spec)),
            None => Found::Unknown(Box::new(page)),
        })
    });
    let read: Vec<_> = read.collect();
    let (mut pages, mut unknown, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (at, found) in read.into_iter().enumerate() {
        match found {
            Ok(Found::Known(page)) => pages.push((at, page)),
            Ok(Found::Unknown(page)) => unknown.push((at, *page)),
            Err(refusal) => refused.push(refusal),
        }
    }
    let has_page =
        |pages: &[(usize, Compared)], name: &str| pages.iter().any(|(_, it)| it.endpoint == name);
    let mains = || known.iter().filter(|it| it.is_main());
    let free: Vec<_> = mains().filter(|it| !has_page(&pages, &it.name)).collect();
    let mut not_covered = Vec::new();
    for (at, page, endpoint) in find::moved(&free, unknown) {
        match endpoint {
            Some(endpoint) => pages.push((at, compared(endpoint, &page, spec))),
            None => not_covered.push(NotCovered::of(&page)),
        }
    }
    pages.sort_by_key(|(at, _)| *at);
    let names = mains().map(|it| it.name.clone());
    let without_page = names.filter(|name| several && !has_page(&pages, name)).collect();
    let pages = pages.into_iter().map(|(_, page)| page).collect();
    Report { pages, not_covered, without_page, refused, folders, ..Report::default() }
        .complete(several, version)
}

impl crate::report::Report for Report {
    fn text(&self) -> String {
        text::text(self)
    }

    fn markdown(&self) -> String {
        markdown::markdown(self)
    }
}

enum Found {
    Known(Compared),
    Unknown(Box<Page>),
}

fn compared(endpoint: &known::Known<'_>, page: &Page, spec: &Spec) -> Compared {
    let changes = departures::compare(endpoint, page, &spec.api);
    let is_known = changes.is_empty() && page.left_out.is_empty();
    Compared {
        file: page.file.clone(),
        endpoint: endpoint.name.clone(),
        digest: digest(page),
        verdict: None,
        changes,
        remarks: if is_known { Vec::new() } else { page.remarks.clone() },
    }
}
