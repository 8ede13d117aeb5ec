//! `cargo xtask codegen`: runs the stages one after the other.

use std::path::Path;

use anyhow::Result;

use crate::emit::{self, FOLDERS};
use crate::lower::lower;
use crate::render::render;
use crate::sandbox;
use crate::sync::{Plan, Wanted, plan};
use xtask_spec::diagnostic::Diagnostic;
use xtask_spec::load::{Sources, load};
use xtask_spec::spec::Spec;
use xtask_spec::{check, read};

/// Outcome of a run.
#[derive(Debug)]
pub enum Outcome {
    /// The spec has problems; later stages did not run.
    Problems { sources: Sources, problems: Vec<Diagnostic> },
    /// The spec is good; the plan lists the changes on disk.
    Planned(Plan),
}

/// Runs every stage except the writing half of `sync`, and returns what has to change below `root`.
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

/// Reads and checks the texts of a spec.
///
/// # Errors
///
/// The problems of the spec.
pub fn checked(sources: &Sources) -> Result<Spec, Vec<Diagnostic>> {
    let (spec, mut problems) = read::read(sources);
    problems.extend(check::check(&spec, sources));
    if problems.is_empty() { Ok(spec) } else { Err(problems) }
}

/// Turns the texts of a spec into the texts of everything generated.
///
/// # Errors
///
/// The problems of the spec.
pub fn generate(sources: &Sources) -> Result<Wanted, Vec<Diagnostic>> {
    let spec = checked(sources)?;
    let model = lower(&spec, sources);
    let undecided = check::undecided(&spec).into_iter();
    let undecided = undecided.map(|(file, subject)| format!("{}: {subject}", sources[file].path));
    let files = emit::files(&model).into_iter().map(|file| (file.path.clone(), render(file)));
    Ok(Wanted {
        files: files.chain([sandbox::endpoints(&spec)]).collect(),
        regions: emit::regions(&model),
        undecided: undecided.collect(),
    })
}
