//! What changes come to, in the words and numbers that every report has.

use anyhow::{Context, Result};
use semver::Version;
use serde::Serialize;

use crate::compare::change::{Change, Verdict};

/// How many changes there are of each verdict.
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

/// What follows for the version of the crates.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Versions {
    pub current: String,
    /// `None` if the crates stay as they are.
    pub next: Option<String>,
}

impl Versions {
    /// Returns the version after `current`, given what reaches the crates.
    ///
    /// # Errors
    ///
    /// If `current` is no version.
    pub fn after<'c>(current: &str, changes: impl IntoIterator<Item = &'c Change>) -> Result<Self> {
        let worst = changes.into_iter().map(|change| change.verdict).max();
        let next = worst.map(|worst| next_version(current, worst)).transpose()?;
        let next = next.map(|next| next.to_string());
        Ok(Self { current: current.to_owned(), next })
    }
}

/// Returns the version after `current`, when the worst of all changes is `worst`.
///
/// # Errors
///
/// If `current` is no version.
pub fn next_version(current: &str, worst: Verdict) -> Result<Version> {
    let current = Version::parse(current)
        .with_context(|| format!("`{current}` is no version: expected one such as 1.2.3"))?;
    let Version { major, minor, patch, .. } = current;
    Ok(match (worst, major) {
        (Verdict::BreaksCallers, 1..) => Version::new(major + 1, 0, 0),
        // Before 1.0, cargo takes the second number for the one that breaks.
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

/// Returns a text of a page or file in one line, without anything that moves a cursor or turns the direction
/// of what follows.
pub(crate) fn one_line(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |letter: char| if letter.is_control() || turns(letter) { ' ' } else { letter };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().map(visible).collect()
}

/// Returns a text as code in Markdown: it neither ends the quotes nor mentions anybody.
pub(crate) fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'"))
}
