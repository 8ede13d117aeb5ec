//! The result of comparing two specs: one document, the same whatever prints it.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Counts, Difference, Verdict, Versions};
use crate::report::document::Line;
use crate::report::{self, Document, Status};

/// What the state on disk is called.
pub(super) const WORK_TREE: &str = "the work tree";

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
    /// Returns the report on what [`compare`](crate::compare::compare) found between two specs, where the
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

    fn lines(&self) -> Vec<Line<'_>> {
        let all = self.differences.iter();
        all.flat_map(|it| it.changes.iter().map(|change| (it.of.as_str(), change))).collect()
    }
}

/// Returns whether a change reaches the crates: comments and departures stay in the spec.
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
        let counts = self.summary.words();
        document.paragraph(&format!("Compared {old} with {new}: {counts}."));
        document.changes(&self.version, &self.lines());
    }
}
