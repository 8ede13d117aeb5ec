//! The report for the body of an issue or a pull request.

use std::fmt::Write;

use xtask_pages::facts::Remark;

use crate::compare::{self, Verdict};
use crate::drift::report::{Report, counted, line};
use crate::drift::text::{difference, version};

pub fn markdown(report: &Report) -> String {
    let mut text = String::from("## Documentation drift\n\n");
    let pages = counted(report.summary.compared, "page");
    if report.has_changes() {
        let counts = report.summary.changes;
        let _ = write!(
            text,
            "{pages} compared with the spec: {} break callers, {} compatible, {} documentation only.\n\n\
             **Version:** {}\n\n\
             | endpoint | fact | difference | verdict | consequence |\n|---|---|---|---|---|\n",
            counts.breaks_callers,
            counts.compatible,
            counts.documentation_only,
            version(report),
        );
        for page in &report.pages {
            for change in &page.changes {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {} | {} |",
                    code(&page.endpoint),
                    code(&change.subject),
                    code(&difference(change)),
                    change.verdict.words(),
                    change.consequence.replace('|', "\\|"),
                );
            }
        }
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
        let told = |it: &Remark| {
            format!("{}: {}", code(&format!("{}:{}", page.file, it.line)), code(&it.text))
        };
        page.remarks.iter().map(told)
    });
    list(&mut text, "Look at", remarks);
    let covered = report.not_covered.iter();
    list(
        &mut text,
        "Not covered by the spec",
        covered.map(|page| {
            format!("{} ({})", code(&format!("{} {}", page.method, page.path)), code(&page.file))
        }),
    );
    list(&mut text, "No page given for", report.without_page.iter().map(|name| code(name)));
    list(&mut text, "Folders not entered", report.folders.iter().map(|name| code(name)));
    text
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (at, line) in lines.enumerate() {
        if at == 0 {
            let _ = write!(text, "\n### {title}\n\n");
        }
        let _ = writeln!(text, "- {line}");
    }
}

/// Texts of pages mention nobody and end no table.
fn code(text: &str) -> String {
    compare::code(&line(text)).replace('|', "\\|")
}
