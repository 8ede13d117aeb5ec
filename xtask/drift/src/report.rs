//! Common parts of all commands' reports: exit status, format, version.

pub(crate) mod document;

use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Serialize;

pub use self::document::Document;
use crate::compare::Verdict;
use xtask_spec::diagnostic::{self, Colour, Diagnostic};
use xtask_spec::load::Sources;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One line for each change.
    Text,
    /// For the body of an issue or a pull request.
    Markdown,
    /// One document for programs.
    Json,
}

/// Result of a run, in the order of severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No differences and no refusals.
    Clean,
    /// Something differs, is not a page of an endpoint, or cannot be imported.
    Found,
    /// Something could not be read, whatever else was found.
    Unread,
}

impl Status {
    /// Returns the status for changes of which `worst` is the worst verdict.
    pub(crate) fn of(worst: Option<Verdict>) -> Self {
        if worst.is_some() { Self::Found } else { Self::Clean }
    }

    /// Returns the exit status: 0, 1 or 2.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// A report that can be written in every format.
pub trait Report: Serialize {
    /// Returns the result of the comparison.
    fn status(&self) -> Status;

    /// Writes the report in words.
    fn describe(&self, document: &mut Document);
}

/// Writes a report, and returns its status.
///
/// # Errors
///
/// I/O.
pub fn write(report: &impl Report, format: Format, output: &mut impl Write) -> Result<Status> {
    output.write_all(shown_as(report, format)?.as_bytes())?;
    output.flush()?;
    Ok(report.status())
}

/// Returns a report as text.
///
/// # Errors
///
/// None for the reports of this package, all of which can be written as JSON.
pub fn shown_as(report: &impl Report, format: Format) -> Result<String> {
    if format == Format::Json {
        return Ok(serde_json::to_string_pretty(report)? + "\n");
    }
    let mut document = Document::new(format == Format::Markdown);
    report.describe(&mut document);
    Ok(document.into_text())
}

/// Returns the problems of a spec in the compiler's format, for standard error.
pub(crate) fn shown(problems: &[Diagnostic], sources: &Sources) -> String {
    let terminal = io::stderr().is_terminal();
    let colour = if terminal { Colour::Always } else { Colour::Never };
    diagnostic::render(problems, sources, colour)
}

/// Returns the version that the crates of the workspace share.
///
/// # Errors
///
/// If the workspace's `Cargo.toml` has no version.
pub fn version(root: &Path) -> Result<String> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).context("cannot read the workspace's Cargo.toml")?;
    let manifest: toml::Table = toml::from_str(&text).context("Cargo.toml is no TOML")?;
    let version = manifest.get("workspace").and_then(|it| it.get("package")?.get("version"));
    let version = version.and_then(|version| version.as_str());
    Ok(version.context("Cargo.toml lacks `version` in [workspace.package]")?.to_owned())
}
