//! `cargo xtask codegen`: the stages, one after the other.

use std::path::Path;

use anyhow::Result;

use crate::emit::{Artefact, FOLDERS, emit};
use crate::lower::lower;
use crate::stamp::Stamp;
use crate::sync::{Plan, Region, Wanted, plan};
use crate::{parallel, render};
use xtask_spec::diagnostic::Diagnostic;
use xtask_spec::load::{Sources, load};
use xtask_spec::{check, read};

/// What a run came to.
#[derive(Debug)]
pub enum Outcome {
    /// The spec has problems; nothing was looked at beyond it.
    Problems { sources: Sources, problems: Vec<Diagnostic> },
    /// The spec is good; this is what has to change on disk.
    Planned(Plan),
}

/// What bringing the disk up to date came to.
#[derive(Debug)]
pub enum Update {
    /// The spec has problems; nothing was touched.
    Problems { sources: Sources, problems: Vec<Diagnostic> },
    /// It is up to date; this is what that took.
    Done(String),
}

/// Runs every stage but the last half of `sync`: finds out what has to change below `root`.
///
/// # Errors
///
/// I/O, and files in the way.
pub fn codegen(root: &Path) -> Result<Outcome> {
    let sources = load(&root.join("spec"))?;
    match generate(&sources) {
        Ok(wanted) => Ok(Outcome::Planned(plan(root, &FOLDERS, &wanted)?)),
        Err(problems) => Ok(Outcome::Problems { sources, problems }),
    }
}

/// Brings the disk up to date and reports what that took. Where `stamp` says that nothing has changed
/// since it was up to date, nothing is generated.
///
/// # Errors
///
/// I/O, and files in the way.
pub fn bring_up_to_date(root: &Path, stamp: Option<&Stamp>) -> Result<Update> {
    let sources = load(&root.join("spec"))?;
    if let Some(report) = stamp.and_then(|stamp| stamp.report(root, &sources)) {
        return Ok(Update::Done(report));
    }
    match generate(&sources) {
        Ok(wanted) => {
            let plan = plan(root, &FOLDERS, &wanted)?;
            plan.apply(root)?;
            if let Some(stamp) = stamp {
                stamp.keep(&sources, plan.contents());
            }
            Ok(Update::Done(plan.report()))
        }
        Err(problems) => Ok(Update::Problems { sources, problems }),
    }
}

/// From the texts of a spec to the texts of everything generated.
///
/// # Errors
///
/// The problems of the spec.
pub fn generate(sources: &Sources) -> Result<Wanted, Vec<Diagnostic>> {
    let (spec, mut problems) = read::read(sources);
    problems.extend(check::check(&spec, sources));
    if !problems.is_empty() {
        return Err(problems);
    }
    let model = lower(&spec, sources);
    let mut wanted = Wanted::default();
    let mut files = Vec::new();
    for artefact in emit(&model) {
        match artefact {
            Artefact::File { path, source, emit } => files.push((path, source, emit)),
            Artefact::Region { path, name, text } => {
                wanted.regions.push(Region { path, name, text });
            }
        }
    }
    let texts = parallel::map(&files, |(_, source, emit)| render::render(source, emit()));
    let paths = files.into_iter().map(|(path, ..)| path);
    wanted.files = paths.zip(texts).collect();
    Ok(wanted)
}
