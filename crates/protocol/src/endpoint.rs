//! What the specification says of an endpoint, as data.

/// Facts about one endpoint, from its file in the specification.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// Path of its module: `role::list_users`.
    pub name: &'static str,
    /// HTTP method.
    pub method: http::Method,
    /// Path of the URL, the same on every host.
    pub path: &'static str,
    /// Value of the `Content-Type` header; `None` where the request has no body.
    pub content_type: Option<&'static str>,
    /// Whether the call carries an access token.
    pub authenticated: bool,
    /// Permissions that the app needs, as the page names them.
    pub permissions: &'static [&'static str],
    /// Whether a second, equal call leaves the same state as the first alone.
    pub repeat_safe: bool,
    /// The code that, answered to a repetition after a lost answer, says that the work is done.
    pub done_code: Option<i64>,
    /// Where the vendor documents the endpoint.
    pub page: &'static str,
    /// The error codes that the page documents, in its order.
    pub errors: &'static [DocumentedError],
}

impl Endpoint {
    /// Facts of an endpoint that the specification does not have, for a [`Request`](crate::Request)
    /// of one's own: a `POST` of a form that carries a token, of which nothing else is known. It is
    /// not repeated unless [`repeat_safe`](Self::repeat_safe) is set.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::Endpoint;
    ///
    /// static ENDPOINT: Endpoint = {
    ///     let mut endpoint = Endpoint::new("hall::open", "/topapi/hall/open");
    ///     endpoint.permissions = &["qyapi_open_hall"];
    ///     endpoint
    /// };
    /// assert!(ENDPOINT.authenticated && !ENDPOINT.repeat_safe);
    /// ```
    pub const fn new(name: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method: http::Method::POST,
            path,
            content_type: Some("application/x-www-form-urlencoded;charset=utf-8"),
            authenticated: true,
            permissions: &[],
            repeat_safe: false,
            done_code: None,
            page: "",
            errors: &[],
        }
    }

    /// Whether the parameters of the body are the members of a JSON object.
    pub fn has_json_body(&self) -> bool {
        let kind = self.content_type.and_then(|it| it.split(';').next());
        kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    }

    /// The page's entry for `code`, if it has one.
    pub fn error(&self, code: i64) -> Option<&'static DocumentedError> {
        self.errors.iter().find(|error| error.code == code)
    }
}

/// One row of a page's table of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentedError {
    /// The answer's `errcode`.
    pub code: i64,
    /// What it means, in English.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// Whether the page says to try again.
    pub retry: bool,
}

/// A code that any endpoint can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct GlobalError {
    /// The answer's `errcode`, or the number in `sub_code` where the gateway wraps it.
    pub code: i64,
    /// The `sub_code` that has to stand beside `code`, where the pair is what has a meaning.
    pub sub_code: Option<&'static str>,
    /// What kind of error it is.
    pub kind: crate::ErrorKind,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// Whether trying again later can help.
    pub retry: bool,
}
