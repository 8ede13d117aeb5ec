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
    /// static ENDPOINT: Endpoint =
    ///     Endpoint::new("hall::open", "/topapi/hall/open").permissions(&["qyapi_open_hall"]);
    /// assert!(ENDPOINT.authenticated && !ENDPOINT.repeat_safe);
    /// ```
    pub const fn new(name: &'static str, path: &'static str) -> Self {
        Self::post(name, path).content_type("application/x-www-form-urlencoded;charset=utf-8")
    }

    /// Facts of an endpoint that is called by `GET` and carries a token, and of which nothing else is
    /// known. The methods below say more.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::of(name, http::Method::GET, path)
    }

    /// Facts of an endpoint that is called by `POST` and carries a token, and of which nothing else is
    /// known. The methods below say more.
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::of(name, http::Method::POST, path)
    }

    /// Sets what the `Content-Type` of the body is.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Says that a call carries no access token.
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

    /// Says that a second, equal call leaves the same state as the first alone.
    #[must_use]
    pub const fn repeat_safe(mut self) -> Self {
        self.repeat_safe = true;
        self
    }

    /// Sets the code that, answered to a repetition after a lost answer, says that the work is done.
    #[must_use]
    pub const fn done_code(mut self, code: i64) -> Self {
        self.done_code = Some(code);
        self
    }

    /// Sets where the vendor documents the endpoint.
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

    /// Whether the parameters of the body are the members of a JSON object.
    pub fn has_json_body(&self) -> bool {
        let kind = self.content_type.and_then(|it| it.split(';').next());
        kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    }

    /// The page's entry for `code`, if it has one.
    pub fn error(&self, code: i64) -> Option<&'static DocumentedError> {
        self.errors.iter().find(|error| error.code == code)
    }

    const fn of(name: &'static str, method: http::Method, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            content_type: None,
            authenticated: true,
            permissions: &[],
            repeat_safe: false,
            done_code: None,
            page: "",
            errors: &[],
        }
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
