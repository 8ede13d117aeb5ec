//! What the checks of one endpoint look at, and what several of them do.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostic::Diagnostic;
use crate::load::Sources;
use crate::spec::{Api, Endpoint, Enum, Field, SharedEnums, Span, Text};

/// What the checks of one endpoint look at.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) sources: &'a Sources,
    pub(super) endpoint: &'a Endpoint,
    /// What the endpoint's service has, if it can be read.
    pub(super) shared: Option<&'a SharedEnums>,
}

impl<'a> Context<'a> {
    /// Returns the fields of the response with those of all objects, each with its owner's name.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = (&'a str, &'a Field)> {
        let endpoint = self.endpoint;
        let response = endpoint.response.iter().map(|field| ("the response", field));
        let objects = endpoint.types.iter().flat_map(|object| {
            object.fields.iter().map(move |field| (object.name.as_str(), field))
        });
        response.chain(objects)
    }

    /// Returns the enums of the endpoint's service.
    pub(super) fn shared_enums(&self) -> &'a [Enum] {
        self.shared.map_or(&[], |it| &it.enums)
    }

    /// Reports a key that is missing although its subject is not listed as undecided.
    pub(super) fn decided(
        &self,
        subject: &str,
        is_there: bool,
        at: &Span,
        problems: &mut Vec<Diagnostic>,
    ) {
        if is_there || self.endpoint.is_undecided(subject) {
            return;
        }
        let (of, key) = subject.rsplit_once('.').unwrap_or(("", subject));
        let title = match of {
            "" => format!("missing key `{key}`"),
            of => format!("missing key `{key}` for `{of}`"),
        };
        problems.push(
            Diagnostic::at(at, title, format!("this needs `{key}`"))
                .help(format!("add it, or list \"{subject}\" in `undecided`")),
        );
    }

    /// Returns the place of a part of a text, given by bytes of its value, or the whole text where
    /// the file spells it with escapes.
    pub(super) fn within(&self, text: &Text, start: usize, end: usize) -> Span {
        let file = self.sources.files.get(text.span.file.0);
        let source = file.and_then(|file| file.bytes.get(text.span.range.clone()));
        let raw = source.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        // Mostly right behind the quotes, where it is found at once.
        let behind_quotes = [1, 3, 4, 5]
            .into_iter()
            .find(|&at| raw.get(at..).is_some_and(|rest| rest.starts_with(text.as_str())));
        match behind_quotes.or_else(|| raw.find(text.as_str())) {
            Some(offset) => {
                let base = text.span.range.start + offset;
                Span { file: text.span.file, range: base + start..base + end }
            }
            None => text.span.clone(),
        }
    }
}

/// Reports every name that occurs twice; `what` says what kind of name it is.
pub(super) fn unique<T: Ord + Display>(
    what: &str,
    names: impl IntoIterator<Item = (T, Span)>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<T, Span> = BTreeMap::new();
    for (name, span) in names {
        if let Some(first) = seen.get(&name) {
            let problem = Diagnostic::at(&span, format!("duplicate {what} `{name}`"), "again here")
                .related(first, "first here");
            problems.push(problem);
        } else {
            seen.insert(name, span);
        }
    }
}

pub(super) fn named(texts: &[Text]) -> impl Iterator<Item = (&str, Span)> {
    texts.iter().map(|text| (text.as_str(), text.span.clone()))
}

/// Returns the parameter or field that another part of the file names, or reports that there is none.
pub(super) fn find<'a>(
    fields: &'a [Field],
    name: &Text,
    title: impl Into<String>,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let found = fields.iter().find(|it| *it.name == **name);
    if found.is_none() {
        let known = fields.iter().map(|it| it.name.as_str());
        let problem = Diagnostic::at(&name.span, title, "no parameter has this name");
        problems.push(problem.suggest(name, known));
    }
    found
}
