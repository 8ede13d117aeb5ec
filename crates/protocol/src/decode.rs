//! Turns an answer into a typed response or an error: one pass on success, a second one only on failure.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::classify;
use crate::endpoint::Endpoint;
use crate::envelope::{self, Code, Envelope, Reader};
use crate::error::Error;
use crate::fields::declares;
use crate::kind::ErrorKind;
use crate::reply::Reply;
use crate::request::Request;
use crate::surrogates;

/// What the caller knows about an answer that the documentation does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DecodeOptions {
    /// Reads an absent or `null` [list that the call is about](Endpoint::list) as empty. Without this option
    /// it is an error, because a lost list must not be mistaken for an empty one. The object that holds the list, such as
    /// `result`, has to be there.
    pub missing_list_is_empty: bool,
}

impl DecodeOptions {
    /// Returns the options of [`decode`], all of them off.
    pub const fn new() -> Self {
        Self { missing_list_is_empty: false }
    }

    /// Sets whether an absent list counts as an empty one.
    #[must_use]
    pub const fn missing_list_is_empty(mut self, is_empty: bool) -> Self {
        self.missing_list_is_empty = is_empty;
        self
    }
}

/// Turns an HTTP answer into the typed response, or into the error that it reports.
///
/// The HTTP status does not decide success, because the service reports errors with status 200. Success is an
/// `errcode` that is present and zero, as a number or as a string; where the documentation puts it into `result`,
/// it may be missing at the top level. A `success` that is false contradicts it: the answer is an error.
/// `errmsg` and `request_id` may be missing, and unknown fields are ignored.
///
/// Values are read in the forms in which the service writes them, at every depth:
///
/// | asked for | also read |
/// |---|---|
/// | an integer | a text of digits, a number with a whole value such as `7.0` |
/// | a number | a text that holds one |
/// | a boolean | `"true"`, `"false"`, 0, 1, `"0"`, `"1"` |
/// | a text | a number, a boolean |
/// | a list | a single object, as a list of one; a text with the JSON of a list of texts, numbers or booleans |
///
/// The `errcode` itself is read only as an integer, or as a text of digits.
///
/// Refused are a list or a text in place of an object, a text that is not a number in place of one, `null`
/// for a required value, and an object with none of its documented fields.
///
/// # Errors
///
/// - A kind of [`is_not_an_answer`](ErrorKind::is_not_an_answer) if the body does not come from the
///   service.
/// - [`ErrorKind::UnexpectedShape`] if it reports success but does not fit the types, for example because the
///   list that the call is about is missing.
/// - Otherwise the kind that the code means. An `errcode` of 88 is unwrapped: the error has the
///   code in its `sub_code`.
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
    decode_with::<R, B>(response, DecodeOptions::new())
}

/// Like [`decode`], with [`DecodeOptions`].
///
/// # Errors
///
/// Those of [`decode`].
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{DecodeOptions, decode, decode_with, user::list_ids};
///
/// let answer = || http::Response::new(br#"{"errcode": 0, "result": {}}"#);
/// assert!(decode::<list_ids::Request, _>(answer()).is_err());
/// let options = DecodeOptions::new().missing_list_is_empty(true);
/// assert!(decode_with::<list_ids::Request, _>(answer(), options)?.user_ids.is_empty());
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub fn decode_with<R: Request, B: AsRef<[u8]>>(
    response: http::Response<B>,
    options: DecodeOptions,
) -> Result<Reply<R::Response, B>, Error> {
    let (value, request_id) = read(R::ENDPOINT, reader::<R>(), &response, options)?;
    Ok(Reply::received(value, request_id, response, Some(R::ENDPOINT)))
}

/// Returns the function that reads the response. Where the response is (in `result` or not) is known at
/// compile time, so that only one reader is compiled.
fn reader<R: Request>() -> Reader<R::Response> {
    if const { R::ENDPOINT.result_is_optional } {
        envelope::read_in_optional_result
    } else if const { R::ENDPOINT.errcode_in_result } {
        // The code shows that it is the right object.
        envelope::read_in_result::<_, true>
    } else if const { R::ENDPOINT.in_result } {
        envelope::read_in_result::<_, false>
    } else if const { R::ENDPOINT.has_success } {
        envelope::read_beside::<_, true>
    } else {
        envelope::read_beside::<_, false>
    }
}

/// Like [`decode`], for the repetition of a call whose earlier answer was lost: an error that says that the
/// work is already done is a success, with [`Reply::done_before`] set.
///
/// Use it if an earlier attempt failed with an error whose [`Error::answer_was_lost`] is true.
///
/// # Errors
///
/// Those of [`decode`], except errors that say that the work is already done.
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
    decode_repeated_with::<R, B>(response, DecodeOptions::new())
}

/// Like [`decode_repeated`], with [`DecodeOptions`].
///
/// # Errors
///
/// Those of [`decode_repeated`].
pub fn decode_repeated_with<R: Request, B: AsRef<[u8]>>(
    response: http::Response<B>,
    options: DecodeOptions,
) -> Result<Reply<R::Response, B>, Error> {
    match read(R::ENDPOINT, reader::<R>(), &response, options) {
        Ok((value, request_id)) => {
            Ok(Reply::received(value, request_id, response, Some(R::ENDPOINT)))
        }
        Err(error) => match error.code().and_then(R::done_response) {
            Some(done) => {
                let request_id = error.request_id().map(str::to_owned);
                Ok(Reply::received(done, request_id, response, None).found_done())
            }
            None => Err(error),
        },
    }
}

/// Turns an HTTP answer into any deserialisable type, for calls that have no type of their own. `endpoint`
/// says whether the response is in `result`. Fields of the envelope are not passed to `T`, except `success` to a
/// struct that names it.
///
/// For a call that returns nothing, `T` is [`IgnoredAny`](serde::de::IgnoredAny): `()`, `Option` and `RawValue` cannot be
/// read. What serde reads twice (`flatten`, tagged and untagged enums) and the content of an enum's variant are read in
/// their exact JSON types only.
///
/// # Errors
///
/// Those of [`decode`].
pub fn decode_as<T: DeserializeOwned, B: AsRef<[u8]>>(
    endpoint: &'static Endpoint,
    response: http::Response<B>,
    options: DecodeOptions,
) -> Result<Reply<T, B>, Error> {
    // As `reader` chooses, when the program runs.
    let reader: Reader<T> = match endpoint {
        Endpoint { result_is_optional: true, .. } => envelope::read_in_optional_result,
        Endpoint { errcode_in_result: true, .. } => envelope::read_in_result::<_, true>,
        Endpoint { in_result: true, .. } => envelope::read_in_result::<_, false>,
        Endpoint { has_success: true, .. } => envelope::read_beside::<_, true>,
        _ => envelope::read_beside::<_, false>,
    };
    let (value, request_id) = read(endpoint, reader, &response, options)?;
    Ok(Reply::received(value, request_id, response, Some(endpoint)))
}

/// Reads the typed response and the request id.
fn read<T: DeserializeOwned, B: AsRef<[u8]>>(
    endpoint: &'static Endpoint,
    reader: Reader<T>,
    response: &http::Response<B>,
    options: DecodeOptions,
) -> Result<(T, Option<String>), Error> {
    let mut value = None;
    let answer = Answer {
        endpoint,
        read: &mut |text, envelope| {
            value = None;
            value = reader(text, envelope)?;
            Ok(value.is_some())
        },
        declares: declares::<T>,
    };
    let text = text(endpoint, response.body().as_ref());
    let request_id = text.and_then(|text| answer.read(text, options));
    let request_id = request_id.map_err(|error| classify::with_response(error, response))?;
    Ok((value.expect("an answer without a response is an error"), request_id))
}

/// Returns the text of a body, without a byte order mark.
fn text<'b>(endpoint: &'static Endpoint, body: &'b [u8]) -> Result<&'b str, Error> {
    let text = std::str::from_utf8(body).map_err(|error| classify::not_utf8(endpoint, error))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

const MISSING_LIST: &str = "Do not take the list for empty: the answer does not have it, or the documentation page has changed. \
     If you know that the service leaves it out when it is empty, set missing_list_is_empty for the call or the client.";

/// What reading an answer needs to know of the response's type. The rest does not depend on the type, and is
/// compiled once.
struct Answer<'r> {
    endpoint: &'static Endpoint,
    /// Reads the envelope and the response, and returns whether there is a response.
    read: &'r mut dyn FnMut(&str, &mut Envelope) -> serde_json::Result<bool>,
    /// Returns whether the type has a field of this name.
    declares: fn(&str) -> bool,
}

impl Answer<'_> {
    /// Reads an answer and returns its request id. If that fails, retries with repaired texts or with an
    /// empty list.
    fn read(mut self, text: &str, options: DecodeOptions) -> Result<Option<String>, Error> {
        let error = match self.read_once(text) {
            Ok(request_id) => return Ok(request_id),
            Err(error) => error,
        };
        let (text, error) = match surrogates::replace_unpaired(text) {
            None => (Cow::Borrowed(text), error),
            Some(mended) => match self.read_once(&mended) {
                Ok(request_id) => return Ok(request_id),
                Err(error) => (Cow::Owned(mended), error),
            },
        };
        if error.kind() != ErrorKind::UnexpectedShape {
            return Err(error);
        }
        let Some(filled) = with_empty_list(self.endpoint, &text) else { return Err(error) };
        match self.read_once(&filled) {
            read if options.missing_list_is_empty => read,
            Ok(_) => Err(error.with_advice(MISSING_LIST)),
            Err(_) => Err(error),
        }
    }

    fn read_once(&mut self, text: &str) -> Result<Option<String>, Error> {
        let endpoint = self.endpoint;
        let mut envelope = Envelope::default();
        let read = (self.read)(text, &mut envelope);
        if endpoint.errcode_in_result {
            envelope.take_inner(text);
        }
        match read {
            Ok(true) if envelope.errcode == Code::Value(0) => self.request_id(envelope),
            read => Err(failure(endpoint, text, envelope, read)),
        }
    }

    /// Returns the request id of a success, unless the envelope contradicts it.
    fn request_id(&self, envelope: Envelope) -> Result<Option<String>, Error> {
        let endpoint = self.endpoint;
        let is_ban = envelope.punished && (endpoint.in_result || !(self.declares)("punish"));
        let is_failure = envelope.is_failure() || envelope.sub_error().is_some();
        if is_ban || is_failure || envelope.sub_codes_differ {
            return Err(classify::contradicting(endpoint, envelope, is_ban));
        }
        Ok(envelope.request_id)
    }
}

/// Returns the error of an answer that is not a success. `has_value` is the outcome of reading it.
fn failure(
    endpoint: &'static Endpoint,
    text: &str,
    envelope: Envelope,
    has_value: serde_json::Result<bool>,
) -> Error {
    match has_value {
        Ok(has_value) if matches!(envelope.errcode, Code::Value(_)) => {
            let misfit = (!has_value).then(|| "it has no result".to_owned());
            classify::refused(endpoint, envelope, misfit)
        }
        other => classify::unreadable(endpoint, text, other.err().as_ref()),
    }
}

/// Returns `text` with an empty list in place of an absent or `null` one that the call is about.
fn with_empty_list(endpoint: &Endpoint, text: &str) -> Option<String> {
    let list = endpoint.list?;
    let mut answer: Value = serde_json::from_str(text).ok()?;
    let within = endpoint.in_result && list != "result";
    let mut holder = if within { answer.get_mut("result")? } else { &mut answer };
    let mut list = list;
    while let Some((object, rest)) = list.split_once('.') {
        holder = holder.get_mut(object)?;
        list = rest;
    }
    let holder = holder.as_object_mut()?;
    if holder.get(list).is_some_and(|value| !value.is_null()) {
        return None;
    }
    holder.insert(list.to_owned(), Value::Array(Vec::new()));
    Some(answer.to_string())
}
