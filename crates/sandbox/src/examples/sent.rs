//! The parameters of a request, by their places.

use std::borrow::Cow;

use dingtalk_protocol::server::{Part, parts};
use http::{HeaderMap, Request};
use serde_json::{Map, Value};

use super::data::{Field, Place};

/// The parameters of a request.
pub(super) struct Sent<'r> {
    query: Pairs<'r>,
    headers: &'r HeaderMap,
    body: Body<'r>,
}

type Pairs<'r> = Vec<(Cow<'r, str>, Cow<'r, str>)>;

enum Body<'r> {
    Form(Pairs<'r>),
    Json(Map<String, Value>),
    Parts(Vec<Part<'r>>),
}

/// A parameter as it was sent.
pub(super) enum Found<'s> {
    Text(Cow<'s, str>),
    Json(&'s Value),
    /// A file, with its length in bytes.
    File(usize),
}

impl<'r> Sent<'r> {
    /// Splits a request into its parameters. As elsewhere in the sandbox, a body that begins like a JSON
    /// object is read as one whatever its header says: callers are known to send JSON where the pages
    /// show a form. A body that cannot be read counts as empty.
    pub(super) fn new(request: &'r Request<Vec<u8>>) -> Self {
        let body = request.body();
        let body = if let Some(parts) = parts(request) {
            Body::Parts(parts)
        } else if body.trim_ascii_start().starts_with(b"{") {
            Body::Json(serde_json::from_slice(body).unwrap_or_default())
        } else {
            Body::Form(form_urlencoded::parse(body).collect())
        };
        let query = request.uri().query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes()).collect();
        Self { query, headers: request.headers(), body }
    }

    /// Returns a parameter; null and an empty text count as absent.
    pub(super) fn find(&self, parameter: &Field) -> Option<Found<'_>> {
        let name = parameter.name.as_str();
        let found = match (parameter.place?, &self.body) {
            (Place::Query, _) => pair(&self.query, name),
            (Place::Header, _) => {
                let text = self.headers.get(name)?.to_str().ok()?;
                Some(Found::Text(text.into()))
            }
            (_, Body::Form(pairs)) => pair(pairs, name),
            (_, Body::Json(members)) => members.get(name).map(Found::Json),
            (_, Body::Parts(parts)) => {
                let part = parts.iter().find(|part| part.name == name)?;
                Some(match part.file_name {
                    Some(_) => Found::File(part.content.len()),
                    None => Found::Text(String::from_utf8_lossy(part.content)),
                })
            }
        };
        found.filter(|found| match found {
            Found::Text(text) => !text.is_empty(),
            Found::Json(value) => !value.is_null() && *value != "",
            Found::File(_) => true,
        })
    }

    /// Returns the text of a parameter.
    pub(super) fn text(&self, parameter: &Field) -> Option<Cow<'_, str>> {
        match self.find(parameter)? {
            Found::Text(text) => Some(text),
            Found::Json(value) => value.as_str().map(Cow::from),
            Found::File(_) => None,
        }
    }
}

fn pair<'s>(pairs: &'s Pairs<'_>, name: &str) -> Option<Found<'s>> {
    let (_, value) = pairs.iter().find(|(known, _)| known == name)?;
    Some(Found::Text(Cow::from(value.as_ref())))
}
