//! Result of comparing two specs: one document, independent of the output format.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Counts, Difference, Verdict, Versions};
use crate::report::document::Line;
use crate::report::{self, Document, Status};

/// Name of the state on disk.
pub(super) const WORK_TREE: &str = "the work tree";

/// All differences between two specs.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The name that the caller gave.
    pub old: String,
    pub new: String,
    /// The worst verdict; `None` without changes.
    pub verdict: Option<Verdict>,
    pub version: Versions,
    pub summary: Counts,
    /// First the differences in what all endpoints share, then those of each endpoint by name.
    pub differences: Vec<Difference>,
}

impl Report {
    /// Returns the report on the differences found by [`compare`](crate::compare::compare) between two specs.
    /// `current` is the version of the crates.
    ///
    /// # Errors
    ///
    /// If `current` is not a version.
    pub fn of(old: &str, new: &str, differences: Vec<Difference>, current: &str) -> Result<Self> {
        let changes = || differences.iter().flat_map(|it| &it.changes);
        let summary = Counts::of(changes());
        let verdict = changes().map(|it| it.verdict).max();
        let version = Versions::after(current, changes().filter(|it| is_generated(it)))?;
        let (old, new) = (old.to_owned(), new.to_owned());
        Ok(Self { old, new, verdict, version, summary, differences })
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let all = self.differences.iter();
        all.flat_map(|it| it.changes.iter().map(|change| (it.of.as_str(), change))).collect()
    }
}

/// Returns whether a change affects the crates: comments and departures do not.
fn is_generated(change: &Change) -> bool {
    change.subject != "text" && !change.subject.starts_with("departures.")
}

impl report::Report for Report {
    fn status(&self) -> Status {
        Status::of(self.verdict)
    }

    fn describe(&self, document: &mut Document) {
        let name = |name: &str| {
            if name == WORK_TREE { name.to_owned() } else { document.code(name) }
        };
        let (old, new) = (name(&self.old), name(&self.new));
        document.title("Spec");
        if self.verdict.is_none() {
            document.paragraph(&format!("Nothing changed between {old} and {new}."));
            return;
        }
        document.paragraph(&format!("Compared {old} with {new}: {}.", self.summary.words()));
        document.changes(&self.version, &self.lines());
    }
}
