//! The trait that every request implements, and how a request becomes HTTP.

use std::fmt::{Debug, Display};

use http::header::CONTENT_TYPE;
use serde::{Deserializer, Serialize};

use crate::limits::{Item, Limits};
use crate::{AccessToken, Endpoint, Error, ErrorKind, Host, Secret, validate};

/// A request of one endpoint. The implementations are generated, and more may be asked of them.
pub trait Request: Debug + Send + Sync {
    /// What a successful answer holds.
    type Response: Debug + Send + Sync;

    /// The error codes that the endpoint's page documents, open to others.
    type ErrorCode: Copy + Debug + Eq + From<i64> + Into<i64>;

    /// What the specification says of the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Reports every limit that the request breaks.
    fn check_limits(&self, limits: &mut Limits);

    /// Writes every parameter but the credential, in the order of the page.
    fn write_parameters(&self, parameters: &mut Parameters);

    /// Reads what stands beside the envelope; `None` if an answer lacks its `result`.
    ///
    /// # Errors
    ///
    /// Those of the deserializer.
    fn read_answer<'de, D: Deserializer<'de>>(
        answer: D,
    ) -> Result<Option<Self::Response>, D::Error>;

    /// What the call answers where `code`, answered to its repetition, says that an attempt before
    /// it has done the work. `None` for every other code.
    fn done_response(_code: i64) -> Option<Self::Response> {
        None
    }

    /// Takes the request's own secrets out of the texts of an error, should the service have echoed
    /// them.
    #[must_use]
    fn redact(&self, error: Error) -> Error {
        error
    }
}

/// Turns a request into HTTP, ready to be sent to `host`.
///
/// The URL carries `token`: it is as secret as the token, so do not log the result. An endpoint that
/// is not [`authenticated`](Endpoint::authenticated) needs none, and then `token` can be `None`.
///
/// # Errors
///
/// [`ErrorKind::InvalidRequest`] if a limit is broken, as [`validate`] says;
/// [`ErrorKind::TokenMissing`] if the endpoint needs a token and there is none, or a blank one.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{AccessToken, Host, encode, role};
///
/// let request = role::delete::Request::new(1581321999);
/// let http = encode(&request, &Host::INTERNATIONAL, &AccessToken::new("6ed1xxxx"))?;
/// assert_eq!(http.uri(), "https://oapi.dingtalk.io/topapi/role/deleterole?access_token=6ed1xxxx");
/// assert_eq!(http.body(), b"role_id=1581321999");
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn encode<'t, R: Request>(
    request: &R,
    host: &Host,
    token: impl Into<Option<&'t AccessToken>>,
) -> Result<http::Request<Vec<u8>>, Error> {
    let mut parameters = Parameters::default();
    if R::ENDPOINT.authenticated {
        let token = token.into().map(AccessToken::expose).filter(|token| !token.trim().is_empty());
        let missing = || Error::new(ErrorKind::TokenMissing).of(R::ENDPOINT);
        parameters.query(CREDENTIAL, token.ok_or_else(missing)?);
    }
    assemble(request, host, parameters)
}

/// The request as [`encode`] makes it, with `***` for the token and every other secret: to be looked
/// at, never to be sent.
///
/// # Errors
///
/// [`ErrorKind::InvalidRequest`] if a limit is broken, as [`validate`] says.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{Host, preview, role};
///
/// let http = preview(&role::delete::Request::new(1581321999), &Host::INTERNATIONAL)?;
/// assert_eq!(http.uri(), "https://oapi.dingtalk.io/topapi/role/deleterole?access_token=***");
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn preview<R: Request>(request: &R, host: &Host) -> Result<http::Request<Vec<u8>>, Error> {
    let mut parameters = Parameters { masked: true, ..Parameters::default() };
    if R::ENDPOINT.authenticated {
        parameters.query(CREDENTIAL, MASK);
    }
    assemble(request, host, parameters)
}

/// The parameter that carries the access token.
const CREDENTIAL: &str = "access_token";

/// What stands in a secret's place.
const MASK: &str = "***";

fn assemble<R: Request>(
    request: &R,
    host: &Host,
    mut parameters: Parameters,
) -> Result<http::Request<Vec<u8>>, Error> {
    validate(request)?;
    let endpoint = R::ENDPOINT;
    request.write_parameters(&mut parameters);

    let mut uri = format!("{host}{}", endpoint.path);
    if !parameters.query.is_empty() {
        uri.push('?');
        uri.push_str(&urlencoded(&parameters.query));
    }
    let mut http = http::Request::builder().method(&endpoint.method).uri(uri);
    if let Some(content_type) = endpoint.content_type {
        http = http.header(CONTENT_TYPE, content_type);
    }
    let body = if endpoint.has_json_body() {
        parameters.json.finish()
    } else {
        urlencoded(&parameters.form).into_bytes()
    };
    http.body(body)
        // The only part that can be too long for a URL is the query.
        .map_err(|_| {
            Error::new(ErrorKind::InvalidRequest)
                .of(endpoint)
                .with_detail("the token and the parameters in the query are too long for a URL")
        })
}

/// Collects parameters under their wire names; generated code calls one method per parameter.
#[derive(Default)]
pub struct Parameters {
    query: Vec<(&'static str, String)>,
    form: Vec<(&'static str, String)>,
    json: Json,
    /// Whether secrets are left out.
    masked: bool,
}

impl Parameters {
    /// Adds a parameter to the query string.
    pub fn query(&mut self, name: &'static str, value: impl Display) {
        self.query.push((name, value.to_string()));
    }

    /// Adds a parameter that no text may show to the query string.
    pub fn secret_query(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.query(name, value);
    }

    /// Adds a parameter that no text may show to the form in the body.
    pub fn secret_form(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.form(name, value);
    }

    /// Adds a list, joined by commas, to the query string.
    pub fn query_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.query.push((name, joined(items)));
    }

    /// Adds a parameter to the form in the body.
    pub fn form(&mut self, name: &'static str, value: impl Display) {
        self.form.push((name, value.to_string()));
    }

    /// Adds a list, joined by commas, to the form in the body.
    pub fn form_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.form.push((name, joined(items)));
    }

    /// Adds a value, as a text of JSON, to the query string.
    pub fn query_json(&mut self, name: &'static str, value: impl Serialize) {
        self.query.push((name, json_text(&value)));
    }

    /// Adds a value, as a text of JSON, to the form in the body.
    pub fn form_json(&mut self, name: &'static str, value: impl Serialize) {
        self.form.push((name, json_text(&value)));
    }

    /// Adds a member to the JSON object in the body.
    pub fn body(&mut self, name: &'static str, value: impl Serialize) {
        self.json.member(name, &value);
    }

    /// Adds a member that no text may show to the JSON object in the body.
    pub fn secret_body(&mut self, name: &'static str, value: &Secret) {
        let value = if self.masked { MASK } else { value.expose() };
        self.json.member(name, &value);
    }

    /// Adds a list, joined by commas in one text, to the JSON object in the body.
    pub fn body_list<T: Item>(&mut self, name: &'static str, items: &[T]) {
        self.json.member(name, &joined(items));
    }

    /// Adds a value, as a text of JSON, to the JSON object in the body.
    pub fn body_json(&mut self, name: &'static str, value: impl Serialize) {
        self.json.member(name, &json_text(&value));
    }
}

/// The members of a JSON object, written as they come.
#[derive(Default)]
struct Json(Vec<u8>);

impl Json {
    fn member(&mut self, name: &str, value: &impl Serialize) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        write_json(&mut self.0, name);
        self.0.push(b':');
        write_json(&mut self.0, value);
    }

    fn finish(mut self) -> Vec<u8> {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        self.0
    }
}

impl std::fmt::Debug for Parameters {
    // The query holds the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parameters").finish_non_exhaustive()
    }
}

fn urlencoded(pairs: &[(&'static str, String)]) -> String {
    serde_urlencoded::to_string(pairs).expect("pairs of strings always encode")
}

fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("requests hold nothing that JSON cannot")
}

fn write_json(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(text, value).expect("requests hold nothing that JSON cannot");
}

fn joined<T: Item>(items: &[T]) -> String {
    use std::fmt::Write;

    let mut list = String::with_capacity(items.len() * 12);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            list.push(',');
        }
        match item.text() {
            Some(text) => list.push_str(text),
            None => write!(list, "{item}").expect("writing to a string does not fail"),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{Parameters, Secret};

    fn body(write: impl FnOnce(&mut Parameters)) -> String {
        let mut parameters = Parameters::default();
        write(&mut parameters);
        String::from_utf8(parameters.json.finish()).expect("JSON is UTF-8")
    }

    #[test]
    fn a_json_body_is_one_object_in_the_order_of_the_page() {
        let body = body(|it| {
            it.body("b \"quoted\"", "x");
            it.body_list("a", &[1, 2]);
            it.body_json("c", ["y"]);
            it.body("d", [0.5]);
            it.secret_body("e", &Secret::new("geheim"));
        });
        assert_eq!(body, r#"{"b \"quoted\"":"x","a":"1,2","c":"[\"y\"]","d":[0.5],"e":"geheim"}"#);
    }

    #[test]
    fn a_json_body_without_parameters_is_an_empty_object() {
        assert_eq!(body(|_| {}), "{}");
    }

    #[test]
    fn a_preview_shows_no_secret_of_the_body() {
        let mut parameters = Parameters { masked: true, ..Parameters::default() };
        parameters.secret_body("key", &Secret::new("geheim"));
        assert_eq!(parameters.json.finish(), br#"{"key":"***"}"#);
    }
}
