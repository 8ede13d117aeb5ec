//! The report for a terminal: one line for each change, then the table, then what else there is.

use std::fmt::Write;

use comfy_table::{Table, presets};

use crate::compare::{Change, Kind, Verdict};
use crate::drift::report::{Report, counted, line};

pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for page in &report.pages {
        for change in &page.changes {
            put(&mut text, &format!("{}: {}", page.endpoint, one(change)));
        }
    }
    for page in &report.pages {
        for remark in &page.remarks {
            let (at, remark) = (remark.line, line(&remark.text));
            put(&mut text, &format!("{}:{at}: look at it: {remark}", page.file));
        }
    }
    if !report.has_changes() && report.summary.compared > 0 {
        let pages = counted(report.summary.compared, "page");
        put(&mut text, &format!("nothing changed: {pages} compared with the spec"));
    }
    if report.pages.is_empty() && !report.not_covered.is_empty() {
        put(&mut text, "nothing compared: the spec has none of these endpoints");
    }
    if report.several && !report.pages.is_empty() {
        let _ = write!(text, "\n{}\n\n", table(report));
    }
    for refusal in &report.refused {
        put(&mut text, &format!("not read: {}: {}", refusal.file, refusal.reason));
    }
    for page in &report.not_covered {
        put(
            &mut text,
            &format!("not covered: {}: {} {}", page.file, page.method, line(&page.path)),
        );
    }
    if !report.without_page.is_empty() {
        put(&mut text, &format!("no page given for: {}", report.without_page.join(", ")));
    }
    for folder in &report.folders {
        put(&mut text, &format!("not entered: {folder}: a folder in a folder: name it to read it"));
    }
    if report.has_changes() {
        put(&mut text, &format!("version: {}", version(report)));
    }
    text
}

/// What follows for the version.
pub(super) fn version(report: &Report) -> String {
    let current = &report.version.current;
    match (&report.version.next, report.verdict) {
        (Some(next), Some(worst)) => format!("{current} → {next} ({})", worst.words()),
        _ => format!("{current} stays: the crates do not change"),
    }
}

/// What became of what.
pub(super) fn difference(change: &Change) -> String {
    let old = change.old.as_deref().map(line).unwrap_or_default();
    let new = change.new.as_deref().map(line);
    match change.kind {
        Kind::Added => format!("added ({})", new.unwrap_or_default()),
        Kind::Removed => format!("removed ({old})"),
        Kind::Changed => format!("{old} → {}", new.unwrap_or_default()),
        Kind::Obsolete => {
            let new = new.unwrap_or_else(|| "nothing of the kind".to_owned());
            format!("departure obsolete (printed {old}, now {new})")
        }
    }
}

fn one(change: &Change) -> String {
    let (difference, verdict) = (difference(change), change.verdict.words());
    format!("{}: {difference}: {verdict} ({})", line(&change.subject), change.consequence)
}

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

fn put(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
