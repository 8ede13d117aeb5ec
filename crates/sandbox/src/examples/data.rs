//! What the specification says of the endpoints, as `cargo xtask codegen` writes it down.

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
    /// Whether the page lists `request_id` among what it answers.
    pub(crate) request_id: bool,
    permissions: Vec<String>,
    /// In the order of the page.
    pub(super) parameters: Vec<Field>,
    /// The fields of the objects that parameters hold.
    pub(super) objects: BTreeMap<String, Vec<Field>>,
    pub(super) either: Vec<Either>,
    pub(super) span: Vec<Span>,
    pub(super) signature: Option<Signature>,
    pub(super) upload: Option<Upload>,
    /// The page's table.
    pub(super) errors: Vec<ErrorCode>,
    /// The page's example.
    pub(super) response: Value,
}

/// A parameter, or a field of an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Field {
    pub(super) name: String,
    /// A word for a scalar, or the name of an object.
    #[serde(rename = "type")]
    pub(super) ty: String,
    /// How many lists are around each other.
    pub(super) lists: usize,
    /// Whether a text holds a list, joined by commas.
    pub(super) joined: bool,
    /// Whether a text holds the value's JSON.
    pub(super) json: bool,
    #[serde(rename = "in")]
    pub(super) place: Option<Place>,
    pub(super) required: bool,
    pub(super) secret: bool,
    pub(super) limits: Limits,
    /// The name of what the value identifies: `DepartmentId`.
    pub(super) id: Option<String>,
}

/// Where a parameter stands.
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

/// Parameters, or fields of an object, of which some are needed.
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

/// Two dates that may lie only so far apart.
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
    /// What is signed behind the timestamp: a parameter, or `secret`.
    pub(super) over: Option<String>,
}

/// How large a file can be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Upload {
    /// The parameter that says what kind of file it is.
    pub(super) kind: String,
    pub(super) kinds: BTreeMap<String, Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) max_bytes: u64,
}

/// A code of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ErrorCode {
    pub(super) code: i64,
    /// As the page prints it.
    pub(super) message: Option<String>,
    /// In English.
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

    /// Returns the first code after which the page says to try again, with its text.
    pub(crate) fn busy(&self) -> Option<(i64, &str)> {
        self.errors.iter().find(|error| error.retry).map(|error| (error.code, error.text()))
    }

    /// Returns the names of the parameters that nothing may show.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().filter(|it| it.secret).map(|it| it.name.as_str())
    }

    /// Returns the parameter of a name.
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
