//! The report for a pull request.

use std::fmt::Write;

use super::WORK_TREE;
use super::report::{Report, Section};
use super::text::{told, version};
use crate::compare::code;

/// The report as Markdown, with lines for the changelog at its end.
pub fn markdown(report: &Report) -> String {
    let name = |name: &str| if name == WORK_TREE { name.to_owned() } else { code(name) };
    let (old, new) = (name(&report.old), name(&report.new));
    let Some(verdict) = report.verdict else {
        return format!("## Spec: nothing changed\n\nCompared {old} with {new}.\n");
    };
    let counts = report.summary;
    let mut text = format!(
        "## Spec: {}, version {}\n\n\
         Compared {old} with {new}: {} break callers, {} compatible, {} documentation only.\n",
        verdict.words(),
        version(report),
        counts.breaks_callers,
        counts.compatible,
        counts.documentation_only,
    );
    for section in Section::ALL {
        let mut lines = report.section(section).peekable();
        if lines.peek().is_some() {
            let _ = write!(text, "\n### {}\n\n", section.title());
        }
        for (of, change) in lines {
            let _ = writeln!(text, "- {} {}", code(of), told(change, |text| code(&text)));
        }
    }
    changelog(report, &mut text);
    text
}

/// What those who upgrade have to know; texts of documentation they can read there.
fn changelog(report: &Report, text: &mut String) {
    let sections = [Section::Breaking, Section::New, Section::Changed];
    if sections.iter().all(|section| report.section(*section).next().is_none()) {
        return;
    }
    text.push_str("\n### Changelog lines\n\n```markdown\n");
    for section in sections {
        for (of, change) in report.section(section) {
            let (title, of) = (section.title(), code(of));
            let _ = writeln!(text, "- {title}: {of} {}.", told(change, |text| code(&text)));
        }
    }
    text.push_str("```\n");
}
