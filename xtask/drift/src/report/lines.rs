//! Changes in words: in sections, one line for each, for a terminal and as Markdown.

use std::fmt::Write;

use crate::compare::{Change, Kind, Verdict, Versions, code, one_line};

/// A change and what it is of: an endpoint, or a file.
pub(crate) type Line<'r> = (&'r str, &'r Change);

/// Where a reader looks for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Breaking,
    New,
    Changed,
    Documentation,
}

impl Section {
    const ALL: [Self; 4] = [Self::Breaking, Self::New, Self::Changed, Self::Documentation];

    /// Returns the section of a change.
    pub(crate) fn of(change: &Change) -> Self {
        match (change.verdict, change.kind) {
            (Verdict::BreaksCallers, _) => Self::Breaking,
            (Verdict::Compatible, Kind::Added) => Self::New,
            (Verdict::Compatible, _) => Self::Changed,
            (Verdict::DocumentationOnly, _) => Self::Documentation,
        }
    }

    /// Returns the heading of the section.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::New => "New",
            Self::Changed => "Changed",
            Self::Documentation => "Documentation",
        }
    }
}

/// Returns the changes of each section that has any, in the order of weight.
pub(crate) fn sections<'r>(lines: &[Line<'r>]) -> Vec<(Section, Vec<Line<'r>>)> {
    let of = |section| {
        let own = lines.iter().copied().filter(|(_, change)| Section::of(change) == section);
        (section, own.collect::<Vec<_>>())
    };
    Section::ALL.into_iter().map(of).filter(|(_, lines)| !lines.is_empty()).collect()
}

/// Returns the changes as text.
pub(crate) fn text(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for (section, lines) in sections(lines) {
        let _ = writeln!(text, "{}", section.title());
        for (of, change) in lines {
            let _ = writeln!(text, "  {of} {}", told(change, |it| it));
        }
    }
    text
}

/// Returns the changes as lists of Markdown.
pub(crate) fn markdown(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for (section, lines) in sections(lines) {
        let lines = lines.into_iter().map(in_markdown);
        list(&mut text, section.title(), lines);
    }
    text
}

/// Returns a change as a line of Markdown.
pub(crate) fn in_markdown((of, change): Line<'_>) -> String {
    format!("{} {}", code(of), told(change, |text| code(&text)))
}

/// Adds a list under a heading, unless it is empty.
pub(crate) fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (at, line) in lines.enumerate() {
        if at == 0 {
            let _ = write!(text, "\n### {title}\n\n");
        }
        let _ = writeln!(text, "- {line}");
    }
}

/// Returns what follows for the version, and the worst of the changes.
pub(crate) fn version(version: &Versions, verdict: Option<Verdict>) -> String {
    let current = &version.current;
    match (&version.next, verdict) {
        (Some(next), Some(worst)) => format!("{current} → {next} ({})", worst.words()),
        (None, Some(worst)) => format!("{current} stays ({})", worst.words()),
        _ => format!("{current} stays"),
    }
}

/// Returns subject, what it was and is, and what follows. Names and values are handed to `quoted`.
fn told(change: &Change, quoted: impl Fn(String) -> String) -> String {
    let (old, new) = excerpts(change.old.as_deref(), change.new.as_deref());
    let difference = match (change.kind, old.map(&quoted), new.map(&quoted)) {
        (Kind::Obsolete, old, new) => {
            let old = old.unwrap_or_default();
            let new = new.unwrap_or_else(|| "nothing of the kind".to_owned());
            format!(" departure obsolete (printed {old}, now {new})")
        }
        (_, Some(old), Some(new)) => format!(" {old} → {new}"),
        (Kind::Added, _, Some(new)) => format!(" added ({new})"),
        (Kind::Added, ..) => " added".to_owned(),
        (Kind::Removed, Some(old), _) => format!(" removed ({old})"),
        (Kind::Removed, ..) => " removed".to_owned(),
        _ => " changed".to_owned(),
    };
    format!("{}{difference}: {}", quoted(one_line(&change.subject)), change.consequence)
}

/// How many characters of a value a line shows.
const MOST: usize = 60;

/// Returns both values in one line each, from where they begin to differ if they are long.
fn excerpts(old: Option<&str>, new: Option<&str>) -> (Option<String>, Option<String>) {
    let shown = |text: &str| cut(text, MOST);
    let (old, new) = (old.map(one_line), new.map(one_line));
    let (Some(old), Some(new)) = (&old, &new) else {
        return (old.as_deref().map(shown), new.as_deref().map(shown));
    };
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
        let rest = &text[same..];
        Some(if same == 0 { shown(rest) } else { shown(&format!("…{rest}")) })
    };
    (from(old), from(new))
}

/// Returns a text, or as many characters of it as a line has place for.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
