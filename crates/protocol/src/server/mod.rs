//! The service's side of the wire, for test doubles, gateways and round-trip tests.
//!
//! Needs the feature `server`.

mod codec;
mod parts;
mod received;

use std::cell::RefCell;
use std::fmt;

use http::header::CONTENT_TYPE;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::error_code::ErrorCode;
use crate::lenient;
use crate::nulls::without_nulls;
use crate::place::Parameters;
use crate::request::Request;

pub use self::codec::{Codec, Transcode};
pub use self::parts::{Part, parts};
pub use self::received::Received;
pub use crate::generated::codecs::CODECS;

/// A parameter that is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterError {
    /// Wire name of the parameter.
    pub name: String,
    /// Whether it is missing; otherwise it is of the wrong type.
    pub missing: bool,
}

impl std::error::Error for ParameterError {}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, missing } = self;
        write!(f, "{name} is {}", if *missing { "missing" } else { "of the wrong type" })
    }
}

/// Reads a typed request from HTTP, through the same derived readers that its type uses for every other
/// format. A parameter with an empty text counts as absent. Limits are not checked:
/// [`validate`](crate::validate) does that.
///
/// # Errors
///
/// The first parameter that is missing or of the wrong type. A body that cannot be read counts as one without
/// parameters.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::role::delete;
/// use dingtalk_protocol::server::decode_request;
///
/// let request: delete::Request = decode_request(&http::Request::new("role_id=1581321999"))?;
/// assert_eq!(request, delete::Request::new(1581321999));
/// # Ok::<(), dingtalk_protocol::server::ParameterError>(())
/// ```
pub fn decode_request<R: Request>(
    request: &http::Request<impl AsRef<[u8]>>,
) -> Result<R, ParameterError> {
    read_parameters(Received::new(request).into_parameters())
}

fn read_parameters<R: Request>(parameters: Map<String, Value>) -> Result<R, ParameterError> {
    let current = RefCell::new(None);
    let entries = Entries { parameters: parameters.into_iter(), current: &current };
    let entries = MapDeserializer::<_, serde_json::Error>::new(entries);
    lenient::read::<Parameters, R, _>(entries).map_err(|error| unreadable(current.take(), &error))
}

/// Iterator over the parameters of a request.
struct Entries<'c> {
    parameters: serde_json::map::IntoIter,
    /// The parameter that is being read; `None` once all have been read.
    current: &'c RefCell<Option<String>>,
}

impl Iterator for Entries<'_> {
    type Item = (String, Value);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.parameters.next();
        self.current.replace(entry.as_ref().map(|(name, _)| name.clone()));
        entry
    }
}

/// Returns the error of the parameter that was being read, or of a missing one.
fn unreadable(current: Option<String>, error: &serde_json::Error) -> ParameterError {
    match current {
        Some(name) => ParameterError { name, missing: false },
        None => ParameterError { name: missing_field(&error.to_string()), missing: true },
    }
}

/// Returns the field name in serde's message about a missing field.
fn missing_field(message: &str) -> String {
    message.split('`').nth(1).unwrap_or_default().to_owned()
}

/// Writes a successful answer, with the fields in the order of the specification and without absent ones.
///
/// # Errors
///
/// The response contains a [`Secret`](crate::Secret), which is not serialised: write such an answer by hand.
pub fn encode_response<R: Request>(
    response: &R::Response,
    request_id: &str,
) -> Result<http::Response<Vec<u8>>, serde_json::Error> {
    let response = without_nulls(serde_json::to_string(response)?);
    Ok(success(R::ENDPOINT, &response, request_id))
}

/// Writes a successful answer with a `response` that is already JSON.
fn success(endpoint: &Endpoint, response: &str, request_id: &str) -> http::Response<Vec<u8>> {
    let fields = response.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let beside = match fields.unwrap_or_default() {
        _ if endpoint.in_result => format!(r#""result":{response},"#),
        "" => String::new(),
        fields => format!("{fields},"),
    };
    let success = if endpoint.has_success { r#""success":true,"# } else { "" };
    let request_id = Value::from(request_id);
    json(format!(r#"{{"errcode":0,"errmsg":"ok",{success}{beside}"request_id":{request_id}}}"#))
}

/// Writes an answer that reports an error.
pub fn encode_error(
    code: impl Into<ErrorCode>,
    message: &str,
    request_id: &str,
) -> http::Response<Vec<u8>> {
    let code = code.into();
    let (message, request_id) = (Value::from(message), Value::from(request_id));
    json(format!(r#"{{"errcode":{code},"errmsg":{message},"request_id":{request_id}}}"#))
}

fn json(body: String) -> http::Response<Vec<u8>> {
    let mut response = http::Response::new(body.into_bytes());
    let content_type = http::HeaderValue::from_static("application/json;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
