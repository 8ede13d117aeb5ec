//! The result of a comparison: one document, the same whatever prints it.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Counts, Difference, Kind, Verdict, Versions};

/// Everything that differs between two specs.
#[derive(Debug, Serialize)]
pub struct Report {
    /// As the caller named them.
    pub old: String,
    pub new: String,
    /// The worst of all changes; `None` without any.
    pub verdict: Option<Verdict>,
    pub version: Versions,
    pub summary: Counts,
    /// First what all endpoints share, then each endpoint by name.
    pub differences: Vec<Difference>,
}

impl Report {
    /// The report on what [`compare`](crate::compare::compare) found between two specs, where the
    /// crates have the version `current`.
    ///
    /// # Errors
    ///
    /// If `current` is no version.
    pub fn of(old: &str, new: &str, differences: Vec<Difference>, current: &str) -> Result<Self> {
        let changes = || differences.iter().flat_map(|it| &it.changes);
        let summary = Counts::of(changes());
        let verdict = changes().map(|it| it.verdict).max();
        let version = Versions::after(current, changes().filter(|it| is_generated(it)))?;
        let (old, new) = (old.to_owned(), new.to_owned());
        Ok(Self { old, new, verdict, version, summary, differences })
    }

    /// The changes of a section with what they are of.
    pub(super) fn section(&self, section: Section) -> impl Iterator<Item = (&str, &Change)> {
        let all = self.differences.iter();
        let all = all.flat_map(|it| it.changes.iter().map(|change| (it.of.as_str(), change)));
        all.filter(move |(_, change)| Section::of(change) == section)
    }
}

/// Whether a change reaches the crates: comments and departures stay in the spec.
fn is_generated(change: &Change) -> bool {
    change.subject != "text" && !change.subject.starts_with("departures.")
}

/// Where a reader looks for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Breaking,
    New,
    Changed,
    Documentation,
}

impl Section {
    pub(super) const ALL: [Self; 4] =
        [Self::Breaking, Self::New, Self::Changed, Self::Documentation];

    fn of(change: &Change) -> Self {
        match (change.verdict, change.kind) {
            (Verdict::BreaksCallers, _) => Self::Breaking,
            (Verdict::Compatible, Kind::Added) => Self::New,
            (Verdict::Compatible, _) => Self::Changed,
            (Verdict::DocumentationOnly, _) => Self::Documentation,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::New => "New",
            Self::Changed => "Changed",
            Self::Documentation => "Documentation",
        }
    }
}
