//! Problems of a specification, displayed in rustc's style.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::load::Sources;
use crate::spec::Span;

/// One problem: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub title: String,
    pub place: Location,
    /// More places that explain the problem.
    pub related: Vec<(Span, String)>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

/// Problems found so far.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Diagnostic>);

/// Target of a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A part of a text, and what is wrong with it.
    Text { span: Span, label: String },
    /// A file or folder as a whole.
    Path(String),
}

/// Whether the rendered text has terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Never,
    Always,
}

impl Problems {
    /// Reports a problem of a part of a file's text. More can be added to it.
    pub fn at(
        &mut self,
        span: &Span,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = Location::Text { span: span.clone(), label: label.into() };
        self.push(place, &title.into())
    }

    /// Reports a problem of a file or folder as a whole. More can be added to it.
    pub fn of_path(
        &mut self,
        path: impl Into<String>,
        title: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Location::Path(path.into()), &title.into())
    }

    /// Returns the number of reported problems.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    fn push(&mut self, place: Location, title: &str) -> &mut Diagnostic {
        let (related, notes, help) = Default::default();
        self.0.push(Diagnostic { title: line(title), place, related, notes, help });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }
}

impl Diagnostic {
    /// Points at a second place as well.
    pub fn related(&mut self, span: &Span, label: impl Into<String>) -> &mut Self {
        self.related.push((span.clone(), label.into()));
        self
    }

    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.notes.push(text.into());
        self
    }

    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.push(text.into());
        self
    }

    /// Suggests the most similar one of `known` for `name`, or lists all of them.
    pub fn suggest<'a>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> &mut Self {
        let mut known: Vec<&str> = known.into_iter().collect();
        let mut seen = BTreeSet::new();
        known.retain(|name| seen.insert(*name));
        match (nearest(name, &known), known.as_slice()) {
            (Some(near), _) => self.help(format!("did you mean `{near}`?")),
            (None, []) => self,
            (None, [only]) => self.help(format!("the only one is `{only}`")),
            (None, many) => self.help(format!("known: `{}`", many.join("`, `"))),
        }
    }

    fn sort_key<'a>(&'a self, sources: &'a Sources) -> (&'a str, usize, &'a str) {
        let (path, offset) = match &self.place {
            Location::Text { span, .. } => (sources[span.file].path.as_str(), span.range.start),
            Location::Path(path) => (path.as_str(), 0),
        };
        (path, offset, &self.title)
    }
}

/// Most problems that are shown.
const MOST: usize = 50;

/// Renders the problems, sorted by file and position, and a closing line with their number. Without problems
/// the text is empty.
pub fn render(problems: &[Diagnostic], sources: &Sources, colour: Colour) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<_> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.sort_key(sources));
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii);
    let left_out = sorted.len().saturating_sub(MOST);
    sorted.truncate(MOST);
    let mut text = String::new();
    for problem in sorted {
        text += &renderer.render(&[group(problem, sources)]);
        text += "\n\n";
    }
    let summary = match problems.len() {
        1 => "the spec has 1 problem".to_owned(),
        many if left_out > 0 => format!("the spec has {many} problems: {left_out} more than shown"),
        many => format!("the spec has {many} problems"),
    };
    text += &renderer.render(&[Group::with_title(Level::ERROR.primary_title(summary))]);
    text.push('\n');
    text
}

/// Returns the one of `known` that differs from `name` by no more than a typo.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = name.to_lowercase();
    // rustc's threshold: a third of the letters may be wrong.
    let allowed = lower.chars().count().max(3) / 3;
    known
        .iter()
        .map(|&other| (strsim::damerau_levenshtein(&lower, &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}

fn group<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let mut group = Group::with_title(Level::ERROR.primary_title(problem.title.as_str()));
    match &problem.place {
        Location::Text { span, label } => {
            for snippet in snippets(span, label, &problem.related, sources) {
                group = group.element(snippet);
            }
        }
        Location::Path(path) => group = group.element(Origin::path(path.as_str())),
    }
    for note in &problem.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    for help in &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// Returns one snippet per file, the one of the primary span first.
fn snippets<'a>(
    primary: &'a Span,
    label: &'a str,
    related: &'a [(Span, String)],
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files = vec![primary.file];
    for (span, _) in related {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let snippet = |file| {
        let source = &sources[file];
        let text = String::from_utf8_lossy(&source.bytes);
        let contexts = related.iter().filter(|(span, _)| span.file == file).map(|(span, label)| {
            AnnotationKind::Context.span(clamp(&span.range, &text)).label(label.as_str())
        });
        let main = (primary.file == file)
            .then(|| AnnotationKind::Primary.span(clamp(&primary.range, &text)).label(label));
        let annotations: Vec<_> = main.into_iter().chain(contexts).collect();
        Snippet::source(text).path(Cow::from(source.path.as_str())).annotations(annotations)
    };
    files.into_iter().map(snippet).collect()
}

/// Returns a range that is within `text` and on its character boundaries.
fn clamp(range: &Range<usize>, text: &str) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

/// Returns `title` as one line of limited length, whatever the spec contains.
fn line(title: &str) -> String {
    const MOST: usize = 200;

    let mut line: String =
        title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    if title.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line
}
