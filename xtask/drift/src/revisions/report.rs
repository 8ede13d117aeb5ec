//! The result of comparing two specs: one document, the same whatever prints it.

use anyhow::Result;
use serde::Serialize;

use super::WORK_TREE;
use crate::compare::{Change, Counts, Difference, Verdict, Versions, code};
use crate::report::lines::{Line, Section, in_markdown, sections, version};
use crate::report::{self, lines};

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
    fn text(&self) -> String {
        if self.verdict.is_none() {
            return format!("nothing changed between {} and {}\n", self.old, self.new);
        }
        let version = version(&self.version, self.verdict);
        format!("{}version: {version}\n", lines::text(&self.lines()))
    }

    /// Lines for the changelog stand at its end.
    fn markdown(&self) -> String {
        let name = |name: &str| if name == WORK_TREE { name.to_owned() } else { code(name) };
        let compared = format!("Compared {} with {}", name(&self.old), name(&self.new));
        if self.verdict.is_none() {
            return format!("## Spec: nothing changed\n\n{compared}.\n");
        }
        let version = version(&self.version, self.verdict);
        let (counts, lines) = (self.summary.words(), self.lines());
        let changes = lines::markdown(&lines);
        let mut text = format!("## Spec: version {version}\n\n{compared}: {counts}.\n{changes}");
        // What those who upgrade have to know; texts of documentation they can read there.
        let known = sections(&lines).into_iter();
        let known = known.filter(|(section, _)| *section != Section::Documentation);
        let known = known.flat_map(|(section, lines)| {
            lines
                .into_iter()
                .map(move |it| format!("- {}: {}.\n", section.title(), in_markdown(it)))
        });
        let known: String = known.collect();
        if !known.is_empty() {
            text.push_str("\n### Changelog lines\n\n```markdown\n");
            text.push_str(&known);
            text.push_str("```\n");
        }
        text
    }
}
