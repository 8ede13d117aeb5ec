//! Parameters and fields, one by one and key by key.

use crate::import::amend::Amending;
use crate::import::departures::printed_name;
use crate::import::draft::{Decision, Item, Owner};
use crate::import::facts::Fact;
use xtask_spec::spec::stated;

/// What is needed where neutral words stand for what a person knows.
const UNDESCRIBED: &str = "say what it is; made from its name meanwhile";

impl Amending<'_> {
    /// Items of one owner, and those of the objects in them.
    pub(super) fn items(&mut self, owner: Owner, fresh_owner: Owner, old: &[Fact], new: &[Fact]) {
        let subject = self.draft.subject(owner);
        let fresh_subject = self.fresh.draft.subject(fresh_owner);
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
                let own = format!("{subject}.{}", fresh.name);
                if fresh.doc.is_some() {
                    self.decisions.push(Decision::new(format!("{own}.doc"), UNDESCRIBED));
                }
                self.fresh_decisions(&format!("{fresh_subject}.{}", fact.name), &own, &[]);
                let item = self.adopt(&fresh);
                kept.insert(at.min(kept.len()), (Some(fact.name.clone()), item));
                at += 1;
                continue;
            };
            at = position + 1;
            let Some(before) = old.iter().find(|it| it.name == fact.name) else { continue };
            let mut item = kept[position].1.clone();
            let retyped = self.item(&subject, &mut item, &fresh, before, fact);
            if retyped {
                let own = format!("{subject}.{}", item.name);
                self.retype(&own, &mut item, &fresh, before, fact);
                // The rest has been decided on, or is no question of the type.
                let settled = ["required", "rust"];
                self.fresh_decisions(&format!("{fresh_subject}.{}", fact.name), &own, &settled);
            }
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
    /// Answers whether it is of another type.
    fn item(
        &mut self,
        subject: &str,
        item: &mut Item,
        fresh: &Item,
        old: &Fact,
        new: &Fact,
    ) -> bool {
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
        retyped
    }

    /// Whether a key takes over what the page says. Where people have decided, it does not.
    pub(super) fn opens(&mut self, at: &str, key: &str, differs: bool, new: &Fact) -> bool {
        let subject = format!("{at}.{key}");
        let departs = differs && self.departs(&subject);
        if departs && !self.withdraws(&subject, new, key) {
            let need = "the page prints something else now: see the departure";
            self.decisions.push(Decision::new(subject, need));
        }
        differs && !departs
    }

    /// Whether the page now prints what the file says, so that the departure goes without a word.
    pub(super) fn withdraws(&self, subject: &str, new: &Fact, key: &str) -> bool {
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
            None => stated(&departure.spec).is_none(),
        }
    }

    /// What an object of the file holds, against what the page says of it now.
    pub(super) fn object(&mut self, item: &Item, fresh_owner: Owner, old: &Fact, new: &Fact) {
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
}
