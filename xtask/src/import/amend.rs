//! What a page changed, in the file that people have worked on, and nothing else.

use crate::docs::facts::Page;
use crate::import::build::{Built, beside_envelope};
use crate::import::codes;
use crate::import::departures::{partner, printed_name};
use crate::import::draft::{Decision, Draft, Item, Owner};
use crate::import::facts::{Fact, as_fact, field_as_fact};
use crate::import::reasons::reason;
use crate::import::rust_names;
use crate::import::settle::is_absent;
use crate::names;
use crate::spec::{Api, Endpoint};
use heck::ToPascalCase as _;

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
                    self.fresh_decisions(&format!("permissions.{}", permission.name));
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
        for host in &fresh.hosts {
            // One that the page prints and the file lacks; `fresh` has all that `api.toml` knows.
            let printed = old.hosts.len() != new.hosts.len() || old.hosts != new.hosts;
            if printed && !self.draft.hosts.contains(host) {
                self.draft.hosts.push(host.clone());
            }
        }
    }

    /// Items of one owner, and those of the objects in them.
    fn items(&mut self, owner: Owner, fresh_owner: Owner, old: &[Fact], new: &[Fact]) {
        let subject = self.draft.subject(owner);
        let listed: Vec<(usize, Option<String>)> = self
            .draft
            .items(owner)
            .iter()
            .map(|item| printed_name(&self.draft, owner, item))
            .enumerate()
            .collect();
        let gone = |name: &String| !new.iter().any(|fact| fact.name == *name);
        let mut kept = Vec::new();
        for (index, printed) in listed {
            let item = self.draft.items(owner)[index].clone();
            match &printed {
                // Every answer has a code, listed or not.
                Some(name) if gone(name) && !(owner == Owner::Response && name == "errcode") => {
                    self.removed.push(format!("{subject}.{}", item.name));
                    self.forget(&subject, &item.name);
                }
                _ => kept.push((printed, item)),
            }
        }
        let mut at = 0;
        for fact in new {
            let position = kept.iter().position(|(printed, it)| {
                printed.as_ref() == Some(&fact.name) || printed.is_none() && it.name == fact.name
            });
            let fresh = self.fresh.draft.items(fresh_owner);
            let Some(fresh) = fresh.iter().find(|item| item.name == fact.name).cloned() else {
                continue;
            };
            let Some(position) = position else {
                let item = self.adopt(&fresh);
                self.fresh_decisions(&format!(
                    "{}.{}",
                    self.fresh.draft.subject(fresh_owner),
                    fact.name
                ));
                kept.insert(at.min(kept.len()), (Some(fact.name.clone()), item));
                at += 1;
                continue;
            };
            at = position + 1;
            let Some(before) = old.iter().find(|it| it.name == fact.name) else { continue };
            let mut item = kept[position].1.clone();
            self.item(&subject, &mut item, &fresh, before, fact);
            kept[position].1 = item;
        }
        *self.draft.items_mut(owner) = kept.into_iter().map(|(_, item)| item).collect();
        for fact in new {
            let mut items = self.draft.items(owner).iter();
            let Some(item) = items.find(|item| item.name == fact.name).cloned() else { continue };
            let Some(before) = old.iter().find(|it| it.name == fact.name) else { continue };
            self.object(&item, fresh_owner, before, fact);
        }
    }

    /// The keys of one item that the page changed, but for those on which people have decided.
    fn item(&mut self, subject: &str, item: &mut Item, fresh: &Item, old: &Fact, new: &Fact) {
        let at = format!("{subject}.{}", item.name);
        if self.opens(&at, "in", old.place != new.place, new) {
            item.place.clone_from(&fresh.place);
            item.encoding.clone_from(&fresh.encoding);
        }
        let retyped = self.opens(&at, "type", old.ty != new.ty, new)
            || old.fields.is_empty() != new.fields.is_empty();
        if self.opens(&at, "required", old.required != new.required, new) {
            item.required = fresh.required;
            if new.required.is_none() {
                let need = "the page no longer says whether every call needs it; false meanwhile";
                self.decisions.push(Decision::new(format!("{at}.required"), need));
            }
        }
        if self.opens(&at, "default", old.default != new.default, new) {
            item.default.clone_from(&fresh.default);
        }
        if self.opens(&at, "min", old.limits.min != new.limits.min, new) {
            item.min = fresh.min;
        }
        if self.opens(&at, "max", old.limits.max != new.limits.max, new) {
            item.max = fresh.max;
        }
        if self.opens(&at, "max_items", old.limits.max_items != new.limits.max_items, new) {
            item.max_items = fresh.max_items;
            if item.separator.is_none() {
                item.separator.clone_from(&fresh.separator);
            }
        }
        if self.opens(&at, "max_chars", old.limits.max_chars != new.limits.max_chars, new) {
            item.max_chars = fresh.max_chars;
        }
        if self.opens(&at, "values", old.values != new.values, new) {
            item.values.clone_from(&fresh.values);
        }
        if self.opens(&at, "example", old.example != new.example, new) {
            item.example.clone_from(&fresh.example);
        }
        if retyped {
            self.retype(item, fresh, old, new);
        }
    }

    /// Whether a key takes over what the page says. Where people have decided, it does not.
    fn opens(&mut self, at: &str, key: &str, differs: bool, new: &Fact) -> bool {
        let subject = format!("{at}.{key}");
        let departs = differs && self.departs(&subject);
        if departs && !self.withdraws(&subject, new, key) {
            let need = "the page prints something else now: see the departure";
            self.decisions.push(Decision::new(subject, need));
        }
        differs && !departs
    }

    fn retype(&mut self, item: &mut Item, fresh: &Item, old: &Fact, new: &Fact) {
        let before = self.draft.object_of(&item.ty);
        let after = self.fresh.draft.object_of(&fresh.ty);
        if let (Some(before), Some(after)) = (before, after) {
            let name = self.fresh.draft.types[after].name.clone();
            let same = old.fields.iter().zip(&new.fields).any(|(old, new)| old.name == new.name);
            let free = self.draft.object(&name).is_none();
            let old_name = self.draft.types[before].name.clone();
            if same && free && old_name != name {
                self.rename(before, &name);
                item.ty = item.ty.replace(&old_name, &name);
            }
            if same && (free || old_name == name) {
                // Its lists may have changed alone.
                item.ty.clone_from(&fresh.ty);
                item.optional = fresh.optional;
                return;
            }
        }
        let adopted = self.adopt(fresh);
        item.ty = adopted.ty;
        item.encoding = adopted.encoding;
        item.separator = adopted.separator;
        item.optional = adopted.optional;
        item.default = adopted.default;
        item.values = adopted.values;
        item.example = adopted.example;
        [item.min, item.max] = [adopted.min, adopted.max];
        [item.max_items, item.max_chars] = [adopted.max_items, adopted.max_chars];
        if item.id.take().is_some() {
            let need = "the type is another one: the id type went, choose again";
            self.decisions.push(Decision::new(format!("{}.id", item.name), need));
        }
    }

    /// Gives an object the page's new name; callers keep theirs.
    fn rename(&mut self, index: usize, name: &str) {
        let old = std::mem::replace(&mut self.draft.types[index].name, name.to_owned());
        if self.draft.types[index].rust.is_none() {
            self.draft.types[index].rust = Some(old.to_pascal_case());
        }
        let [from, to] = [&old, name].map(|name| format!("types.{name}."));
        for departure in &mut self.draft.departures {
            if let Some(rest) = departure.subject.strip_prefix(&from) {
                departure.subject = format!("{to}{rest}");
            }
        }
        let types = 0..self.draft.types.len();
        for owner in [Owner::Parameters, Owner::Response].into_iter().chain(types.map(Owner::Type))
        {
            for item in self.draft.items_mut(owner) {
                let parsed = crate::read::types::parse_type(&item.ty, &[&old]);
                if parsed.is_some_and(|ty| ty.object() == Some(&old)) {
                    item.ty = item.ty.replace(&old, name);
                }
            }
        }
        self.renamed.push((old, name.to_owned()));
    }

    /// What an object of the file holds, against what the page says of it now.
    fn object(&mut self, item: &Item, fresh_owner: Owner, old: &Fact, new: &Fact) {
        let fresh = &self.fresh.draft;
        let fresh_item = fresh.items(fresh_owner).iter().find(|it| it.name == new.name);
        let fresh_object = fresh_item.and_then(|it| fresh.object_of(&it.ty));
        let known = self.draft.object_of(&item.ty);
        if let (Some(index), Some(fresh_index)) = (known, fresh_object)
            && !self.walked.contains(&index)
            && !old.fields.is_empty()
        {
            self.walked.push(index);
            self.items(Owner::Type(index), Owner::Type(fresh_index), &old.fields, &new.fields);
        }
    }

    /// An item of the fresh draft with all objects that it holds, under names that are free.
    fn adopt(&mut self, item: &Item) -> Item {
        let mut item = item.clone();
        let Some(index) = self.fresh.draft.object_of(&item.ty) else { return item };
        let object = self.fresh.draft.types[index].clone();
        if let Some(known) = self.draft.object(&object.name)
            && known.fields.iter().map(|it| &it.name).eq(object.fields.iter().map(|it| &it.name))
        {
            return item;
        }
        let taken = |name: &str| self.draft.object(name).is_some();
        let name = crate::import::words::numbered(&object.name, "", |name| !taken(name));
        item.ty = item.ty.replace(&object.name, &name);
        let at = self.draft.types.len();
        let fields = object.fields.clone();
        self.draft.types.push(crate::import::draft::Object { name, fields: Vec::new(), ..object });
        let fields = fields.iter().map(|field| self.adopt(field)).collect();
        self.draft.types[at].fields = fields;
        item
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
                self.fresh_decisions(&format!("together.{}", group.name));
            }
        }
    }

    fn errors(&mut self, endpoint: &Endpoint, old: &Page, new: &Page) {
        let (before, _) = codes::split(&old.errors);
        let (after, _) = codes::split(&new.errors);
        let listed = |code: i64| after.iter().any(|(it, _)| *it == code);
        let removed = &mut self.removed;
        self.draft.errors.retain(|error| {
            let stays = error.source.is_some() || listed(error.code);
            if !stays {
                removed.push(format!("errors.{}", error.code));
            }
            stays
        });
        if self
            .draft
            .done_code
            .is_some_and(|code| !self.draft.errors.iter().any(|it| it.code == code))
        {
            self.draft.done_code = None;
            self.removed.push("repeat.done_code".to_owned());
        }
        let mut at = 0;
        for (code, fact) in after {
            let fresh = self.fresh.draft.errors.iter().find(|it| it.code == code);
            let Some(fresh) = fresh else { continue };
            let Some(position) = self.draft.errors.iter().position(|it| it.code == code) else {
                self.draft.errors.insert(at.min(self.draft.errors.len()), fresh.clone());
                self.fresh_decisions(&format!("errors.{code}"));
                at += 1;
                continue;
            };
            at = position + 1;
            if self.draft.errors[position].source.take().is_some() {
                self.draft.errors[position].message.clone_from(&fresh.message);
            }
            let Some((_, before)) = before.iter().find(|(it, _)| *it == code) else { continue };
            if before.message != fact.message && !self.departs(&format!("errors.{code}.message")) {
                self.message(endpoint, position, codes::message(code, fact));
            }
            if before.retry != fact.retry && !self.departs(&format!("errors.{code}.retry")) {
                let error = &mut self.draft.errors[position];
                error.retry = fact.retry;
                if [codes::RETRY, codes::CHECK].contains(&error.advice.as_str()) {
                    error.advice.clone_from(&fresh.advice);
                } else {
                    let need = "the page changed whether to try again: does the advice still hold?";
                    self.decisions.push(Decision::new(format!("errors.{code}.advice"), need));
                }
            }
        }
    }

    /// Another message; callers keep the name of the code.
    fn message(&mut self, endpoint: &Endpoint, position: usize, message: String) {
        let error = &mut self.draft.errors[position];
        let code = error.code;
        let known = endpoint.errors.iter().find(|it| it.code.value == code);
        if error.rust.is_none() {
            error.rust = known.map(names::variant);
        }
        if message.is_ascii() {
            error.meaning = None;
        } else {
            let english = error.message.clone().filter(|it| it.is_ascii());
            let meaning = error.meaning.take().or(english);
            error.meaning = Some(meaning.unwrap_or_else(|| format!("Error {code}")));
            let need = "the page's message is another one: does the meaning still hold?";
            self.decisions.push(Decision::new(format!("errors.{code}.meaning"), need));
        }
        error.message = Some(message);
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

    /// Whether the page now prints what the file says, so that the departure goes without a word.
    fn withdraws(&self, subject: &str, new: &Fact, key: &str) -> bool {
        let mut departures = self.draft.departures.iter();
        let Some(departure) = departures.find(|it| it.subject == subject) else { return false };
        let number = |number: Option<i64>| number.map(|it| it.to_string());
        let states = match key {
            "required" => new.required.map(|it| it.to_string()),
            "type" => new.ty.clone(),
            "example" => new.example.clone(),
            "default" => new.default.as_ref().map(ToString::to_string),
            "min" => number(new.limits.min),
            "max" => number(new.limits.max),
            "max_items" => number(new.limits.max_items),
            "max_chars" => number(new.limits.max_chars),
            _ => None,
        };
        match states {
            Some(states) => departure.spec == states,
            None => is_absent(&departure.spec),
        }
    }

    /// What a person has to decide on something new.
    fn fresh_decisions(&mut self, key: &str) {
        let below = |it: &&Decision| {
            it.key == key || it.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'))
        };
        self.decisions.extend(self.fresh.decisions.iter().filter(below).cloned());
    }
}
