//! Applies only the changes of a page to a file that people have worked on.
//!
//! The import of the earlier page is compared with the import of the current page, and the differences
//! between the two are applied to the file. Decisions by people are in neither import, so they stay.

mod amending;
pub(super) mod kept;
pub(super) mod pages;
mod words;

use std::collections::BTreeSet;

pub(super) use crate::import::amend::amending::Amending;
use crate::import::amend::kept::{departs, keep};
use crate::import::decision::Decision;
use crate::import::merge::merge;
use crate::import::rust_names;
use crate::import::tables::{fields, tables, tables_mut};
use crate::import::write::document;
use xtask_spec::spec::{Endpoint, Examples, Scalar, Text};

impl Amending<'_> {
    /// Applies the differences. `read` reads the text of a file. Returns the removed subjects, or `None` if
    /// the resulting file cannot be read.
    pub(super) fn amend(
        &mut self,
        read: impl FnOnce(&str) -> Option<Endpoint>,
    ) -> Option<Vec<String>> {
        self.leave_codes();
        self.keep_separators();
        self.leave_to_others();
        self.draft = read(&self.merged()?)?;
        self.leave_unnamed();
        self.retype();
        self.errors();
        self.examples();
        self.drop_broken_references();
        self.ask();
        rust_names::choose(&mut self.draft, Some(self.known), self.api, &mut self.decisions);
        let stays: BTreeSet<String> = subjects(&self.draft).into_iter().collect();
        let mut removed = subjects(self.known);
        removed.retain(|subject| !stays.contains(subject));
        let whole = removed.clone();
        removed.retain(|subject| !whole.iter().any(|it| is_below(subject, it)));
        Some(removed)
    }

    /// Returns the text of the file with the differences between the old page and the new one applied.
    fn merged(&self) -> Option<String> {
        let of_page = |draft: &Endpoint| {
            let (examples, departures, pages) = Default::default();
            let undecided = Vec::new();
            let bare = Endpoint { examples, departures, pages, undecided, ..draft.clone() };
            document(&bare, &self.api.defaults)
        };
        let (base, mut fresh) = (of_page(&self.base.draft), of_page(&self.fresh.draft));
        keep(self.known, self.api, &base, &mut fresh);
        let known = document(&self.draft, &self.api.defaults);
        merge(&known.to_string(), &base.to_string(), &fresh.to_string())
    }

    /// Leaves out values that the page added to an enum: a person has to name them.
    fn leave_unnamed(&mut self) {
        for (subject, own) in tables_mut(&mut self.draft) {
            for item in own {
                let named = item.named_values.as_ref();
                let Some(named) = named.and_then(|it| self.known.enumeration(it)) else { continue };
                let is_named =
                    |value: &Scalar| named.values.iter().any(|it| it.value.value == *value);
                let values = item.values.iter().map(|it| &it.value);
                let unnamed = values.filter(|it| !is_named(it)).map(|it| format!("`{it}`"));
                let unnamed: Vec<_> = unnamed.collect();
                if !unnamed.is_empty() {
                    let key = format!("{subject}.{}.enum", *item.name);
                    let need = format!("the page lists {}, which has no name", unnamed.join(", "));
                    self.decisions.push(Decision::open(key, need));
                    let mut known = fields(self.known, &subject).iter();
                    let before = known.find(|it| it.name == item.name);
                    item.values = before.map(|it| it.values.clone()).unwrap_or_default();
                }
            }
        }
    }

    /// Drops decisions on the values of items whose type has changed.
    fn retype(&mut self) {
        for (subject, own) in tables_mut(&mut self.draft) {
            let known = fields(self.known, &subject);
            for item in own {
                let Some(before) = known.iter().find(|it| it.name == item.name) else { continue };
                if (&before.ty.base, before.ty.lists) == (&item.ty.base, item.ty.lists) {
                    continue;
                }
                (item.items, item.named_values) = (None, None);
                if item.id.take().is_some() {
                    let need = "the type is another one: the id type went, choose again";
                    let key = format!("{subject}.{}.id", item.name.value);
                    self.decisions.push(Decision::open(key, need));
                }
            }
        }
    }

    fn examples(&mut self) {
        if !self.leads() {
            return;
        }
        let Examples { request, response, .. } = &self.examples;
        let own = &mut self.draft.examples;
        let (before, after) = (&self.old.examples, &self.new.examples);
        for (key, differs, mine, theirs) in [
            ("request", before.request != after.request, &mut own.request, request),
            ("response", before.response != after.response, &mut own.response, response),
        ] {
            if differs {
                mine.clone_from(theirs);
                own.made.retain(|it| it.value != key);
            }
        }
    }

    /// Drops references to removed items.
    fn drop_broken_references(&mut self) {
        let draft = &mut self.draft;
        let used: BTreeSet<String> = draft
            .sent_objects()
            .union(&draft.answered_objects())
            .map(|&name| name.to_owned())
            .collect();
        draft.types.retain(|object| used.contains(&object.name.value));
        let shared: Vec<_> = draft.enums.extract_if(.., |it| it.shared).collect();
        draft.share(&shared);
        let lacks = |path: &str| draft.sent(path).or_else(|| draft.answered(path)).is_none();
        let paging = draft.paging.clone().filter(|it| !it.names().any(|(_, name)| lacks(name)));
        let own = draft.own_fields();
        let list =
            draft.list.clone().filter(|name| own.iter().any(|it| it.name.value == name.value));
        (draft.paging, draft.list) = (paging, list);
        let Endpoint { parameters, types, errors, .. } = draft;
        let sends = |name: &Text| parameters.iter().any(|it| it.name.value == name.value);
        let holds = |object: Option<&Text>, name: &Text| match object {
            None => sends(name),
            Some(of) => types.iter().any(|it| {
                it.name.value == of.value && it.fields.iter().any(|it| it.name.value == name.value)
            }),
        };
        draft.together.retain(|it| it.members.iter().all(sends));
        draft.bulk.take_if(|it| !it.split.iter().all(sends));
        draft.either.retain(|it| it.members.iter().all(|name| holds(it.object.as_ref(), name)));
        draft.span.retain(|it| [&it.from, &it.to].iter().all(|end| holds(it.object.as_ref(), end)));
        if let Some(repeat) = &mut draft.repeat {
            repeat.done_code.take_if(|code| !errors.iter().any(|it| it.code == *code));
        }
    }

    /// Adds the decisions that an import of the new page needs and that of the old one did not.
    fn ask(&mut self) {
        if self.new.preconditions > 0 {
            let need = "the page states conditions of the call, the file holds none";
            self.decisions.push(Decision::new("preconditions", need));
        }
        if self.old.days() != self.new.days() && self.draft.span == self.known.span {
            let need = "the page changed how many days apart dates may be";
            self.decisions.push(Decision::new("span", need));
        }
        if self.draft.lacks_docs() && !self.draft.is_undecided("docs") {
            let need = "write a description of everything that is new";
            self.decisions.push(Decision::open("docs", need));
        }
        let is_of_file =
            |key: &str| key == "credential" || key.contains('.') && !key.starts_with("examples.");
        for decision in &self.fresh.decisions {
            let is_new = !self.base.decisions.contains(decision);
            if is_new && is_of_file(&decision.key) && !departs(self.known, self.api, &decision.key)
            {
                self.decisions.push(decision.clone());
            }
        }
        if self.draft.lacks_words() && !self.draft.is_undecided("errors") {
            let need = "say what each code means and what a caller should do";
            self.decisions.push(Decision::open("errors", need));
        }
    }
}

/// Returns whether a subject is part of another one.
pub(super) fn is_below(subject: &str, of: &str) -> bool {
    subject.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'))
}

/// Returns the subjects of all items that can be added or removed.
fn subjects(endpoint: &Endpoint) -> Vec<String> {
    let mut found = Vec::new();
    for (subject, fields) in tables(endpoint) {
        found.extend(fields.iter().map(|it| format!("{subject}.{}", it.name.value)));
    }
    let Endpoint { types, errors, permissions, together, either, span, .. } = endpoint;
    found.extend(types.iter().map(|it| format!("types.{}", it.name.value)));
    found.extend(errors.iter().map(|it| format!("errors.{}", it.code.value)));
    found.extend(permissions.iter().map(|it| format!("permissions.{}", it.value)));
    found.extend(together.iter().map(|it| format!("together.{}", it.name.value)));
    found.extend(either.iter().map(|it| format!("either.{}", it.name.value)));
    found.extend(span.iter().map(|it| format!("span.{}", it.name.value)));
    let done = endpoint.repeat.as_ref().is_some_and(|it| it.done_code.is_some());
    let parts = [
        ("paging", endpoint.paging.is_some()),
        ("list", endpoint.list.is_some()),
        ("bulk", endpoint.bulk.is_some()),
        ("repeat.done_code", done),
    ];
    found.extend(parts.into_iter().filter(|(_, is_there)| *is_there).map(|it| it.0.to_owned()));
    found
}
