//! The report on pages for the body of an issue or a pull request.

use std::fmt::Write;

use crate::compare::{self, Verdict};
use crate::drift::report::{Report, counted, line};
use crate::report::lines::{self, list};

pub(super) fn markdown(report: &Report) -> String {
    let mut text = String::from("## Documentation drift\n\n");
    let pages = counted(report.summary.compared, "page");
    if report.has_changes() {
        let counts = report.summary.changes.words();
        let version = lines::version(&report.version, report.verdict);
        let _ =
            writeln!(text, "{pages} compared with the spec: {counts}.\n\n**Version:** {version}");
        text += &lines::markdown(&report.lines());
    } else {
        let _ = writeln!(text, "Nothing changed: {pages} compared with the spec.");
    }
    // First, for a long report may be cut.
    let refused = report.refused.iter();
    let refused = refused.map(|it| format!("{}: {}", code(&it.file), code(&it.reason)));
    list(&mut text, "Could not be read", refused);
    if report.several && !report.pages.is_empty() {
        text.push_str(
            "\n### Pages\n\n| endpoint | page | verdict | changes |\n|---|---|---|---|\n",
        );
        for page in &report.pages {
            let verdict = page.verdict.map_or("unchanged", Verdict::words);
            let (endpoint, file) = (code(&page.endpoint), code(&page.file));
            let _ = writeln!(text, "| {endpoint} | {file} | {verdict} | {} |", page.changes.len());
        }
    }
    let remarks = report.pages.iter().flat_map(|page| {
        let at = |line: usize| code(&format!("{}:{line}", page.file));
        page.remarks.iter().map(move |it| format!("{}: {}", at(it.line), code(&it.text)))
    });
    list(&mut text, "Look at", remarks);
    let covered = report.not_covered.iter().map(|page| {
        format!("{} ({})", code(&format!("{} {}", page.method, page.path)), code(&page.file))
    });
    list(&mut text, "Not covered by the spec", covered);
    list(&mut text, "No page given for", report.without_page.iter().map(|name| code(name)));
    list(&mut text, "Folders not entered", report.folders.iter().map(|name| code(name)));
    text
}

/// Texts of pages mention nobody and end no table.
fn code(text: &str) -> String {
    compare::code(&line(text)).replace('|', "\\|")
}
