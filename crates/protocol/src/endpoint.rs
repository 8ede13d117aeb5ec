//! Facts of the specification about an endpoint, as data.

use std::borrow::Cow;

use http::uri::PathAndQuery;

use crate::error_code::{DocumentedError, ErrorCode};

/// Facts about one endpoint, from its file in the specification.
///
/// They also determine how a [`Request`](crate::Request) becomes HTTP: its fields go into the body, or into
/// the query if the call has no body, except those that [`query`](Self::query) and [`header`](Self::header)
/// name. Supporting another place, such as a placeholder in the path, takes another list of names here and
/// another place in the writer; another kind of body takes another [`Body`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
#[non_exhaustive]
pub struct Endpoint {
    /// Path of its module: `role::list_users`.
    pub name: Cow<'static, str>,
    /// HTTP method.
    pub method: http::Method,
    /// Path of the URL, the same on every host.
    pub path: Cow<'static, str>,
    /// How the body is written.
    pub body: Body,
    /// Value of the `Content-Type` header; `None` where the request has no body.
    pub content_type: Option<&'static str>,
    /// Wire names of parameters in the query string, where the others are in the body.
    pub query: &'static [&'static str],
    /// Wire names of parameters that are headers.
    pub headers: &'static [&'static str],
    /// Whether the response is in `result`, rather than beside the fields of the envelope.
    pub in_result: bool,
    /// Whether a successful answer may have no `result`. Its fields are then absent.
    pub result_is_optional: bool,
    /// Whether a successful answer has `success` beside the `errcode`.
    pub has_success: bool,
    /// Whether the `errcode` is in `result`, and may be missing at the top level.
    pub errcode_in_result: bool,
    /// Wire name of the list that the call is about, if there is one, or a path such as `result.list`. An
    /// answer without it is an error.
    pub list: Option<&'static str>,
    /// Whether the call carries an access token.
    pub authenticated: bool,
    /// Permissions that the app needs, as the page names them.
    pub permissions: &'static [&'static str],
    /// Whether the call is idempotent: a second, equal call leaves the same state as the first alone.
    pub repeat_safe: bool,
    /// Code that means that the work is already done, if a repeated call gets it after its first response was lost.
    pub done_code: Option<ErrorCode>,
    /// URL of the vendor's page about the endpoint.
    pub page: &'static str,
    /// Error codes that the page documents, in its order.
    pub errors: &'static [DocumentedError],
}

/// How the body of a request is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// No body: every parameter is in the query or a header.
    None,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As a JSON object.
    Json,
    /// As `multipart/form-data`, with a file: see [`encode_upload`](crate::encode_upload).
    Multipart,
}

impl Endpoint {
    /// Describes an endpoint that is called by `GET`, has its parameters in the query and carries a token.
    /// The methods below change the description.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::of(name, http::Method::GET, path)
    }

    /// Describes an endpoint that is called by `POST` and carries a token, without a body. The methods below
    /// change the description. A call is not repeated unless [`repeat_safe`](Self::repeat_safe) is set.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::Endpoint;
    ///
    /// static ENDPOINT: Endpoint =
    ///     Endpoint::post("hall::open", "/topapi/hall/open").form().permissions(&["qyapi_open_hall"]);
    /// assert!(ENDPOINT.authenticated && !ENDPOINT.repeat_safe);
    /// ```
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::of(name, http::Method::POST, path)
    }

    /// Declares that the parameters are a form in the body.
    #[must_use]
    pub const fn form(mut self) -> Self {
        self.body = Body::Form;
        self.content_type("application/x-www-form-urlencoded;charset=utf-8")
    }

    /// Declares that the parameters are the members of a JSON object in the body.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.body = Body::Json;
        self.content_type("application/json")
    }

    /// Declares that the parameters are the parts of a multipart body with a file.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.body = Body::Multipart;
        self.content_type("multipart/form-data")
    }

    /// Sets the `Content-Type` of the body, where its spelling differs from the usual one.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Names the parameters that are in the query string of a call with a body.
    #[must_use]
    pub const fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// Names the parameters that are headers.
    #[must_use]
    pub const fn header(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self
    }

    /// Declares that the response is in `result`.
    #[must_use]
    pub const fn in_result(mut self) -> Self {
        self.in_result = true;
        self
    }

    /// Declares that the response is in `result`, which may be missing.
    #[must_use]
    pub const fn in_optional_result(mut self) -> Self {
        self.in_result = true;
        self.result_is_optional = true;
        self
    }

    /// Declares that a successful answer has `success` beside the `errcode`.
    #[must_use]
    pub const fn with_success(mut self) -> Self {
        self.has_success = true;
        self
    }

    /// Declares that the `errcode` is in `result`, and may be missing at the top level.
    #[must_use]
    pub const fn errcode_in_result(mut self) -> Self {
        self.errcode_in_result = true;
        self
    }

    /// Names the list that the call is about.
    #[must_use]
    pub const fn list(mut self, name: &'static str) -> Self {
        self.list = Some(name);
        self
    }

    /// Declares that a call carries no access token.
    #[must_use]
    pub const fn without_token(mut self) -> Self {
        self.authenticated = false;
        self
    }

    /// Sets the permissions that the app needs.
    #[must_use]
    pub const fn permissions(mut self, permissions: &'static [&'static str]) -> Self {
        self.permissions = permissions;
        self
    }

    /// Declares that a second, equal call leaves the same state as the first alone.
    #[must_use]
    pub const fn repeat_safe(mut self) -> Self {
        self.repeat_safe = true;
        self
    }

    /// Sets the code that means, as the answer to a repetition after a lost answer, that the work is already
    /// done.
    #[must_use]
    pub const fn done_code(mut self, code: ErrorCode) -> Self {
        self.done_code = Some(code);
        self
    }

    /// Sets the URL of the vendor's page about the endpoint.
    #[must_use]
    pub const fn page(mut self, url: &'static str) -> Self {
        self.page = url;
        self
    }

    /// Sets the error codes that the page documents, in its order.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [DocumentedError]) -> Self {
        self.errors = errors;
        self
    }

    /// Returns the same endpoint with another path, for an [`Exchange`](crate::driver::Exchange) whose path is only known
    /// at run time. The path also becomes its name.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        let path: Cow<'static, str> = path.into().into();
        Self { name: path.clone(), path, ..self }
    }

    /// Returns whether the path can follow a host: it begins with `/`, has no query and no characters that no URL has.
    pub fn has_valid_path(&self) -> bool {
        self.path.starts_with('/')
            && !self.path.contains(['?', '#'])
            && self.path.parse::<PathAndQuery>().is_ok()
    }

    /// Returns the page's entry for `code`, if it has one.
    pub fn error(&self, code: impl Into<ErrorCode>) -> Option<&'static DocumentedError> {
        let code = code.into();
        self.errors.iter().find(|error| error.code == code)
    }

    const fn of(name: &'static str, method: http::Method, path: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            method,
            path: Cow::Borrowed(path),
            body: Body::None,
            content_type: None,
            query: &[],
            headers: &[],
            in_result: false,
            result_is_optional: false,
            has_success: false,
            errcode_in_result: false,
            list: None,
            authenticated: true,
            permissions: &[],
            repeat_safe: false,
            done_code: None,
            page: "",
            errors: &[],
        }
    }
}

impl From<&'static Endpoint> for Cow<'static, Endpoint> {
    fn from(endpoint: &'static Endpoint) -> Self {
        Self::Borrowed(endpoint)
    }
}

impl From<Endpoint> for Cow<'static, Endpoint> {
    fn from(endpoint: Endpoint) -> Self {
        Self::Owned(endpoint)
    }
}
