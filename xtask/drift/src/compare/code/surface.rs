//! What the generated code of an endpoint offers to callers, under the wire names it comes from.

use std::collections::{BTreeMap, BTreeSet};

use xtask::model::{self, Base, Endpoint, Need, Object, Value};

/// The public names and types of an endpoint's module.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// Fields of requests and responses: `response.result.list`.
    pub(crate) items: BTreeMap<String, Item>,
    /// By the path of what holds one: `parameters`, `response`, `response.result.list`.
    pub(crate) structs: BTreeMap<String, Struct>,
    /// Variants of the endpoint's error codes, by code.
    pub(crate) variants: BTreeMap<i64, String>,
    /// By the path and the key of what they hold: `parameters.size`, `max`.
    pub(crate) constants: BTreeMap<(String, &'static str), Constant>,
    pub(crate) groups: Vec<Group>,
    /// By name.
    pub(crate) either: BTreeMap<String, Either>,
    /// The types that implementations of traits name.
    pub(crate) associated: BTreeMap<&'static str, String>,
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

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Constant {
    pub(crate) name: String,
    pub(crate) ty: String,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
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
    fn of(object: &Object, either: &model::Either) -> Self {
        let members = either.members.iter().map(|it| object.fields[*it].wire.clone());
        Self { members: members.collect(), need: either.need }
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
        let mut surface = Self { in_result: endpoint.in_result, ..Self::default() };
        surface.request(endpoint);
        let root = if endpoint.in_result { "response.result" } else { "response" };
        surface.answered(endpoint, &endpoint.response, root, &mut Vec::new());
        surface.variants =
            endpoint.errors.iter().map(|error| (error.code, error.constant.clone())).collect();
        let item = |index: usize| endpoint.parameters()[index].ty.item.clone();
        if let Some(paging) = &endpoint.paging {
            surface.associated.insert("Paged::Item", paging.item.item.clone());
            surface.associated.insert("Paged::first", format!("{:?}", paging.style));
            if paging.size.is_some() {
                surface.associated.insert("PageSized", String::new());
            }
        }
        if let Some([first, second]) = endpoint.bulk {
            surface.associated.insert("Pairs::First", item(first));
            surface.associated.insert("Pairs::Second", item(second));
        }
        surface
    }

    fn request(&mut self, endpoint: &Endpoint) {
        for parameter in endpoint.parameters() {
            self.sent(endpoint, parameter, "parameters", &mut Vec::new());
        }
        self.structs.insert("parameters".to_owned(), Struct::of(&endpoint.request));
        for span in endpoint.all_sent_objects().flat_map(|it| &it.spans) {
            let constant = Constant { name: span.constant.clone(), ty: "i64".to_owned() };
            self.constants.insert((format!("span.{}", span.name), "max_days"), constant);
        }
        for object in endpoint.all_sent_objects() {
            let own = object.either.iter().map(|it| (it.name.clone(), Either::of(object, it)));
            self.either.extend(own);
        }
        self.groups = endpoint
            .groups
            .iter()
            .map(|group| Group {
                name: group.name.clone(),
                ty: group.ty.clone(),
                members: endpoint.members(group).map(|it| it.wire.clone()).collect(),
                derives: decided_by_fields(&group.derives),
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
        let mut add = |key, name: &str, ty: String| {
            let constant = Constant { name: name.to_owned(), ty };
            self.constants.insert((path.to_owned(), key), constant);
        };
        for limit in &sent.limits {
            add(limit.kind.key(), &limit.constant, limit.rust_type.to_owned());
        }
        if let Some(default) = &sent.default {
            add("default", &default.constant, default.rust_type.clone());
        }
        if let Some(values) = &sent.values
            && let Some(constant) = &values.constant
        {
            add("values", constant, format!("&[{}]", values.rust_type));
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
