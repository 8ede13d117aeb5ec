//! `lower`: spec → model. The names, types, traits and order of structs and their fields are decided here and nowhere else.

mod objects;
mod types;
mod values;

use std::collections::BTreeSet;

use crate::model::{Endpoint, Group, Model, Object, Service, words};
use xtask_spec::load::Sources;
use xtask_spec::names;
use xtask_spec::spec::{self, Permission, Spec, Text};

/// Lowers a spec that has no problems.
pub fn lower(spec: &Spec, sources: &Sources) -> Model {
    let used: BTreeSet<&str> = spec.endpoints.iter().map(|it| it.service.as_str()).collect();
    let services = used.into_iter().map(|name| {
        let declared = spec.api.services.iter().find(|service| *service.name == name);
        let endpoints = spec.endpoints.iter().filter(|endpoint| endpoint.service == name);
        Service {
            name: name.to_owned(),
            ty: names::service(name),
            doc: words(declared.and_then(|service| service.doc.as_ref())).to_owned(),
            enums: values::shared_enums(spec, name),
            endpoints: endpoints.map(|it| Context { spec, endpoint: it }.lower(sources)).collect(),
        }
    });
    Model {
        services: services.collect(),
        ids: spec.api.ids.clone(),
        global_errors: spec.errors.clone(),
    }
}

/// An endpoint that is lowered, and the spec around it.
#[derive(Clone, Copy)]
struct Context<'s> {
    spec: &'s Spec,
    endpoint: &'s spec::Endpoint,
}

impl Context<'_> {
    fn lower(self, sources: &Sources) -> Endpoint {
        let endpoint = self.endpoint;
        let request = self.request();
        let done_code = endpoint.repeat.as_ref().and_then(|repeat| repeat.done_code.as_ref());
        let done = done_code.and_then(|done| endpoint.errors.iter().find(|it| it.code == *done));
        Endpoint {
            spec: endpoint.clone(),
            source: sources[endpoint.file].path.clone(),
            hosts: self.hosts(),
            permissions: endpoint.permissions.iter().map(|name| self.permission(name)).collect(),
            done_code: done.map(names::error),
            groups: endpoint.together.iter().map(|it| group(it, &request)).collect(),
            list: self.list(),
            enums: values::enums(endpoint),
            sample: self.sample(),
            sent: self.sent(),
            response: self.response(),
            objects: self.answered(),
            request,
        }
    }

    fn hosts(self) -> Vec<String> {
        let keys = self.endpoint.hosts();
        let hosts = self.spec.api.hosts.iter().filter(|host| keys.contains(&host.key));
        hosts.map(|host| host.url.value.clone()).collect()
    }

    fn permission(self, name: &Text) -> Permission {
        let known = self.spec.api.permission(name);
        let doc = words(known.map(|permission| &permission.doc)).into();
        Permission { name: name.clone(), doc }
    }

    /// Returns the list that the call is about, unless its absence has a meaning.
    fn list(self) -> Option<String> {
        let name = self.endpoint.main_list()?;
        let path = self.endpoint.answered(name)?;
        path.last()?.absent.is_none().then(|| name.to_owned())
    }

    /// Returns the values of the page's request, texts for those of a form.
    fn sample(self) -> Vec<(String, serde_json::Value)> {
        let text = &self.endpoint.examples.request;
        let mut sample: Vec<_> = if self.endpoint.has_json_body() {
            let members: serde_json::Map<_, _> = serde_json::from_str(text).unwrap_or_default();
            members.into_iter().collect()
        } else {
            let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
            pairs.map(|(name, value)| (name, value.into())).collect()
        };
        if self.endpoint.is_authenticated() {
            sample.retain(|(name, _)| !self.spec.api.is_credential(name));
        }
        sample
    }
}

fn group(together: &spec::Together, request: &Object) -> Group {
    let copy = together.members.iter().all(|member| request.field(member).ty.is_copy());
    Group { spec: together.clone(), derives: types::of_struct(copy, false) }
}
