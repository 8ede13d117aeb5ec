//! Classification of answers that are not a plain success.

use std::str::Utf8Error;

use http::header::CONTENT_ENCODING;

use crate::endpoint::Endpoint;
use crate::envelope::{self, Code, Envelope};
use crate::error::{Error, Reported};
use crate::error_code::ErrorCode;
use crate::kind::ErrorKind;
use crate::misfit::misfit;

/// The `errcode` that the gateway uses to wrap its own rejections.
const WRAPPED: ErrorCode = ErrorCode::GATEWAY_ERROR;

impl Error {
    /// Creates the error for an answer with this code, for tests and for transports that
    /// read the envelope themselves.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::role::list_users;
    /// use dingtalk_protocol::{Error, ErrorKind};
    ///
    /// let error = Error::from_code(&list_users::ENDPOINT, 33011, "Invalid roleId");
    /// assert_eq!(error.kind(), ErrorKind::Documented);
    /// assert_eq!(error.code(), Some(list_users::error::INVALID_ROLE_ID));
    /// ```
    pub fn from_code(
        endpoint: &'static Endpoint,
        code: impl Into<ErrorCode>,
        message: impl Into<String>,
    ) -> Self {
        let envelope = Envelope { errmsg: Some(message.into()), ..Envelope::default() };
        classified(endpoint, code.into(), envelope)
    }
}

/// Returns the error for bytes that are not UTF-8.
pub(crate) fn not_utf8(endpoint: &'static Endpoint, error: Utf8Error) -> Error {
    // Without a length, the bytes end in the middle of a character.
    let cut = error.error_len().is_none();
    Error::new(if cut { ErrorKind::Truncated } else { ErrorKind::NotUtf8 }).of(endpoint)
}

/// Returns the error for an answer that does not have the endpoint's shape, or has no usable `errcode`: an
/// error or a success of another shape, or a body that is not the service's.
pub(crate) fn unreadable(
    endpoint: &'static Endpoint,
    text: &str,
    error: Option<&serde_json::Error>,
) -> Error {
    match envelope::read_alone(text, endpoint.errcode_in_result) {
        Ok(envelope) => refused(endpoint, envelope, error.map(|error| misfit(text, error))),
        Err(error) => not_an_answer(text, &error).of(endpoint),
    }
}

/// Returns the error for an answer that is not a success. `misfit` says why an `errcode` of zero does
/// not make it one.
pub(crate) fn refused(
    endpoint: &'static Endpoint,
    envelope: Envelope,
    misfit: Option<String>,
) -> Error {
    let (kind, detail) = match envelope.errcode {
        Code::Absent if envelope.punished => (ErrorKind::IpBanned, None),
        Code::Absent => (ErrorKind::NoErrcode, None),
        Code::Odd => {
            (ErrorKind::NoErrcode, Some("errcode is not an integer, or is ambiguous".to_owned()))
        }
        Code::Value(_) if envelope.sub_codes_differ => {
            return contradicting(endpoint, envelope, false);
        }
        Code::Value(0) if envelope.is_failure() || envelope.sub_error().is_some() => {
            return contradicting(endpoint, envelope, false);
        }
        Code::Value(0) => (ErrorKind::UnexpectedShape, misfit),
        Code::Value(errcode) => return classified(endpoint, errcode.into(), envelope),
    };
    reported(endpoint, kind, envelope, detail)
}

/// Returns the error for an answer that contradicts itself, so that it is unknown whether the call succeeded.
pub(crate) fn contradicting(
    endpoint: &'static Endpoint,
    envelope: Envelope,
    is_ban: bool,
) -> Error {
    if is_ban {
        return reported(endpoint, ErrorKind::IpBanned, envelope, None);
    }
    let detail = if envelope.sub_codes_differ {
        "it has two sub_codes that differ"
    } else if envelope.sub_error().is_some() {
        "errcode 0 stands beside a sub_code that reports an error"
    } else {
        return failed_without_code(endpoint, envelope);
    };
    reported(endpoint, ErrorKind::NoErrcode, envelope, Some(detail.to_owned()))
}

/// Returns the error for an answer whose `success` is false, although its `errcode` is zero.
fn failed_without_code(endpoint: &'static Endpoint, envelope: Envelope) -> Error {
    let reported = Reported {
        errcode: Some(ErrorCode::new(0)),
        message: message([envelope.sub_msg, envelope.errmsg]),
        request_id: envelope.request_id,
        ..Reported::default()
    };
    let error = Error::new(ErrorKind::Undocumented).of(endpoint).with_reported(reported);
    error.with_detail("success is false").with_advice("The message says why, if there is one.")
}

/// Adds the head of the HTTP answer, and refines the kind of a body that is not the service's: a redirect, or
/// compressed.
pub(crate) fn with_response<B: AsRef<[u8]>>(error: Error, response: &http::Response<B>) -> Error {
    let body = response.body().as_ref();
    let error = match error.kind() {
        ErrorKind::EmptyBody if response.status().is_redirection() => {
            error.with_kind(ErrorKind::Redirect)
        }
        ErrorKind::NotUtf8 | ErrorKind::NotJson | ErrorKind::Truncated
            if is_compressed(response, body) =>
        {
            error.with_kind(ErrorKind::Compressed)
        }
        _ => error,
    };
    error.with_response(response)
}

fn is_compressed<B>(response: &http::Response<B>, body: &[u8]) -> bool {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let encoding = response.headers().get(CONTENT_ENCODING);
    body.starts_with(&GZIP)
        || encoding.is_some_and(|it| !it.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Returns the error for a `text` that is not an answer of the service, with the reason.
fn not_an_answer(text: &str, error: &serde_json::Error) -> Error {
    let text = text.trim_start();
    let kind = if text.is_empty() {
        ErrorKind::EmptyBody
    } else if text.starts_with('<') {
        ErrorKind::Html
    } else if error.is_eof() {
        ErrorKind::Truncated
    } else if error.is_data() {
        // JSON, but not an object.
        ErrorKind::NoErrcode
    } else if text.starts_with('{') {
        // serde_json's messages about broken syntax contain nothing of the text.
        return Error::new(ErrorKind::NotJson)
            .with_detail(format!("it begins as JSON and is broken: {error}"))
            .with_advice("Repeat the call if that is safe.");
    } else {
        ErrorKind::NotJson
    };
    Error::new(kind)
}

/// Returns the error for a code other than zero. Its kind is the specific one of the code's row in the page's
/// table, or else that of the global code; its meaning and advice come from the page if it documents the code.
fn classified(endpoint: &'static Endpoint, errcode: ErrorCode, envelope: Envelope) -> Error {
    let Envelope { errmsg, request_id, sub_code, sub_msg, .. } = envelope;
    let wrapped = sub_code.as_deref().filter(|_| errcode == WRAPPED);
    let wrapped = wrapped.and_then(|code| code.parse::<i64>().ok()).filter(|code| *code != 0);
    let code = wrapped.map_or(errcode, ErrorCode::new);

    let page = endpoint.error(code);
    let global = ErrorCode::DOCUMENTED.iter().find(|error| match error.sub_code {
        Some(beside) => error.code == errcode && sub_code.as_deref() == Some(beside),
        None => error.code == code,
    });
    let is_plain = |kind| matches!(kind, ErrorKind::Documented | ErrorKind::Busy);
    let kind = match (page.map(|page| page.kind), global.map(|global| global.kind)) {
        (Some(page), Some(global)) if is_plain(page) => global,
        (Some(kind), _) | (None, Some(kind)) => kind,
        (None, None) => ErrorKind::Undocumented,
    };
    let documented = page.or(global);
    // Where there is a `sub_msg`, `errmsg` only repeats it in the gateway's own words.
    let message = message([sub_msg, errmsg]);
    Error::new(kind).of(endpoint).with_reported(Reported {
        errcode: Some(errcode),
        code: Some(code),
        sub_code,
        documented,
        message,
        request_id,
    })
}

/// Returns the first of several messages that is not empty.
fn message(messages: [Option<String>; 2]) -> Option<String> {
    messages.into_iter().flatten().find(|message| !message.is_empty())
}

/// Returns an error of `kind` with the envelope's request id, which the vendor's support asks for.
fn reported(
    endpoint: &'static Endpoint,
    kind: ErrorKind,
    envelope: Envelope,
    detail: Option<String>,
) -> Error {
    let reported = Reported { request_id: envelope.request_id, ..Reported::default() };
    let error = Error::new(kind).of(endpoint).with_reported(reported);
    match detail {
        Some(detail) => error.with_detail(detail),
        None => error,
    }
}
