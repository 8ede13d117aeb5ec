//! Input of the checks of one endpoint, and reports that several of them share.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Problems};
use crate::load::Sources;
use crate::spec::{Api, Endpoint, Enum, Field, SharedEnums, Span, Text};

/// What a field is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Parameter,
    /// An object that a call sends.
    Sent,
    /// An answer, or an object in it.
    Answered,
}

/// Input and findings of the checks of one endpoint.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) sources: &'a Sources,
    pub(super) endpoint: &'a Endpoint,
    /// Shared enums of the endpoint's service, if they can be read.
    pub(super) shared: Option<&'a SharedEnums>,
    pub(super) problems: &'a mut Problems,
}

impl<'a> Context<'a> {
    /// Reports a problem of a part of the file.
    pub(super) fn at(
        &mut self,
        span: &Span,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        self.problems.at(span, title, label)
    }

    /// Returns the enums of the endpoint's service.
    pub(super) fn shared_enums(&self) -> &'a [Enum] {
        self.shared.map_or(&[], |it| &it.enums)
    }

    /// Reports a key that is missing but not listed as undecided.
    pub(super) fn decided(&mut self, subject: &str, is_there: bool, at: &Span) {
        if is_there || self.endpoint.is_undecided(subject) {
            return;
        }
        let (of, key) = subject.rsplit_once('.').unwrap_or(("", subject));
        let title = match of {
            "" => format!("missing key `{key}`"),
            of => format!("missing key `{key}` for `{of}`"),
        };
        self.at(at, title, format!("this needs `{key}`"))
            .help(format!("add it, or list \"{subject}\" in `undecided`"));
    }

    /// Returns the parameter or field that another part of the file names, or reports that it does not exist.
    pub(super) fn find(
        &mut self,
        what: &str,
        name: &Text,
        fields: &'a [Field],
    ) -> Option<&'a Field> {
        let found = fields.iter().find(|it| it.name == *name);
        if found.is_none() {
            self.problems.unknown(what, name, fields.iter().map(|it| it.name.as_str()));
        }
        found
    }

    /// Returns the span of a part of a text, given by bytes of its value, or of the whole text if the file
    /// uses escapes.
    pub(super) fn within(&self, text: &Text, start: usize, end: usize) -> Span {
        let file = self.sources.files.get(text.span.file.0);
        let source = file.and_then(|file| file.bytes.get(text.span.range.clone()));
        let raw = source.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        match raw.find(text.as_str()) {
            Some(offset) => {
                let base = text.span.range.start + offset;
                Span { file: text.span.file, range: base + start..base + end }
            }
            None => text.span.clone(),
        }
    }
}

impl Problems {
    /// Reports a name that is not one of `known`; `what` says what kind of name it is.
    pub(super) fn unknown<'n>(
        &mut self,
        what: &str,
        name: &Text,
        known: impl IntoIterator<Item = &'n str>,
    ) -> &mut Diagnostic {
        let title = format!("unknown {what} `{}`", **name);
        self.at(&name.span, title, format!("there is no {what} of this name")).suggest(name, known)
    }

    /// Reports every name that occurs twice; `what` says what kind of name it is.
    pub(super) fn unique<'n, T: Ord + Display>(
        &mut self,
        what: &str,
        names: impl IntoIterator<Item = (T, &'n Span)>,
    ) {
        let mut seen: BTreeMap<T, &Span> = BTreeMap::new();
        for (name, span) in names {
            if let Some(first) = seen.get(&name) {
                let title = format!("duplicate {what} `{name}`");
                self.at(span, title, "again here").related(first, "first here");
            } else {
                seen.insert(name, span);
            }
        }
    }

    /// Reports every one of `names` that occurs twice or is not one of `known`.
    pub(super) fn refer(&mut self, what: &str, names: &[Text], known: &[&str]) {
        self.unique(what, names.iter().map(|name| (name.as_str(), &name.span)));
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            self.unknown(what, name, known.iter().copied());
        }
    }
}
