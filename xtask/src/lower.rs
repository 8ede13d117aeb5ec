//! `lower`: spec → model. Every Rust name, type, derive and order is decided here and nowhere else.

mod paging;
mod types;
mod values;

use std::collections::{BTreeMap, HashMap};

use crate::model::{
    Body, BodyFormat, Endpoint, Error, Examples, GlobalError, Group, Id, Member, Model, Object,
    Over, Page, Permission, Reading, Repeat, Service, Signature, Upload, UploadKind, Value,
};
use xtask_spec::load::Sources;
use xtask_spec::names;
use xtask_spec::spec::{
    self, AppType, BaseType, Evidence, FORM, JSON, Language, MULTIPART, Spec, Text, is_kind,
};

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
        .map(|service| (service.name.as_str(), doc(service.doc.as_ref())))
        .collect();
    let services = endpoints
        .into_iter()
        .map(|(name, mut endpoints)| {
            endpoints.sort_by(|a, b| a.name.cmp(&b.name));
            let doc = docs.get(name).cloned().unwrap_or_default();
            let enums = values::shared_enums(spec, name);
            Service { name: name.to_owned(), ty: names::service(name), doc, enums, endpoints }
        })
        .collect();
    let global_errors = spec.errors.iter().map(global_error).collect();
    Model { ids: spec.api.ids.iter().map(id).collect(), global_errors, services }
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
        let (response, in_result, objects) = self.answer(endpoint, &names);
        let parameters = &request.fields[..];
        let groups = endpoint.together.iter().map(|it| group(endpoint, it, parameters)).collect();
        let sent = self.sent(endpoint, &names);
        let (asked, answered) = ((parameters, &sent[..]), (&response.fields[..], &objects[..]));
        let paging = endpoint.paging.as_ref().and_then(|it| paging::lower(it, asked, answered));
        let errors: Vec<_> = endpoint.errors.iter().map(error).collect();
        let done_code = endpoint.repeat.as_ref().and_then(|repeat| repeat.done_code.as_ref());
        let done_code = done_code.and_then(|done| errors.iter().find(|it| it.code == done.value));
        Endpoint {
            source: self.sources.files[endpoint.file.0].path.clone(),
            service: endpoint.service.clone(),
            name: endpoint.name.clone(),
            summary: doc(endpoint.summary.as_ref()),
            path: text(&endpoint.path),
            method: endpoint.method(),
            body: endpoint.content_type.as_ref().map(body),
            hosts: self.hosts(endpoint),
            authenticated: endpoint.is_authenticated(),
            app_types: endpoint.app_types.iter().flatten().map(|it| app_type(it.value)).collect(),
            preconditions: endpoint.preconditions.iter().map(text).collect(),
            notes: endpoint.notes.iter().map(text).collect(),
            permissions: endpoint.permissions.iter().map(|name| self.permission(name)).collect(),
            repeat: Repeat {
                safe: endpoint.is_repeat_safe(),
                reason: doc(endpoint.repeat.as_ref().map(|repeat| &repeat.reason)),
                done_code: done_code.map(|error| error.constant.clone()),
            },
            page: page(&endpoint.pages),
            groups,
            bulk: endpoint.bulk.as_ref().and_then(|it| bulk(it, parameters)),
            signature: endpoint.signature.as_ref().and_then(|it| signature(it, parameters)),
            upload: endpoint.upload.as_ref().and_then(|it| upload(it, parameters)),
            list: list(endpoint),
            paging,
            sent,
            enums: values::enums(endpoint),
            request,
            response,
            in_result,
            errcode_in_result: endpoint.has_inner_code(),
            objects,
            errors,
            examples: Examples {
                request: values::samples(endpoint)
                    .into_iter()
                    .filter(|(name, _)| !endpoint.is_authenticated() || !self.is_credential(name))
                    .collect(),
                response: text(&endpoint.examples.response),
            },
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
        let exact = !endpoint.parameters.iter().any(|it| endpoint.holds_floats(&it.ty));
        Object {
            name: "Request".to_owned(),
            doc: doc(endpoint.summary.as_ref()),
            derives: types::of_struct(types::Traits::of(&fields, exact)),
            either: values::either(endpoint, None, &fields),
            spans: values::spans(endpoint, None, &fields),
            fields,
            checked: false,
        }
    }

    fn permission(&self, name: &Text) -> Permission {
        let known = self.spec.api.permission(name);
        Permission { name: text(name), doc: doc(known.map(|permission| &permission.doc)) }
    }

    fn is_credential(&self, name: &str) -> bool {
        self.spec.api.is_credential(name)
    }

    fn hosts(&self, endpoint: &spec::Endpoint) -> Vec<String> {
        let known = self.spec.api.hosts.iter();
        known
            .filter(|host| endpoint.hosts().iter().any(|key| key.value == host.key.value))
            .map(|host| text(&host.url))
            .collect()
    }
}

/// Lowers a content type; only one that differs from the usual one is kept.
fn body(content_type: &Text) -> Body {
    let (format, usual) = if is_kind(content_type, JSON) {
        (BodyFormat::Json, JSON.to_owned())
    } else if is_kind(content_type, MULTIPART) {
        (BodyFormat::Multipart, MULTIPART.to_owned())
    } else {
        (BodyFormat::Form, format!("{FORM};charset=utf-8"))
    };
    let content_type = Some(text(content_type)).filter(|it| *it != usual);
    Body { format, content_type }
}

/// Lowers the pages: the one that was read last, and the first address that is known.
fn page(pages: &[spec::Page]) -> Page {
    let language = |language| match language {
        Language::English => "English",
        Language::Chinese => "Chinese",
    };
    let read = pages.iter().filter_map(|page| Some((page.read.as_ref()?, page.language.as_ref()?)));
    let reading = if let Some((day, known)) = read.max_by_key(|(day, _)| day.to_string()) {
        Reading::Read { language: language(known.value), day: day.to_string() }
    } else {
        // Checked: one of the two is given.
        let source = pages.iter().find_map(|page| page.source.as_ref());
        Reading::Unread(source.map_or(Evidence::Page, |source| source.value))
    };
    let url = pages.iter().find_map(|page| page.url.as_ref());
    Page { url: url.map(text), reading }
}

/// Returns the list that the call is about, unless its absence has a meaning.
fn list(endpoint: &spec::Endpoint) -> Option<String> {
    let name = endpoint.main_list()?;
    let path = endpoint.answered(name)?;
    path.last()?.absent.is_none().then(|| name.to_owned())
}

fn bulk(bulk: &spec::Bulk, parameters: &[Value]) -> Option<[usize; 2]> {
    let [first, second] = bulk.split.as_slice() else { return None };
    Some([position(first, parameters)?, position(second, parameters)?])
}

fn signature(signature: &spec::Signature, parameters: &[Value]) -> Option<Signature> {
    let over = match &signature.over {
        None => Over::Nothing,
        Some(over) if **over == *spec::Signature::SECRET => Over::Secret,
        Some(over) => Over::Parameter(position(over, parameters)?),
    };
    let timestamp = position(&signature.timestamp, parameters)?;
    Some(Signature { timestamp, value: position(&signature.value, parameters)?, over })
}

fn upload(upload: &spec::Upload, parameters: &[Value]) -> Option<Upload> {
    let kinds = upload.kinds.iter().map(|kind| UploadKind {
        name: text(&kind.name),
        constant: format!("MAX_{}_BYTES", text(&kind.name).to_ascii_uppercase()),
        max_bytes: kind.max_bytes.value,
    });
    Some(Upload { kind: position(&upload.kind, parameters)?, kinds: kinds.collect() })
}

/// Returns the index of the parameter with a wire name.
fn position(wire: &Text, parameters: &[Value]) -> Option<usize> {
    parameters.iter().position(|parameter| parameter.wire == wire.value)
}

fn group(endpoint: &spec::Endpoint, together: &spec::Together, parameters: &[Value]) -> Group {
    let members: Vec<_> = together
        .members
        .iter()
        .filter_map(|wire| {
            let parameter = position(wire, parameters)?;
            let rust_type = types::field(&parameters[parameter].ty, true);
            Some(Member { parameter, rust_type })
        })
        .collect();
    let is_member = |wire: &str| together.members.iter().any(|it| it.value == wire);
    let mut own = endpoint.parameters.iter().filter(|it| is_member(&it.name));
    let copy = members.iter().all(|member| parameters[member.parameter].ty.is_copy());
    let exact = !own.any(|it| endpoint.holds_floats(&it.ty));
    Group {
        name: text(&together.name),
        ty: text(&together.ty),
        doc: doc(together.doc.as_ref()),
        derives: types::of_struct(types::Traits { copy, exact, default: false }),
        members,
    }
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

fn error(error: &spec::ErrorCode) -> Error {
    Error {
        code: error.code.value,
        constant: names::error(error),
        class: error.class.as_ref().map(|class| class.value),
        meaning: doc(error.english()),
        advice: doc(error.advice.as_ref()),
        retry: error.is_retry(),
        source: error.source.as_ref().map(|source| source.value),
    }
}

fn global_error(error: &spec::GlobalError) -> GlobalError {
    GlobalError {
        code: error.code.value,
        sub_code: error.sub_code.as_ref().map(text),
        constant: text(&error.name),
        class: error.class.value,
        meaning: text(&error.meaning),
        advice: text(&error.advice),
        retry: error.retry.as_ref().is_some_and(|retry| retry.value),
    }
}

fn app_type(app: AppType) -> &'static str {
    match app {
        AppType::Internal => "internal apps",
        AppType::ThirdParty => "third-party apps",
        AppType::ThirdPartyPersonal => "personal third-party apps",
    }
}

fn text(text: &Text) -> String {
    text.value.trim().to_owned()
}

/// Returns a text, or a mark where it is undecided: nothing is published until it is decided.
fn doc(text: Option<&Text>) -> String {
    text.map_or_else(|| "Undecided.".to_owned(), self::text)
}
