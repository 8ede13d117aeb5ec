//! The facts of pages agree with the spec that people wrote from them.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::docs::facts::{self, Code, Field, Page, Place};
use xtask::docs::read;
use xtask::load::load;
use xtask::spec::{
    self, AppType, BaseType, Endpoint, ErrorCode, Method, Parameter, Scalar, Spec, Type,
};

use crate::fixtures;

#[test]
fn the_projects_own_pages() {
    for folder in ["text", "markdown", "html"] {
        assert!(agreeing(&fixtures().join(folder)) > 1, "{folder}");
    }
}

/// Saved pages that lie beside the repository, where there are any.
#[test]
fn saved_pages() {
    let folder = root().join("../shared/docs");
    if folder.exists() {
        assert_eq!(agreeing(&folder), 5);
    }
}

/// Compares every page of a folder with its endpoint, and counts them.
fn agreeing(folder: &Path) -> usize {
    let sources = load(&root().join("spec")).unwrap();
    let (spec, problems) = xtask::read::read(&sources);
    assert!(problems.is_empty());
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let page = read(&path.display().to_string(), &text).unwrap();
        agrees(&page, &spec);
        count += 1;
    }
    count
}

fn agrees(page: &Page, spec: &Spec) {
    let file = &page.file;
    let endpoint = spec
        .endpoints
        .iter()
        .find(|endpoint| endpoint.path.value == page.path)
        .unwrap_or_else(|| panic!("{file}: no endpoint has the path {}", page.path));
    let method = if endpoint.method.value == Method::Post { "POST" } else { "GET" };
    assert_eq!(page.method, method, "{file}");
    for host in &page.hosts {
        assert!(spec.api.hosts.iter().any(|known| known.url.value == *host), "{file}: {host}");
    }
    assert_eq!(page.hosts.len(), 1, "{file}");
    let content_type = endpoint.content_type.as_ref().map(|text| text.value.as_str());
    assert_eq!(page.content_type.as_deref(), content_type, "{file}");
    let app_types: Vec<_> = endpoint.app_types.iter().map(|app| app_type(app.value)).collect();
    assert_eq!(page.app_types, app_types, "{file}");
    let permissions: Vec<_> =
        endpoint.permissions.iter().map(|permission| permission.name.value.as_str()).collect();
    assert_eq!(page.permissions, permissions, "{file}");
    assert_eq!(page.preconditions, endpoint.preconditions.len(), "{file}");
    parameters(page, endpoint);
    fields(page, &page.response, &endpoint.response, "response", endpoint);
    let errors: Vec<_> = endpoint.errors.iter().map(error).collect();
    assert_eq!(page.errors, errors, "{file}");
    assert_eq!(page.examples.request, Some(endpoint.examples.request.value.as_str().into()));
    let response: serde_json::Value =
        serde_json::from_str(&endpoint.examples.response.value).unwrap();
    assert_eq!(page.examples.response, Some(response), "{file}");
}

fn parameters(page: &Page, endpoint: &Endpoint) {
    let names = |names: Vec<&str>| names.join(" ");
    assert_eq!(
        names(page.parameters.iter().map(|parameter| parameter.name.as_str()).collect()),
        names(endpoint.parameters.iter().map(|parameter| parameter.name.value.as_str()).collect()),
        "{}",
        page.file
    );
    for (read, known) in page.parameters.iter().zip(&endpoint.parameters) {
        parameter(page, read, known, endpoint);
    }
}

fn parameter(page: &Page, read: &facts::Parameter, known: &Parameter, endpoint: &Endpoint) {
    let place = format!("{}: {}", page.file, read.name);
    let body = known.place.value == spec::Place::Form;
    assert_eq!(read.place, if body { Place::Body } else { Place::Query }, "{place}");
    assert_eq!(read.ty, Some(spelled(&known.ty)), "{place}");
    let subject = format!("parameters.{}.required", read.name);
    match read.required {
        Some(required) => assert_eq!(required, known.required.value, "{place}"),
        None => assert!(departs(endpoint, &subject), "{place}"),
    }
    assert_eq!(read.example.as_ref(), known.example.as_ref().map(|text| &text.value), "{place}");
    let value = |number: &Option<spec::Spanned<i64>>| number.as_ref().map(|number| number.value);
    assert_eq!(read.limits.max, value(&known.max), "{place}");
    assert_eq!(read.limits.max_items, value(&known.max_items), "{place}");
    assert_eq!(read.limits.max_chars, value(&known.max_chars), "{place}");
    // A smallest size can go without saying: a person may have added it.
    assert!(read.limits.min.is_none() || read.limits.min == value(&known.min), "{place}");
    let default = known.default.as_ref().map(|default| match &default.value {
        Scalar::Number(number) => (*number).into(),
        Scalar::Boolean(boolean) => (*boolean).into(),
        Scalar::String(text) => text.as_str().into(),
    });
    assert_eq!(read.default, default, "{place}");
    let partner = endpoint
        .together
        .iter()
        .map(|together| together.members.iter().map(|member| member.value.as_str()))
        .find(|members| members.clone().any(|member| member == read.name))
        .and_then(|mut members| members.find(|member| *member != read.name));
    assert_eq!(read.with.as_deref(), partner, "{place}");
}

fn fields(page: &Page, read: &[Field], known: &[spec::Field], of: &str, endpoint: &Endpoint) {
    let place = format!("{}: {of}", page.file);
    let read_names: Vec<_> = read.iter().map(|field| field.name.as_str()).collect();
    let names: Vec<_> = known.iter().map(|field| field.name.value.as_str()).collect();
    assert_eq!(read_names, names, "{place}");
    for (read, known) in read.iter().zip(known) {
        assert_eq!(read.ty, Some(spelled(&known.ty)), "{place}");
        let example = known.example.as_ref().map(|text| &text.value);
        let subject = format!("{of}.{}.example", read.name);
        assert!(read.example.as_ref() == example || departs(endpoint, &subject), "{subject}");
        match &known.ty.value.base {
            BaseType::Object(name) => {
                let object =
                    endpoint.types.iter().find(|object| object.name.value == *name).unwrap();
                let of = format!("types.{name}");
                fields(page, &read.fields, &object.fields, &of, endpoint);
            }
            _ => assert!(read.fields.is_empty(), "{place}"),
        }
    }
}

fn error(error: &ErrorCode) -> facts::ErrorCode {
    facts::ErrorCode {
        code: Code::Number(error.code.value),
        sub_code: None,
        status: None,
        message: error.message.as_ref().map(|text| text.value.clone()),
        retry: error.retry.value,
    }
}

fn app_type(app_type: AppType) -> facts::AppType {
    match app_type {
        AppType::Internal => facts::AppType::Internal,
        AppType::ThirdParty => facts::AppType::ThirdParty,
        AppType::ThirdPartyPersonal => facts::AppType::ThirdPartyPersonal,
    }
}

fn spelled(ty: &Type) -> String {
    ty.spelling.clone()
}

fn departs(endpoint: &Endpoint, subject: &str) -> bool {
    endpoint.departures.iter().any(|departure| departure.subject.value == subject)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
