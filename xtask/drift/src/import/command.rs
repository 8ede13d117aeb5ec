//! `cargo xtask docs import`: converts pages into spec files, and lists decisions left to a person.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use similar::TextDiff;

use crate::compare::one_line;
use crate::files;
use crate::import::{Failure, Imported, Importer, Options};
use crate::report::Status;
use xtask_pages::facts::Page;
use xtask_spec::load::load;
use xtask_spec::store;

/// Imports pages into the spec of the repository at `root`. With `dry_run`, prints a diff and writes nothing.
///
/// # Errors
///
/// I/O, a spec that cannot be read, and one name given for several pages.
pub fn run(
    root: &Path,
    pages: &[PathBuf],
    options: &Options,
    dry_run: bool,
    output: &mut impl Write,
    refused: &mut impl Write,
) -> Result<Status> {
    if options.name.is_some() && pages.len() > 1 {
        bail!("`--as` names one file: import these pages one by one");
    }
    let folder = root.join("spec");
    let loaded = Importer::new(load(&folder)?);
    let mut spec = loaded.map_err(|Failure(report)| {
        anyhow::anyhow!("the spec cannot be read: correct it first\n{report}")
    })?;
    let mut outcome = Status::Clean;
    let mut written = false;
    for path in pages {
        let page = match files::read(path) {
            Ok(page) => page,
            Err(refusal) => {
                outcome = outcome.max(Status::Unread);
                writeln!(refused, "{}: {}", refusal.file, refusal.reason)?;
                continue;
            }
        };
        match spec.import(&page, options) {
            Ok(imported) => {
                for (below, text) in &imported.texts {
                    let path = folder.join(below);
                    if dry_run {
                        let old = fs::read_to_string(&path).unwrap_or_default();
                        write!(output, "{}", diff(&format!("spec/{below}"), &old, text))?;
                    } else {
                        store::replace(&path, text)
                            .with_context(|| format!("cannot write {}", path.display()))?;
                        written = true;
                    }
                }
                report(&page, &imported, dry_run, output)?;
            }
            Err(Failure(reason)) => {
                outcome = outcome.max(Status::Found);
                writeln!(refused, "{}: not imported: {reason}", page.file)?;
            }
        }
    }
    if written {
        writeln!(output, "next: decide, then run `cargo xtask codegen`")?;
    }
    Ok(outcome)
}

/// Returns a day as `YYYY-MM-DD`: the given one or today.
///
/// # Errors
///
/// A text that is not a day.
pub fn day(given: Option<&str>) -> Result<String> {
    let Some(given) = given else {
        let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        return Ok(now.chars().take(10).collect());
    };
    match humantime::parse_rfc3339(&format!("{given}T00:00:00Z")) {
        Ok(_) => Ok(given.to_owned()),
        Err(_) => bail!("`{given}` is no day: write it as 2026-01-31"),
    }
}

fn report(
    page: &Page,
    imported: &Imported,
    dry_run: bool,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let file = format!("spec/{}", imported.file);
    let done = match (imported.is_new, dry_run) {
        _ if imported.texts.is_empty() => "unchanged by",
        (true, false) => "written from",
        (false, false) => "amended by",
        (true, true) => "would be written from",
        (false, true) => "would be amended by",
    };
    writeln!(output, "{file}: {done} {}", page.file)?;
    for removed in &imported.removed {
        let removed = one_line(removed);
        writeln!(output, "{file}: {removed}: removed, as the page no longer has it")?;
    }
    for decision in &imported.decisions {
        let (key, need) = (one_line(&decision.key), one_line(&decision.need));
        writeln!(output, "{file}: {key}: {need}")?;
    }
    for remark in &page.remarks {
        writeln!(output, "{}:{}: look at it: {}", page.file, remark.line, one_line(&remark.text))?;
    }
    Ok(())
}

fn diff(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(path, path).to_string()
}
