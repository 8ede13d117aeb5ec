//! What only some of the pages of a call list.

use crate::import::amend::{Amending, fields};
use crate::import::departures::{others, without};
use crate::import::owner::Owner;
use xtask_spec::spec::{Departure, Endpoint, Field, Text};

impl Amending<'_> {
    /// Leaves what other pages say to them, so that no difference is left where this page says nothing or
    /// does not decide.
    pub(super) fn leave_to_others(&mut self) {
        let (others, leads) = (others(self.known, self.own), self.leads());
        if !others.is_empty() {
            let (base, fresh) = (&self.base.draft, &mut self.fresh.draft);
            let gone = base.types.iter().filter(|it| fresh.object(&it.name).is_none());
            let gone: Vec<_> = gone.cloned().collect();
            fresh.types.extend(gone);
        }
        let mut departures = Vec::new();
        for owner in Owner::all(&self.fresh.draft) {
            let subject = owner.subject(&self.fresh.draft);
            let is_sent = match subject.strip_prefix("types.") {
                Some(object) => self.fresh.draft.sent_objects().contains(object),
                None => owner == Owner::Parameters,
            };
            let base = fields(&self.base.draft, &subject);
            let mut owners = Owner::all(&self.draft);
            let known = owners.find(|owner| owner.subject(&self.draft) == subject);
            let fresh = owner.fields_mut(&mut self.fresh.draft);
            let Some(known) = known.map(|owner| owner.fields_mut(&mut self.draft)) else {
                continue;
            };
            for item in known {
                let was = base.iter().find(|it| it.name == item.name);
                let at = fresh.iter().position(|it| it.name == item.name);
                match (was, at) {
                    (Some(was), None) => {
                        if let Some(pages) = without(&item.pages, self.own, &others) {
                            fresh.push(was.clone());
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
                    // A page does not say which fields every answer has.
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
            let Endpoint { parameters, response, types, errors, .. } =
                std::mem::take(&mut self.fresh.draft);
            let base = self.base.draft.clone();
            self.fresh.draft = Endpoint { parameters, response, types, errors, ..base };
        }
    }
}

/// Leaves a field to the other pages that list it: calls by this one lack it.
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
