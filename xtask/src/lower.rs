//! `lower`: spec → model. Every Rust name, type, derive and order is decided here and nowhere else.

mod paging;
mod types;
mod values;

use std::collections::{BTreeMap, HashMap};

use crate::model::{Endpoint, Group, Id, Model, Object, Service, words};
use xtask_spec::load::Sources;
use xtask_spec::names;
use xtask_spec::spec::{self, BaseType, Permission, Spec, Text};

/// Lowers a spec that has no problems.
pub fn lower(spec: &Spec, sources: &Sources) -> Model {
    let context = Context {
        sources,
        spec,
        ids: spec.api.ids.iter().map(|id| (id.name.as_str(), is_numeric(id))).collect(),
    };
    let mut endpoints = BTreeMap::<&str, Vec<Endpoint>>::new();
    for endpoint in &spec.endpoints {
        endpoints.entry(&endpoint.service).or_default().push(context.endpoint(endpoint));
    }
    let docs: HashMap<_, _> = spec
        .api
        .services
        .iter()
        .map(|service| (service.name.as_str(), words(service.doc.as_ref()).to_owned()))
        .collect();
    let services = endpoints
        .into_iter()
        .map(|(name, mut endpoints)| {
            endpoints.sort_by(|a, b| a.spec.name.cmp(&b.spec.name));
            let doc = docs.get(name).cloned().unwrap_or_default();
            let enums = values::shared_enums(spec, name);
            Service { name: name.to_owned(), ty: names::service(name), doc, enums, endpoints }
        })
        .collect();
    let ids = spec.api.ids.iter().map(id).collect();
    Model { ids, global_errors: spec.errors.clone(), services }
}

struct Context<'s> {
    sources: &'s Sources,
    spec: &'s Spec,
    /// Whether an id is a number.
    ids: HashMap<&'s str, bool>,
}

impl Context<'_> {
    fn endpoint(&self, endpoint: &spec::Endpoint) -> Endpoint {
        let names: values::Names<'_> = endpoint
            .types
            .iter()
            .map(|object| (object.name.as_str(), names::object(object)))
            .collect();
        let request = self.request(endpoint, &names);
        let (response, objects) = self.answer(endpoint, &names);
        let sent = self.sent(endpoint, &names);
        let asked = (&request.fields[..], &sent[..]);
        let answered = (&response.fields[..], &objects[..]);
        let paging = endpoint.paging.as_ref().and_then(|it| paging::lower(it, asked, answered));
        let done_code = endpoint.repeat.as_ref().and_then(|repeat| repeat.done_code.as_ref());
        let done = done_code.and_then(|done| endpoint.errors.iter().find(|it| it.code == *done));
        Endpoint {
            spec: endpoint.clone(),
            source: self.sources.files[endpoint.file.0].path.clone(),
            hosts: self.hosts(endpoint),
            permissions: endpoint.permissions.iter().map(|name| self.permission(name)).collect(),
            done_code: done.map(names::error),
            groups: endpoint.together.iter().map(|it| group(endpoint, it, &request)).collect(),
            list: list(endpoint),
            enums: values::enums(endpoint),
            sample: self.sample(endpoint),
            paging,
            sent,
            request,
            response,
            objects,
        }
    }

    fn request(&self, endpoint: &spec::Endpoint, names: &values::Names<'_>) -> Object {
        let own = endpoint.parameters.iter();
        let group = |name: &str| {
            let has = |group: &spec::Together| group.members.iter().any(|it| it.value == name);
            endpoint.together.iter().position(has)
        };
        let fields: Vec<_> = own
            .map(|it| {
                let signed =
                    endpoint.signature.as_ref().is_some_and(|signature| signature.sets(&it.name));
                self.parameter(it, group(&it.name), signed, names)
            })
            .collect();
        let exact = !endpoint.hold_floats(&endpoint.parameters);
        Object {
            name: "Request".to_owned(),
            doc: words(endpoint.summary.as_ref()).to_owned(),
            derives: types::of_struct(types::Traits::of(&fields, exact)),
            either: values::either(endpoint, None),
            spans: values::spans(endpoint, None),
            fields,
            checked: false,
        }
    }

    fn permission(&self, name: &Text) -> Permission {
        let known = self.spec.api.permission(name);
        let doc = words(known.map(|permission| &permission.doc)).into();
        Permission { name: name.clone(), doc }
    }

    /// Returns the values of the page's request, texts for those of a form.
    fn sample(&self, endpoint: &spec::Endpoint) -> Vec<(String, serde_json::Value)> {
        let text = &endpoint.examples.request;
        let mut sample: Vec<_> = if endpoint.has_json_body() {
            let members: serde_json::Map<_, _> = serde_json::from_str(text).unwrap_or_default();
            members.into_iter().collect()
        } else {
            let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
            pairs.map(|(name, value)| (name, value.into())).collect()
        };
        let is_authenticated = endpoint.is_authenticated();
        sample.retain(|(name, _)| !is_authenticated || !self.spec.api.is_credential(name));
        sample
    }

    fn hosts(&self, endpoint: &spec::Endpoint) -> Vec<String> {
        let known = self.spec.api.hosts.iter();
        known
            .filter(|host| endpoint.hosts().iter().any(|key| key.value == host.key.value))
            .map(|host| text(&host.url))
            .collect()
    }
}

/// Returns the list that the call is about, unless its absence has a meaning.
fn list(endpoint: &spec::Endpoint) -> Option<String> {
    let name = endpoint.main_list()?;
    let path = endpoint.answered(name)?;
    path.last()?.absent.is_none().then(|| name.to_owned())
}

fn group(endpoint: &spec::Endpoint, together: &spec::Together, request: &Object) -> Group {
    let copy = together.members.iter().all(|member| request.field(member).ty.is_copy());
    let own = endpoint.parameters.iter().filter(|it| together.members.contains(&it.name));
    let exact = !endpoint.hold_floats(own);
    let derives = types::of_struct(types::Traits { copy, exact, default: false });
    Group { spec: together.clone(), derives }
}

fn id(id: &spec::Id) -> Id {
    let numeric = is_numeric(id);
    Id {
        name: text(&id.name),
        rust_type: if numeric { "i64" } else { "String" },
        derives: types::of_id(numeric),
        doc: text(&id.doc),
    }
}

fn is_numeric(id: &spec::Id) -> bool {
    id.ty.base == BaseType::Number
}

fn text(text: &Text) -> String {
    text.value.trim().to_owned()
}
