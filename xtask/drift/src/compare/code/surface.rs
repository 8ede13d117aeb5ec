//! What the generated code of an endpoint offers to callers, under the wire names it comes from.

use std::collections::{BTreeMap, BTreeSet};

use xtask::model::{Base, Endpoint, Need, Object, Value};
use xtask_spec::{names, spec};

/// The public names and types of an endpoint's module.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// Fields of requests and responses: `response.result.list`.
    pub(crate) items: BTreeMap<String, Item>,
    /// By the path of what holds one: `parameters`, `response`, `response.result.list`.
    pub(crate) structs: BTreeMap<String, Struct>,
    /// Constants, and what implementations of traits name, by the path of what they come from and by
    /// its keys that decide on them: `parameters.size` and `max`.
    pub(crate) offers: BTreeMap<(String, Vec<&'static str>), String>,
    /// By name.
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) either: BTreeMap<String, Either>,
    /// Whether the response stands in `result`.
    pub(crate) in_result: bool,
}

/// A public field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) ty: String,
    /// How it travels, where its type does not tell.
    pub(crate) encoding: String,
    /// Whether it stands in a group.
    pub(crate) grouped: bool,
    /// What a broken limit calls it; `None` where that says no more than its path.
    pub(crate) label: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// The traits that depend on what the fields are.
    pub(crate) derives: BTreeSet<&'static str>,
    /// The arguments of `new`, by wire name.
    pub(crate) arguments: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) ty: String,
    /// Wire names.
    pub(crate) members: BTreeSet<String>,
    pub(crate) derives: BTreeSet<&'static str>,
}

/// Parameters of which some have to be sent.
#[derive(Debug)]
pub(crate) struct Either {
    /// Wire names.
    members: BTreeSet<String>,
    need: Need,
}

impl Either {
    fn of(either: &spec::Either) -> Self {
        let members = either.members.iter().map(|it| it.value.clone());
        Self { members: members.collect(), need: either.need.value }
    }

    /// Returns whether every request that `other` takes is taken.
    pub(crate) fn takes_all_of(&self, other: &Self) -> bool {
        match self.need {
            Need::AtLeastOne => self.members.is_superset(&other.members),
            Need::ExactlyOne => other.need == self.need && self.members == other.members,
        }
    }
}

impl Surface {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        let in_result = endpoint.spec.payload().is_some();
        let mut surface = Self { in_result, ..Self::default() };
        surface.request(endpoint);
        let root = if in_result { "response.result" } else { "response" };
        surface.answered(endpoint, &endpoint.response, root, &mut Vec::new());
        for error in &endpoint.spec.errors {
            let keys = &["rust", "meaning", "message"];
            surface.offer(&format!("errors.{}", *error.code), keys, &names::error(error));
        }
        if let Some(paging) = &endpoint.spec.paging
            && let Some(items) = endpoint.answered(&paging.items).last()
            && let Some((style, _)) = paging.positions().next()
        {
            surface.offer("paging", &["items"], &format!("Paged::Item = {}", items.ty.item));
            surface.offer("paging", &["first"], &format!("Paged::first = {style:?}"));
            if paging.size.is_some() {
                surface.offer("paging", &["size"], "PageSized");
            }
        }
        if let Some(bulk) = &endpoint.spec.bulk
            && let [first, second] = bulk.split.as_slice()
        {
            let [first, second] = [first, second].map(|it| &endpoint.request.field(it).ty.item);
            surface.offer("bulk", &["split"], &format!("Pairs of {first} and {second}"));
        }
        surface
    }

    fn offer(&mut self, path: &str, keys: &[&'static str], what: &str) {
        self.offers.insert((path.to_owned(), keys.to_vec()), what.to_owned());
    }

    fn request(&mut self, endpoint: &Endpoint) {
        for parameter in endpoint.parameters() {
            self.sent(endpoint, parameter, "parameters", &mut Vec::new());
        }
        self.structs.insert("parameters".to_owned(), Struct::of(&endpoint.request));
        for span in endpoint.all_sent_objects().flat_map(|it| &it.spans) {
            self.offer(&format!("span.{}", *span.name), &["max_days"], &names::span(span));
        }
        for object in endpoint.all_sent_objects() {
            let own = object.either.iter().map(|it| (it.name.value.clone(), Either::of(it)));
            self.either.extend(own);
        }
        self.groups = endpoint
            .groups
            .iter()
            .map(|group| {
                let members = endpoint.members(group).map(|it| it.wire.clone()).collect();
                let (ty, derives) =
                    (group.spec.ty.value.clone(), decided_by_fields(&group.derives));
                (group.spec.name.value.clone(), Group { ty, members, derives })
            })
            .collect();
    }

    fn sent<'e>(
        &mut self,
        endpoint: &'e Endpoint,
        sent: &'e Value,
        of: &str,
        within: &mut Vec<&'e str>,
    ) {
        let path = format!("{of}.{}", sent.wire);
        self.constants(sent, &path);
        let limited = !sent.limits.is_empty() || sent.ty.base == Base::Float;
        let item = Item {
            encoding: format!("{:?}", sent.encoding),
            grouped: sent.group.is_some(),
            label: (limited && sent.label != sent.wire).then(|| sent.label.clone()),
            ..Item::of(sent)
        };
        self.items.insert(path.clone(), item);
        let Some(object) = endpoint.sent_object(&sent.ty.item) else { return };
        if within.contains(&object.name.as_str()) {
            return;
        }
        within.push(&object.name);
        self.structs.insert(path.clone(), Struct::of(object));
        for field in &object.fields {
            self.sent(endpoint, field, &path, within);
        }
        within.pop();
    }

    fn constants(&mut self, sent: &Value, path: &str) {
        for limit in &sent.limits {
            let constant = format!("{}: {}", limit.constant, limit.rust_type);
            self.offer(path, &[limit.kind.key()], &constant);
        }
        if let Some(default) = &sent.default {
            let constant = format!("{}: {}", default.constant, default.rust_type);
            self.offer(path, &["default"], &constant);
        }
        if let Some(values) = &sent.values {
            let constant = format!("{}: &[{}]", values.constant, values.rust_type);
            self.offer(path, &["values"], &constant);
        }
    }

    fn answered<'e>(
        &mut self,
        endpoint: &'e Endpoint,
        object: &'e Object,
        path: &str,
        within: &mut Vec<&'e str>,
    ) {
        if within.contains(&object.name.as_str()) {
            return;
        }
        within.push(&object.name);
        self.structs.insert(path.to_owned(), Struct::of(object));
        for field in &object.fields {
            let path = format!("{path}.{}", field.wire);
            self.items.insert(path.clone(), Item::of(field));
            if let Some(inner) = endpoint.objects.iter().find(|it| it.name == field.ty.item) {
                self.answered(endpoint, inner, &path, within);
            }
        }
        within.pop();
    }
}

impl Item {
    fn of(value: &Value) -> Self {
        Self {
            name: value.name.clone(),
            ty: value.rust_type.clone(),
            encoding: String::new(),
            grouped: false,
            label: None,
        }
    }
}

impl Struct {
    fn of(object: &Object) -> Self {
        Self {
            name: object.name.clone(),
            derives: decided_by_fields(&object.derives),
            arguments: object.required().map(|field| field.wire.clone()).collect(),
        }
    }
}

fn decided_by_fields(derives: &[&'static str]) -> BTreeSet<&'static str> {
    let decided = ["Copy", "Eq", "Hash"];
    derives.iter().copied().filter(|name| decided.contains(name)).collect()
}
