//! Objects: those that are new, and those that the page calls otherwise now.

use heck::ToPascalCase as _;

use crate::import::amend::amending::Amending;
use crate::import::owner::{Decision, Owner, object_of};
use crate::import::words;
use xtask_pages::facts::Field as Fact;
use xtask_spec::spec::{Field, Object, Spanned, Type, parse_type};

impl Amending<'_> {
    /// Changes the type of a field. `at` is where it stands.
    pub(super) fn retype(
        &mut self,
        at: &str,
        item: &mut Field,
        fresh: &Field,
        old: &Fact,
        new: &Fact,
    ) {
        let before = object_of(&self.draft, &item.ty);
        let after = object_of(&self.fresh.draft, &fresh.ty);
        if let (Some(before), Some(after)) = (before, after) {
            let name = self.fresh.draft.types[after].name.value.clone();
            let same = old.fields.iter().zip(&new.fields).any(|(old, new)| old.name == new.name);
            let free = self.draft.object(&name).is_none();
            let old_name = self.draft.types[before].name.value.clone();
            if same && free && old_name != name {
                self.rename(before, &name);
                item.ty = with_object(&item.ty, &old_name, &name);
            }
            if same && (free || old_name == name) {
                // Its lists may have changed alone.
                item.ty.clone_from(&fresh.ty);
                return;
            }
        }
        let adopted = self.adopt(fresh);
        item.ty = adopted.ty;
        item.encoding = adopted.encoding;
        item.separator = adopted.separator;
        item.default = adopted.default;
        item.values = adopted.values;
        item.named_values = None;
        item.example = adopted.example;
        item.limits = adopted.limits;
        if item.id.take().is_some() {
            let need = "the type is another one: the id type went, choose again";
            self.decisions.push(Decision::open(format!("{at}.id"), need));
        }
    }

    /// Renames an object as the page does; callers keep theirs.
    pub(super) fn rename(&mut self, index: usize, name: &str) {
        let old = std::mem::replace(&mut self.draft.types[index].name.value, name.to_owned());
        if self.draft.types[index].rust.is_none() {
            self.draft.types[index].rust = Some(old.to_pascal_case().into());
        }
        let [from, to] = [&old, name].map(|name| format!("types.{name}."));
        for departure in &mut self.draft.departures {
            if let Some(rest) = departure.subject.strip_prefix(&from) {
                departure.subject = format!("{to}{rest}").into();
            }
        }
        for subject in &mut self.draft.undecided {
            let [from, to] = [&old, name].map(|name| format!("types.{name}"));
            if let Some(rest) = subject.value.strip_prefix(&from)
                && (rest.is_empty() || rest.starts_with('.'))
            {
                *subject = format!("{to}{rest}").into();
            }
        }
        for owner in Owner::all(&self.draft) {
            for item in owner.fields_mut(&mut self.draft) {
                if item.ty.object() == Some(old.as_str()) {
                    item.ty = with_object(&item.ty, &old, name);
                }
            }
        }
        self.renamed.push((old, name.to_owned()));
    }

    /// Takes over a field of the fresh file with all objects that it holds, under names that are free.
    pub(super) fn adopt(&mut self, item: &Field) -> Field {
        let mut item = item.clone();
        let Some(index) = object_of(&self.fresh.draft, &item.ty) else { return item };
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
        self.decisions.push(Decision::open("docs", "say what new objects and their fields are"));
        self.fresh_decisions(&format!("types.{}", object.name.value), &own, &[]);
        let at = self.draft.types.len();
        let fields = object.fields.clone();
        self.draft.types.push(Object { name: name.into(), fields: Vec::new(), ..object });
        let fields = fields.iter().map(|field| self.adopt(field)).collect();
        self.draft.types[at].fields = fields;
        item
    }
}

/// Returns a type with another object in it: `Array of A` → `Array of B`.
fn with_object(ty: &Type, old: &str, new: &str) -> Spanned<Type> {
    let spelling = match ty.spelling.rfind(old) {
        Some(at) => {
            let (before, after) = (&ty.spelling[..at], &ty.spelling[at + old.len()..]);
            format!("{before}{new}{after}")
        }
        None => ty.spelling.clone(),
    };
    parse_type(&spelling, &[new]).unwrap_or_else(|| ty.clone()).into()
}
