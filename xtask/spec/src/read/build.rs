//! Validated tables become the spec.

use crate::read::types::parse_type;
use crate::read::view::View;
use crate::spec::{
    Api, AppType, Bulk, Credential, Departure, Encoding, Endpoint, EnvelopeField, ErrorClass,
    ErrorCode, Evidence, Examples, Field, GlobalError, Host, Id, Language, Method, Object, Page,
    Paging, Parameter, Permission, Place, Repeat, Service, Together,
};

pub(super) fn api(view: View<'_>) -> Option<Api> {
    Some(Api {
        hosts: view
            .named("hosts")
            .into_iter()
            .map(|(key, host)| Some(Host { key, url: host.text("url")?, doc: host.text("doc")? }))
            .collect::<Option<_>>()?,
        credential: view.inner("credential").and_then(credential),
        envelope: view.tables("envelope").map(envelope_field).collect::<Option<_>>()?,
        ids: view
            .named("ids")
            .into_iter()
            .map(|(name, id)| Some(Id { name, ty: id.ty("type")?, doc: id.text("doc")? }))
            .collect::<Option<_>>()?,
        services: view
            .named("services")
            .into_iter()
            .map(|(name, service)| Some(Service { name, doc: service.text("doc")? }))
            .collect::<Option<_>>()?,
    })
}

pub(super) fn errors(view: View<'_>) -> Option<Vec<GlobalError>> {
    view.tables("errors").map(global_error).collect()
}

/// `service` and `name` are the folder and the stem of the file.
pub(super) fn endpoint(view: View<'_>, service: &str, name: &str) -> Option<Endpoint> {
    let mut endpoint = unresolved(view, service, name)?;
    resolve(&mut endpoint);
    Some(endpoint)
}

/// A name that the file gives to an object is that object's, even if pages spell scalars so.
fn resolve(endpoint: &mut Endpoint) {
    let declared: Vec<_> = endpoint.types.iter().map(|object| object.name.value.clone()).collect();
    let declared: Vec<&str> = declared.iter().map(String::as_str).collect();
    let parameters = endpoint.parameters.iter_mut().map(|parameter| &mut parameter.ty);
    let inner = endpoint.types.iter_mut().flat_map(|object| &mut object.fields);
    let fields = endpoint.response.iter_mut().chain(inner).map(|field| &mut field.ty);
    for ty in parameters.chain(fields) {
        if let Some(known) = parse_type(&ty.value.spelling, &declared) {
            ty.value = known;
        }
    }
}

fn unresolved(view: View<'_>, service: &str, name: &str) -> Option<Endpoint> {
    Some(Endpoint {
        file: view.file,
        service: service.to_owned(),
        name: name.to_owned(),
        summary: view.text("summary")?,
        path: view.text("path")?,
        method: view.choice("method", method)?,
        hosts: view.texts("hosts"),
        content_type: view.text("content_type"),
        app_types: view.choices("app_types", app_type),
        preconditions: view.texts("preconditions"),
        notes: view.texts("notes"),
        page: view.inner("page").and_then(page)?,
        permissions: view.tables("permissions").map(permission).collect::<Option<_>>()?,
        repeat: view.inner("repeat").and_then(repeat)?,
        parameters: view.tables("parameters").map(parameter).collect::<Option<_>>()?,
        together: view.tables("together").map(together).collect::<Option<_>>()?,
        paging: view.inner("paging").and_then(paging),
        bulk: view.inner("bulk").map(|bulk| Bulk { split: bulk.texts("split") }),
        response: view.tables("response").map(field).collect::<Option<_>>()?,
        types: view
            .named("types")
            .into_iter()
            .map(|(name, table)| {
                Some(Object {
                    name,
                    rust: table.text("rust"),
                    doc: table.text("doc")?,
                    fields: table.tables("fields").map(field).collect::<Option<_>>()?,
                })
            })
            .collect::<Option<_>>()?,
        errors: view.tables("errors").map(error_code).collect::<Option<_>>()?,
        examples: view.inner("examples").and_then(examples)?,
        departures: view.tables("departures").map(departure).collect::<Option<_>>()?,
    })
}

fn credential(view: View<'_>) -> Option<Credential> {
    Some(Credential {
        name: view.text("name")?,
        place: view.choice("in", place)?,
        doc: view.text("doc")?,
    })
}

fn envelope_field(view: View<'_>) -> Option<EnvelopeField> {
    Some(EnvelopeField { name: view.text("name")?, ty: view.ty("type")?, doc: view.text("doc")? })
}

fn global_error(view: View<'_>) -> Option<GlobalError> {
    Some(GlobalError {
        code: view.integer("code")?,
        sub_code: view.text("sub_code"),
        class: view.choice("class", class)?,
        meaning: view.text("meaning")?,
        advice: view.text("advice")?,
        retry: view.boolean("retry")?,
        source: view.choice("source", evidence)?,
    })
}

fn page(view: View<'_>) -> Option<Page> {
    Some(Page {
        url: view.text("url")?,
        language: view.choice("language", language),
        read: view.date("read"),
        source: view.choice("source", evidence),
    })
}

fn permission(view: View<'_>) -> Option<Permission> {
    Some(Permission { name: view.text("name")?, doc: view.text("doc")? })
}

fn repeat(view: View<'_>) -> Option<Repeat> {
    Some(Repeat {
        safe: view.boolean("safe")?,
        reason: view.text("reason")?,
        done_code: view.integer("done_code"),
    })
}

fn parameter(view: View<'_>) -> Option<Parameter> {
    Some(Parameter {
        name: view.text("name")?,
        place: view.choice("in", place)?,
        ty: view.ty("type")?,
        separator: view.text("separator"),
        items: view.ty("items"),
        encoding: view.choice("encoding", encoding),
        id: view.text("id"),
        secret: view.boolean("secret"),
        required: view.boolean("required")?,
        default: view.literal("default"),
        min: view.integer("min"),
        max: view.integer("max"),
        max_items: view.integer("max_items"),
        max_chars: view.integer("max_chars"),
        values: view.literals("values"),
        example: view.text("example"),
        rust: view.text("rust"),
        doc: view.text("doc")?,
    })
}

fn together(view: View<'_>) -> Option<Together> {
    Some(Together {
        name: view.text("name")?,
        ty: view.text("type")?,
        members: view.texts("members"),
        doc: view.text("doc")?,
    })
}

fn paging(view: View<'_>) -> Option<Paging> {
    Some(Paging {
        offset: view.text("offset")?,
        size: view.text("size")?,
        items: view.text("items")?,
        more: view.text("more")?,
    })
}

fn field(view: View<'_>) -> Option<Field> {
    Some(Field {
        name: view.text("name")?,
        ty: view.ty("type")?,
        id: view.text("id"),
        secret: view.boolean("secret"),
        optional: view.boolean("optional"),
        required: view.boolean("required"),
        default: view.literal("default"),
        min: view.integer("min"),
        max: view.integer("max"),
        max_items: view.integer("max_items"),
        max_chars: view.integer("max_chars"),
        values: view.literals("values"),
        example: view.text("example"),
        rust: view.text("rust"),
        doc: view.text("doc"),
    })
}

fn error_code(view: View<'_>) -> Option<ErrorCode> {
    Some(ErrorCode {
        code: view.integer("code")?,
        message: view.text("message"),
        meaning: view.text("meaning"),
        advice: view.text("advice")?,
        retry: view.boolean("retry")?,
        source: view.choice("source", evidence),
        rust: view.text("rust"),
    })
}

fn examples(view: View<'_>) -> Option<Examples> {
    Some(Examples { request: view.text("request")?, response: view.text("response")? })
}

fn departure(view: View<'_>) -> Option<Departure> {
    Some(Departure {
        subject: view.text("subject")?,
        page: view.text("page")?,
        spec: view.text("spec")?,
        reason: view.text("reason")?,
    })
}

fn place(text: &str) -> Option<Place> {
    match text {
        "query" => Some(Place::Query),
        "form" => Some(Place::Form),
        "body" => Some(Place::Body),
        _ => None,
    }
}

fn encoding(text: &str) -> Option<Encoding> {
    (text == "json").then_some(Encoding::Json)
}

fn method(text: &str) -> Option<Method> {
    match text {
        "GET" => Some(Method::Get),
        "POST" => Some(Method::Post),
        _ => None,
    }
}

fn app_type(text: &str) -> Option<AppType> {
    match text {
        "internal" => Some(AppType::Internal),
        "third-party" => Some(AppType::ThirdParty),
        "third-party-personal" => Some(AppType::ThirdPartyPersonal),
        _ => None,
    }
}

fn language(text: &str) -> Option<Language> {
    match text {
        "en" => Some(Language::English),
        "zh" => Some(Language::Chinese),
        _ => None,
    }
}

fn class(text: &str) -> Option<ErrorClass> {
    match text {
        "token-rejected" => Some(ErrorClass::TokenRejected),
        "token-missing" => Some(ErrorClass::TokenMissing),
        "permission-missing" => Some(ErrorClass::PermissionMissing),
        "caller-not-allowed" => Some(ErrorClass::CallerNotAllowed),
        "throttled" => Some(ErrorClass::Throttled),
        "quota-exhausted" => Some(ErrorClass::QuotaExhausted),
        "gateway-timeout" => Some(ErrorClass::GatewayTimeout),
        "unknown-path" => Some(ErrorClass::UnknownPath),
        _ => None,
    }
}

fn evidence(text: &str) -> Option<Evidence> {
    match text {
        "page" => Some(Evidence::Page),
        "vendor" => Some(Evidence::Vendor),
        "probe" => Some(Evidence::Probe),
        "peer" => Some(Evidence::Peer),
        _ => None,
    }
}
