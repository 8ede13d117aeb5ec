//! The sandbox against every endpoint of the specification.

use std::collections::BTreeSet;

use dingtalk_protocol::AccessToken;
use dingtalk_protocol::server::Codec;
use dingtalk_sandbox::{Sandbox, example_paths};
use tokio::runtime::Runtime;
use xtask_spec::spec::{Endpoint, Spec};

use crate::pages::{endpoints, method, page_request, spec};

/// Sends requests to a sandbox.
struct Sender {
    sandbox: Sandbox,
    runtime: Runtime,
    http: reqwest::Client,
}

impl Sender {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { sandbox: Sandbox::start().unwrap(), runtime, http: reqwest::Client::new() }
    }

    fn send(&self, request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
        self.runtime.block_on(async {
            let response = self.http.execute(request.try_into().unwrap()).await.unwrap();
            http::Response::new(response.bytes().await.unwrap().to_vec())
        })
    }

    fn token(&self) -> AccessToken {
        self.sandbox.token()
    }
}

/// Returns the endpoints without behaviour of their own in the sandbox.
fn examples(spec: &Spec) -> impl Iterator<Item = (&Endpoint, &'static Codec)> {
    let paths: BTreeSet<_> = example_paths().collect();
    endpoints(spec).filter(move |(endpoint, _)| paths.contains(endpoint.path.as_str()))
}

#[test]
fn the_sandbox_knows_every_endpoint() {
    let (spec, sender) = (spec(), Sender::new());
    for endpoint in &spec.endpoints {
        let url = format!("{}{}", sender.sandbox.url(), *endpoint.path);
        let request = http::Request::builder().method(method(endpoint)).uri(url);
        let answer = sender.send(request.body(Vec::new()).unwrap());
        let answer: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
        let code = answer["errcode"].as_i64().unwrap();
        // An endpoint without parameters and token has nothing to refuse.
        assert_ne!(code, 22, "{}", *endpoint.path);
        assert!(code != 0 || endpoint.parameters.iter().all(|it| !it.is_required()), "{answer}");
    }
}

/// What the crates make of the page's request is what the page asks for, and what it answers is decoded.
#[test]
fn the_sandbox_takes_what_the_crates_send() {
    let (spec, sender) = (spec(), Sender::new());
    let mut problems = Vec::new();
    for (endpoint, codec) in examples(&spec) {
        let host = sender.sandbox.host();
        let request = codec.transcode(&page_request(endpoint), &host, &sender.token()).unwrap();
        if let Err(error) = codec.describe(sender.send(request)) {
            problems.push(error.to_string());
        }
    }
    assert_eq!(problems, [""; 0]);
}

/// The requests of pages print numbers as texts and leave out what callers have to fill in.
#[test]
fn the_sandbox_takes_what_pages_print() {
    let (spec, sender) = (spec(), Sender::new());
    let mut problems = Vec::new();
    for (endpoint, codec) in examples(&spec).filter(|(it, _)| !it.examples.is_made("request")) {
        let mut request = page_request(endpoint);
        let printed = request.uri().query().unwrap_or_default();
        let token = format!("access_token={}&", sender.token().expose());
        let token = if endpoint.is_authenticated() { token } else { String::new() };
        let uri = format!("{}{}?{token}{printed}", sender.sandbox.url(), *endpoint.path);
        *request.uri_mut() = uri.parse().unwrap();
        if let Err(error) = codec.describe(sender.send(request)) {
            problems.push(error.to_string());
        }
    }
    assert_eq!(problems, [""; 0]);
}
