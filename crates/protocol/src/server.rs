//! The service's side of the wire, for test doubles, gateways and round-trip tests.
//!
//! Needs the feature `server`.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use http::header::CONTENT_TYPE;
use serde_core::Serialize;
use serde_json::{Map, Value};

use crate::lenient::Read;
use crate::{AccessToken, Endpoint, Error, Host, Request, decode, encode};

pub use crate::generated::codecs::CODECS;

/// A request that can be read from the wire, and whose response can be written to it. The
/// implementations are generated.
pub trait Serve: Request<Response: Serialize> + Sized {
    /// Whether the response stands in `result`, or beside the fields of the envelope.
    const IN_RESULT: bool;

    /// Reads every parameter but the credential. Limits are not checked.
    ///
    /// # Errors
    ///
    /// The first parameter that is missing or of the wrong type.
    fn read_parameters(received: &Received) -> Result<Self, ParameterError>;
}

/// The parameters of a request as they came, from the query and from a form or JSON body.
#[derive(Clone)]
pub struct Received {
    texts: Vec<(String, String)>,
    /// The members of a JSON body.
    json: Map<String, Value>,
}

impl Received {
    /// Takes the parameters out of a request. A body that begins like a JSON object is read as one,
    /// whatever its header says, and any other as a form. A body that cannot be read holds none.
    pub fn new<B: AsRef<[u8]>>(request: &http::Request<B>) -> Self {
        let pairs = |text: &[u8]| form_urlencoded::parse(text).into_owned().collect::<Vec<_>>();
        let query = request.uri().query().unwrap_or_default();
        let body = request.body().as_ref();
        let mut texts = pairs(query.as_bytes());
        let mut json = Map::new();
        if body.trim_ascii_start().starts_with(b"{") {
            json = serde_json::from_slice(body).unwrap_or_default();
            let flat = |(name, value): (&String, _)| Some((name.clone(), flat(value)?));
            texts.extend(json.iter().filter_map(flat));
        } else {
            texts.extend(pairs(body));
        }
        Self { texts, json }
    }

    /// The text of a parameter; the query comes before the body.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A member of a JSON body.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.json.get(name)
    }

    /// The credential.
    pub fn access_token(&self) -> Option<AccessToken> {
        self.text("access_token").map(AccessToken::from)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    ///
    /// It is missing, blank, or not a `T`.
    pub fn required<T: FromStr>(&self, name: &'static str) -> Result<T, ParameterError> {
        self.optional(name)?.ok_or(ParameterError { name, missing: true })
    }

    /// A parameter that may be left out.
    ///
    /// # Errors
    ///
    /// It is there and not a `T`.
    pub fn optional<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, ParameterError> {
        match self.text(name) {
            None | Some("") => Ok(None),
            Some(text) => {
                text.parse().map(Some).map_err(|_| ParameterError { name, missing: false })
            }
        }
    }

    /// A list joined by commas; empty if it is left out.
    ///
    /// # Errors
    ///
    /// One of its items is not a `T`.
    pub fn list<T: FromStr>(&self, name: &'static str) -> Result<Vec<T>, ParameterError> {
        let text = self.text(name).unwrap_or_default();
        let items = text.split(',').filter(|item| !item.is_empty());
        items
            .map(|item| item.parse().map_err(|_| ParameterError { name, missing: false }))
            .collect()
    }

    // Which of the next three are used depends on the endpoints that the specification holds.

    /// A member of the body's JSON; `None` if it is left out or null.
    #[allow(dead_code)]
    pub(crate) fn json<T: Read>(&self, name: &'static str) -> Answer<T> {
        let value = self.json.get(name).filter(|value| !value.is_null());
        value.map(T::read).transpose().map_err(|_| ParameterError { name, missing: false })
    }

    /// A parameter whose text is JSON; `None` if it is left out or null.
    #[allow(dead_code)]
    pub(crate) fn json_text<T: Read>(&self, name: &'static str) -> Answer<T> {
        let text = self.text(name).filter(|text| !matches!(text.trim(), "" | "null"));
        let value =
            text.map(|text| serde_json::from_str(text).and_then(|value: Value| T::read(value)));
        value.transpose().map_err(|_| ParameterError { name, missing: false })
    }

    /// A value that must be there.
    #[allow(dead_code)]
    pub(crate) fn there<T>(name: &'static str, value: Option<T>) -> Result<T, ParameterError> {
        value.ok_or(ParameterError { name, missing: true })
    }
}

/// A parameter, if it is there.
#[allow(dead_code)]
type Answer<T> = Result<Option<T>, ParameterError>;

impl fmt::Debug for Received {
    // The values hold the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.texts.iter().map(|(name, _)| name);
        let names: BTreeSet<_> = texts.chain(self.json.keys()).collect();
        f.debug_set().entries(names).finish()
    }
}

/// A parameter that is missing or can not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterError {
    /// Wire name of the parameter.
    pub name: &'static str,
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

/// Reads a typed request from HTTP. Limits are not checked: [`validate`](crate::validate) does that.
///
/// # Errors
///
/// The first parameter that is missing or of the wrong type; a body that can not be read counts as
/// one without parameters.
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
pub fn decode_request<R: Serve>(
    request: &http::Request<impl AsRef<[u8]>>,
) -> Result<R, ParameterError> {
    R::read_parameters(&Received::new(request))
}

/// Writes a successful answer, with the fields in the order of the specification.
pub fn encode_response<R: Serve>(
    response: &R::Response,
    request_id: &str,
) -> http::Response<Vec<u8>> {
    // As text: a `Value` would sort the fields.
    let response =
        serde_json::to_string(response).expect("responses hold nothing that JSON cannot");
    let fields = response.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let beside = match fields.unwrap_or_default() {
        _ if R::IN_RESULT => format!(r#""result":{response},"#),
        "" => String::new(),
        fields => format!("{fields},"),
    };
    let request_id = Value::from(request_id);
    json(format!(r#"{{"errcode":0,"errmsg":"ok",{beside}"request_id":{request_id}}}"#))
}

/// Writes an answer that reports an error.
pub fn encode_error(code: i64, message: &str, request_id: &str) -> http::Response<Vec<u8>> {
    let (message, request_id) = (Value::from(message), Value::from(request_id));
    json(format!(r#"{{"errcode":{code},"errmsg":{message},"request_id":{request_id}}}"#))
}

type HttpRequest = http::Request<Vec<u8>>;
type HttpResponse = http::Response<Vec<u8>>;

/// One endpoint with its types erased, for tools and tests that treat all endpoints alike.
#[derive(Debug, Clone, Copy)]
pub struct Codec {
    /// What the specification says of the endpoint.
    pub endpoint: &'static Endpoint,
    transcode: fn(&HttpRequest, &Host, &AccessToken) -> Result<HttpRequest, Transcode>,
    describe: fn(HttpResponse) -> Result<String, Error>,
    reencode: fn(HttpResponse) -> Result<HttpResponse, Error>,
}

/// Why a request could not be read and written again.
#[derive(Debug)]
pub enum Transcode {
    /// It could not be read.
    Decode(ParameterError),
    /// It could not be written.
    Encode(Error),
}

impl Codec {
    /// The codec of `R`'s endpoint.
    pub const fn of<R: Serve>() -> Self
    where
        R::Response: fmt::Debug,
    {
        Self {
            endpoint: R::ENDPOINT,
            transcode: |request, host, token| {
                let request: R = decode_request(request).map_err(Transcode::Decode)?;
                encode(&request, host, token).map_err(Transcode::Encode)
            },
            describe: |response| Ok(format!("{:#?}", decode::<R, _>(response)?.into_inner())),
            reencode: |response| {
                let reply = decode::<R, _>(response)?;
                Ok(encode_response::<R>(&reply, reply.request_id().unwrap_or_default()))
            },
        }
    }

    /// Reads a request and writes it again.
    ///
    /// # Errors
    ///
    /// Those of [`decode_request`] and [`encode`].
    pub fn transcode(
        &self,
        request: &HttpRequest,
        host: &Host,
        token: &AccessToken,
    ) -> Result<HttpRequest, Transcode> {
        (self.transcode)(request, host, token)
    }

    /// Reads an answer and gives the `Debug` text of the typed response.
    ///
    /// # Errors
    ///
    /// Those of [`decode`].
    pub fn describe(&self, response: HttpResponse) -> Result<String, Error> {
        (self.describe)(response)
    }

    /// Reads an answer and writes it again.
    ///
    /// # Errors
    ///
    /// Those of [`decode`].
    pub fn reencode(&self, response: HttpResponse) -> Result<HttpResponse, Error> {
        (self.reencode)(response)
    }
}

fn json(body: String) -> HttpResponse {
    let mut response = http::Response::new(body.into_bytes());
    let content_type = http::HeaderValue::from_static("application/json;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// A JSON value as the text that a form would hold; `None` for null and for objects.
fn flat(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(flat).collect::<Vec<_>>().join(",")),
        scalar => Some(scalar.to_string()),
    }
}
