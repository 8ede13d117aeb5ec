//! The spec's endpoints with their codecs, and the requests and answers that their pages print.

use std::fmt::Write as _;
use std::path::Path;

use dingtalk_protocol::server::{CODECS, Codec};
use xtask_spec::spec::{BaseType, Endpoint, Field, Method, Place, Spec};

pub(crate) fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let sources = xtask_spec::load::load(&folder).expect("the spec can be read");
    let (spec, problems) = xtask_spec::read::read(&sources);
    assert!(problems.is_empty(), "the spec has problems: run `cargo xtask codegen`");
    spec
}

/// Returns the endpoints of the spec with their codecs.
pub(crate) fn endpoints(spec: &Spec) -> impl Iterator<Item = (&Endpoint, &'static Codec)> {
    spec.endpoints.iter().map(|endpoint| {
        let name = name(endpoint, "::");
        let codec = CODECS.iter().find(|codec| codec.endpoint.name == name);
        let codec = codec.unwrap_or_else(|| panic!("{name} is not generated"));
        (endpoint, codec)
    })
}

pub(crate) fn name(endpoint: &Endpoint, separator: &str) -> String {
    [endpoint.service.as_str(), separator, endpoint.name.as_str()].concat()
}

pub(crate) fn method(endpoint: &Endpoint) -> &'static str {
    endpoint.method().into_str()
}

pub(crate) fn place(parameter: &Field) -> Place {
    **parameter.place.as_ref().expect("every parameter has a place")
}

/// Returns the query that the sample does not show, since its data is the body: examples from the table.
fn query_beside(endpoint: &Endpoint) -> String {
    let required =
        endpoint.parameters.iter().filter(|it| it.is_required() && place(it) == Place::Query);
    let pairs = required.filter_map(|it| {
        let value = it.example.as_ref()?.bytes().map(|byte| format!("%{byte:02X}"));
        Some(format!("{}={}", it.name.as_str(), value.collect::<String>()))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Returns what the page's sample sends.
pub(crate) fn page_request(endpoint: &Endpoint) -> http::Request<Vec<u8>> {
    let (path, example) = (endpoint.path.as_str(), endpoint.examples.request.as_str());
    let request = http::Request::builder().method(method(endpoint));
    let query = query_beside(endpoint);
    if endpoint.method() == Method::Get {
        request.uri(format!("{path}?{example}")).body(Vec::new())
    } else if endpoint.has_parts() {
        let request = request.header("content-type", "multipart/form-data; boundary=page");
        request.uri(format!("{path}?{query}")).body(with_parts(endpoint))
    } else {
        request.uri(format!("{path}?{query}")).body(example.as_bytes().to_vec())
    }
    .expect("the page's example is a request")
}

/// Returns the parts that the sample's arguments become, as curl sends them.
fn with_parts(endpoint: &Endpoint) -> Vec<u8> {
    let mut body = String::new();
    let argument = |argument: &'_ str| {
        argument.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for (name, value) in endpoint.examples.request.split('&').filter_map(argument) {
        let parameter = endpoint.parameters.iter().find(|it| *it.name.value == *name);
        let is_file = parameter.is_some_and(|it| it.ty.base == BaseType::File);
        let (file, content) = match value.rsplit('/').next() {
            Some(file) if is_file => (format!("; filename=\"{file}\""), "content".to_owned()),
            _ => (String::new(), value),
        };
        write!(
            body,
            "--page\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        )
        .expect("a string");
    }
    (body + "--page--\r\n").into_bytes()
}

pub(crate) fn page_response(endpoint: &Endpoint) -> http::Response<Vec<u8>> {
    http::Response::new(endpoint.examples.response.as_bytes().to_vec())
}
