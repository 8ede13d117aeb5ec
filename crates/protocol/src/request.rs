//! The trait that every request implements, and how a request becomes HTTP.

use std::fmt::Debug;

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_core::Deserializer;

use crate::limits::Limits;
use crate::parameters::{MASK, Pairs, Parameters};
use crate::{AccessToken, Endpoint, Error, ErrorKind, Host, validate};

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
    if !R::ENDPOINT.authenticated {
        return assemble(request, host, None, false);
    }
    let token = token.into().map(AccessToken::expose).filter(|token| !token.trim().is_empty());
    let token = token.ok_or_else(|| Error::new(ErrorKind::TokenMissing).of(R::ENDPOINT))?;
    assemble(request, host, Some(token), false)
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
    assemble(request, host, R::ENDPOINT.authenticated.then_some(MASK), true)
}

/// The parameter that carries the access token.
const CREDENTIAL: &str = "access_token";

fn assemble<R: Request>(
    request: &R,
    host: &Host,
    token: Option<&str>,
    masked: bool,
) -> Result<http::Request<Vec<u8>>, Error> {
    validate(request)?;
    let endpoint = R::ENDPOINT;
    let room = token.map_or(0, |token| CREDENTIAL.len() + token.len() + 2);
    let target = Pairs::behind(host.as_str(), endpoint.path, room);
    let mut parameters = Parameters { target, masked, ..Parameters::default() };
    if let Some(token) = token {
        parameters.query(CREDENTIAL, token);
    }
    request.write_parameters(&mut parameters);

    let mut http =
        http::Request::builder().method(&endpoint.method).uri(parameters.target.finish());
    if let Some(content_type) = endpoint.content_type {
        http = http.header(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    let body = if endpoint.has_json_body() {
        parameters.json.finish()
    } else {
        parameters.form.finish().into_bytes()
    };
    http.body(body)
        // The only part that can be too long for a URL is the query.
        .map_err(|_| {
            Error::new(ErrorKind::InvalidRequest)
                .of(endpoint)
                .with_detail("the token and the parameters in the query are too long for a URL")
        })
}
