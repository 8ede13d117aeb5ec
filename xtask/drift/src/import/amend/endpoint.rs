//! What a page says of the whole endpoint, its groups and its examples.

use crate::import::amend::amending::Amending;
use crate::import::owner::{Decision, remove_unused_types};
use xtask_pages::facts::Page;
use xtask_spec::spec::{Endpoint, Field, Text};

impl Amending<'_> {
    pub(super) fn endpoint(&mut self, old: &Page, new: &Page) {
        let fresh = &self.fresh.draft;
        if new.preconditions > 0 {
            let need = "the page states conditions of the call, the file holds none";
            self.decisions.push(Decision::new("preconditions", need));
        }
        // A file may name sites that the page does not; one that it prints has to be there.
        for host in self.api.hosts.iter().filter(|host| new.hosts.contains(&host.url.value)) {
            let hosts = self.draft.hosts.get_or_insert_default();
            if !hosts.contains(&host.key) {
                hosts.push(host.key.clone());
            }
        }
        if !self.leads() {
            return;
        }
        if old.content_type != new.content_type && !self.departs("content_type") {
            self.draft.content_type.clone_from(&fresh.content_type);
            let place = self.draft.body_place();
            for parameter in &mut self.draft.parameters {
                if parameter.place.as_ref().is_some_and(|it| it.value.is_body()) {
                    parameter.place = Some(place.into());
                }
            }
        }
        self.shared(old, new);
        if old.app_types != new.app_types && !self.departs("app_types") {
            self.draft.app_types.clone_from(&fresh.app_types);
        }
        if old.permissions != new.permissions && !self.departs("permissions") {
            let held = std::mem::take(&mut self.draft.permissions);
            for permission in &fresh.permissions {
                self.draft.permissions.push(permission.clone());
                if !held.contains(permission) {
                    let key = format!("permissions.{}", permission.value);
                    self.fresh_decisions(&key, &key, &[]);
                }
            }
            for gone in held.iter().filter(|it| !new.permissions.contains(it)) {
                let subject = format!("permissions.{}", gone.value);
                self.draft.undecided.retain(|it| it.value != subject);
                self.removed.push(subject);
            }
        }
    }

    pub(super) fn groups(&mut self, old: &Page, new: &Page) {
        let tied = |page: &Page, name: &str| {
            page.parameters.iter().find(|it| it.name == name).and_then(|it| it.with.clone())
        };
        let names: Vec<String> =
            self.draft.parameters.iter().map(|it| it.name.value.clone()).collect();
        for name in names {
            let (before, after) = (tied(old, &name), tied(new, &name));
            if before == after || !self.leads() || self.departs(&format!("parameters.{name}.with"))
            {
                continue;
            }
            let partner = self.draft.partner(&name).map(str::to_owned);
            if partner.is_some() && partner != after {
                self.draft.together.retain(|group| {
                    let holds = group.members.iter().any(|it| it.value == name);
                    if holds {
                        self.removed.push(format!("together.{}", group.name.value));
                    }
                    !holds
                });
            }
            let mut fresh = self.fresh.draft.together.iter();
            let fresh = fresh.find(|it| it.members.iter().any(|member| member.value == name));
            if let Some(group) = fresh.filter(|_| self.draft.partner(&name).is_none()) {
                self.draft.together.push(group.clone());
                let key = format!("together.{}", group.name.value);
                self.fresh_decisions(&key, &key, &[]);
            }
        }
    }

    pub(super) fn spans(&mut self, old: &Page, new: &Page) {
        if old.days() == new.days() || self.departs("span.max_days") {
            return;
        }
        match (self.draft.span.as_mut_slice(), self.fresh.draft.span.as_slice()) {
            ([own], [fresh]) => own.max_days.clone_from(&fresh.max_days),
            ([], [fresh]) => self.draft.span.push(fresh.clone()),
            ([_], []) => self
                .removed
                .extend(self.draft.span.drain(..).map(|it| format!("span.{}", *it.name))),
            _ => {
                let need = "the page changed how many days apart dates may be";
                self.decisions.push(Decision::new("span", need));
            }
        }
    }

    pub(super) fn examples(&mut self, old: &Page, new: &Page) {
        if !self.leads() {
            return;
        }
        let (fresh, own) = (&self.fresh.draft.examples, &mut self.draft.examples);
        let (before, after) = (&old.examples, &new.examples);
        for (key, differs, mine, theirs) in [
            ("request", before.request != after.request, &mut own.request, &fresh.request),
            ("response", before.response != after.response, &mut own.response, &fresh.response),
        ] {
            if differs {
                mine.clone_from(theirs);
                own.made.retain(|it| it.value != key);
                own.made.extend(fresh.made.iter().filter(|it| it.value == key).cloned());
            }
        }
    }

    /// What refers to something that went, goes too.
    pub(super) fn tidy(&mut self) {
        let unused = remove_unused_types(&mut self.draft);
        self.removed.extend(unused.iter().map(|name| format!("types.{name}")));
        self.draft.resolve();
        let Endpoint { parameters, types, either, span, .. } = &mut self.draft;
        let is_there = |object: Option<&Text>, name: &Text| {
            let holds = |fields: &[Field]| fields.iter().any(|it| it.name.value == name.value);
            match object {
                None => holds(parameters),
                Some(of) => types.iter().any(|it| it.name.value == of.value && holds(&it.fields)),
            }
        };
        either.retain(|it| it.members.iter().all(|name| is_there(it.object.as_ref(), name)));
        span.retain(|it| [&it.from, &it.to].iter().all(|name| is_there(it.object.as_ref(), name)));
        let fields = self.draft.own_fields().iter();
        let fields: Vec<String> = fields.map(|it| it.name.value.clone()).collect();
        let lacks = |name: &String| !fields.contains(name);
        let draft = &self.draft;
        let is_gone = |name: &str| draft.sent(name).or_else(|| draft.answered(name)).is_none();
        let broken = draft.paging.as_ref().is_some_and(|it| it.names().any(|(_, it)| is_gone(it)));
        if broken {
            self.draft.paging = None;
            self.removed.push("paging".to_owned());
        }
        if self.draft.list.as_ref().is_some_and(|it| lacks(it)) {
            self.draft.list = None;
            self.removed.push("list".to_owned());
        }
    }

    /// Takes over whether the page lists the token, and what it lists of the envelope.
    fn shared(&mut self, old: &Page, new: &Page) {
        let fresh = &self.fresh.draft;
        let lists = |page: &Page, is_one: &dyn Fn(&str) -> bool| {
            let parameters = page.parameters.iter().map(|it| &it.name);
            let mut names: Vec<String> =
                parameters.chain(page.response.iter().map(|it| &it.name)).cloned().collect();
            names.retain(|name| is_one(name));
            names.sort();
            names
        };
        let token = |name: &str| self.api.is_credential(name);
        if lists(old, &token) != lists(new, &token) && self.draft.credential != fresh.credential {
            self.draft.credential.clone_from(&fresh.credential);
            let need = "the page changed whether it lists the token: check that the call needs it";
            self.decisions.push(Decision::open("credential", need));
        }
        let envelope = |name: &str| self.api.is_envelope(name);
        if lists(old, &envelope) != lists(new, &envelope) {
            self.draft.envelope.clone_from(&fresh.envelope);
        }
    }
}
