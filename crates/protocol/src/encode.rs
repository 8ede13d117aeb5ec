//! Turns a request into HTTP.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Request as HttpRequest};
use serde::Serialize;

use crate::decode::DecodeOptions;
use crate::endpoint::{Body, Endpoint};
use crate::error::Error;
use crate::host::Host;
use crate::kind::ErrorKind;
use crate::limits::Limits;
use crate::multipart::{Multipart, is_boundary};
use crate::request::Request;
use crate::secret::AccessToken;
use crate::writer::{Inner, MASK, Writer};

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
    refuse_violations(R::ENDPOINT, limits)?;
    Ok(Valid { request, options: DecodeOptions::new() })
}

fn refuse_violations(endpoint: &'static Endpoint, limits: Limits) -> Result<(), Error> {
    let violations = limits.into_violations();
    if violations.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidRequest).of(endpoint).with_violations(violations))
}

/// A request that is within the limits of its page, made by [`validate`].
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
        check_body(R::ENDPOINT)?;
        Ok(write(R::ENDPOINT, self.request, self.inner("", false), host, token)?
            .map(|body| body.head))
    }

    /// Turns the request into HTTP, as [`encode_upload`] does.
    ///
    /// # Errors
    ///
    /// Those of [`encode`](Self::encode), and [`ErrorKind::InvalidRequest`] if the boundary is not valid.
    pub fn encode_upload<'t>(
        &self,
        host: &Host,
        token: impl Into<Option<&'t AccessToken>>,
        boundary: &str,
    ) -> Result<HttpRequest<Multipart>, Error> {
        let token = token_text(R::ENDPOINT, token.into())?;
        check_upload(R::ENDPOINT, self.request.file().is_some(), boundary)?;
        let http = write(R::ENDPOINT, self.request, self.inner(boundary, false), host, token)?;
        Ok(with_length(http))
    }

    /// Turns the request into HTTP with its secrets masked, as [`preview`] does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] if the query is too long for a URL.
    pub fn preview(&self, host: &Host) -> Result<HttpRequest<Vec<u8>>, Error> {
        let token = R::ENDPOINT.authenticated.then_some(MASK);
        let http = write(R::ENDPOINT, self.request, self.inner("boundary", true), host, token)?;
        Ok(http.map(|Multipart { mut head, file_length, tail }| {
            if self.request.file().is_some() {
                head.extend(format!("({file_length} bytes)").as_bytes());
            }
            head.extend(tail);
            head
        }))
    }

    fn inner<'b>(&self, boundary: &'b str, masked: bool) -> Inner<'b>
    where
        'r: 'b,
    {
        Inner { secrets: self.request.secrets(), file: self.request.file(), boundary, masked }
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
/// let http = encode(&request, &Host::MAINLAND, &AccessToken::new("6ed1xxxx"))?;
/// assert_eq!(http.uri(), "https://oapi.dingtalk.com/topapi/role/deleterole?access_token=6ed1xxxx");
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

/// Turns a request into HTTP as [`encode`] does, with `***` for the token and every other secret, for display
/// only.
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
/// let http = preview(&role::delete::Request::new(1581321999), &Host::MAINLAND)?;
/// assert_eq!(http.uri(), "https://oapi.dingtalk.com/topapi/role/deleterole?access_token=***");
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn preview<R: Request>(request: &R, host: &Host) -> Result<HttpRequest<Vec<u8>>, Error> {
    validate(request)?.preview(host)
}

/// Turns a request that carries a file into HTTP, ready to be sent to `host` together with the content.
///
/// The `boundary` separates the parts of the body. Generate a random one for every request, so that it cannot
/// occur in the content of the file, by accident or by intent.
///
/// # Errors
///
/// Those of [`encode`], and [`ErrorKind::InvalidRequest`] if the boundary does not consist of 1 to 70
/// letters, digits, hyphens and underscores.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "media")] {
/// use dingtalk_protocol::media::upload::Request;
/// use dingtalk_protocol::{AccessToken, FilePart, Host, encode_upload};
///
/// let content = b"%PDF-1.7 \xe2\xe3";
/// let file = FilePart::new("报告.pdf", content.len() as u64);
/// let request = Request::new("file", file);
/// let http = encode_upload(&request, &Host::MAINLAND, &AccessToken::new("token"), "4f1c9a0e")?;
/// let (parts, body) = http.into_parts();
/// assert_eq!(parts.headers["content-type"], "multipart/form-data; boundary=4f1c9a0e");
/// // Whatever sends it can read the content meanwhile, and hold a part of it at a time.
/// let sent = [&body.head[..], content, &body.tail].concat();
/// assert_eq!(parts.headers["content-length"], sent.len().to_string());
/// # }
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn encode_upload<'t, R: Request>(
    request: &R,
    host: &Host,
    token: impl Into<Option<&'t AccessToken>>,
    boundary: &str,
) -> Result<HttpRequest<Multipart>, Error> {
    validate(request)?.encode_upload(host, token, boundary)
}

/// Turns any serialisable struct or map into HTTP, for calls that have no type of their own.
///
/// # Errors
///
/// Those of [`encode`], except that no limits are known; [`ErrorKind::InvalidRequest`] also for a path that is none.
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
    if !endpoint.has_valid_path() {
        let detail = "the path must begin with / and must not contain a query";
        return Err(Error::new(ErrorKind::InvalidRequest).of(endpoint).with_detail(detail));
    }
    let token = token_text(endpoint, token.into())?;
    check_body(endpoint)?;
    let inner = Inner { secrets: Vec::new(), file: None, boundary: "", masked: false };
    Ok(write(endpoint, fields, inner, host, token)?.map(|body| body.head))
}

/// Checks that the endpoint's body carries no file.
fn check_body(endpoint: &'static Endpoint) -> Result<(), Error> {
    if endpoint.body != Body::Multipart {
        return Ok(());
    }
    let detail = "its body holds a file: encode it as an upload, and send the content with it";
    Err(Error::new(ErrorKind::InvalidRequest).of(endpoint).with_detail(detail))
}

/// Checks that the request has a file, and that the boundary is valid.
fn check_upload(endpoint: &'static Endpoint, has_file: bool, boundary: &str) -> Result<(), Error> {
    let detail = if !has_file {
        "it has no file to upload"
    } else if !is_boundary(boundary) {
        "a boundary has 1 to 70 letters, digits, hyphens and underscores"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::InvalidRequest).of(endpoint).with_detail(detail))
}

/// Adds the `Content-Length` header, which counts the content of the file too.
fn with_length(mut http: HttpRequest<Multipart>) -> HttpRequest<Multipart> {
    let length = http.body().content_length();
    http.headers_mut().insert(CONTENT_LENGTH, length.into());
    http
}

/// Returns the text of the request's token; `None` if the endpoint takes none.
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

/// Writes query, headers and body of any serialisable fields.
fn write(
    endpoint: &'static Endpoint,
    fields: &impl Serialize,
    inner: Inner<'_>,
    host: &Host,
    token: Option<&str>,
) -> Result<HttpRequest<Multipart>, Error> {
    let boundary = inner.boundary;
    let mut writer = Writer::new(endpoint, host, token, inner);
    let written = fields.serialize(&mut writer);
    finish(endpoint, boundary, written.map(|()| writer))
}

/// Builds the HTTP request from the written parts. It is separate from [`write`] so that it is not compiled
/// again for every request type.
fn finish(
    endpoint: &'static Endpoint,
    boundary: &str,
    written: serde_json::Result<Writer<'_>>,
) -> Result<HttpRequest<Multipart>, Error> {
    let refuse =
        |detail: String| Error::new(ErrorKind::InvalidRequest).of(endpoint).with_detail(detail);
    let writer =
        written.map_err(|error| refuse(format!("a parameter cannot be written: {error}")))?;
    let (uri, headers, body) = writer.finish();
    let mut http = HttpRequest::new(body);
    *http.method_mut() = endpoint.method.clone();
    // The only part that can be too long for a URL is the query.
    *http.uri_mut() = uri.try_into().map_err(|_| {
        refuse("the token and the parameters in the query are too long for a URL".to_owned())
    })?;
    *http.headers_mut() = headers;
    let content_type = match (endpoint.body, endpoint.content_type) {
        (Body::Form | Body::Json, Some(content_type)) => HeaderValue::from_static(content_type),
        (Body::Multipart, Some(content_type)) => {
            HeaderValue::try_from(format!("{content_type}; boundary={boundary}"))
                .map_err(|_| refuse("the boundary cannot stand in a header".to_owned()))?
        }
        _ => return Ok(http),
    };
    http.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(http)
}
