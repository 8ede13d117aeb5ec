//! Result of comparing pages: one document, independent of the output format.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Counts, Kind, Verdict, Versions};
use crate::report::document::Line;
use crate::report::{self, Document, Status};
use xtask_pages::facts::{Page, Refusal, Remark};

/// All findings of a comparison.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The worst verdict; `None` without changes.
    pub verdict: Option<Verdict>,
    pub summary: Summary,
    pub version: Versions,
    /// In the order of the arguments, and by name within a folder, like all lists below.
    pub pages: Vec<Compared>,
    /// Pages of endpoints that the spec does not have. They do not count as differences.
    pub not_covered: Vec<NotCovered>,
    /// Endpoints without a page, if more than one page was given.
    pub without_page: Vec<String>,
    /// Files that could not be read as pages.
    pub refused: Vec<Refusal>,
    /// Folders within folders, which are not searched.
    pub folders: Vec<String>,
    /// Whether more than one page was given.
    #[serde(skip)]
    pub several: bool,
}

/// A page and its differences from its endpoint.
#[derive(Debug, Serialize)]
pub struct Compared {
    pub file: String,
    /// `role::list_users`.
    pub endpoint: String,
    /// Digest of the page's facts.
    pub digest: String,
    /// The worst verdict; `None` without changes.
    pub verdict: Option<Verdict>,
    pub changes: Vec<Change>,
    /// Remarks of the reader, if the page differs or has a table that was not read. Those of a page without
    /// differences were seen when it was imported; it has one if it is newer than the file.
    pub remarks: Vec<Remark>,
}

/// A page whose endpoint the spec does not have.
#[derive(Debug, Serialize)]
pub struct NotCovered {
    pub file: String,
    pub method: String,
    pub path: String,
}

/// Counts of pages and changes.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Summary {
    /// Pages that were compared.
    pub compared: usize,
    /// Pages without differences.
    pub unchanged: usize,
    pub changes: Counts,
}

impl Report {
    /// Returns every change with its endpoint.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let all = self.pages.iter();
        all.flat_map(|it| it.changes.iter().map(|change| (it.endpoint.as_str(), change))).collect()
    }

    /// Computes the summary, the verdict and the version.
    pub(super) fn complete(mut self, version: &str) -> Result<Self> {
        let changes = || self.pages.iter().flat_map(|page| &page.changes);
        self.summary = Summary {
            compared: self.pages.len(),
            unchanged: self.pages.iter().filter(|page| page.changes.is_empty()).count(),
            changes: Counts::of(changes()),
        };
        self.verdict = changes().map(|change| change.verdict).max();
        // Departures have no effect on the generated code.
        let generated = changes().filter(|change| change.kind != Kind::Obsolete);
        self.version = Versions::after(version, generated)?;
        Ok(self)
    }
}

impl NotCovered {
    pub(super) fn of(page: &Page) -> Self {
        let Page { file, method, path, .. } = page.clone();
        Self { file, method, path }
    }
}

impl report::Report for Report {
    fn status(&self) -> Status {
        if self.refused.is_empty() { Status::of(self.verdict) } else { Status::Unread }
    }

    fn describe(&self, document: &mut Document) {
        document.title("Documentation drift");
        let Summary { compared, changes, .. } = self.summary;
        let pages = format!("{compared} page{}", if compared == 1 { "" } else { "s" });
        if self.verdict.is_some() {
            document.paragraph(&format!("{pages} compared with the spec: {}.", changes.words()));
            document.changes(&self.version, &self.lines());
        } else {
            document.paragraph(&format!("Nothing changed: {pages} compared with the spec."));
        }
        // Refused files come early, because a long report may be cut.
        let refused = self.refused.iter();
        document.list("Not read", refused.map(|it| [it.file.clone(), it.reason.clone()]));
        let pages = self.pages.iter().filter(|_| self.several).map(|page| {
            let verdict = page.verdict.map_or("unchanged", Verdict::words).to_owned();
            [page.endpoint.clone(), page.file.clone(), verdict, page.changes.len().to_string()]
        });
        let columns = ["endpoint", "page", "verdict", "changes"];
        document.table("Pages", columns, &pages.collect::<Vec<_>>());
        let remarks = self.pages.iter().flat_map(|page| {
            let at = |line| format!("{}:{line}", page.file);
            page.remarks.iter().map(move |it| [at(it.line), it.text.clone()])
        });
        document.list("Look at", remarks);
        let covered = self.not_covered.iter();
        let covered = covered.map(|it| [it.file.clone(), format!("{} {}", it.method, it.path)]);
        document.list("Not covered by the spec", covered);
        document.names("No page given for", &self.without_page);
        document.names("Folders not entered, name them to read them", &self.folders);
    }
}
