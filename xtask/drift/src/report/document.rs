//! A report as prose: for a terminal, or as Markdown for the body of an issue or a pull request.

use std::fmt::Write;

use comfy_table::{Table, presets};

use crate::compare::{Change, Kind, Verdict, Versions, code, one_line};

/// A change with its endpoint or file.
pub(crate) type Line<'r> = (&'r str, &'r Change);

/// Headings of changes, in the order of severity.
const SECTIONS: [&str; 4] = ["Breaking", "New", "Changed", "Documentation"];

/// Most characters of a text shown in a list.
const LONGEST: usize = 200;

/// The text of a report so far.
#[derive(Debug)]
pub struct Document {
    is_markdown: bool,
    text: String,
}

impl Document {
    pub(super) fn new(is_markdown: bool) -> Self {
        Self { is_markdown, text: String::new() }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Returns a name or value in one line. In Markdown it is code that neither ends the line nor mentions
    /// anybody.
    pub(crate) fn code(&self, text: &str) -> String {
        if self.is_markdown { code(text) } else { one_line(text) }
    }

    /// Adds the heading of an issue; a terminal does not need one.
    pub(crate) fn title(&mut self, title: &str) {
        if self.is_markdown {
            let _ = writeln!(self.text, "## {title}");
        }
    }

    pub(crate) fn paragraph(&mut self, line: &str) {
        let between = if self.is_markdown { "\n" } else { "" };
        let _ = writeln!(self.text, "{between}{line}");
    }

    /// Adds a list of names, or of places with a text for each.
    pub(crate) fn list<const N: usize>(
        &mut self,
        title: &str,
        lines: impl IntoIterator<Item = [String; N]>,
    ) {
        let line = |parts: [String; N]| parts.map(|it| self.code(&cut(&it, LONGEST))).join(": ");
        let lines: Vec<_> = lines.into_iter().map(line).collect();
        self.section(title, &lines);
    }

    /// Adds a list of names that can be long: in one line on a terminal.
    pub(crate) fn names(&mut self, title: &str, names: &[String]) {
        let names: Vec<_> = names.iter().map(|name| self.code(name)).collect();
        if self.is_markdown || names.is_empty() {
            self.section(title, &names);
        } else {
            self.paragraph(&format!("{title}: {}", names.join(", ")));
        }
    }

    /// Adds lines under a heading, unless there are none.
    fn section(&mut self, title: &str, lines: &[String]) {
        let (heading, bullet) = if self.is_markdown {
            (format!("\n### {title}\n\n"), "-")
        } else {
            (format!("{title}\n"), " ")
        };
        for (at, line) in lines.iter().enumerate() {
            let heading = if at == 0 { heading.as_str() } else { "" };
            let _ = writeln!(self.text, "{heading}{bullet} {line}");
        }
    }

    /// Adds a table under a heading, unless it has no rows. The first two columns are names.
    pub(crate) fn table(&mut self, title: &str, columns: [&str; 4], rows: &[[String; 4]]) {
        if rows.is_empty() {
            return;
        }
        let mut table = Table::new();
        table.load_preset(presets::ASCII_MARKDOWN).set_header(columns);
        for [first, second, third, fourth] in rows {
            let [first, second] = [first, second].map(|it| self.code(it).replace('|', "\\|"));
            table.add_row([&first, &second, third, fourth]);
        }
        let heading = if self.is_markdown { format!("### {title}\n\n") } else { String::new() };
        let _ = writeln!(self.text, "\n{heading}{table}");
    }

    /// Adds the consequence for the version, and the changes by section.
    pub(crate) fn changes(&mut self, version: &Versions, lines: &[Line<'_>]) {
        let Some(worst) = lines.iter().map(|(_, change)| change.verdict).max() else { return };
        let current = &version.current;
        self.paragraph(&match &version.next {
            Some(next) => format!("Version: {current} → {next} ({})", worst.words()),
            None => format!("Version: {current} stays ({})", worst.words()),
        });
        for section in SECTIONS {
            let own = lines.iter().filter(|(_, change)| section_of(change) == section);
            let own = own.map(|(of, change)| format!("{} {}", self.code(of), self.told(change)));
            let own: Vec<_> = own.collect();
            self.section(section, &own);
        }
    }

    /// Returns the subject, the old and the new value, and the consequence.
    fn told(&self, change: &Change) -> String {
        let (old, new) = excerpts(change.old.as_deref(), change.new.as_deref());
        let [old, new] = [old, new].map(|it| it.map(|it| self.code(&it)));
        let difference = match (change.kind, old, new) {
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
        format!("{}{difference}: {}", self.code(&change.subject), change.consequence)
    }
}

fn section_of(change: &Change) -> &'static str {
    match (change.verdict, change.kind) {
        (Verdict::BreaksCallers, _) => "Breaking",
        (Verdict::Compatible, Kind::Added) => "New",
        (Verdict::Compatible, _) => "Changed",
        (Verdict::DocumentationOnly, _) => "Documentation",
    }
}

/// Most characters of a value shown in a line.
const MOST: usize = 60;

/// Returns both values in one line each; long ones are cut to where they begin to differ.
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
        // Keeps some words before the difference for context.
        let words: Vec<_> = shared.match_indices(' ').map(|(at, _)| at + 1).collect();
        same = words.len().checked_sub(3).map_or(0, |at| words[at]);
    }
    let from = |text: &str| {
        let rest = &text[same..];
        Some(if same == 0 { shown(rest) } else { shown(&format!("…{rest}")) })
    };
    (from(old), from(new))
}

/// Returns a text, cut to a number of characters.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
