//! The result of comparing pages: one document, the same whatever prints it.

use anyhow::Result;
use serde::Serialize;

use crate::compare::{Change, Counts, Kind, Verdict, Versions};
use crate::report::document::Line;
use crate::report::{self, Document, Status};
use xtask_pages::facts::{Page, Refusal, Remark};

/// Everything that a comparison found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The worst of all changes; `None` without any.
    pub verdict: Option<Verdict>,
    pub summary: Summary,
    pub version: Versions,
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
    /// What the reader was not sure of, if the page differs or has a table that was not read. Those of
    /// a page that says what the spec says were seen when it was imported.
    pub remarks: Vec<Remark>,
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

impl Report {
    /// Returns every change with the endpoint that it is of.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let all = self.pages.iter();
        all.flat_map(|it| it.changes.iter().map(|change| (it.endpoint.as_str(), change))).collect()
    }

    /// Sums up what the pages say.
    pub(super) fn complete(mut self, version: &str) -> Result<Self> {
        let changes = || self.pages.iter().flat_map(|page| &page.changes);
        self.summary = Summary {
            compared: self.pages.len(),
            unchanged: self.pages.iter().filter(|page| page.changes.is_empty()).count(),
            changes: Counts::of(changes()),
        };
        self.verdict = changes().map(|change| change.verdict).max();
        // Departures are not generated from.
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
        // Early, for a long report may be cut.
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
