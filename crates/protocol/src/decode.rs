//! Reading an answer: one pass on success, a second look only when something is wrong.

use std::fmt;
use std::ops::Deref;

use crate::envelope::{self, Code, Envelope};
use crate::{Error, ErrorKind, Request, classify, redact};

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
    let (value, request_id) = read::<R, B>(&response)?;
    Ok(Reply { value, request_id, http: response, attempts: 0, done_before: false })
}

/// Like [`decode`], for the repetition of a call whose earlier answer was lost: an error that says
/// that the work is done already is a success, and [`Reply::done_before`] tells so.
///
/// Use it where [`Error::answer_was_lost`] of an earlier attempt.
///
/// # Errors
///
/// Every other one of [`decode`].
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{decode, decode_repeated, role::delete};
///
/// // A role was deleted, and the answer never came. The repetition finds no such role.
/// let answer = || http::Response::new(br#"{"errcode": 33011, "errmsg": "Invalid role_id"}"#);
/// let reply = decode_repeated::<delete::Request, _>(answer())?;
/// assert!(reply.done_before());
/// assert!(decode::<delete::Request, _>(answer()).is_err());
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn decode_repeated<R: Request, B: AsRef<[u8]>>(
    response: http::Response<B>,
) -> Result<Reply<R::Response, B>, Error> {
    let (value, request_id, done_before) = match read::<R, B>(&response) {
        Ok((value, request_id)) => (value, request_id, false),
        Err(error) => match error.code().and_then(R::done_response) {
            Some(done) => (done, error.request_id().map(str::to_owned), true),
            None => return Err(error),
        },
    };
    Ok(Reply { value, request_id, http: response, attempts: 0, done_before })
}

/// The typed response and the request id.
fn read<R: Request, B: AsRef<[u8]>>(
    response: &http::Response<B>,
) -> Result<(R::Response, Option<String>), Error> {
    let mut envelope = Envelope::default();
    let text = match std::str::from_utf8(response.body().as_ref()) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            // Without a length, the bytes end within a character.
            let cut = error.error_len().is_none();
            let kind = if cut { ErrorKind::Truncated } else { ErrorKind::NotUtf8 };
            return Err(Error::new(kind).of(R::ENDPOINT).with_response(response));
        }
    };
    match envelope::read::<R>(text, &mut envelope) {
        Ok(Some(value)) if envelope.errcode == Code::Value(0) => Ok((value, envelope.request_id)),
        Ok(value) if matches!(envelope.errcode, Code::Value(_)) => {
            let misfit = value.is_none().then(|| "it has no result".to_owned());
            Err(classify::refused(R::ENDPOINT, envelope, misfit).with_response(response))
        }
        other => {
            let error = classify::unreadable(R::ENDPOINT, text, other.err().as_ref());
            Err(error.with_response(response))
        }
    }
}

/// A typed response and the answer that brought it.
pub struct Reply<T, B = Vec<u8>> {
    value: T,
    request_id: Option<String>,
    http: http::Response<B>,
    attempts: u32,
    done_before: bool,
}

impl<T, B> Reply<T, B> {
    /// Tells how often the request was sent.
    #[must_use]
    pub fn after_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Removes `secret` from the request id, should the service have echoed it there. The answer
    /// itself stays as it came.
    #[must_use]
    pub fn without(mut self, secret: &str) -> Self {
        if let Some(request_id) = &mut self.request_id {
            redact::remove(request_id, secret);
        }
        self
    }

    /// How often the request was sent; 0 where nobody counted.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether the last answer said that there is nothing left to do, after one that was lost: an
    /// attempt before the last one has done the work, as far as anybody can tell.
    pub fn done_before(&self) -> bool {
        self.done_before
    }

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
            .field("attempts", &self.attempts)
            .field("done_before", &self.done_before)
            .finish_non_exhaustive()
    }
}
