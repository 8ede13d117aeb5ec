//! What every command of the package reports by: the exit status, the format, the version.

pub(crate) mod lines;

use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Serialize;
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

/// What a run came to, by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing differs, nothing was refused.
    Clean,
    /// Something differs, or is no page of an endpoint, or cannot be imported.
    Found,
    /// Something could not be read, whatever the rest says.
    Unread,
}

impl Status {
    /// Returns the exit status: 0, 1 or 2.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// A report that can be written in every format.
pub trait Report: Serialize {
    /// Returns one line for each change.
    fn text(&self) -> String;
    /// Returns the body of an issue or a pull request.
    fn markdown(&self) -> String;
}

/// Writes a report.
///
/// # Errors
///
/// I/O.
pub fn write(report: &impl Report, format: Format, output: &mut impl Write) -> Result<()> {
    let mut text = match format {
        Format::Text => report.text(),
        Format::Markdown => report.markdown(),
        Format::Json => serde_json::to_string_pretty(report)?,
    };
    if format == Format::Json {
        text.push('\n');
    }
    output.write_all(text.as_bytes())?;
    Ok(output.flush()?)
}

/// Returns the problems of a spec as the compiler would print them, for standard error.
pub(crate) fn shown(problems: &[Diagnostic], sources: &Sources) -> String {
    let terminal = io::stderr().is_terminal();
    let colour = if terminal { Colour::Always } else { Colour::Never };
    diagnostic::render(problems, sources, colour)
}

/// Returns the version that the crates of the workspace share.
///
/// # Errors
///
/// If the workspace's `Cargo.toml` names none.
pub fn version(root: &Path) -> Result<String> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).context("cannot read the workspace's Cargo.toml")?;
    let manifest: toml::Table = toml::from_str(&text).context("Cargo.toml is no TOML")?;
    let version = manifest.get("workspace").and_then(|it| it.get("package")?.get("version"));
    let version = version.and_then(|version| version.as_str());
    Ok(version.context("Cargo.toml lacks `version` in [workspace.package]")?.to_owned())
}
