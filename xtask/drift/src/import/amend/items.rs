//! Parameters and fields, one by one and key by key.

use crate::import::amend::amending::Amending;
use crate::import::departures::{printed_name, without};
use crate::import::owner::{Decision, Owner, SEE_DEPARTURE, object_of};
use crate::limits;
use xtask_pages::facts::Field as Fact;
use xtask_spec::spec::{Departure, Field, LimitKind, Text};

impl Amending<'_> {
    /// Amends the fields of one owner, and those of the objects in them.
    pub(super) fn items(&mut self, owner: Owner, fresh_owner: Owner, old: &[Fact], new: &[Fact]) {
        let subject = owner.subject(&self.draft);
        let fresh_subject = fresh_owner.subject(&self.fresh.draft);
        let listed: Vec<(usize, Option<String>)> = owner
            .fields(&self.draft)
            .iter()
            .map(|item| printed_name(&self.draft, owner, item))
            .enumerate()
            .collect();
        let gone = |name: &String| !new.iter().any(|fact| fact.name == *name);
        let mut kept = Vec::new();
        for (index, printed) in listed {
            let item = owner.fields(&self.draft)[index].clone();
            let is_gone = printed.as_ref().is_some_and(gone) && self.own.is_one_of(&item.pages);
            if !is_gone {
                kept.push((printed, item));
                continue;
            }
            if let Some(pages) = without(&item.pages, self.own, &self.others) {
                kept.push((printed, self.limit(&subject, item, pages)));
            } else {
                self.removed.push(format!("{subject}.{}", item.name.value));
                self.forget(&subject, &item.name);
            }
        }
        let mut at = 0;
        for fact in new {
            let position = kept.iter().position(|(printed, it)| {
                printed.as_ref() == Some(&fact.name)
                    || printed.is_none() && it.name.value == fact.name
            });
            let fresh = fresh_owner.fields(&self.fresh.draft);
            let Some(fresh) = fresh.iter().find(|it| it.name.value == fact.name).cloned() else {
                continue;
            };
            let Some(position) = position else {
                let own = format!("{subject}.{}", fresh.name.value);
                self.decisions.push(Decision::open(format!("{own}.doc"), "say what it is"));
                self.fresh_decisions(&format!("{fresh_subject}.{}", fact.name), &own, &[]);
                let mut item = self.adopt(&fresh);
                if !self.others.is_empty() {
                    item.pages = vec![self.own.name().into()];
                    item.required = None;
                }
                kept.insert(at.min(kept.len()), (Some(fact.name.clone()), item));
                at += 1;
                continue;
            };
            at = position + 1;
            let pages = &mut kept[position].1.pages;
            if !self.own.is_one_of(pages) {
                pages.push(self.own.name().into());
            }
            let Some(before) = old.iter().find(|it| it.name == fact.name) else { continue };
            let mut item = kept[position].1.clone();
            let retyped = self.item(&subject, &mut item, &fresh, before, fact);
            if retyped {
                let own = format!("{subject}.{}", item.name.value);
                self.retype(&own, &mut item, &fresh, before, fact);
                // The rest has been decided on, or is no question of the type.
                let settled = ["required", "rust"];
                self.fresh_decisions(&format!("{fresh_subject}.{}", fact.name), &own, &settled);
            }
            kept[position].1 = item;
        }
        *owner.fields_mut(&mut self.draft) = kept.into_iter().map(|(_, item)| item).collect();
        for fact in new {
            let mut items = owner.fields(&self.draft).iter();
            let item = items.find(|item| item.name.value == fact.name).cloned();
            let Some(item) = item else { continue };
            let Some(before) = old.iter().find(|it| it.name == fact.name) else { continue };
            self.object(&item, fresh_owner, before, fact);
        }
    }

    /// Leaves a field to the other pages that list it: calls by this one lack it.
    fn limit(&mut self, subject: &str, mut item: Field, pages: Vec<Text>) -> Field {
        if item.required.take().is_some_and(|it| it.value) {
            let subject = format!("{subject}.{}.required", item.name.value);
            let [page, spec, reason] =
                ["true", "false", "Not all pages of the call list it."].map(Text::from);
            let subject = subject.as_str().into();
            let pages = pages.clone();
            self.draft.departures.push(Departure { subject, page, spec, pages, reason });
        }
        item.pages = pages;
        item
    }

    /// Amends the keys of one field that the page changed, but for those on which people have
    /// decided. Returns whether it is of another type.
    fn item(
        &mut self,
        subject: &str,
        item: &mut Field,
        fresh: &Field,
        old: &Fact,
        new: &Fact,
    ) -> bool {
        let at = format!("{subject}.{}", item.name.value);
        if self.opens(&at, "in", old.place != new.place) {
            item.place.clone_from(&fresh.place);
            item.encoding.clone_from(&fresh.encoding);
        }
        let retyped = self.opens(&at, "type", old.ty != new.ty)
            || self.leads() && old.fields.is_empty() != new.fields.is_empty();
        if self.opens(&at, "required", old.required != new.required) {
            item.required.clone_from(&fresh.required);
            if new.required.is_none() {
                let need = "the page no longer says whether every call needs it; false meanwhile";
                self.decisions.push(Decision::open(format!("{at}.required"), need));
            }
        }
        if self.opens(&at, "default", old.default != new.default) {
            item.default.clone_from(&fresh.default);
        }
        for kind in LimitKind::ALL {
            let [before, after] = [old, new].map(|it| limits::stated(&it.limits, *kind));
            if self.opens(&at, kind.key(), before != after) {
                item.limits.set(*kind, fresh.limits.get(*kind).map(|limit| limit.value));
                if *kind == LimitKind::MaxItems && item.separator.is_none() {
                    item.separator.clone_from(&fresh.separator);
                }
            }
        }
        if self.opens(&at, "values", old.values != new.values) {
            item.values.clone_from(&fresh.values);
        }
        if self.opens(&at, "example", old.example != new.example) {
            item.example.clone_from(&fresh.example);
        }
        retyped
    }

    /// Returns whether a key takes over what the page says. Where people have decided, it does not.
    fn opens(&mut self, at: &str, key: &str, differs: bool) -> bool {
        let subject = format!("{at}.{key}");
        if !self.leads() {
            return false;
        }
        let departs = differs && self.departs(&subject);
        if departs {
            self.decisions.push(Decision::new(subject, SEE_DEPARTURE));
        }
        differs && !departs
    }

    /// Amends what an object of the file holds.
    fn object(&mut self, item: &Field, fresh_owner: Owner, old: &Fact, new: &Fact) {
        let fresh = &self.fresh.draft;
        let mut fields = fresh_owner.fields(fresh).iter();
        let fresh_item = fields.find(|it| it.name.value == new.name);
        let fresh_object = fresh_item.and_then(|it| object_of(fresh, &it.ty));
        let known = object_of(&self.draft, &item.ty);
        if let (Some(index), Some(fresh_index)) = (known, fresh_object)
            && !self.walked.contains(&index)
            && !old.fields.is_empty()
        {
            self.walked.push(index);
            self.items(Owner::Type(index), Owner::Type(fresh_index), &old.fields, &new.fields);
        }
    }
}
