//! `cargo xtask docs read`: converts files and folders into JSON.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;

use crate::compare::digest;
use crate::files::{self, Files};
use crate::report::Status;
use xtask_pages::facts::{Page, Refusal};

/// Writes the facts of every page: of a single one as indented JSON, of several as one line each. Refused and
/// skipped files are listed in `refused`, with the reason.
///
/// # Errors
///
/// I/O.
pub fn read(
    paths: &[PathBuf],
    output: &mut impl Write,
    refused: &mut impl Write,
) -> Result<Status> {
    let Files { pages, folders, several } = files::collect(paths);
    for folder in folders {
        writeln!(refused, "{folder}: a folder in a folder: name it to read it")?;
    }
    let mut outcome = Status::Clean;
    let printed = pages.par_iter().map(|file| print(file.as_ref().map_err(Clone::clone)?, several));
    for page in printed.collect::<Vec<_>>() {
        match page {
            Ok(json) => writeln!(output, "{}", json?)?,
            Err(refusal) => {
                let failed = refusal.kind.is_failure();
                outcome = outcome.max(if failed { Status::Unread } else { Status::Found });
                writeln!(refused, "{}: {}", refusal.file, refusal.reason)?;
            }
        }
    }
    Ok(outcome)
}

/// Facts with their digest, for printing.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    page: Page,
    digest: String,
}

fn print(file: &Path, several: bool) -> Result<serde_json::Result<String>, Refusal> {
    let page = files::read(file)?;
    let printed = Printed { digest: digest(&page), page };
    let json = if several { serde_json::to_string } else { serde_json::to_string_pretty };
    Ok(json(&printed))
}
