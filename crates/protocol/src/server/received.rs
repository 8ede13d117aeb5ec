//! Raw parameters of a request.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value};

use crate::secret::AccessToken;
use crate::server::parts::parts;

/// Raw parameters of a request, from the query and from a body that is a form, JSON, or multipart.
#[derive(Clone)]
pub struct Received {
    texts: Vec<(String, String)>,
    /// Members of a JSON body, or descriptions of the files in a multipart body.
    json: Map<String, Value>,
}

impl Received {
    /// Extracts the parameters of a request. Of a file, only the description is kept: [`parts`] returns its
    /// content. A body that begins like a JSON object is read as one, whatever its header says, and any other
    /// as a form. A body that cannot be read counts as empty.
    pub fn new<B: AsRef<[u8]>>(request: &http::Request<B>) -> Self {
        let pairs = |text: &[u8]| form_urlencoded::parse(text).into_owned().collect::<Vec<_>>();
        let query = request.uri().query().unwrap_or_default();
        let body = request.body().as_ref();
        let mut texts = pairs(query.as_bytes());
        let mut json = Map::new();
        if let Some(parts) = parts(request) {
            for part in parts {
                match part.value() {
                    Value::String(text) => texts.push((part.name, text)),
                    file => drop(json.insert(part.name, file)),
                }
            }
        } else if body.trim_ascii_start().starts_with(b"{") {
            json = serde_json::from_slice(body).unwrap_or_default();
            let flat = |(name, value): (&String, _)| Some((name.clone(), flat(value)?));
            texts.extend(json.iter().filter_map(flat));
        } else {
            texts.extend(pairs(body));
        }
        Self { texts, json }
    }

    /// Returns the text of a parameter; the query takes precedence over the body.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns a member of a JSON body, or the description of a file.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.json.get(name)
    }

    /// Returns the access token.
    pub fn access_token(&self) -> Option<AccessToken> {
        self.text("access_token").map(AccessToken::from)
    }

    /// Returns every parameter once, without nulls and empty texts. A member of a JSON body takes precedence
    /// over the query, and the query over a form.
    pub(super) fn into_parameters(self) -> Map<String, Value> {
        let mut parameters = self.json;
        for (name, text) in self.texts {
            let is_empty = text.is_empty();
            let is_member = parameters.contains_key(&name);
            if !is_empty && !is_member {
                parameters.insert(name, text.into());
            }
        }
        parameters.retain(|_, value| !value.is_null() && value != "");
        parameters
    }
}

impl fmt::Debug for Received {
    // The values are left out: they contain the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.texts.iter().map(|(name, _)| name);
        let names: BTreeSet<_> = texts.chain(self.json.keys()).collect();
        f.debug_set().entries(names).finish()
    }
}

/// Returns a JSON value as its text in a form; `None` for null and for objects.
fn flat(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(flat).collect::<Vec<_>>().join(",")),
        scalar => Some(scalar.to_string()),
    }
}
