//! What a page changed, in the file that people have worked on, and nothing else.

mod errors;
mod items;
mod types;

use crate::import::build::{Built, beside_envelope};
use crate::import::departures::partner;
use crate::import::draft::{Decision, Draft, Owner};
use crate::import::facts::{as_fact, field_as_fact};
use crate::import::reasons::reason;
use crate::import::rust_names;
use xtask_pages::facts::Page;
use xtask_spec::spec::{Api, Endpoint};

/// A file, the facts that it was written from, and the facts of the page now.
pub(super) struct Amended {
    pub(super) draft: Draft,
    pub(super) decisions: Vec<Decision>,
    /// What went, in a few words each.
    pub(super) removed: Vec<String>,
    /// Objects that the page calls otherwise now: old name, new name.
    pub(super) renamed: Vec<(String, String)>,
}

/// Carries the differences between `old` and `new` over into `known`. `fresh` is what an import of
/// the new page would write.
pub(super) fn amend(
    known: &Draft,
    endpoint: &Endpoint,
    old: &Page,
    new: &Page,
    fresh: &Built,
    api: &Api,
) -> Amended {
    let mut amending = Amending {
        draft: known.clone(),
        known,
        fresh,
        api,
        decisions: Vec::new(),
        removed: Vec::new(),
        renamed: Vec::new(),
        walked: Vec::new(),
        adopted: Vec::new(),
    };
    amending.endpoint(old, new);
    let facts = |page: &Page| page.parameters.iter().map(as_fact).collect::<Vec<_>>();
    amending.items(Owner::Parameters, Owner::Parameters, &facts(old), &facts(new));
    amending.groups(old, new);
    let facts = |page: &Page| page.response.iter().map(field_as_fact).collect::<Vec<_>>();
    amending.items(Owner::Response, Owner::Response, &facts(old), &facts(new));
    amending.errors(endpoint, old, new);
    amending.examples(old, new);
    amending.tidy(api);
    let Amending { mut draft, mut decisions, removed, renamed, .. } = amending;
    rust_names::choose(&mut draft, Some(known), api, &mut decisions);
    Amended { draft, decisions, removed, renamed }
}

struct Amending<'a> {
    draft: Draft,
    known: &'a Draft,
    fresh: &'a Built,
    api: &'a Api,
    decisions: Vec<Decision>,
    removed: Vec<String>,
    renamed: Vec<(String, String)>,
    /// Objects that have been compared.
    walked: Vec<usize>,
    /// Objects of the fresh draft that are new, and their names here.
    adopted: Vec<(usize, String)>,
}

impl Amending<'_> {
    fn endpoint(&mut self, old: &Page, new: &Page) {
        let fresh = &self.fresh.draft;
        if old.content_type != new.content_type && !self.departs("content_type") {
            self.draft.content_type.clone_from(&fresh.content_type);
            let place = self.draft.body_place().to_owned();
            let body = self.draft.parameters.iter_mut();
            for item in body.filter(|item| item.place.as_deref() != Some("query")) {
                item.place = Some(place.clone());
            }
        }
        if old.app_types != new.app_types && !self.departs("app_types") {
            self.draft.app_types.clone_from(&fresh.app_types);
        }
        if old.permissions != new.permissions && !self.departs("permissions") {
            let held = std::mem::take(&mut self.draft.permissions);
            for permission in &fresh.permissions {
                let known = held.iter().find(|it| it.name == permission.name);
                self.draft.permissions.push(known.unwrap_or(permission).clone());
                if known.is_none() {
                    let key = format!("permissions.{}", permission.name);
                    self.fresh_decisions(&key, &key, &[]);
                }
            }
            for gone in held.iter().filter(|it| !new.permissions.contains(&it.name)) {
                self.removed.push(format!("permissions.{}", gone.name));
            }
        }
        if old.preconditions != new.preconditions {
            let (held, states) = (self.draft.preconditions.len(), new.preconditions);
            let need = format!("the page states {states} now, the file holds {held}");
            self.decisions.push(Decision::new("preconditions", need));
        }
        // A file may name sites that the page does not; one that it prints has to be there.
        for host in self.api.hosts.iter().filter(|host| new.hosts.contains(&host.url.value)) {
            if !self.draft.hosts.contains(&host.key.value) {
                self.draft.hosts.push(host.key.value.clone());
            }
        }
    }

    fn groups(&mut self, old: &Page, new: &Page) {
        let tied = |page: &Page, name: &str| {
            page.parameters.iter().find(|it| it.name == name).and_then(|it| it.with.clone())
        };
        let names: Vec<String> = self.draft.parameters.iter().map(|it| it.name.clone()).collect();
        for name in names {
            let (before, after) = (tied(old, &name), tied(new, &name));
            if before == after || self.departs(&format!("parameters.{name}.with")) {
                continue;
            }
            if partner(&self.draft, &name).is_some() && partner(&self.draft, &name) != after {
                self.draft.together.retain(|group| {
                    let holds = group.members.contains(&name);
                    if holds {
                        self.removed.push(format!("together.{}", group.name));
                    }
                    !holds
                });
            }
            let fresh = self.fresh.draft.together.iter().find(|it| it.members.contains(&name));
            if let Some(group) = fresh.filter(|_| partner(&self.draft, &name).is_none()) {
                self.draft.together.push(group.clone());
                let key = format!("together.{}", group.name);
                self.fresh_decisions(&key, &key, &[]);
            }
        }
    }

    fn examples(&mut self, old: &Page, new: &Page) {
        let fresh = &self.fresh.draft;
        if old.examples.request != new.examples.request {
            self.draft.request.clone_from(&fresh.request);
        }
        if old.examples.response != new.examples.response {
            self.draft.answer.clone_from(&fresh.answer);
        }
    }

    /// What refers to something that went, goes too.
    fn tidy(&mut self, api: &Api) {
        let unused = self.draft.remove_unused_types();
        self.removed.extend(unused.iter().map(|name| format!("types.{name}")));
        let fields: Vec<&str> = match rust_names::payload(&self.draft, api) {
            Some(index) => {
                self.draft.types[index].fields.iter().map(|it| it.name.as_str()).collect()
            }
            None => beside_envelope(&self.draft, api).map(|it| it.name.as_str()).collect(),
        };
        let lacks = |name: &str| !fields.contains(&name);
        if self.draft.paging.as_ref().is_some_and(|it| lacks(&it.items) || lacks(&it.more)) {
            self.draft.paging = None;
            self.removed.push("paging".to_owned());
        }
    }

    /// Removes what refers to a parameter.
    fn forget(&mut self, subject: &str, name: &str) {
        if subject != "parameters" {
            return;
        }
        let removed = &mut self.removed;
        self.draft.together.retain(|group| {
            let stays = !group.members.iter().any(|member| member == name);
            if !stays {
                removed.push(format!("together.{}", group.name));
            }
            stays
        });
        if self.draft.paging.as_ref().is_some_and(|it| it.offset == name || it.size == name) {
            self.draft.paging = None;
            removed.push("paging".to_owned());
        }
        if self.draft.bulk.iter().any(|it| it == name) {
            self.draft.bulk.clear();
            removed.push("bulk".to_owned());
        }
    }

    /// Whether people have decided on what the file says there. Nobody has where the departure gives
    /// the reason of an import.
    fn departs(&self, subject: &str) -> bool {
        let mut departures = self.draft.departures.iter();
        departures.find(|departure| departure.subject == subject).is_some_and(|it| {
            it.reason != reason(self.known, self.api, subject, &it.page, &it.spec)
        })
    }

    /// What a person has to decide on something new: the decisions on `key` of the fresh draft, as
    /// those on `own`, but for those on the keys that are `settled`.
    fn fresh_decisions(&mut self, key: &str, own: &str, settled: &[&str]) {
        for decision in &self.fresh.decisions {
            let Some(rest) = decision.key.strip_prefix(key) else { continue };
            let below = rest.strip_prefix('.');
            if (rest.is_empty() || below.is_some())
                && !below.is_some_and(|it| settled.contains(&it))
            {
                self.decisions.push(Decision::new(format!("{own}{rest}"), &*decision.need));
            }
        }
    }
}
