//! The report for a terminal: one line for each change.

use std::fmt::Write;

use super::report::{Report, Section};
use crate::compare::{Change, Kind, one_line};

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
    let _ = writeln!(text, "version: {} ({})", version(report), verdict.words());
    text
}

/// Subject, what it was and is, and what follows. Names and values are handed to `quoted`.
pub(super) fn told(change: &Change, quoted: impl Fn(String) -> String) -> String {
    let (old, new) = excerpts(change.old.as_deref(), change.new.as_deref());
    let difference = match (change.kind, old.map(&quoted), new.map(&quoted)) {
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
    let current = &report.version.current;
    let next = report.version.next.as_ref();
    next.map_or_else(|| format!("{current} stays"), |next| format!("{current} → {next}"))
}

/// How much of a value a line shows.
const MOST: usize = 60;

/// Both values in one line each, from where they begin to differ if they are long.
fn excerpts(old: Option<&str>, new: Option<&str>) -> (Option<String>, Option<String>) {
    let (old, new) = (old.map(one_line), new.map(one_line));
    let (Some(old), Some(new)) = (&old, &new) else { return (old.map(cut), new.map(cut)) };
    let is_long = |text: &str| text.chars().count() > MOST;
    let mut same = 0;
    if is_long(old) || is_long(new) {
        let equal = old.char_indices().zip(new.chars()).take_while(|((_, a), b)| a == b);
        let shared = &old[..equal.last().map_or(0, |((at, c), _)| at + c.len_utf8())];
        // Some words before the difference, to know it by.
        let words: Vec<_> = shared.match_indices(' ').map(|(at, _)| at + 1).collect();
        same = words.len().checked_sub(3).map_or(0, |at| words[at]);
    }
    let from = |text: &str| {
        let rest = text[same..].to_owned();
        Some(cut(if same == 0 { rest } else { format!("…{rest}") }))
    };
    (from(old), from(new))
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
