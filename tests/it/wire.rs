//! Every endpoint of the specification on the wire. What is checked here loops over the spec, so
//! that a new endpoint needs no Rust of its own, only its snapshots.

use std::fmt::Write as _;

use dingtalk_protocol::server::{CODECS, Codec, Received, Transcode, parts};
use dingtalk_protocol::{AccessToken, DocumentedError, ENDPOINTS, Error, ErrorCode, Host};
use serde_json::json;
use xtask_spec::spec::{BaseType, Endpoint, Field, Place, Spec};

use crate::pages::{endpoints, method, name, page_request, page_response, place, spec};

#[test]
fn the_request_example_of_each_page_is_sent_to_every_host_alike() {
    let spec = spec();
    for (endpoint, codec) in endpoints(&spec) {
        let sent = |host: &Host| {
            let token = AccessToken::new("TOKEN");
            codec.transcode(&page_request(endpoint), host, &token).expect("encodes")
        };
        let (first, second) = (sent(&Host::INTERNATIONAL), sent(&Host::MAINLAND));
        assert_eq!(first.body(), second.body(), "{}", codec.endpoint.name);
        assert_eq!(first.headers(), second.headers(), "{}", codec.endpoint.name);
        assert_eq!(first.uri().path_and_query(), second.uri().path_and_query());
        assert_ne!(first.uri().host(), second.uri().host());
    }
}

#[test]
fn reading_and_writing_a_request_again_changes_nothing() {
    let spec = spec();
    for (endpoint, codec) in endpoints(&spec) {
        let once = sent(&spec, endpoint, codec);
        let token = AccessToken::new("TOKEN");
        let host = host(&spec, endpoint);
        let twice = codec.transcode(&once, &host, &token).expect("encodes again");
        assert_eq!(raw(&once), raw(&twice), "{}", codec.endpoint.name);
    }
}

/// Nothing of the page's sample gets lost, and each parameter stands where the page's table puts it.
#[test]
fn every_parameter_of_the_request_example_is_sent() {
    let spec = spec();
    for (endpoint, codec) in endpoints(&spec) {
        let name = &codec.endpoint.name;
        let sent = sent(&spec, endpoint, codec);
        let page = Received::new(&page_request(endpoint));
        let ours = Received::new(&sent);
        for parameter in &endpoint.parameters {
            let wire = parameter.name.as_str();
            let expected = meaning(&page, parameter);
            assert_eq!(meaning(&ours, parameter), expected, "{name}: {wire}");

            let there = stands_in(&sent, place(parameter), wire);
            assert_eq!(there, expected.is_some(), "{name}: {wire}");
            assert!(there || !parameter.is_required(), "{name}: {wire}");
        }
        // The credential is sent whether or not the sample shows it.
        let credential = spec.api.credential.as_ref().expect("a credential");
        let there = stands_in(&sent, *credential.place, &credential.name);
        let is_own = endpoint.parameters.iter().any(|it| *it.name == *credential.name);
        assert_eq!(there, endpoint.is_authenticated() || is_own, "{name}");
    }
}

#[test]
fn no_secret_of_an_answer_is_described() {
    let spec = spec();
    let mut secrets = 0;
    for (endpoint, codec) in endpoints(&spec) {
        let fields = endpoint.own_fields();
        for field in fields.iter().filter(|it| it.is_secret()) {
            let wire = field.name.as_str();
            let page: serde_json::Value =
                serde_json::from_str(&endpoint.examples.response).expect("JSON");
            let at = if page["result"].is_object() { &page["result"] } else { &page };
            let value = at[wire].as_str().expect("the page's example shows it");
            let described = codec.describe(page_response(endpoint)).expect("decodes");
            assert!(!described.contains(value), "{}: {described}", codec.endpoint.name);
            secrets += 1;
        }
    }
    assert!(secrets > 0, "no endpoint answers a secret: nothing was checked");
}

#[test]
fn decoding_and_encoding_a_response_again_changes_nothing() {
    let spec = spec();
    for (endpoint, codec) in endpoints(&spec) {
        let name = &codec.endpoint.name;
        let once = match codec.reencode(page_response(endpoint)) {
            Ok(once) => once,
            Err(Transcode::Write(_)) if has_secret(endpoint) => continue,
            Err(error) => panic!("{name}: {error}"),
        };
        let twice = codec.reencode(once.clone()).expect("what we encode, we decode");
        assert_eq!(text(once.body()), text(twice.body()), "{name}");
        assert_eq!(once.headers(), twice.headers(), "{name}");

        let described = codec.describe(page_response(endpoint)).expect("decodes");
        assert_eq!(codec.describe(once.clone()).expect("decodes"), described, "{name}");

        let mut page: serde_json::Value =
            serde_json::from_str(&endpoint.examples.response).expect("JSON");
        if codec.endpoint.errcode_in_result {
            // We write them beside the result, where they are read as well.
            let result = page["result"].as_object_mut().expect("an object");
            result.retain(|name, _| !["errcode", "errmsg", "success"].contains(&name.as_str()));
        }
        let ours: serde_json::Value = serde_json::from_slice(once.body()).expect("JSON");
        for part in ["request_id", "result"] {
            let meaning = |answer| with_numbers_as_texts(&with_lists(&without_blanks(answer)));
            assert_eq!(meaning(&ours[part]), meaning(&page[part]), "{name}: {part}");
        }
    }
}

/// One file for each endpoint: what its page's request example becomes, what its response example is
/// read as, and what its documented errors say.
#[test]
fn the_examples_and_errors_of_each_page() {
    let spec = spec();
    for (endpoint, codec) in endpoints(&spec) {
        let request = raw(&sent(&spec, endpoint, codec));
        let response = codec.describe(page_response(endpoint)).expect("the page's example decodes");
        let errors = explained(endpoint, codec);
        let text = format!("{request}\n\n{response}\n\n{errors}");
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let name = name(endpoint, "__");
        settings.bind(|| insta::assert_snapshot!(name, text.trim_end()));
    }
}

/// Returns the documented errors of a page, each with its text.
fn explained(endpoint: &Endpoint, codec: &Codec) -> String {
    let mut explained = String::new();
    for documented in &endpoint.errors {
        // Where no page prints a message, any will do.
        let message = documented.message.as_ref().map_or("message", |it| it.as_str());
        let error = refused(codec, *documented.code, message);
        assert_eq!(error.code().map(i64::from), Some(*documented.code));
        assert_eq!(error.advice(), documented.advice.as_ref().map(|it| it.as_str()));
        assert_eq!(error.retry_advised(), documented.is_retry());
        let retry = if error.retry_advised() { "retry advised" } else { "no retry" };
        let (code, kind) = (*documented.code, error.kind());
        writeln!(explained, "{code}: {kind:?}, {retry}\n  {error}\n").expect("a string");
    }
    explained
}

#[test]
fn each_global_error_is_the_same_to_every_endpoint() {
    for codec in CODECS {
        // What the page says about a code comes first.
        let own = |global: &DocumentedError| codec.endpoint.error(global.code).is_some();
        for global in ErrorCode::DOCUMENTED.iter().filter(|it| !own(it)) {
            let body = match global.sub_code {
                Some(sub_code) => json!({"errcode": global.code, "sub_code": sub_code}),
                None => json!({"errcode": 88, "sub_code": global.code.to_string()}),
            };
            let answer = http::Response::new(body.to_string().into_bytes());
            let error = codec.describe(answer).expect_err("an error");
            let name = &codec.endpoint.name;
            assert_eq!(error.kind(), global.kind, "{name}: {body}");
            assert_eq!(error.code(), Some(global.code), "{name}: {body}");
            assert_eq!(error.advice(), Some(global.advice), "{name}: {body}");
            assert_eq!(error.retry_advised(), global.retry, "{name}: {body}");
        }
    }
}

#[test]
fn the_endpoints_are_exactly_those_of_the_spec() {
    let spec = spec();
    let names: Vec<_> = spec.endpoints.iter().map(|it| name(it, "::")).collect();
    assert_eq!(ENDPOINTS.iter().map(|it| &*it.name).collect::<Vec<_>>(), names);
    assert_eq!(CODECS.iter().map(|it| &*it.endpoint.name).collect::<Vec<_>>(), names);
    assert!(!names.is_empty());

    for ((endpoint, codec), ours) in endpoints(&spec).zip(ENDPOINTS) {
        let name = &ours.name;
        assert_eq!(codec.endpoint, *ours);
        assert_eq!(ours.path, endpoint.path.as_str(), "{name}");
        assert_eq!(ours.method.as_str(), method(endpoint), "{name}");
        assert_eq!(ours.content_type, endpoint.content_type.as_ref().map(|it| it.as_str()));
        assert_eq!(ours.repeat_safe, endpoint.is_repeat_safe(), "{name}");
        assert_eq!(
            ours.done_code.map(i64::from),
            endpoint.repeat.as_ref().and_then(|it| it.done_code.as_ref()).map(|it| **it),
            "{name}"
        );
        let page = endpoint.pages.iter().find_map(|it| it.url.as_ref()).expect("an address");
        assert_eq!(ours.page, page.as_str(), "{name}");
        let permissions: Vec<_> = endpoint.permissions.iter().map(|it| it.as_str()).collect();
        assert_eq!(ours.permissions, permissions, "{name}");
        assert_eq!(ours.authenticated, endpoint.is_authenticated(), "{name}");

        let errors = endpoint.errors.iter().map(|it| {
            let meaning = it.english().expect("every code has a meaning");
            let advice = it.advice.as_ref().expect("every code has an advice");
            (*it.code, meaning.as_str(), advice.as_str(), it.is_retry())
        });
        let table = ours.errors.iter().map(|it| (it.code.get(), it.meaning, it.advice, it.retry));
        assert!(errors.eq(table), "the error table of {name} is not that of the spec");
    }
}

#[test]
fn the_global_errors_and_hosts_are_those_of_the_spec() {
    let spec = spec();
    let entries = spec.errors.iter().map(|it| {
        let sub_code = it.sub_code.as_ref().map(|it| it.as_str());
        let kind = format!("{:?}", *it.class);
        let retry = it.retry.as_ref().is_some_and(|it| **it);
        (*it.code, sub_code, kind, it.meaning.as_str(), it.advice.as_str(), retry)
    });
    let table = ErrorCode::DOCUMENTED.iter().map(|it| {
        (it.code.get(), it.sub_code, format!("{:?}", it.kind), it.meaning, it.advice, it.retry)
    });
    assert!(entries.eq(table), "the table of global errors is not that of the spec");

    let hosts: Vec<_> =
        spec.api.hosts.iter().map(|it| (it.key.as_str(), it.url.as_str())).collect();
    assert_eq!(
        hosts,
        [("mainland", Host::MAINLAND.as_str()), ("international", Host::INTERNATIONAL.as_str())]
    );
}

/// Written by hand on both sides, so that a name changed on one of them is noticed.
#[test]
fn every_field_of_the_specs_envelope_is_read() {
    let spec = spec();
    let codec = CODECS.first().expect("there is an endpoint");
    let refused =
        |body: String| codec.describe(http::Response::new(body.into_bytes())).unwrap_err();
    for field in spec.api.envelope.iter().filter(|field| *field.name.value != *"errcode") {
        let name = field.name.value.as_str();
        if field.ty.base == BaseType::Boolean {
            let error = refused(format!(r#"{{"errcode":0,"{name}":false}}"#));
            assert!(error.to_string().contains(&format!("{name} is false")), "{error}");
            continue;
        }
        let error = refused(format!(r#"{{"errcode":7,"{name}":"marker"}}"#));
        let read = [error.message(), error.request_id(), error.sub_code()];
        assert!(read.contains(&Some("marker")), "{name} is not read");
    }
}

fn host(spec: &Spec, endpoint: &Endpoint) -> Host {
    let key = endpoint.hosts().first().expect("a host").as_str();
    let host = spec.api.hosts.iter().find(|host| host.key.as_str() == key);
    Host::custom(&host.expect("a known host").url).expect("a host")
}

/// Returns what a parameter says, however it is spelled; `None` if it says nothing.
fn meaning(received: &Received, parameter: &Field) -> Option<serde_json::Value> {
    let name = parameter.name.as_str();
    let value = match received.member(name) {
        Some(value) => value.clone(),
        None => received.text(name)?.into(),
    };
    let holds_json = parameter.encoding.is_some() || parameter.ty.base == BaseType::Float;
    let value = match value.as_str().map(serde_json::from_str) {
        Some(Ok(inner)) if holds_json => inner,
        _ => value,
    };
    Some(with_numbers_as_texts(&without_blanks(&value))).filter(|value| !value.is_null())
}

/// Pages print numbers and booleans as texts, and one object for a list of one: both sides are read
/// alike.
fn with_numbers_as_texts(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), with_numbers_as_texts(value)))
            .collect(),
        Value::Array(items) => match items.as_slice() {
            [one] => with_numbers_as_texts(one),
            items => items.iter().map(with_numbers_as_texts).collect(),
        },
        Value::Number(number) => match number.as_f64() {
            Some(fraction) if number.is_f64() => fraction.to_string().into(),
            _ => number.to_string().into(),
        },
        Value::Bool(boolean) => boolean.to_string().into(),
        value => value.clone(),
    }
}

/// Returns an answer with lists in place of the texts with their JSON that some pages print.
fn with_lists(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), with_lists(value))).collect()
        }
        Value::Array(items) => items.iter().map(with_lists).collect(),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(list @ Value::Array(_)) => list,
            _ => value.clone(),
        },
        value => value.clone(),
    }
}

/// Returns whether a parameter is sent where it belongs.
fn stands_in(sent: &http::Request<Vec<u8>>, place: Place, wire: &str) -> bool {
    let body = text(sent.body());
    let pairs = match place {
        Place::Header => return sent.headers().contains_key(wire),
        Place::Multipart => {
            return parts(sent).is_some_and(|parts| parts.iter().any(|part| part.name == wire));
        }
        Place::Query => sent.uri().query().unwrap_or_default(),
        Place::Form => &body,
        Place::Body => return Received::new(sent).member(wire).is_some(),
    };
    pairs.split('&').any(|pair| pair.split('=').next() == Some(wire))
}

/// Returns what we send with the parameters of the page's sample.
fn sent(spec: &Spec, endpoint: &Endpoint, codec: &Codec) -> http::Request<Vec<u8>> {
    let token = AccessToken::new("TOKEN");
    codec
        .transcode(&page_request(endpoint), &host(spec, endpoint), &token)
        .unwrap_or_else(|error| panic!("{}: {error:?}", codec.endpoint.name))
}

fn refused(codec: &Codec, code: i64, message: &str) -> Error {
    let body = json!({"errcode": code, "errmsg": message, "request_id": "15r8zr1v2qhc"});
    let answer = http::Response::new(body.to_string().into_bytes());
    codec.describe(answer).expect_err("a code other than zero is an error")
}

/// Returns a request as HTTP/1.1 writes it.
fn raw(request: &http::Request<Vec<u8>>) -> String {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let host = uri.authority().map_or("", |host| host.as_str());
    let mut raw = format!("{} {target} HTTP/1.1\nhost: {host}\n", request.method());
    for (name, value) in request.headers() {
        writeln!(raw, "{name}: {}", value.to_str().expect("ASCII")).expect("a string");
    }
    raw + "\n" + &text(request.body())
}

fn text(body: &[u8]) -> String {
    String::from_utf8(body.to_vec()).expect("UTF-8")
}

/// Returns whether the response holds a secret, which is not written again.
fn has_secret(endpoint: &Endpoint) -> bool {
    let fields = endpoint.own_fields();
    fields.iter().any(Field::is_secret)
}

/// Returns a value without what says as much as nothing: nulls, empty texts and empty lists, which pages
/// leave out.
fn without_blanks(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), without_blanks(value)));
            Value::Object(fields.filter(|(_, value)| !value.is_null()).collect())
        }
        Value::Array(items) if !items.is_empty() => items.iter().map(without_blanks).collect(),
        Value::Array(_) => Value::Null,
        Value::String(text) if text.is_empty() => Value::Null,
        value => value.clone(),
    }
}
