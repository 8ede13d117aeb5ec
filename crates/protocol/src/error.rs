//! The single error type for everything that can go wrong with a call.

use std::borrow::Cow;
use std::fmt;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error_code::{DocumentedError, ErrorCode};
use crate::hints::Hints;
use crate::kind::ErrorKind;
use crate::limits::Violation;
use crate::position::Position;
use crate::reach::Reach;
use crate::redact;
use crate::request::Request;

/// An error of a call: what went wrong, and what to do about it.
///
/// Neither `Debug` nor `Display` shows a URL, a token or the body of an answer. The messages of the
/// service are shown with links cut out and control characters replaced; [`message`](Self::message)
/// has them in full.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{ErrorKind, decode, role::list_users};
///
/// let body = br#"{"errcode": 33011, "errmsg": "Invalid roleId", "request_id": "f6249uw1kuus"}"#;
/// let error = decode::<list_users::Request, _>(http::Response::new(body)).unwrap_err();
///
/// assert_eq!(error.kind(), ErrorKind::Documented);
/// assert_eq!(error.code(), Some(list_users::error::INVALID_ROLE_ID));
/// assert_eq!(error.code_name(), Some("INVALID_ROLE_ID"));
/// assert_eq!(error.request_id(), Some("f6249uw1kuus"));
/// assert!(error.advice().is_some());
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    endpoint: Option<Cow<'static, Endpoint>>,
    /// Endpoint that the failed call was made for, if that was a call for an access token.
    behalf: Option<Cow<'static, Endpoint>>,
    status: Option<StatusCode>,
    content_type: Option<String>,
    errcode: Option<ErrorCode>,
    code: Option<ErrorCode>,
    sub_code: Option<String>,
    documented: Option<&'static DocumentedError>,
    message: Option<String>,
    request_id: Option<String>,
    advice: Option<&'static str>,
    violations: Vec<Violation>,
    detail: Option<Cow<'static, str>>,
    attempts: u32,
    reach: Option<Reach>,
    hints: Hints,
    position: Option<Position>,
}

impl Error {
    /// Creates an error of `kind` without any other information.
    ///
    /// For transports: a failed connection, a timeout, a body beyond the limit.
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            endpoint: None,
            behalf: None,
            status: None,
            content_type: None,
            errcode: None,
            code: None,
            sub_code: None,
            documented: None,
            message: None,
            request_id: None,
            advice: kind.advice(),
            violations: Vec::new(),
            detail: None,
            attempts: 0,
            reach: None,
            hints: Hints::default(),
            position: None,
        }))
    }

    /// Names the endpoint whose call failed.
    #[must_use]
    pub fn of(mut self, endpoint: impl Into<Cow<'static, Endpoint>>) -> Self {
        self.0.endpoint = Some(endpoint.into());
        self
    }

    /// Names the endpoint whose call could not be made because the call for its access token failed with this
    /// error.
    #[must_use]
    pub fn on_behalf_of(mut self, endpoint: impl Into<Cow<'static, Endpoint>>) -> Self {
        self.0.behalf = Some(endpoint.into());
        self
    }

    /// Adds a description of what exactly happened. The text must not contain a URL, a token or a body.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Sets how often the request was sent.
    #[must_use]
    pub fn after_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets how far the call got over all its attempts. The last attempt alone does not show it: a refused
    /// attempt says nothing about an earlier one whose answer was lost.
    #[must_use]
    pub fn with_reach(mut self, reach: Reach) -> Self {
        self.0.reach = Some(reach);
        self
    }

    /// Sets where in a list the call failed.
    #[must_use]
    pub fn at_position(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// Sets the id that the vendor's support asks for.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<String>) -> Self {
        self.0.request_id = Some(request_id.into());
        self
    }

    /// Removes the request's own secrets from every text of the error.
    #[must_use]
    pub fn without_secrets_of<R: Request>(self, request: &R) -> Self {
        let secrets = request.secrets();
        secrets.into_iter().fold(self, |error, (_, secret)| error.without(secret.expose()))
    }

    /// Removes `secret` from every text of the error, in case the service echoed it. A secret of fewer than 4
    /// characters is not removed, because it would match parts of ordinary words.
    #[must_use]
    pub fn without(mut self, secret: &str) -> Self {
        let inner = &mut *self.0;
        let texts = [
            &mut inner.message,
            &mut inner.sub_code,
            &mut inner.request_id,
            &mut inner.content_type,
        ];
        for text in texts.into_iter().flatten() {
            redact::remove(text, secret);
        }
        // A transport may have used another error's text, with a URL in it, as the detail.
        if let Some(detail) = &mut inner.detail {
            *detail = redact::secret(detail, secret).into();
        }
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the endpoint whose call failed; `None` if there was no call.
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.0.endpoint.as_deref()
    }

    /// Returns the code that identifies the error: `errcode`, or the number in `sub_code` if the gateway
    /// wrapped it.
    pub fn code(&self) -> Option<ErrorCode> {
        self.0.code
    }

    /// Returns the name of the code's constant, for metrics: one from the endpoint's module, or that of a
    /// code that any endpoint can return. `None` if the code is not documented.
    pub fn code_name(&self) -> Option<&'static str> {
        self.0.documented.map(|documented| documented.name)
    }

    /// Returns the answer's `errcode`, unchanged.
    pub fn errcode(&self) -> Option<ErrorCode> {
        self.0.errcode
    }

    /// Returns the answer's `sub_code`, unchanged.
    pub fn sub_code(&self) -> Option<&str> {
        self.0.sub_code.as_deref()
    }

    /// Returns the code if the error comes from `R`'s endpoint.
    pub fn code_of<R: Request>(&self) -> Option<ErrorCode> {
        let same = self.endpoint().is_some_and(|endpoint| endpoint.name == R::ENDPOINT.name);
        self.0.code.filter(|_| same)
    }

    /// Returns whether no access token was available or accepted, for whatever reason: without one, every call fails alike.
    pub fn is_auth_error(&self) -> bool {
        let fetch_failed = self.0.behalf.is_some();
        fetch_failed
            || matches!(
                self.0.kind,
                ErrorKind::TokenUnavailable
                    | ErrorKind::CredentialsRejected
                    | ErrorKind::TokenRejected
                    | ErrorKind::TokenMissing
            )
    }

    /// Returns the documented meaning of the code, in English.
    pub fn meaning(&self) -> Option<&'static str> {
        self.0.documented.map(|documented| documented.meaning)
    }

    /// Returns the service's own text, in the language of its site: `sub_msg` if the gateway wrapped the
    /// code, else `errmsg`. It is meant for people only: it may change at any time, and may contain a link. A
    /// very long text is cut after 64 KiB.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns advice on what to do about the error.
    pub fn advice(&self) -> Option<&'static str> {
        // What the kind's own advice says of the request is true of the call for the token only.
        let unsent = self.0.behalf.is_some() && self.reach() == Reach::NotSent;
        let of_token_call = unsent.then(|| self.0.kind.advice_of_token_call()).flatten();
        of_token_call.or(self.0.advice)
    }

    /// Returns whether the documentation of the code says to try again later.
    pub fn retry_advised(&self) -> bool {
        self.0.documented.is_some_and(|documented| documented.retry)
    }

    /// Returns the id that the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the HTTP status of the answer; `None` if there was no answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the `Content-Type` of the answer.
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// Returns the limits that the request breaks; empty unless the kind is [`ErrorKind::InvalidRequest`].
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns how many times the request was given to the transport; 0 if attempts are not counted.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns where the failed page begins, if the call was part of a walk through a list. The walk can go
    /// on from there.
    pub fn position(&self) -> Option<&Position> {
        self.0.position.as_ref()
    }

    /// Returns the [position](Self::position) if it is an offset.
    pub fn offset(&self) -> Option<i64> {
        self.position()?.offset()
    }

    pub(crate) fn reach_of_all_attempts(&self) -> Option<Reach> {
        self.0.reach
    }

    pub(crate) fn hints(&self) -> &Hints {
        &self.0.hints
    }

    pub(crate) fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.0.violations = violations;
        self
    }

    /// Returns an error of another kind with the same endpoint.
    pub(crate) fn with_kind(self, kind: ErrorKind) -> Self {
        let mut error = Self::new(kind);
        error.0.endpoint = self.0.endpoint;
        error
    }

    pub(crate) fn with_advice(mut self, advice: &'static str) -> Self {
        self.0.advice = Some(advice);
        self
    }

    pub(crate) fn with_response<B>(mut self, response: &http::Response<B>) -> Self {
        let content_type = response.headers().get(http::header::CONTENT_TYPE);
        self.0.hints = Hints::of(response.headers());
        self.0.status = Some(response.status());
        self.0.content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        self
    }

    pub(crate) fn with_reported(mut self, reported: Reported) -> Self {
        let inner = &mut *self.0;
        inner.errcode = reported.errcode;
        inner.code = reported.code;
        inner.sub_code = reported.sub_code.map(redact::bounded);
        inner.documented = reported.documented;
        inner.message = reported.message.map(redact::bounded);
        inner.request_id = reported.request_id.map(redact::bounded);
        inner.advice = reported.documented.map(|it| it.advice).or(inner.advice);
        self
    }
}

/// Facts about an error that an answer reports.
#[derive(Default)]
pub(crate) struct Reported {
    pub(crate) errcode: Option<ErrorCode>,
    pub(crate) code: Option<ErrorCode>,
    pub(crate) sub_code: Option<String>,
    pub(crate) documented: Option<&'static DocumentedError>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(endpoint) = &inner.endpoint {
            f.write_str(&endpoint.name)?;
            if let Some(behalf) = &inner.behalf {
                write!(f, " for {}", behalf.name)?;
            }
            f.write_str(": ")?;
        }
        match (inner.kind.text(), inner.code) {
            (Some(text), _) => f.write_str(text)?,
            (None, Some(code)) => write!(f, "error {code}")?,
            // The caller's own side detected this, not the service.
            (None, None) if inner.kind == ErrorKind::TokenMissing => {
                f.write_str("no access token was supplied, or a blank one")?;
            }
            (None, None) if inner.kind == ErrorKind::Undocumented => {
                f.write_str("an error without a code")?;
            }
            (None, None) => write!(f, "{}", inner.kind)?,
        }
        if let (ErrorKind::Undocumented, Some(sub_code)) = (inner.kind, &inner.sub_code) {
            write!(f, " with sub_code {}", redact::text(sub_code))?;
        }
        let meaning = self.meaning();
        if let Some(meaning) = meaning {
            write!(f, ", {meaning}")?;
        }
        // On one of the sites the service's message equals the page's meaning.
        let message = inner.message.as_deref().filter(|message| Some(*message) != meaning);
        if let Some(message) = message {
            write!(f, " ({})", redact::text(message))?;
        }
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        for (index, violation) in inner.violations.iter().take(MOST_VIOLATIONS).enumerate() {
            write!(f, "{} {violation}", if index == 0 { ":" } else { ";" })?;
        }
        if let Some(more @ 1..) = inner.violations.len().checked_sub(MOST_VIOLATIONS) {
            write!(f, "; and {more} more")?;
        }
        if inner.kind.is_not_an_answer()
            && let Some(status) = inner.status
        {
            let content_type =
                inner.content_type.as_deref().map_or("no content type".into(), redact::text);
            write!(f, " (HTTP status {}, {content_type})", status.as_u16())?;
        }
        if let Some(position) = &inner.position {
            write!(f, ", at {position} of the list")?;
        }
        if inner.attempts > 1 {
            write!(f, ", after {} attempts", inner.attempts)?;
        }
        if let Some(advice) = self.advice() {
            write!(f, ". {advice}")?;
        }
        if let Some(request_id) = &inner.request_id {
            write!(f, " [request id {}]", redact::text(request_id))?;
        }
        Ok(())
    }
}

/// Most violations that a text lists; a list of a million ids can break a limit a million times.
const MOST_VIOLATIONS: usize = 10;

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &inner.kind);
        debug.field("endpoint", &inner.endpoint.as_ref().map(|endpoint| &*endpoint.name));
        debug.field("status", &inner.status);
        debug.field("errcode", &inner.errcode);
        debug.field("code", &inner.code);
        debug.field("sub_code", &inner.sub_code.as_deref().map(redact::text));
        debug.field("message", &inner.message.as_deref().map(redact::text));
        debug.field("request_id", &inner.request_id.as_deref().map(redact::text));
        debug.field("detail", &inner.detail);
        debug.field("attempts", &inner.attempts);
        debug.field("position", &inner.position);
        debug.field(
            "violations",
            &inner.violations.get(..MOST_VIOLATIONS).unwrap_or(&inner.violations),
        );
        debug.field("violation_count", &inner.violations.len());
        debug.finish()
    }
}
