//! What an endpoint's generated code offers to callers, by its place in the spec.

use std::collections::{BTreeMap, BTreeSet};

use xtask::model::{Base, Encoding, Endpoint, Need, Object, Value};
use xtask_spec::names;
use xtask_spec::spec::{self, LimitKind};

/// Public names and types of an endpoint's module.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// By the path of wire names in Rust: `response.list`, even if the answer has it in `result`.
    pub(crate) fields: BTreeMap<String, Field>,
    /// By the path of the value with the struct: `parameters`, `response`, `response.list`.
    pub(crate) structs: BTreeMap<String, Struct>,
    /// By the path in the spec, and by the keys that determine the offer: `parameters.size` and `max`.
    pub(crate) offers: BTreeMap<(String, Vec<&'static str>), Offer>,
    /// By name.
    pub(crate) either: BTreeMap<String, Either>,
    /// Whether the response is in `result`.
    pub(crate) in_result: bool,
    /// Whether a successful answer has `success`.
    pub(crate) has_success: bool,
}

/// A public field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) ty: String,
    /// Whether it is an argument of `new`.
    pub(crate) is_argument: bool,
    /// Encoding on the wire, which the type alone does not determine.
    pub(crate) encoding: Encoding,
    /// Name of the group that sets it.
    pub(crate) group: Option<String>,
    /// Name in errors about violated limits; `None` if it has no limits.
    pub(crate) label: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// The arguments of `new`, by wire name.
    pub(crate) arguments: Vec<String>,
}

/// A constant, or an associated item of a trait's implementation.
#[derive(Debug, PartialEq)]
pub(crate) struct Offer {
    /// Name and type.
    pub(crate) item: String,
    pub(crate) value: String,
    /// Set if the value is a limit that is checked before a call.
    pub(crate) limit: Option<(LimitKind, i64)>,
}

/// Parameters, some of which must be sent.
#[derive(Debug, PartialEq)]
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

    /// Returns whether it accepts every request that `other` accepts.
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
        let has_success = endpoint.spec.lists_in_envelope("success");
        let mut surface = Self { in_result, has_success, ..Self::default() };
        surface.object(endpoint, &endpoint.request, &endpoint.sent, "parameters", &mut Vec::new());
        surface.object(
            endpoint,
            &endpoint.response,
            &endpoint.objects,
            "response",
            &mut Vec::new(),
        );
        surface.request(endpoint);
        for error in &endpoint.spec.errors {
            let keys = &["rust", "meaning", "message"];
            let path = format!("errors.{}", *error.code);
            surface.offer(&path, keys, Offer::of(names::error(error)));
        }
        if let Some(paging) = &endpoint.spec.paging
            && let Some(items) = endpoint.answered(&paging.items).last()
            && let Some((style, _)) = paging.positions().next()
        {
            let item = format!("Paged::Item = {}", items.ty.item);
            surface.offer("paging", &["items"], Offer::of(item));
            let first = format!("Paged::first = {style:?}");
            surface.offer("paging", &["first"], Offer::of(first));
            if paging.size.is_some() {
                surface.offer("paging", &["size"], Offer::of("PageSized".to_owned()));
            }
        }
        if let Some(bulk) = &endpoint.spec.bulk
            && let [first, second] = bulk.split.as_slice()
        {
            let [first, second] = [first, second].map(|it| &endpoint.request.field(it).ty.item);
            let pairs = format!("Pairs of {first} and {second}");
            surface.offer("bulk", &["split"], Offer::of(pairs));
        }
        surface
    }

    /// Returns the place of a field or struct in the spec.
    pub(crate) fn in_spec(&self, path: &str) -> String {
        match path.strip_prefix("response") {
            Some(rest) if self.in_result => format!("response.result{rest}"),
            _ => path.to_owned(),
        }
    }

    fn offer(&mut self, path: &str, keys: &[&'static str], offer: Offer) {
        self.offers.insert((path.to_owned(), keys.to_vec()), offer);
    }

    fn request(&mut self, endpoint: &Endpoint) {
        for object in endpoint.all_sent_objects() {
            for span in &object.spans {
                let item = format!("{}: i64", names::span(span));
                let limit = Some((LimitKind::Max, span.max_days.value));
                let offer = Offer { limit, ..Offer::of(item) };
                self.offer(&format!("span.{}", *span.name), &["max_days"], offer);
            }
            let own = object.either.iter().map(|it| (it.name.value.clone(), Either::of(it)));
            self.either.extend(own);
        }
        for group in &endpoint.groups {
            let members: BTreeSet<_> = endpoint.members(group).map(|it| &*it.name).collect();
            let members = members.into_iter().collect::<Vec<_>>().join(", ");
            let item = format!("{} {{ {members} }}", *group.spec.ty);
            self.offer(
                &format!("together.{}", *group.spec.name),
                &["type", "members"],
                Offer::of(item),
            );
        }
    }

    /// Walks an object and those in it, unless it is one of those in `within`.
    fn object<'e>(
        &mut self,
        endpoint: &'e Endpoint,
        object: &'e Object,
        others: &'e [Object],
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
            self.constants(field, &path);
            let mut public = Field::of(field, endpoint);
            if !path.starts_with("parameters") {
                // Both only matter for requests.
                (public.encoding, public.label) = (Encoding::Plain, None);
            }
            self.fields.insert(path.clone(), public);
            if let Some(inner) = others.iter().find(|it| it.name == field.ty.item) {
                self.object(endpoint, inner, others, &path, within);
            }
        }
        within.pop();
    }

    fn constants(&mut self, field: &Value, path: &str) {
        for (kind, limit, constant) in field.limits() {
            let item = format!("{constant}: {}", kind.constant_type());
            let offer = Offer { limit: Some((kind, limit)), ..Offer::of(item) };
            self.offer(path, &[kind.key()], offer);
        }
        if let Some((default, constant)) = field.default() {
            let item = format!("{constant}: {}", field.constant_type(default));
            let offer = Offer { value: default.to_string(), ..Offer::of(item) };
            self.offer(path, &["default"], offer);
        }
        // Callers do not choose the values in an answer.
        let values: Vec<_> = field.spec.unnamed_values().iter().map(|it| &it.value).collect();
        if let Some(first) = values.first().filter(|_| path.starts_with("parameters")) {
            let constant = names::values(&field.constant);
            let item = format!("{constant}: &[{}]", field.constant_type(first));
            let offer = Offer { value: format!("{values:?}"), ..Offer::of(item) };
            self.offer(path, &["values"], offer);
        }
    }
}

impl Offer {
    fn of(item: String) -> Self {
        Self { item, value: String::new(), limit: None }
    }
}

impl Field {
    fn of(value: &Value, endpoint: &Endpoint) -> Self {
        let is_limited = !value.spec.limits.is_empty() || value.ty.base == Base::Float;
        Self {
            name: value.name.clone(),
            ty: value.rust_type.clone(),
            is_argument: value.required,
            encoding: value.encoding,
            group: value.group.map(|it| endpoint.groups[it].spec.name.value.clone()),
            label: is_limited.then(|| value.label.clone()),
        }
    }
}

impl Struct {
    fn of(object: &Object) -> Self {
        Self {
            name: object.name.clone(),
            arguments: object.required().map(|field| field.wire.clone()).collect(),
        }
    }
}
