//! The result of comparing pages: one document, the same whatever prints it.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Kind, Verdict, next_version};
use crate::docs::facts::{Page, Refusal};

/// Everything that a comparison found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The worst of all changes; `None` without any.
    pub verdict: Option<Verdict>,
    pub summary: Summary,
    pub version: Version,
    /// In the order of the arguments, those of a folder by name, as everything below.
    pub pages: Vec<Compared>,
    /// Pages of endpoints that the spec does not have: no difference.
    pub not_covered: Vec<NotCovered>,
    /// Endpoints for which there was no page, where more than one was asked for.
    pub without_page: Vec<String>,
    /// Files that could not be read as pages.
    pub refused: Vec<Refusal>,
    /// Folders within folders: they are not entered.
    pub folders: Vec<String>,
    /// Whether more than one page was asked for.
    #[serde(skip)]
    pub several: bool,
}

/// A page and what differs from its endpoint.
#[derive(Debug, Serialize)]
pub struct Compared {
    pub file: String,
    /// `role::list_users`.
    pub endpoint: String,
    /// That of the page's facts.
    pub digest: String,
    /// The worst of the changes; `None` without any.
    pub verdict: Option<Verdict>,
    pub changes: Vec<Change>,
}

/// A page whose endpoint the spec does not have.
#[derive(Debug, Serialize)]
pub struct NotCovered {
    pub file: String,
    pub method: String,
    pub path: String,
}

/// How much of everything there is.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Summary {
    /// Pages that were compared.
    pub compared: usize,
    /// Those of them that say what the spec says.
    pub unchanged: usize,
    pub changes: Counts,
}

/// How many changes there are of each verdict.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub breaks_callers: usize,
    pub compatible: usize,
    pub documentation_only: usize,
}

/// What follows for the version of the crates.
#[derive(Debug, Default, Serialize)]
pub struct Version {
    pub current: String,
    /// `None` if the crates stay as they are.
    pub next: Option<String>,
}

impl Report {
    /// Whether a page differs from the spec.
    pub fn has_changes(&self) -> bool {
        self.verdict.is_some()
    }

    pub(super) fn complete(mut self, several: bool, version: &str) -> Result<Self> {
        self.several = several;
        for page in &mut self.pages {
            page.verdict = page.changes.iter().map(|change| change.verdict).max();
        }
        let changes = || self.pages.iter().flat_map(|page| &page.changes);
        let count = |wanted| changes().filter(|change| change.verdict == wanted).count();
        self.summary = Summary {
            compared: self.pages.len(),
            unchanged: self.pages.iter().filter(|page| page.changes.is_empty()).count(),
            changes: Counts {
                breaks_callers: count(Verdict::BreaksCallers),
                compatible: count(Verdict::Compatible),
                documentation_only: count(Verdict::DocumentationOnly),
            },
        };
        self.verdict = changes().map(|change| change.verdict).max();
        // Departures are not generated from.
        let generated = changes().filter(|change| change.kind != Kind::Obsolete);
        let worst = generated.map(|change| change.verdict).max();
        let next = worst.map(|worst| next_version(version, worst)).transpose()?;
        let next = next.map(|next| next.to_string());
        self.version = Version { current: version.to_owned(), next };
        Ok(self)
    }
}

impl NotCovered {
    pub(super) fn of(page: &Page) -> Self {
        let Page { file, method, path, .. } = page.clone();
        Self { file, method, path }
    }
}

/// A verdict in words.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::BreaksCallers => "breaks callers",
        Verdict::Compatible => "compatible",
        Verdict::DocumentationOnly => "documentation only",
    }
}

/// `1 page`, `2 pages`.
pub(super) fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// What a change says in a line, cut if it is long and without anything that moves a cursor or
/// turns the direction of what follows.
pub(super) fn line(text: &str) -> String {
    const MOST: usize = 100;
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |letter: char| if letter.is_control() || turns(letter) { ' ' } else { letter };
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut line: String = words.join(" ").chars().map(visible).take(MOST + 1).collect();
    if line.chars().count() > MOST {
        line.pop();
        line.push('…');
    }
    line
}
