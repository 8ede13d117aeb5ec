//! Reading an answer: one pass on success, a second look only when something is wrong.

use std::fmt;
use std::ops::Deref;

use crate::envelope::{self, Code, Envelope};
use crate::error::Answer;
use crate::generated::errors::GLOBAL_ERRORS;
use crate::{Endpoint, Error, ErrorKind, Request};

/// Turns an HTTP answer into what it says: the typed response, or the error.
///
/// The HTTP status decides nothing, because the service reports errors with status 200. Success is
/// an `errcode` that is present and zero, as a number or as a string. `errmsg`, `request_id` and
/// lists may be missing or null, and unknown fields are ignored.
///
/// # Errors
///
/// - A kind of [`is_not_an_answer`](ErrorKind::is_not_an_answer) if the body is none of the service's.
/// - [`ErrorKind::UnexpectedShape`] if it reports success but does not fit the types.
/// - Otherwise the kind that the code stands for. An `errcode` of 88 is unwrapped: the error has the
///   `sub_code` behind it.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{decode, user::list_ids};
///
/// let body = br#"{"errcode": 0, "result": {"userid_list": ["usxxx", "usexxx"]}, "request_id": "3nak"}"#;
/// let reply = decode::<list_ids::Request, _>(http::Response::new(body))?;
/// assert_eq!(reply.user_ids.len(), 2);
/// assert_eq!(reply.request_id(), Some("3nak"));
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn decode<R: Request, B: AsRef<[u8]>>(
    response: http::Response<B>,
) -> Result<Reply<R::Response, B>, Error> {
    let mut envelope = Envelope::default();
    let Ok(text) = std::str::from_utf8(response.body().as_ref()) else {
        return Err(Error::new(ErrorKind::NotUtf8).of(R::ENDPOINT).with_response(&response));
    };
    match envelope::read::<R>(text, &mut envelope) {
        Ok(Some(value)) if envelope.errcode == Code::Value(0) => {
            Ok(Reply { value, request_id: envelope.request_id, http: response })
        }
        Ok(value) => {
            let missing = value.is_none().then_some("it has no result");
            Err(refused(R::ENDPOINT, envelope, missing.map(str::to_owned)).with_response(&response))
        }
        Err(error) => Err(unreadable(R::ENDPOINT, text, &error).with_response(&response)),
    }
}

/// A typed response and the answer that brought it.
pub struct Reply<T, B = Vec<u8>> {
    value: T,
    request_id: Option<String>,
    http: http::Response<B>,
}

impl<T, B> Reply<T, B> {
    /// The typed response. Its fields can be reached on the reply itself as well.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The id that the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The answer as it came: status, headers, body.
    pub fn http(&self) -> &http::Response<B> {
        &self.http
    }
}

impl<T, B: AsRef<[u8]>> Reply<T, B> {
    /// The body as it came.
    pub fn body(&self) -> &[u8] {
        self.http.body().as_ref()
    }
}

impl<T, B> Deref for Reply<T, B> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug, B> fmt::Debug for Reply<T, B> {
    // The raw answer stays out: it repeats the response, and may hold more than anyone wants to log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// An answer whose JSON could not be read as the endpoint's: an error answer of another shape, a
/// success of another shape, or no answer at all.
fn unreadable(endpoint: &'static Endpoint, text: &str, error: &serde_json::Error) -> Error {
    match envelope::read_alone(text) {
        Ok(envelope) => refused(endpoint, envelope, Some(misfit(error))),
        Err(error) => Error::new(not_an_answer(text, &error)).of(endpoint),
    }
}

/// Why `text` is not an answer of the service.
fn not_an_answer(text: &str, error: &serde_json::Error) -> ErrorKind {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        ErrorKind::EmptyBody
    } else if text.starts_with('<') {
        ErrorKind::Html
    } else if error.is_eof() {
        ErrorKind::Truncated
    } else if error.is_data() {
        // JSON, but not an object.
        ErrorKind::NoErrcode
    } else {
        ErrorKind::NotJson
    }
}

/// An answer that is not a success; `misfit` says why an `errcode` of zero does not make it one.
fn refused(endpoint: &'static Endpoint, envelope: Envelope, misfit: Option<String>) -> Error {
    let (kind, detail) = match envelope.errcode {
        Code::Absent if envelope.punished => (ErrorKind::IpBanned, None),
        Code::Absent => (ErrorKind::NoErrcode, None),
        Code::Odd => {
            (ErrorKind::NoErrcode, Some("what stands there is not one integer".to_owned()))
        }
        Code::Value(0) => (ErrorKind::UnexpectedShape, misfit),
        Code::Value(errcode) => return Error::classified(endpoint, errcode, envelope),
    };
    let answer = Answer { request_id: envelope.request_id, ..Answer::default() };
    let error = Error::new(kind).of(endpoint).with_answer(answer);
    match detail {
        Some(detail) => error.with_detail(detail),
        None => error,
    }
}

impl Error {
    /// The error that a code other than zero stands for. The list of global codes knows better than
    /// a page what kind of error it is; the page knows better what to do.
    fn classified(endpoint: &'static Endpoint, errcode: i64, envelope: Envelope) -> Self {
        let Envelope { errmsg, request_id, sub_code, sub_msg, .. } = envelope;
        let inner =
            sub_code.as_deref().filter(|_| errcode == WRAPPED).and_then(|code| code.parse().ok());
        let code = inner.unwrap_or(errcode);

        let page = endpoint.error(code);
        let global = GLOBAL_ERRORS.iter().find(|error| match error.sub_code {
            Some(beside) => error.code == errcode && sub_code.as_deref() == Some(beside),
            None => error.code == code,
        });
        let kind = match (global, page) {
            (Some(global), _) => global.kind,
            (None, Some(page)) if page.retry => ErrorKind::Busy,
            (None, Some(_)) => ErrorKind::Documented,
            (None, None) => ErrorKind::Undocumented,
        };
        // Where there is a `sub_msg`, `errmsg` only repeats it in the gateway's own words.
        let message = [sub_msg, errmsg].into_iter().flatten().find(|message| !message.is_empty());
        Self::new(kind).of(endpoint).with_answer(Answer {
            errcode: Some(errcode),
            code: Some(code),
            sub_code,
            message,
            request_id,
            advice: page.map(|page| page.advice).or(global.map(|global| global.advice)),
            retry_advised: page
                .map(|page| page.retry)
                .or(global.map(|global| global.retry))
                .unwrap_or(false),
        })
    }
}

/// The `errcode` under which the gateway wraps its own rejections.
const WRAPPED: i64 = 88;

/// What did not fit, and where, without the value that was found: it may be anybody's.
fn misfit(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = match text.split_once(' ') {
        Some(("invalid", _)) => text.rfind(", expected ").map(|at| &text[at + 2..]),
        Some(("missing" | "duplicate", _)) => Some(text.as_str()),
        _ => None,
    };
    let what = what
        .and_then(|what| what.rsplit_once(" at line "))
        .map_or("it does not fit", |(what, _)| what);
    format!("{what} at line {}, column {}", error.line(), error.column())
}
