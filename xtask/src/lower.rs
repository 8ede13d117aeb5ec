//! `lower`: spec → model. Every Rust name and every order is decided here and nowhere else.

mod sent;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{
    Base, Endpoint, Error, Examples, Field, GlobalError, Group, Id, LimitKind, Model, Object, Page,
    Paging, Parameter, Permission, Reading, Repeat, RequestField, Service, Type,
};
use crate::parallel;
use xtask_spec::load::Sources;
use xtask_spec::names;
use xtask_spec::spec::{self, AppType, BaseType, Evidence, Language, Spanned, Spec, Text};

/// Lowers a spec that has no problems.
pub fn lower(spec: &Spec, sources: &Sources) -> Model {
    let ids: Vec<_> = spec.api.ids.iter().map(id).collect();
    let context = Context {
        sources,
        spec,
        ids: ids.iter().map(|id| (id.name.as_str(), id.numeric)).collect(),
    };
    let mut endpoints = BTreeMap::<&str, Vec<Endpoint>>::new();
    let lowered = parallel::map(&spec.endpoints, |endpoint| context.endpoint(endpoint));
    for (endpoint, lowered) in spec.endpoints.iter().zip(lowered) {
        endpoints.entry(&endpoint.service).or_default().push(lowered);
    }
    let docs: HashMap<_, _> = spec
        .api
        .services
        .iter()
        .map(|service| (service.name.as_str(), text(&service.doc)))
        .collect();
    let services = endpoints
        .into_iter()
        .map(|(name, mut endpoints)| {
            endpoints.sort_by(|a, b| a.name.cmp(&b.name));
            let doc = docs.get(name).cloned().unwrap_or_default();
            Service { name: name.to_owned(), ty: names::service(name), doc, endpoints }
        })
        .collect();
    let global_errors = spec.errors.iter().map(global_error).collect();
    Model { ids, global_errors, services }
}

struct Context<'s> {
    sources: &'s Sources,
    spec: &'s Spec,
    /// Whether an id is a number.
    ids: HashMap<&'s str, bool>,
}

impl Context<'_> {
    fn endpoint(&self, endpoint: &spec::Endpoint) -> Endpoint {
        let is_credential = |name: &str| self.spec.api.is_credential(name);
        let group_of: HashMap<_, _> = endpoint
            .together
            .iter()
            .enumerate()
            .flat_map(|(group, together)| {
                together.members.iter().map(move |member| (member.as_str(), group))
            })
            .collect();
        let names: HashMap<_, _> = endpoint
            .types
            .iter()
            .map(|object| (object.name.as_str(), names::object(object)))
            .collect();
        let own = endpoint.parameters.iter().filter(|parameter| !is_credential(&parameter.name));
        let parameters: Vec<_> = own
            .map(|parameter| Parameter {
                group: group_of.get(parameter.name.as_str()).copied(),
                ..self.parameter(parameter, &names)
            })
            .collect();
        let sent = self.sent(endpoint, &names);
        let groups: Vec<_> =
            endpoint.together.iter().map(|together| group(together, &parameters)).collect();
        let (response, in_result, objects) = self.answer(endpoint, &names);
        let floats = |parameter: &spec::Parameter| endpoint.holds_floats(&parameter.ty);
        let paging = endpoint.paging.as_ref();
        let bulk = endpoint.bulk.as_ref();
        Endpoint {
            source: self.sources.files[endpoint.file.0].path.clone(),
            service: endpoint.service.clone(),
            name: endpoint.name.clone(),
            summary: text(&endpoint.summary),
            path: text(&endpoint.path),
            method: endpoint.method.value,
            content_type: endpoint.content_type.as_ref().map(text),
            hosts: self.hosts(endpoint),
            authenticated: endpoint
                .parameters
                .iter()
                .any(|parameter| is_credential(&parameter.name)),
            app_types: endpoint.app_types.iter().map(|app| app_type(app.value)).collect(),
            preconditions: endpoint.preconditions.iter().map(text).collect(),
            notes: endpoint.notes.iter().map(text).collect(),
            permissions: endpoint
                .permissions
                .iter()
                .map(|permission| Permission {
                    name: text(&permission.name),
                    doc: text(&permission.doc),
                })
                .collect(),
            repeat: Repeat {
                safe: endpoint.repeat.safe.value,
                reason: text(&endpoint.repeat.reason),
                done_code: endpoint.repeat.done_code.as_ref().map(|code| code.value),
            },
            page: page(&endpoint.page),
            fields: request_fields(&parameters),
            groups,
            paging: paging.and_then(|paging| self::paging(paging, &parameters, &response)),
            bulk: bulk.and_then(|bulk| self::bulk(bulk, &parameters)),
            parameters,
            response,
            in_result,
            objects,
            sent,
            sends_floats: endpoint.parameters.iter().any(floats),
            errors: endpoint.errors.iter().map(error).collect(),
            examples: Examples {
                request: sent::samples(endpoint)
                    .into_iter()
                    .filter(|(name, _)| !is_credential(name))
                    .collect(),
                response: text(&endpoint.examples.response),
            },
        }
    }

    fn hosts(&self, endpoint: &spec::Endpoint) -> Vec<String> {
        let known = self.spec.api.hosts.iter();
        known
            .filter(|host| endpoint.hosts.iter().any(|key| key.value == host.key.value))
            .map(|host| text(&host.url))
            .collect()
    }

    /// The response, whether it stands in `result`, and the other objects of the answer.
    fn answer(
        &self,
        endpoint: &spec::Endpoint,
        names: &HashMap<&str, String>,
    ) -> (Object, bool, Vec<Object>) {
        let payload = endpoint.payload(&self.spec.api);
        let response = Object {
            name: "Response".to_owned(),
            doc: payload.map_or_else(
                || "What a successful answer holds.".to_owned(),
                |object| text(&object.doc),
            ),
            fields: endpoint
                .own_fields(&self.spec.api)
                .into_iter()
                .map(|field| self.field(field, false, names))
                .collect(),
            floats: endpoint.response.iter().any(|field| endpoint.holds_floats(&field.ty)),
        };
        let sent = endpoint.sent_objects();
        let others = endpoint
            .types
            .iter()
            .filter(|object| payload.is_none_or(|payload| !std::ptr::eq(payload, *object)))
            .filter(|object| !sent.contains(object.name.as_str()));
        let objects = others
            .map(|object| Object {
                name: names::object(object),
                doc: text(&object.doc),
                fields: object
                    .fields
                    .iter()
                    .map(|field| self.field(field, is_boxed(endpoint, object, field), names))
                    .collect(),
                floats: endpoint.holds_floats(&type_of(object)),
            })
            .collect();
        (response, payload.is_some(), objects)
    }

    fn field(&self, field: &spec::Field, boxed: bool, names: &HashMap<&str, String>) -> Field {
        let base = match &field.id {
            _ if is_true(field.secret.as_ref()) => Base::Secret,
            Some(id) => self.id(id),
            None => base(&field.ty.base, names),
        };
        Field {
            wire: text(&field.name),
            name: names::field(field),
            ty: Type { base, lists: field.ty.lists },
            boxed,
            values: field.values.iter().map(|value| value.value.clone()).collect(),
            // Silence is allowed on objects beside the envelope, and promises nothing.
            optional: field.optional.as_ref().is_none_or(|optional| optional.value),
            example: field.example.as_ref().map(text),
            doc: field.doc.as_ref().map(text).unwrap_or_default(),
        }
    }

    fn id(&self, id: &Text) -> Base {
        let numeric = self.ids.get(id.as_str()).copied().unwrap_or_default();
        Base::Id { name: text(id), numeric }
    }
}

fn page(page: &spec::Page) -> Page {
    let language = |language| match language {
        Language::English => "English",
        Language::Chinese => "Chinese",
    };
    let reading = match (&page.read, &page.language, &page.source) {
        (Some(day), Some(known), _) => {
            Reading::Read { language: language(known.value), day: text(day) }
        }
        (_, _, Some(source)) => Reading::Unread(source.value),
        // Checked: one of the two is given.
        _ => Reading::Unread(Evidence::Page),
    };
    Page { url: text(&page.url), reading }
}

fn paging(paging: &spec::Paging, parameters: &[Parameter], response: &Object) -> Option<Paging> {
    let field = |name: &Text| response.fields.iter().position(|field| field.wire == name.value);
    let size = position(&paging.size, parameters)?;
    let limit = parameters[size].limits.iter().find(|limit| limit.kind == LimitKind::Max)?;
    Some(Paging {
        offset: position(&paging.offset, parameters)?,
        size,
        max_size: limit.constant.clone(),
        items: field(&paging.items)?,
        more: field(&paging.more)?,
    })
}

fn bulk(bulk: &spec::Bulk, parameters: &[Parameter]) -> Option<[usize; 2]> {
    let [first, second] = bulk.split.as_slice() else { return None };
    Some([position(first, parameters)?, position(second, parameters)?])
}

/// The index of the parameter with a wire name.
fn position(wire: &Text, parameters: &[Parameter]) -> Option<usize> {
    parameters.iter().position(|parameter| parameter.wire == wire.value)
}

fn group(together: &spec::Together, parameters: &[Parameter]) -> Group {
    Group {
        name: text(&together.name),
        ty: text(&together.ty),
        doc: text(&together.doc),
        members: together.members.iter().filter_map(|it| position(it, parameters)).collect(),
    }
}

/// Required parameters first, because `new` takes them; a group where its first member stands.
fn request_fields(parameters: &[Parameter]) -> Vec<RequestField> {
    let mut fields = Vec::new();
    for required in [true, false] {
        let mut seen = Vec::new();
        for (index, parameter) in
            parameters.iter().enumerate().filter(|(_, parameter)| parameter.required == required)
        {
            match parameter.group {
                None => fields.push(RequestField::Parameter(index)),
                Some(group) if seen.contains(&group) => {}
                Some(group) => {
                    seen.push(group);
                    fields.push(RequestField::Group(group));
                }
            }
        }
    }
    fields
}

fn id(id: &spec::Id) -> Id {
    Id { name: text(&id.name), numeric: id.ty.base == BaseType::Number, doc: text(&id.doc) }
}

fn error(error: &spec::ErrorCode) -> Error {
    Error {
        code: error.code.value,
        variant: names::variant(error),
        meaning: error.english().map(text).unwrap_or_default(),
        advice: text(&error.advice),
        retry: error.retry.value,
        source: error.source.as_ref().map(|source| source.value),
    }
}

fn global_error(error: &spec::GlobalError) -> GlobalError {
    GlobalError {
        code: error.code.value,
        sub_code: error.sub_code.as_ref().map(text),
        class: error.class.value,
        meaning: text(&error.meaning),
        advice: text(&error.advice),
        retry: error.retry.value,
    }
}

/// Whether a field of `owner` can hold an `owner` other than in a list.
fn is_boxed(endpoint: &spec::Endpoint, owner: &spec::Object, field: &spec::Field) -> bool {
    if is_always_there(field) {
        // Something else on the way may be missing, or the object could never end.
        return false;
    }
    let objects: HashMap<_, _> =
        endpoint.types.iter().map(|object| (object.name.as_str(), object)).collect();
    let is_single = |field: &&spec::Field| !field.ty.is_list();
    let mut open: Vec<_> =
        Some(field).filter(is_single).and_then(|it| it.ty.object()).into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == owner.name.value {
            return true;
        }
        if seen.insert(name)
            && let Some(object) = objects.get(name)
        {
            open.extend(object.fields.iter().filter(is_single).filter_map(|it| it.ty.object()));
        }
    }
    false
}

fn is_always_there(field: &spec::Field) -> bool {
    is_true(field.required.as_ref()) || field.optional.as_ref().is_some_and(|it| !it.value)
}

/// The type of one value of an object.
fn type_of(object: &spec::Object) -> spec::Type {
    let name = object.name.value.clone();
    spec::Type { spelling: name.clone(), base: BaseType::Object(name), lists: 0 }
}

fn base(base: &BaseType, names: &HashMap<&str, String>) -> Base {
    match base {
        BaseType::Number => Base::Number,
        BaseType::Float => Base::Float,
        BaseType::Boolean => Base::Boolean,
        BaseType::String => Base::String,
        BaseType::Json => Base::Json,
        BaseType::Object(name) => Base::Object(names.get(name.as_str()).unwrap_or(name).clone()),
    }
}

fn is_true(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
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
