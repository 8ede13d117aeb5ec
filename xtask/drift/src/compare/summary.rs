//! Summary of changes, in the words and numbers of all reports.

use anyhow::{Context, Result};
use semver::Version;
use serde::Serialize;

use crate::compare::change::{Change, Verdict};

/// Number of changes by verdict.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub breaks_callers: usize,
    pub compatible: usize,
    pub documentation_only: usize,
}

impl Counts {
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match change.verdict {
                Verdict::BreaksCallers => &mut counts.breaks_callers,
                Verdict::Compatible => &mut counts.compatible,
                Verdict::DocumentationOnly => &mut counts.documentation_only,
            } += 1;
        }
        counts
    }

    /// Returns the counts in words.
    pub fn words(self) -> String {
        let Self { breaks_callers, compatible, documentation_only } = self;
        format!(
            "{breaks_callers} break callers, {compatible} compatible, {documentation_only} documentation only"
        )
    }
}

/// Consequence for the version of the crates.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Versions {
    pub current: String,
    /// `None` if the crates do not change.
    pub next: Option<String>,
}

impl Versions {
    /// Returns the version after `current`, given the changes to the crates.
    ///
    /// # Errors
    ///
    /// If `current` is not a version.
    pub fn after<'c>(current: &str, changes: impl IntoIterator<Item = &'c Change>) -> Result<Self> {
        let worst = changes.into_iter().map(|change| change.verdict).max();
        let next = worst.map(|worst| next_version(current, worst)).transpose()?;
        let next = next.map(|next| next.to_string());
        Ok(Self { current: current.to_owned(), next })
    }
}

/// Returns the version after `current` if `worst` is the worst verdict of all changes.
///
/// # Errors
///
/// If `current` is not a version.
pub fn next_version(current: &str, worst: Verdict) -> Result<Version> {
    let current = Version::parse(current)
        .with_context(|| format!("`{current}` is no version: expected one such as 1.2.3"))?;
    let Version { major, minor, patch, .. } = current;
    Ok(match (worst, major) {
        (Verdict::BreaksCallers, 1..) => Version::new(major + 1, 0, 0),
        // Before 1.0, cargo treats the second number as the major version.
        (Verdict::BreaksCallers, 0) | (Verdict::Compatible, 1..) => {
            Version::new(major, minor + 1, 0)
        }
        _ => Version::new(major, minor, patch + 1),
    })
}

impl Verdict {
    /// Returns the verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::BreaksCallers => "breaks callers",
            Self::Compatible => "compatible",
            Self::DocumentationOnly => "documentation only",
        }
    }
}

/// Returns a text of a page or file in one line, without characters that move the cursor or change the text
/// direction.
pub(crate) fn one_line(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |letter: char| if letter.is_control() || turns(letter) { ' ' } else { letter };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().map(visible).collect()
}

/// Returns a text as code in Markdown that neither ends the quotes nor mentions anybody.
pub(crate) fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'"))
}
