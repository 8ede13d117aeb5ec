//! Facts of the specification about the endpoints, read from the file that `cargo xtask codegen` writes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use http::Method;
use serde::Deserialize;
use serde_json::Value;

const FILE: &str = include_str!("../generated/endpoints.json");

/// An endpoint with its method and path.
pub(crate) type Example = (Method, &'static str, &'static Endpoint);

/// Returns all endpoints.
pub(super) fn endpoints() -> &'static [Endpoint] {
    #[derive(Deserialize)]
    struct File {
        endpoints: Vec<Endpoint>,
    }

    static ENDPOINTS: OnceLock<Vec<Endpoint>> = OnceLock::new();
    ENDPOINTS.get_or_init(|| {
        let file: File = serde_json::from_str(FILE).expect("a test reads the generated file");
        file.endpoints
    })
}

/// One endpoint.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// Method and path.
    call: String,
    /// Whether the call carries the app's token.
    pub(crate) token: bool,
    /// Whether the page lists `request_id` among the response fields.
    pub(crate) request_id: bool,
    permissions: Vec<String>,
    /// Parameters, in the order of the page.
    pub(super) parameters: Vec<Field>,
    /// The fields of the objects that parameters contain.
    pub(super) objects: BTreeMap<String, Vec<Field>>,
    pub(super) either: Vec<Either>,
    pub(super) span: Vec<Span>,
    pub(super) signature: Option<Signature>,
    pub(super) upload: Option<Upload>,
    /// The error codes in the page's table.
    pub(super) errors: Vec<ErrorCode>,
    /// The page's example response.
    pub(super) response: Value,
}

/// A parameter, or a field of an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Field {
    pub(super) name: String,
    /// Name of a scalar type, or of an object.
    #[serde(rename = "type")]
    pub(super) ty: String,
    /// Number of nested lists around the value.
    pub(super) lists: usize,
    /// Whether the value is a list, joined by commas into a text.
    pub(super) joined: bool,
    /// Whether the value is sent as a text that contains its JSON.
    pub(super) json: bool,
    #[serde(rename = "in")]
    pub(super) place: Option<Place>,
    pub(super) required: bool,
    pub(super) secret: bool,
    pub(super) limits: Limits,
    /// The id type of a value that is an id, such as `DepartmentId`.
    pub(super) id: Option<String>,
}

/// Place of a parameter in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    Query,
    Header,
    Form,
    Body,
    Multipart,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) min_chars: Option<usize>,
    pub(super) max_chars: Option<usize>,
    pub(super) max_bytes: Option<usize>,
}

/// A group of parameters, or of an object's fields, of which at least one or exactly one is required.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Either {
    pub(super) object: Option<String>,
    pub(super) members: Vec<String>,
    pub(super) need: Need,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Need {
    AtLeastOne,
    ExactlyOne,
}

/// Two dates that may be at most `max_days` apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    pub(super) object: Option<String>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) max_days: i64,
}

/// The parameters of a signature.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub(super) timestamp: String,
    pub(super) value: String,
    /// What is signed after the timestamp: a parameter, or `secret`.
    pub(super) over: Option<String>,
}

/// The largest size of an uploaded file, by kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Upload {
    /// The parameter that states the kind of the file.
    pub(super) kind: String,
    pub(super) kinds: BTreeMap<String, Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) max_bytes: u64,
}

/// An error code of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ErrorCode {
    pub(super) code: i64,
    /// The message as the page prints it.
    pub(super) message: Option<String>,
    /// The meaning, in English.
    pub(super) meaning: Option<String>,
    /// Whether the page says to try again.
    pub(super) retry: bool,
}

impl Endpoint {
    pub(super) fn route(&'static self) -> Example {
        let (method, path) = self.call.split_once(' ').expect("a call has a method and a path");
        (Method::from_bytes(method.as_bytes()).expect("a method"), path, self)
    }

    /// Returns the permissions that the call requires, joined by commas.
    pub(crate) fn scope(&self) -> String {
        self.permissions.join(",")
    }

    /// Returns the first code for which the page says to try again, with its text.
    pub(crate) fn busy(&self) -> Option<(i64, &str)> {
        self.errors.iter().find(|error| error.retry).map(|error| (error.code, error.text()))
    }

    /// Returns the names of the parameters that contain secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().filter(|it| it.secret).map(|it| it.name.as_str())
    }

    /// Returns the parameter with this name.
    pub(super) fn parameter(&self, name: &str) -> Option<&Field> {
        self.parameters.iter().find(|it| it.name == name)
    }
}

impl ErrorCode {
    pub(super) fn text(&self) -> &str {
        self.message.as_deref().or(self.meaning.as_deref()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_generated_file_is_read() {
        let objects = |it: &super::Endpoint| it.objects.len();
        let endpoints = super::endpoints();
        assert!(endpoints.len() > 200 && endpoints.iter().any(|it| objects(it) > 0));
    }
}
