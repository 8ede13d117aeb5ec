//! Items that only some pages of a call list.

use serde_json::Value;

use crate::import::amend::amending::Amending;
use crate::import::build::Built;
use crate::import::decision::Decision;
use crate::import::departures::{others, without};
use crate::import::settle::mark_undecided;
use crate::import::tables::{fields, is_sent, tables_mut};
use crate::import::values::objects_in;
use xtask_spec::spec::{self, Departure, Endpoint, Field, LimitKind, Text};

impl Amending<'_> {
    /// Keeps the separators of the old facts: no page states one, so an import guesses it from the example.
    pub(super) fn keep_separators(&mut self) {
        for (subject, fresh) in tables_mut(&mut self.fresh.draft) {
            let fresh = fresh.iter_mut();
            for field in fresh.filter(|it| it.limits.get(LimitKind::MaxItems).is_none()) {
                let key = |it: &Field| (it.name.clone(), it.ty.clone(), it.place.clone());
                let mut base = fields(&self.base.draft, &subject).iter();
                let Some(was) = base.find(|it| key(it) == key(field)) else { continue };
                let guess = format!("{subject}.{}.separator", *field.name);
                self.fresh.decisions.retain(|it| it.key != guess);
                field.separator.clone_from(&was.separator);
            }
        }
    }

    /// Keeps items that other pages list, so that this page causes no difference where it lists nothing or is
    /// not the one to decide.
    pub(super) fn leave_to_others(&mut self) {
        let (others, leads) = (others(self.known, self.own), self.leads());
        let (base, fresh) = (&self.base.draft, &mut self.fresh.draft);
        // Unused objects are removed later.
        let gone = base.types.iter().filter(|it| fresh.object(&it.name).is_none());
        let gone: Vec<_> = gone.cloned().collect();
        fresh.types.extend(gone);
        let mut departures = Vec::new();
        for (subject, fresh) in tables_mut(&mut self.fresh.draft) {
            let is_sent = is_sent(&self.base.draft, &subject);
            let base = fields(&self.base.draft, &subject);
            let mut known = tables_mut(&mut self.draft);
            let Some((_, known)) = known.find(|(it, _)| *it == subject) else { continue };
            for item in known {
                let was = base.iter().find(|it| it.name == item.name);
                let at = fresh.iter().position(|it| it.name == item.name);
                let (place, old) = ((subject.as_str(), item.name.as_str()), &self.base.draft);
                let answer = self.new.examples.response.as_ref();
                let is_shown = || answer.is_some_and(|it| shows(old, it, "response", place));
                match (was, at) {
                    (Some(was), None) if is_shown() => {
                        let need = "the page no longer lists it, its example shows it: kept";
                        self.decisions
                            .push(Decision::new(format!("{subject}.{}", was.name.value), need));
                        fresh.push(was.clone());
                    }
                    (Some(was), None) => {
                        if let Some(pages) = without(&item.pages, self.own, &others) {
                            fresh.push(was.clone());
                            self.left_to_others.push(format!("{subject}.{}", *item.name));
                            departures.extend(limit(&subject, item, pages));
                        }
                    }
                    (None, Some(at)) => {
                        fresh.remove(at);
                        if !self.own.is_one_of(&item.pages) {
                            item.pages.push(self.own.name().into());
                        }
                    }
                    (Some(was), Some(at)) if !leads => fresh[at].clone_from(was),
                    // A page does not say which fields are in every answer.
                    (Some(was), Some(at)) if !is_sent => {
                        fresh[at].required.clone_from(&was.required);
                    }
                    _ => {}
                }
            }
            let is_new = |it: &&mut Field| !base.iter().any(|was| was.name == it.name);
            for item in fresh.iter_mut().filter(is_new).filter(|_| !others.is_empty()) {
                item.pages = vec![self.own.name().into()];
                item.required = None;
            }
        }
        self.draft.departures.extend(departures);
        if !leads {
            let Endpoint { hosts, parameters, response, types, errors, .. } =
                std::mem::take(&mut self.fresh.draft);
            let base = self.base.draft.clone();
            self.fresh.draft = Endpoint { hosts, parameters, response, types, errors, ..base };
        }
    }
}

/// Opens a decision on everything in which this page contradicts others and did not before.
pub(in crate::import) fn ask_about_contradictions(
    built: &mut Built,
    known: &Endpoint,
    own: &spec::Page,
) {
    let is_known = |it: &Departure| {
        known.departures.iter().any(|was| was.subject == it.subject && was.page == it.page)
    };
    for it in built.draft.departures.iter().filter(|it| !it.pages.is_empty()) {
        if own.is_one_of(&it.pages) && !is_known(it) {
            let need = "the pages of the call contradict each other: which is right?";
            built.decisions.push(Decision::open(it.subject.as_str(), need));
        }
    }
    mark_undecided(built);
}

/// Returns whether a part of an answer, with the fields below `of`, has the field of this table and name.
fn shows(draft: &Endpoint, shown: &Value, of: &str, field: (&str, &str)) -> bool {
    let mut objects = Vec::new();
    objects_in(shown, &mut objects);
    let inner = |it: &Field, object: &Value| {
        let of = it.ty.object().map(|name| format!("types.{name}"));
        of.zip(object.get(&*it.name)).is_some_and(|(of, shown)| shows(draft, shown, &of, field))
    };
    objects.into_iter().any(|object| {
        let is_there = of == field.0 && object.get(field.1).is_some();
        is_there || fields(draft, of).iter().any(|it| inner(it, object))
    })
}

/// Limits a field to the other pages that list it, because calls by this page lack it.
fn limit(subject: &str, item: &mut Field, pages: Vec<Text>) -> Option<Departure> {
    item.pages.clone_from(&pages);
    let required = item.required.take().is_some_and(|it| it.value);
    required.then(|| {
        let [page, spec, reason] =
            ["true", "false", "Not all pages of the call list it."].map(Text::from);
        let subject = format!("{subject}.{}.required", item.name.value).into();
        Departure { subject, page, spec, pages, reason }
    })
}
