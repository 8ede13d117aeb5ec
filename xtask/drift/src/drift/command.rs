//! `cargo xtask docs diff`: pages in, a report out.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::drift;
use xtask_spec::diagnostic::{self, Colour};
use xtask_spec::{load, read};

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

/// What a run found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    NothingChanged,
    Changed,
    /// Something could not be read, whatever the rest says.
    Unreadable,
}

impl Outcome {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::NothingChanged => 0,
            Self::Changed => 1,
            Self::Unreadable => 2,
        }
    }
}

/// Compares pages with the spec of the repository at `root`, and writes what differs.
///
/// # Errors
///
/// If there is no good spec, or the report cannot be written.
pub fn diff(
    root: &Path,
    paths: &[PathBuf],
    format: Format,
    output: &mut impl Write,
) -> Result<Outcome> {
    let sources = load::load(&root.join("spec"))?;
    let (spec, problems) = read::read(&sources);
    if !problems.is_empty() {
        let terminal = std::io::stderr().is_terminal();
        let colour = if terminal { Colour::Always } else { Colour::Never };
        bail!("the spec has problems\n{}", diagnostic::render(&problems, &sources, colour));
    }
    let report = drift::diff(paths, &spec, &version(root)?)?;
    match format {
        Format::Text => output.write_all(drift::text(&report).as_bytes())?,
        Format::Markdown => output.write_all(drift::markdown(&report).as_bytes())?,
        Format::Json => writeln!(output, "{}", serde_json::to_string_pretty(&report)?)?,
    }
    output.flush()?;
    Ok(match () {
        () if !report.refused.is_empty() => Outcome::Unreadable,
        () if report.has_changes() => Outcome::Changed,
        () => Outcome::NothingChanged,
    })
}

/// The version that the crates of the workspace share.
pub fn version(root: &Path) -> Result<String> {
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).context("cannot read the workspace's Cargo.toml")?;
    let manifest: toml::Table = toml::from_str(&text).context("Cargo.toml is no TOML")?;
    let version = manifest.get("workspace").and_then(|it| it.get("package")?.get("version"));
    let version = version.and_then(|version| version.as_str());
    Ok(version.context("Cargo.toml lacks `version` in [workspace.package]")?.to_owned())
}
