//! What an answer that is not a plain success means.

use crate::envelope::{self, Code, Envelope};
use crate::error::Answer;
use crate::generated::errors::GLOBAL_ERRORS;
use crate::misfit::misfit;
use crate::{Endpoint, Error, ErrorKind};

/// The `errcode` under which the gateway wraps its own rejections.
const WRAPPED: i64 = 88;

/// An answer that could not be read as the endpoint's, or has no usable `errcode`: an error answer
/// of another shape, a success of another shape, or no answer at all.
pub(crate) fn unreadable(
    endpoint: &'static Endpoint,
    text: &str,
    error: Option<&serde_json::Error>,
) -> Error {
    match envelope::read_alone(text) {
        Ok(envelope) => refused(endpoint, envelope, error.map(|error| misfit(text, error))),
        Err(error) => Error::new(not_an_answer(text, &error)).of(endpoint),
    }
}

/// An answer that is not a success; `misfit` says why an `errcode` of zero does not make it one.
pub(crate) fn refused(
    endpoint: &'static Endpoint,
    envelope: Envelope,
    misfit: Option<String>,
) -> Error {
    let (kind, detail) = match envelope.errcode {
        Code::Absent if envelope.punished => (ErrorKind::IpBanned, None),
        Code::Absent => (ErrorKind::NoErrcode, None),
        Code::Odd => {
            (ErrorKind::NoErrcode, Some("what stands there is not one integer".to_owned()))
        }
        Code::Value(0) => (ErrorKind::UnexpectedShape, misfit),
        Code::Value(errcode) => return classified(endpoint, errcode, envelope),
    };
    let answer = Answer { request_id: envelope.request_id, ..Answer::default() };
    let error = Error::new(kind).of(endpoint).with_answer(answer);
    match detail {
        Some(detail) => error.with_detail(detail),
        None => error,
    }
}

/// Why `text` is not an answer of the service.
fn not_an_answer(text: &str, error: &serde_json::Error) -> ErrorKind {
    let text = text.trim_start();
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

/// The error that a code other than zero stands for. The list of global codes knows better than a
/// page what kind of error it is; the page knows better what to do.
fn classified(endpoint: &'static Endpoint, errcode: i64, envelope: Envelope) -> Error {
    let Envelope { errmsg, request_id, sub_code, sub_msg, .. } = envelope;
    let wrapped = sub_code.as_deref().filter(|_| errcode == WRAPPED);
    let wrapped = wrapped.and_then(|code| code.parse().ok()).filter(|code| *code != 0);
    let code = wrapped.unwrap_or(errcode);

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
    let documented = page
        .map(|page| (page.meaning, page.advice, page.retry))
        .or(global.map(|global| (global.meaning, global.advice, global.retry)));
    // Where there is a `sub_msg`, `errmsg` only repeats it in the gateway's own words.
    let message = [sub_msg, errmsg].into_iter().flatten().find(|message| !message.is_empty());
    Error::new(kind).of(endpoint).with_answer(Answer {
        errcode: Some(errcode),
        code: Some(code),
        sub_code,
        meaning: documented.map(|(meaning, ..)| meaning),
        message,
        request_id,
        advice: documented.map(|(_, advice, _)| advice),
        retry_advised: documented.is_some_and(|(.., retry)| retry),
    })
}
