//! What the generated code of an endpoint offers to callers, under the wire names it comes from.

use std::collections::{BTreeMap, BTreeSet};

use xtask::model::{Base, Endpoint, Field, LimitKind, Parameter, RequestField, Scalar, Type};

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

impl Surface {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        let mut surface = Self { in_result: endpoint.in_result, ..Self::default() };
        surface.request(endpoint);
        let root = if endpoint.in_result { "response.result" } else { "response" };
        surface.answered(endpoint, &endpoint.response, root, &mut Vec::new());
        surface.variants =
            endpoint.errors.iter().map(|error| (error.code, error.variant.clone())).collect();
        let parameter = |index: usize| &endpoint.parameters[index];
        if let Some(paging) = &endpoint.paging {
            let items = &endpoint.response.fields[paging.items];
            surface.associated.insert("Paged::Item", base(&items.ty.base));
        }
        if let Some([first, second]) = endpoint.bulk {
            surface.associated.insert("Pairs::First", base(&parameter(first).ty.base));
            surface.associated.insert("Pairs::Second", base(&parameter(second).ty.base));
        }
        surface
    }

    fn request(&mut self, endpoint: &Endpoint) {
        for parameter in &endpoint.parameters {
            self.sent(endpoint, parameter, "parameters", &mut Vec::new());
        }
        let arguments = endpoint.fields.iter().filter_map(|field| match *field {
            RequestField::Parameter(index) => Some(&endpoint.parameters[index]),
            RequestField::Group(_) => None,
        });
        let arguments = arguments.filter(|it| it.required).map(|it| it.wire.clone()).collect();
        let derives = exact_traits(!endpoint.sends_floats, true);
        let name = "Request".to_owned();
        self.structs.insert("parameters".to_owned(), Struct { name, derives, arguments });
        for group in &endpoint.groups {
            let members = || group.members.iter().map(|&index| &endpoint.parameters[index]);
            let exact = members().all(|it| match &it.ty.base {
                Base::Float => false,
                Base::Object(name) => endpoint.sent_object(name).is_none_or(|it| !it.floats),
                _ => true,
            });
            let mut derives = exact_traits(exact, true);
            derives.extend(members().all(|it| is_copy(&it.ty)).then_some("Copy"));
            self.groups.push(Group {
                name: group.name.clone(),
                ty: group.ty.clone(),
                members: members().map(|it| it.wire.clone()).collect(),
                derives,
            });
        }
    }

    fn sent<'e>(
        &mut self,
        endpoint: &'e Endpoint,
        sent: &'e Parameter,
        of: &str,
        within: &mut Vec<&'e str>,
    ) {
        let path = format!("{of}.{}", sent.wire);
        self.constants(sent, &path);
        let always = sent.required || sent.group.is_some() || sent.ty.is_list();
        let item = Item {
            name: sent.name.clone(),
            ty: rust_type(&sent.ty, sent.boxed, !always),
            encoding: format!("{:?}", sent.encoding),
            grouped: sent.group.is_some(),
            label: {
                let limited = !sent.limits.is_empty() || sent.ty.base == Base::Float;
                sent.owner.as_ref().filter(|_| limited).map(|_| sent.label())
            },
        };
        self.items.insert(path.clone(), item);
        let Base::Object(name) = &sent.ty.base else { return };
        let Some(object) = endpoint.sent_object(name) else { return };
        if within.contains(&name.as_str()) {
            return;
        }
        within.push(name);
        let required = object.fields.iter().filter(|it| it.required);
        let arguments = required.map(|it| it.wire.clone()).collect();
        let derives = exact_traits(!object.floats, true);
        self.structs.insert(path.clone(), Struct { name: name.clone(), derives, arguments });
        for field in &object.fields {
            self.sent(endpoint, field, &path, within);
        }
        within.pop();
    }

    fn constants(&mut self, sent: &Parameter, path: &str) {
        let mut add = |key, name: &str, ty: &str| {
            let constant = Constant { name: name.to_owned(), ty: ty.to_owned() };
            self.constants.insert((path.to_owned(), key), constant);
        };
        for limit in &sent.limits {
            let (key, ty) = match limit.kind {
                LimitKind::Min => ("min", "i64"),
                LimitKind::Max => ("max", "i64"),
                LimitKind::MaxItems => ("max_items", "usize"),
                LimitKind::MaxChars => ("max_chars", "usize"),
            };
            add(key, &limit.constant, ty);
        }
        if let Some(default) = &sent.default {
            let float = sent.ty.base == Base::Float;
            add("default", &default.constant, if float { "f64" } else { scalar(&default.value) });
        }
        if let Some(values) = &sent.values {
            let ty = values.values.first().map_or("", scalar);
            add("values", &values.constant, &format!("&[{ty}]"));
        }
    }

    fn answered<'e>(
        &mut self,
        endpoint: &'e Endpoint,
        object: &'e xtask::model::Object,
        path: &str,
        within: &mut Vec<&'e str>,
    ) {
        if within.contains(&object.name.as_str()) {
            return;
        }
        within.push(&object.name);
        let promised = object.fields.iter().filter(|it| !it.ty.is_list() && !it.optional);
        let arguments = promised.map(|it| it.wire.clone()).collect();
        let derives = exact_traits(!object.floats, endpoint.paging.is_some());
        let shape = Struct { name: object.name.clone(), derives, arguments };
        self.structs.insert(path.to_owned(), shape);
        for field in &object.fields {
            let path = format!("{path}.{}", field.wire);
            self.items.insert(path.clone(), item(field));
            if let Base::Object(name) = &field.ty.base
                && let Some(inner) = endpoint.objects.iter().find(|it| it.name == *name)
            {
                self.answered(endpoint, inner, &path, within);
            }
        }
        within.pop();
    }
}

fn item(field: &Field) -> Item {
    Item {
        name: field.name.clone(),
        ty: rust_type(&field.ty, field.boxed, field.optional && !field.ty.is_list()),
        encoding: String::new(),
        grouped: false,
        label: None,
    }
}

fn exact_traits(exact: bool, hash: bool) -> BTreeSet<&'static str> {
    let mut derives = BTreeSet::new();
    derives.extend(exact.then_some("Eq"));
    derives.extend((exact && hash).then_some("Hash"));
    derives
}

/// As the generated code spells it.
fn rust_type(ty: &Type, boxed: bool, optional: bool) -> String {
    let item = base(&ty.base);
    let item = if boxed { format!("Box<{item}>") } else { item };
    let ty = (0..ty.lists).fold(item, |item, _| format!("Vec<{item}>"));
    if optional { format!("Option<{ty}>") } else { ty }
}

fn base(base: &Base) -> String {
    match base {
        Base::Number => "i64",
        Base::Float => "f64",
        Base::Json => "serde_json::Value",
        Base::Boolean => "bool",
        Base::String => "String",
        Base::Secret => "Secret",
        Base::Id { name, .. } | Base::Object(name) => name,
    }
    .to_owned()
}

fn scalar(value: &Scalar) -> &'static str {
    match value {
        Scalar::Number(_) => "i64",
        Scalar::Boolean(_) => "bool",
        Scalar::String(_) => "&str",
    }
}

fn is_copy(ty: &Type) -> bool {
    let base = &ty.base;
    !ty.is_list()
        && matches!(
            base,
            Base::Number | Base::Float | Base::Boolean | Base::Id { numeric: true, .. }
        )
}
