//! The report on pages for a terminal: the changes, then the table, then what else there is.

use std::fmt::Write;

use comfy_table::{Table, presets};

use crate::compare::Verdict;
use crate::drift::report::{Report, counted, line};
use crate::report::lines;

pub(super) fn text(report: &Report) -> String {
    let mut text = lines::text(&report.lines());
    let mut put = |line: String| {
        text += &line;
        text.push('\n');
    };
    for page in &report.pages {
        for remark in &page.remarks {
            let (at, remark) = (remark.line, line(&remark.text));
            put(format!("{}:{at}: look at it: {remark}", page.file));
        }
    }
    if !report.has_changes() && report.summary.compared > 0 {
        let pages = counted(report.summary.compared, "page");
        put(format!("nothing changed: {pages} compared with the spec"));
    }
    if report.pages.is_empty() && !report.not_covered.is_empty() {
        put("nothing compared: the spec has none of these endpoints".to_owned());
    }
    if report.several && !report.pages.is_empty() {
        put(format!("\n{}\n", table(report)));
    }
    for refusal in &report.refused {
        put(format!("not read: {}: {}", refusal.file, refusal.reason));
    }
    for page in &report.not_covered {
        put(format!("not covered: {}: {} {}", page.file, page.method, line(&page.path)));
    }
    if !report.without_page.is_empty() {
        put(format!("no page given for: {}", report.without_page.join(", ")));
    }
    for folder in &report.folders {
        put(format!("not entered: {folder}: a folder in a folder: name it to read it"));
    }
    if report.has_changes() {
        let _ = writeln!(text, "version: {}", lines::version(&report.version, report.verdict));
    }
    text
}

/// Returns what became of what.
fn table(report: &Report) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::ASCII_MARKDOWN);
    table.set_header(["endpoint", "page", "verdict", "changes"]);
    for page in &report.pages {
        let verdict = page.verdict.map_or("unchanged", Verdict::words);
        let changes = page.changes.len().to_string();
        table.add_row([&page.endpoint, &page.file, verdict, &changes]);
    }
    table
}
