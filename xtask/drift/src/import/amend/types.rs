//! Objects: those that are new, and those that the page calls otherwise now.

use heck::ToPascalCase as _;

use crate::import::amend::Amending;
use crate::import::draft::{Decision, Item, Object, Owner};
use crate::import::facts::Fact;
use crate::import::words;
use xtask_spec::read::types::parse_type;

impl Amending<'_> {
    /// `at` is where the item stands.
    pub(super) fn retype(
        &mut self,
        at: &str,
        item: &mut Item,
        fresh: &Item,
        old: &Fact,
        new: &Fact,
    ) {
        let before = self.draft.object_of(&item.ty);
        let after = self.fresh.draft.object_of(&fresh.ty);
        if let (Some(before), Some(after)) = (before, after) {
            let name = self.fresh.draft.types[after].name.clone();
            let same = old.fields.iter().zip(&new.fields).any(|(old, new)| old.name == new.name);
            let free = self.draft.object(&name).is_none();
            let old_name = self.draft.types[before].name.clone();
            if same && free && old_name != name {
                self.rename(before, &name);
                item.ty = with_object(&item.ty, &old_name, &name);
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
            self.decisions.push(Decision::new(format!("{at}.id"), need));
        }
    }

    /// Gives an object the page's new name; callers keep theirs.
    pub(super) fn rename(&mut self, index: usize, name: &str) {
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
                let parsed = parse_type(&item.ty, &[&old]);
                if parsed.is_some_and(|ty| ty.object() == Some(&old)) {
                    item.ty = with_object(&item.ty, &old, name);
                }
            }
        }
        self.renamed.push((old, name.to_owned()));
    }

    /// An item of the fresh draft with all objects that it holds, under names that are free.
    pub(super) fn adopt(&mut self, item: &Item) -> Item {
        let mut item = item.clone();
        let Some(index) = self.fresh.draft.object_of(&item.ty) else { return item };
        let object = self.fresh.draft.types[index].clone();
        // It may hold itself.
        if let Some((_, name)) = self.adopted.iter().find(|(adopted, _)| *adopted == index) {
            item.ty = with_object(&item.ty, &object.name, name);
            return item;
        }
        if let Some(known) = self.draft.object(&object.name)
            && known.fields.iter().map(|it| &it.name).eq(object.fields.iter().map(|it| &it.name))
        {
            return item;
        }
        let taken = |name: &str| self.draft.object(name).is_some();
        let name = words::numbered(&object.name, "", |name| !taken(name));
        item.ty = with_object(&item.ty, &object.name, &name);
        self.adopted.push((index, name.clone()));
        let own = format!("types.{name}");
        let need = "say what it and its fields are; made from their names meanwhile";
        self.decisions.push(Decision::new(format!("{own}.doc"), need));
        self.fresh_decisions(&format!("types.{}", object.name), &own, &[]);
        let at = self.draft.types.len();
        let fields = object.fields.clone();
        self.draft.types.push(Object { name, fields: Vec::new(), ..object });
        let fields = fields.iter().map(|field| self.adopt(field)).collect();
        self.draft.types[at].fields = fields;
        item
    }
}

/// A type with another object in it: `Array of A` → `Array of B`.
fn with_object(ty: &str, old: &str, new: &str) -> String {
    match ty.rfind(old) {
        Some(at) => format!("{}{new}{}", &ty[..at], &ty[at + old.len()..]),
        None => ty.to_owned(),
    }
}
