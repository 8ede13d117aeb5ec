//! The page's own examples as documentation that compiles and runs.

use std::fmt::Write;

use crate::model::{Base, Endpoint, LimitKind, Parameter, Place, RequestField, Scalar};
use crate::names;

/// A runnable example that encodes the page's request.
pub(super) fn request(endpoint: &Endpoint) -> String {
    let Build { arguments, setters, mut types } = build(endpoint);
    types.push("Request");
    types.sort_unstable();
    let types = match types.as_slice() {
        [one] => (*one).to_owned(),
        many => format!("{{{}}}", many.join(", ")),
    };
    let (service, name) = (&endpoint.service, &endpoint.name);
    let body = encoded(endpoint, Place::Form);
    let query = encoded(endpoint, Place::Query);
    let (token_type, token) = if endpoint.authenticated {
        ("AccessToken, ", "&AccessToken::new(\"token\")")
    } else {
        ("", "None")
    };
    let mut text = format!(
        "# Example\n\n```\nuse dingtalk_protocol::{service}::{name}::{types};\n\
         use dingtalk_protocol::{{{token_type}Host, encode}};\n\n\
         let request = Request::new({arguments}){setters};\n\
         let http = encode(&request, &Host::INTERNATIONAL, {token})?;\n"
    );
    let query = match (endpoint.authenticated, query.as_str()) {
        (true, "") => "?access_token=token".to_owned(),
        (true, query) => format!("?access_token=token&{query}"),
        (false, "") => String::new(),
        (false, query) => format!("?{query}"),
    };
    let _ = writeln!(
        text,
        "assert_eq!(http.uri().path_and_query().unwrap(), {:?});",
        format!("{}{query}", endpoint.path)
    );
    if !body.is_empty() {
        let _ = writeln!(text, "assert_eq!(http.body(), b{body:?});");
    }
    text.push_str("# Ok::<(), dingtalk_protocol::Error>(())\n```\n");
    text
}

/// An example that makes the page's request with the client. It compiles, and there it ends: nobody
/// answers.
pub(super) fn call(endpoint: &Endpoint) -> String {
    let Build { arguments, setters, mut types } = build(endpoint);
    let (service, name) = (&endpoint.service, &endpoint.name);
    types.sort_unstable();
    let mut uses = String::new();
    for ty in types {
        let _ = writeln!(uses, "use dingtalk_client::{service}::{name}::{ty};");
    }
    format!(
        "# Example\n\n```no_run\n{uses}use dingtalk_client::{{AccessToken, Client}};\n\n\
         let client = Client::builder().token(AccessToken::new(\"token\")).build()?;\n\
         let reply = client.{service}().{name}({arguments}){setters}.send()?;\n\
         # Ok::<(), dingtalk_client::Error>(())\n```\n"
    )
}

/// An example that makes a call of any size with the client.
pub(super) fn bulk(endpoint: &Endpoint) -> String {
    let Build { arguments, .. } = build(endpoint);
    let (service, name) = (&endpoint.service, names::bulk(&endpoint.name));
    format!(
        "# Example\n\n```no_run\nuse dingtalk_client::{{AccessToken, Client}};\n\n\
         let client = Client::builder().token(AccessToken::new(\"token\")).build()?;\n\
         let outcome = client.{service}().{name}({arguments}).run()?;\n\
         # Ok::<(), dingtalk_client::Error>(())\n```\n"
    )
}

/// A runnable example that decodes the page's answer.
pub(super) fn response(endpoint: &Endpoint) -> String {
    let (service, name) = (&endpoint.service, &endpoint.name);
    let request_id = serde_json::from_str::<serde_json::Value>(&endpoint.examples.response)
        .ok()
        .and_then(|answer| Some(format!("Some({:?})", answer.get("request_id")?.as_str()?)));
    // One more than any quote in the answer has behind it.
    let mut hashes = "#".to_owned();
    while endpoint.examples.response.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!(
        "# Example\n\n```\nuse dingtalk_protocol::decode;\nuse dingtalk_protocol::{service}::{name}::Request;\n\n\
         let body = r{hashes}\"{}\"{hashes};\n\
         let reply = decode::<Request, _>(http::Response::new(body))?;\n\
         assert_eq!(reply.request_id(), {});\n\
         # Ok::<(), dingtalk_protocol::Error>(())\n```\n",
        endpoint.examples.response,
        request_id.as_deref().unwrap_or("None"),
    )
}

/// The parts of the expression that builds the page's request.
struct Build<'e> {
    arguments: String,
    setters: String,
    /// The types that it names.
    types: Vec<&'e str>,
}

fn build(endpoint: &Endpoint) -> Build<'_> {
    let mut types = Vec::new();
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for field in &endpoint.fields {
        match *field {
            RequestField::Parameter(index) => {
                let parameter = &endpoint.parameters[index];
                let Some(value) = value(endpoint, parameter) else {
                    continue;
                };
                if parameter.required {
                    arguments.push(value);
                } else {
                    let _ = write!(setters, ".with_{}({value})", parameter.name);
                }
            }
            RequestField::Group(index) => {
                let group = &endpoint.groups[index];
                let members: Option<Vec<_>> = group
                    .members
                    .iter()
                    .map(|&member| {
                        let parameter = &endpoint.parameters[member];
                        let value = value(endpoint, parameter)?;
                        Some(format!("{}: {}", parameter.name, member_value(parameter, &value)))
                    })
                    .collect();
                let Some(members) = members else { continue };
                types.push(group.ty.as_str());
                let _ = write!(
                    setters,
                    ".with_{}({} {{ {} }})",
                    group.name,
                    group.ty,
                    members.join(", ")
                );
            }
        }
    }
    Build { arguments: arguments.join(", "), setters, types }
}

/// The value of a group's member, whose type takes no `impl Into`.
fn member_value(parameter: &Parameter, value: &str) -> String {
    let converted = |value: &str| match parameter.ty.base {
        Base::Number | Base::Boolean => value.to_owned(),
        // What a minus applies to has to have a type before it can be converted.
        _ if value.starts_with('-') => format!("({value}_i64).into()"),
        _ => format!("{value}.into()"),
    };
    if !parameter.ty.list {
        return converted(value);
    }
    // Items hold no commas.
    let items = value.trim_start_matches('[').trim_end_matches(']').split(", ");
    format!("vec![{}]", items.map(converted).collect::<Vec<_>>().join(", "))
}

/// The value that the page's request has for a parameter, as a Rust literal.
fn value(endpoint: &Endpoint, parameter: &Parameter) -> Option<String> {
    let text = sent(endpoint, parameter)?;
    let literal = |text: &str| match parameter.ty.base {
        Base::Number | Base::Boolean | Base::Id { numeric: true, .. } => text.to_owned(),
        _ => format!("{text:?}"),
    };
    Some(if parameter.ty.list {
        format!("[{}]", text.split(',').map(literal).collect::<Vec<_>>().join(", "))
    } else {
        literal(&text)
    })
}

/// What the page's request sends for a parameter, spelled as the protocol crate does; where a required
/// one is not sent, its own example or else a value that its limits allow.
fn sent(endpoint: &Endpoint, parameter: &Parameter) -> Option<String> {
    let find = |wire: &str| endpoint.examples.request.iter().find(|(name, _)| name == wire);
    if let Some(group) = parameter.group {
        let members = &endpoint.groups[group].members;
        if members.iter().any(|&member| find(&endpoint.parameters[member].wire).is_none()) {
            return None;
        }
    }
    let text = match (find(&parameter.wire), &parameter.example) {
        (Some((_, text)), _) => text.clone(),
        (None, _) if !parameter.required => return None,
        (None, Some(example)) => example.clone(),
        (None, None) => allowed(parameter),
    };
    let numeric = matches!(parameter.ty.base, Base::Number | Base::Id { numeric: true, .. });
    let items = text.split(|c| c == ',' && parameter.ty.list);
    let items = items.map(|item| match item.parse::<i64>() {
        Ok(number) if numeric => number.to_string(),
        _ => item.to_owned(),
    });
    Some(items.collect::<Vec<_>>().join(","))
}

/// A value within the limits of a parameter.
fn allowed(parameter: &Parameter) -> String {
    let limit = |kind| {
        let limits = &mut parameter.limits.iter();
        limits.find(|limit| limit.kind == kind).map(|limit| limit.value)
    };
    match parameter.ty.base {
        Base::Number | Base::Id { numeric: true, .. } => {
            let number = limit(LimitKind::Min).or(limit(LimitKind::Max)).unwrap_or(1);
            number.to_string()
        }
        Base::Boolean => "true".to_owned(),
        _ => "x".to_owned(),
    }
}

/// The parameters of the page's request in one place, as the protocol crate has to encode them.
fn encoded(endpoint: &Endpoint, place: Place) -> String {
    let in_place = endpoint.parameters.iter().filter(|parameter| parameter.place == place);
    let pairs: Vec<_> = in_place
        .filter_map(|parameter| Some((parameter.wire.as_str(), sent(endpoint, parameter)?)))
        .collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// A default as a Rust literal.
pub(super) fn literal(value: &Scalar) -> proc_macro2::TokenStream {
    use quote::quote;
    match value {
        Scalar::Number(number) => super::number(*number),
        Scalar::Boolean(boolean) => quote!(#boolean),
        Scalar::String(text) => quote!(#text),
    }
}
