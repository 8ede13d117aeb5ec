//! The report for a terminal: one line for each change.

use std::fmt::Write;

use super::report::{Report, Section};
use crate::compare::{Change, Kind, Verdict};

/// The report as text.
pub fn text(report: &Report) -> String {
    let Report { old, new, .. } = report;
    let Some(verdict) = report.verdict else {
        return format!("nothing changed between {old} and {new}\n");
    };
    let mut text = String::new();
    for section in Section::ALL {
        let mut lines = report.section(section).peekable();
        if lines.peek().is_some() {
            let _ = writeln!(text, "{}", section.title());
        }
        for (of, change) in lines {
            let _ = writeln!(text, "  {of} {}", told(change, |it| it));
        }
    }
    let _ = writeln!(text, "version: {} ({})", version(report), words(verdict));
    text
}

/// Subject, what it was and is, and what follows. Names and values are handed to `quoted`.
pub(super) fn told(change: &Change, quoted: impl Fn(String) -> String) -> String {
    let quote = |text: &Option<String>| text.as_deref().map(|text| quoted(line(text)));
    let difference = match (change.kind, quote(&change.old), quote(&change.new)) {
        (_, Some(old), Some(new)) => format!(" {old} → {new}"),
        (Kind::Added, _, Some(new)) => format!(" added ({new})"),
        (Kind::Added, ..) => " added".to_owned(),
        (Kind::Removed, Some(old), _) => format!(" removed ({old})"),
        (Kind::Removed, ..) => " removed".to_owned(),
        _ => " changed".to_owned(),
    };
    format!("{}{difference}: {}", quoted(change.subject.clone()), change.consequence)
}

pub(super) fn version(report: &Report) -> String {
    let next = report.version.next.as_deref().unwrap_or("no change");
    format!("{} → {next}", report.version.current)
}

/// A verdict in words.
pub(super) fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::BreaksCallers => "breaks callers",
        Verdict::Compatible => "compatible",
        Verdict::DocumentationOnly => "documentation only",
    }
}

/// A value in one line, cut if it is long.
fn line(text: &str) -> String {
    const MOST: usize = 60;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line: String = words.chars().filter(|c| !c.is_control()).take(MOST + 1).collect();
    if line.chars().count() > MOST {
        line.pop();
        line.push('…');
    }
    line
}
