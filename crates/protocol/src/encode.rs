//! A request becomes HTTP.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request as HttpRequest};
use serde::Serialize;

use crate::decode::DecodeOptions;
use crate::endpoint::{Body, Endpoint};
use crate::error::Error;
use crate::host::Host;
use crate::kind::ErrorKind;
use crate::limits::Limits;
use crate::request::Request;
use crate::secret::{AccessToken, Secret};
use crate::writer::{MASK, Writer};

/// Checks a request against the limits of its page and reports every violation at once.
///
/// [`encode`] does this by itself. The result can be encoded as often as needed without another check.
///
/// # Errors
///
/// [`ErrorKind::InvalidRequest`], with the [`violations`](Error::violations).
///
/// # Example
///
/// ```
/// use dingtalk_protocol::role::list_users::{Page, Request};
/// use dingtalk_protocol::validate;
///
/// let error = validate(&Request::new(1203141).with_page(Page { offset: -1, size: 200 })).unwrap_err();
/// let fields: Vec<_> = error.violations().iter().map(|violation| violation.field).collect();
/// assert_eq!(fields, ["size", "offset"]);
/// ```
pub fn validate<R: Request>(request: &R) -> Result<Valid<'_, R>, Error> {
    let mut limits = Limits::default();
    request.check_limits(&mut limits);
    let violations = limits.into_violations();
    if violations.is_empty() {
        return Ok(Valid { request, options: DecodeOptions::new() });
    }
    Err(Error::new(ErrorKind::InvalidRequest).of(R::ENDPOINT).with_violations(violations))
}

/// A request that keeps the limits of its page, made by [`validate`].
#[derive(Debug)]
pub struct Valid<'r, R> {
    request: &'r R,
    options: DecodeOptions,
}

impl<'r, R: Request> Valid<'r, R> {
    /// Returns the request.
    pub fn request(&self) -> &'r R {
        self.request
    }

    /// Sets how a [driver](crate::driver) reads the response.
    #[must_use]
    pub fn with_options(mut self, options: DecodeOptions) -> Self {
        self.options = options;
        self
    }

    pub(crate) fn options(&self) -> DecodeOptions {
        self.options
    }

    /// Turns the request into HTTP, as [`encode`] does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TokenMissing`] if the endpoint needs a token and there is none, or a blank one;
    /// [`ErrorKind::InvalidRequest`] if the query is too long for a URL.
    pub fn encode<'t>(
        &self,
        host: &Host,
        token: impl Into<Option<&'t AccessToken>>,
    ) -> Result<HttpRequest<Vec<u8>>, Error> {
        let token = token_text(R::ENDPOINT, token.into())?;
        write(R::ENDPOINT, self.request, self.request.secrets(), host, token, false)
    }

    /// Turns the request into HTTP with its secrets masked, as [`preview`] does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] if the query is too long for a URL.
    pub fn preview(&self, host: &Host) -> Result<HttpRequest<Vec<u8>>, Error> {
        let token = R::ENDPOINT.authenticated.then_some(MASK);
        write(R::ENDPOINT, self.request, self.request.secrets(), host, token, true)
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
) -> Result<HttpRequest<Vec<u8>>, Error> {
    validate(request)?.encode(host, token)
}

/// Turns a request into HTTP as [`encode`] does, with `***` for the token and every other secret: to
/// be looked at, never to be sent.
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
pub fn preview<R: Request>(request: &R, host: &Host) -> Result<HttpRequest<Vec<u8>>, Error> {
    validate(request)?.preview(host)
}

/// Turns any serialisable struct or map into HTTP, for calls that have no type of their own.
///
/// # Errors
///
/// Those of [`encode`], except that no limits are known.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{AccessToken, Endpoint, Host, encode_fields};
///
/// static CREATE: Endpoint = Endpoint::post("role::create", "/role/add_role").json();
///
/// let fields = std::collections::BTreeMap::from([("roleName", "Night watch")]);
/// let http = encode_fields(&CREATE, &fields, &Host::MAINLAND, &AccessToken::new("6ed1xxxx"))?;
/// assert_eq!(http.body(), br#"{"roleName":"Night watch"}"#);
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn encode_fields<'t>(
    endpoint: &'static Endpoint,
    fields: &impl Serialize,
    host: &Host,
    token: impl Into<Option<&'t AccessToken>>,
) -> Result<HttpRequest<Vec<u8>>, Error> {
    let token = token_text(endpoint, token.into())?;
    write(endpoint, fields, Vec::new(), host, token, false)
}

/// Returns what the request carries as its token; `None` if the endpoint takes none.
fn token_text<'t>(
    endpoint: &'static Endpoint,
    token: Option<&'t AccessToken>,
) -> Result<Option<&'t str>, Error> {
    if !endpoint.authenticated {
        return Ok(None);
    }
    let token = token.map(AccessToken::expose).filter(|token| !token.trim().is_empty());
    token.map(Some).ok_or_else(|| Error::new(ErrorKind::TokenMissing).of(endpoint))
}

/// Writes query, headers and body, whatever the fields are.
fn write(
    endpoint: &'static Endpoint,
    fields: &impl Serialize,
    secrets: Vec<(&'static str, &Secret)>,
    host: &Host,
    token: Option<&str>,
    masked: bool,
) -> Result<HttpRequest<Vec<u8>>, Error> {
    let refuse =
        |detail: String| Error::new(ErrorKind::InvalidRequest).of(endpoint).with_detail(detail);
    let mut writer = Writer::new(endpoint, host, token, secrets, masked);
    fields
        .serialize(&mut writer)
        .map_err(|error| refuse(format!("a parameter cannot be written: {error}")))?;
    let (uri, headers, body) = writer.finish();
    let mut http = HttpRequest::new(body);
    *http.method_mut() = endpoint.method.clone();
    // The only part that can be too long for a URL is the query.
    *http.uri_mut() = uri.try_into().map_err(|_| {
        refuse("the token and the parameters in the query are too long for a URL".to_owned())
    })?;
    *http.headers_mut() = headers;
    if let (Body::Form | Body::Json, Some(content_type)) = (endpoint.body, endpoint.content_type) {
        http.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    Ok(http)
}
