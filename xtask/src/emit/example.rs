//! The page's own examples as documentation that compiles and runs.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::emit::sample::{body, sent, text};
use crate::emit::setters::Setter;
use crate::emit::values::Writer;
use crate::model::{Base, Endpoint, Place};
use xtask_spec::names;

/// Writes a runnable example that encodes the page's request.
pub(super) fn request(endpoint: &Endpoint) -> String {
    let Build { arguments, setters, mut types } = build(endpoint, false);
    types.insert("Request");
    let types = match Vec::from_iter(types).as_slice() {
        [one] => (*one).to_owned(),
        many => format!("{{{}}}", many.join(", ")),
    };
    let (service, name) = (&endpoint.spec.service, &endpoint.spec.name);
    let form = encoded(endpoint, Place::Form);
    let query = encoded(endpoint, Place::Query);
    let (token_type, token) = if endpoint.spec.is_authenticated() {
        ("AccessToken, ", "&AccessToken::new(\"token\")")
    } else {
        ("", "None")
    };
    let (file_type, encode, boundary) = match endpoint.file() {
        Some(_) => ("FilePart, ", "encode_upload", ", \"boundary\""),
        None => ("", "encode", ""),
    };
    let mut text = format!(
        "# Example\n\n```\nuse dingtalk_protocol::{service}::{name}::{types};\n\
         use dingtalk_protocol::{{{token_type}{file_type}Host, {encode}}};\n\n\
         let request = Request::new({arguments}){setters};\n\
         let http = {encode}(&request, &Host::MAINLAND, {token}{boundary})?;\n"
    );
    let query = match (endpoint.spec.is_authenticated(), query.as_str()) {
        (true, "") => "?access_token=token".to_owned(),
        (true, query) => format!("?access_token=token&{query}"),
        (false, "") => String::new(),
        (false, query) => format!("?{query}"),
    };
    let _ = writeln!(
        text,
        "assert_eq!(http.uri().path_and_query().unwrap(), {:?});",
        format!("{}{query}", *endpoint.spec.path)
    );
    if endpoint.spec.has_json_body() {
        let body = raw(&body(endpoint));
        let _ = writeln!(text, "assert_eq!(http.body(), {body}.as_bytes());");
    } else if endpoint.file().is_some() {
        let _ = writeln!(text, "assert_eq!(http.body().file_length, {EXAMPLE_BYTES});");
    } else if !form.is_empty() {
        let _ = writeln!(text, "assert_eq!(http.body(), b{form:?});");
    }
    text.push_str("# Ok::<(), dingtalk_protocol::Error>(())\n```\n");
    text
}

/// Writes an example that makes the page's request with the client. It compiles but does not run, because it
/// has no service to call.
pub(super) fn call(endpoint: &Endpoint) -> String {
    let Build { arguments, mut setters, types } = build(endpoint, true);
    let (service, name) = (&endpoint.spec.service, &endpoint.spec.name);
    let mut uses = String::new();
    for ty in types {
        let _ = writeln!(uses, "use dingtalk_client::{service}::{name}::{ty};");
    }
    if endpoint.file().is_some() {
        uses.push_str("use dingtalk_client::Upload;\n");
    }
    if arguments.contains("serde_json") || setters.contains("serde_json") {
        uses.push_str("use dingtalk_client::serde_json;\n");
    }
    let mut condition = "";
    if endpoint.parameters().iter().any(|parameter| parameter.set_by_signing) {
        setters.push_str(".signed_by(\"secret\")");
        condition = "# #[cfg(feature = \"signature\")]\n";
    }
    if !uses.is_empty() {
        uses.push('\n');
    }
    let call = format!("let reply = client.{service}().{name}({arguments}){setters}.send()?;");
    in_function(&format!("{uses}{condition}"), &call)
}

/// Writes an example that makes a call of any size with the client.
pub(super) fn bulk(endpoint: &Endpoint) -> String {
    let Build { arguments, .. } = build(endpoint, false);
    let (service, name) = (&endpoint.spec.service, names::bulk(&endpoint.spec.name));
    in_function("", &format!("let outcome = client.{service}().{name}({arguments}).run()?;"))
}

/// Puts a call into a function that nothing calls, so that the compiler checks hundreds of examples without making code
/// of them.
fn in_function(before: &str, call: &str) -> String {
    format!(
        "# Example\n\n```no_run\n{before}\
         # fn example(client: &dingtalk_client::Client) -> Result<(), dingtalk_client::Error> {{\n\
         {call}\n# Ok(())\n# }}\n```\n"
    )
}

/// Writes a runnable example that decodes the page's answer.
pub(super) fn response(endpoint: &Endpoint) -> String {
    let (service, name) = (&endpoint.spec.service, &endpoint.spec.name);
    let answer = endpoint.spec.examples.response.trim();
    let request_id = serde_json::from_str::<serde_json::Value>(answer)
        .ok()
        .and_then(|answer| Some(format!("Some({:?})", answer.get("request_id")?.as_str()?)));
    format!(
        "# Example\n\n```\nuse dingtalk_protocol::decode;\nuse dingtalk_protocol::{service}::{name}::Request;\n\n\
         let body = {};\n\
         let reply = decode::<Request, _>(http::Response::new(body))?;\n\
         assert_eq!(reply.request_id(), {});\n\
         # Ok::<(), dingtalk_protocol::Error>(())\n```\n",
        raw(answer),
        request_id.as_deref().unwrap_or("None"),
    )
}

/// The parts of the expression that builds the page's request.
struct Build<'e> {
    arguments: String,
    setters: String,
    /// Types named in the expression.
    types: BTreeSet<&'e str>,
}

/// Length of an example's file.
const EXAMPLE_BYTES: usize = 7;

/// Makes the parts: for the client, which signs and reads files by itself, or for the protocol crate.
fn build(endpoint: &Endpoint, client: bool) -> Build<'_> {
    let mut writer = Writer { endpoint, types: BTreeSet::new() };
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for parameter in endpoint.required() {
        let Some(sample) = sent(endpoint, parameter) else { continue };
        arguments.push(match sample.as_str().filter(|_| parameter.ty.base == Base::File) {
            Some(path) => file(path, client),
            None => writer.argument(&parameter.ty, &sample),
        });
    }
    for setter in endpoint.setters() {
        match setter {
            Setter::Value(parameter) if client && parameter.set_by_signing => {}
            Setter::Value(parameter) => {
                let Some(value) = sent(endpoint, parameter) else { continue };
                let value = writer.argument(&parameter.ty, &value);
                let _ = write!(setters, ".with_{}({value})", parameter.name);
            }
            Setter::Group(group) => {
                let members: Option<Vec<_>> = endpoint
                    .members(group)
                    .map(|parameter| {
                        // The members take no `impl Into`.
                        let (ty, value) = (&parameter.ty, sent(endpoint, parameter)?);
                        let value = writer.exact(ty, ty.lists, &value);
                        Some(format!("{}: {value}", parameter.name))
                    })
                    .collect();
                let Some(members) = members else { continue };
                let (name, ty, members) = (&*group.spec.name, &*group.spec.ty, members.join(", "));
                writer.types.insert(ty);
                let _ = write!(setters, ".with_{name}({ty} {{ {members} }})");
            }
        }
    }
    Build { arguments: arguments.join(", "), setters, types: writer.types }
}

/// Returns a file of the page's name.
fn file(path: &str, client: bool) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    if client {
        let content = "x".repeat(EXAMPLE_BYTES);
        format!("Upload::from_bytes({name:?}, {content:?})")
    } else {
        format!("FilePart::new({name:?}, {EXAMPLE_BYTES})")
    }
}

/// Returns the parameters of the page's request at one place, in the form that the protocol crate has to encode.
fn encoded(endpoint: &Endpoint, place: Place) -> String {
    let in_place = endpoint.parameters().iter().filter(|parameter| parameter.place == place);
    let pairs: Vec<_> = in_place
        .filter_map(|parameter| {
            let value = sent(endpoint, parameter)?;
            Some((parameter.wire.as_str(), text(endpoint, parameter, &value)))
        })
        .collect();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Returns a text as a raw string.
fn raw(text: &str) -> String {
    // One more than the most `#` that follow a quote in the text.
    let behind_quotes = text.split('"').skip(1);
    let most = behind_quotes.map(|rest| rest.len() - rest.trim_start_matches('#').len()).max();
    let hashes = "#".repeat(most.unwrap_or(0) + 1);
    format!("r{hashes}\"{text}\"{hashes}")
}
