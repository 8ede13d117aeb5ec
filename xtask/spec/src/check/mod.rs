//! Check: everything across fields and files.
//!
//! A check stays silent where what it rests on is broken, so that one mistake
//! gives one diagnostic.

mod answer;
mod api;
mod bulk;
mod codes;
mod departures;
mod json;
mod limits;
mod names;
mod objects;
mod paging;
mod parameters;
mod protocol;
mod repeat;
mod request;
mod response;
mod secrets;
mod sent;
mod tree;
mod values;

pub use self::names::{RESERVED_TYPES, can_name_a_field, can_name_a_type};
pub use self::tree::RESERVED_SERVICES;

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostic::Diagnostic;
use crate::load::Sources;
use crate::spec::{
    Api, AppType, BaseType, Endpoint, Evidence, Field, Id, Method, Place, Span, Spec, Text, Type,
};

/// Reports everything in `spec` that is wrong although each file by itself can be read.
pub fn check(spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    // `read` has reported a broken `api.toml`; nothing can be said against it then.
    let api = (!spec.api.hosts.is_empty()).then_some(&spec.api);
    tree::check(spec, api, sources, &mut problems);
    codes::check_global(&spec.errors, &mut problems);
    protocol::check_unique_paths(&spec.endpoints, &mut problems);
    bulk::check_methods(spec, sources, &mut problems);
    if let Some(api) = api {
        api::check(api, &mut problems);
        for endpoint in &spec.endpoints {
            check_endpoint(&Context { api, sources, endpoint }, &mut problems);
        }
    }
    problems
}

/// What the checks of one endpoint look at.
#[derive(Clone, Copy)]
struct Context<'a> {
    api: &'a Api,
    sources: &'a Sources,
    endpoint: &'a Endpoint,
}

/// Examples are judged by the tables, and departures by both: each only where what it
/// is judged by is sound, or one mistake would be reported again and again.
fn check_endpoint(cx: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    protocol::check(cx, problems);
    codes::check(cx, problems);
    repeat::check(cx, problems);
    names::check(cx, problems);
    let before = problems.len();
    parameters::check(cx, problems);
    if problems.len() == before {
        request::check(cx, problems);
        bulk::check(cx, problems);
    }
    let request_is_sound = problems.len() == before;
    let before = problems.len();
    response::check(cx, problems);
    if problems.len() > before {
        return;
    }
    if request_is_sound {
        paging::check(cx, problems);
    }
    if let Some(answer) = answer::check(cx, problems)
        && problems.len() == before
        && request_is_sound
    {
        departures::check(cx, &answer, problems);
    }
}

impl<'a> Context<'a> {
    fn is_credential(&self, name: &str) -> bool {
        self.api.is_credential(name)
    }

    fn is_envelope(&self, name: &str) -> bool {
        self.api.is_envelope(name)
    }

    fn id(&self, name: &str) -> Option<&'a Id> {
        self.api.ids.iter().find(|id| *id.name == name)
    }

    /// The fields of the response with those of all objects, each with its owner's name.
    fn all_fields(&self) -> impl Iterator<Item = (&'a str, &'a Field)> {
        let endpoint = self.endpoint;
        let response = endpoint.response.iter().map(|field| ("the response", field));
        let objects = endpoint.types.iter().flat_map(|object| {
            object.fields.iter().map(move |field| (object.name.as_str(), field))
        });
        response.chain(objects)
    }

    /// The part of a text at these bytes of its value, or the whole text where the file
    /// spells it with escapes.
    fn within(&self, text: &Text, start: usize, end: usize) -> Span {
        let source = self.sources[text.span.file].bytes.get(text.span.range.clone());
        let raw = source.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        // Right behind the quotes, as a rule: that is much faster to see than to search for.
        let behind_quotes = [1, 3, 4, 5]
            .into_iter()
            .find(|&at| raw.get(at..).is_some_and(|rest| rest.starts_with(text.as_str())));
        match behind_quotes.or_else(|| raw.find(text.as_str())) {
            Some(offset) => {
                let base = text.span.range.start + offset;
                Span { file: text.span.file, range: base + start..base + end }
            }
            None => text.span.clone(),
        }
    }
}

/// Reports every name that occurs twice; `what` says what kind of name it is.
fn unique<T: Ord + Display>(
    what: &str,
    names: impl IntoIterator<Item = (T, Span)>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<T, Span> = BTreeMap::new();
    for (name, span) in names {
        if let Some(first) = seen.get(&name) {
            let problem = Diagnostic::at(&span, format!("duplicate {what} `{name}`"), "again here")
                .related(first, "first here");
            problems.push(problem);
        } else {
            seen.insert(name, span);
        }
    }
}

fn named(texts: &[Text]) -> impl Iterator<Item = (&str, Span)> {
    texts.iter().map(|text| (text.as_str(), text.span.clone()))
}

/// A type as the file spells it.
fn type_text(ty: &Type) -> &str {
    &ty.spelling
}

/// The type of a single value.
fn base_text(base: &BaseType) -> &str {
    match base {
        BaseType::Number => "Number",
        BaseType::Float => "Float",
        BaseType::String => "String",
        BaseType::Boolean => "Boolean",
        BaseType::Json => "Object",
        BaseType::Object(name) => name,
    }
}

pub fn evidence_text(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Page => "page",
        Evidence::Vendor => "vendor",
        Evidence::Probe => "probe",
        Evidence::Peer => "peer",
    }
}

pub fn app_type_text(app_type: AppType) -> &'static str {
    match app_type {
        AppType::Internal => "internal",
        AppType::ThirdParty => "third-party",
        AppType::ThirdPartyPersonal => "third-party-personal",
    }
}

pub fn method_text(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

pub fn place_text(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Form => "form",
        Place::Body => "body",
    }
}
