//! The page's own examples as documentation that compiles and runs.

use std::fmt::Write;

use crate::model::{Base, Endpoint, LimitKind, Parameter, Place, RequestField, Scalar};

/// A runnable example that encodes the page's request.
pub(super) fn request(endpoint: &Endpoint) -> String {
    let mut types = vec!["Request"];
    let call = build(endpoint, &mut types);
    let types = match types.as_slice() {
        [one] => (*one).to_owned(),
        many => format!("{{{}}}", many.join(", ")),
    };
    let (service, name) = (&endpoint.service, &endpoint.name);
    let body = encoded(endpoint, Place::Form);
    let query = encoded(endpoint, Place::Query);
    let mut text = format!(
        "# Example\n\n```\nuse dingtalk_protocol::{service}::{name}::{types};\n\
         use dingtalk_protocol::{{AccessToken, Host, encode}};\n\n\
         let request = {call};\n\
         let http = encode(&request, &Host::INTERNATIONAL, &AccessToken::new(\"token\"))?;\n"
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

/// The expression that builds the page's request.
fn build<'e>(endpoint: &'e Endpoint, types: &mut Vec<&'e str>) -> String {
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
                types.insert(0, &group.ty);
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
    types.sort_unstable();
    format!("Request::new({}){setters}", arguments.join(", "))
}

/// The value of a group's member, whose type takes no `impl Into`.
fn member_value(parameter: &Parameter, value: &str) -> String {
    let into = match parameter.ty.base {
        Base::Number | Base::Boolean => "",
        _ => ".into()",
    };
    if parameter.ty.list {
        // Items hold no commas.
        let items = value.trim_start_matches('[').trim_end_matches(']');
        format!("vec![{}{into}]", items.replace(", ", &format!("{into}, ")))
    } else {
        format!("{value}{into}")
    }
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
