//! Result of a successful call.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use serde::Serialize;
use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::redact;
use crate::unknown;

/// A typed response together with the raw answer. The reply dereferences to the response.
///
/// Two replies are equal if their responses, their request ids, their attempts and their `done_before` are
/// equal; the raw answers are not compared.
#[derive(Clone)]
pub struct Reply<T, B = Vec<u8>> {
    value: T,
    request_id: Option<String>,
    http: http::Response<B>,
    attempts: u32,
    done_before: bool,
    /// Whether the response was in `result`.
    in_result: bool,
    /// Whether fields of the envelope were in `result` too.
    envelope_in_result: bool,
}

impl<T> Reply<T> {
    /// Creates a reply by hand, for tests: without a request id, and with an empty answer.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::{Reply, user::list_ids::Response};
    ///
    /// let reply = Reply::new(Response::new(["manager4220"])).with_request_id("3nak");
    /// assert_eq!(reply.user_ids.len(), 1);
    /// assert_eq!(reply, reply.clone());
    /// ```
    pub fn new(value: T) -> Self {
        Self::received(value, None, http::Response::new(Vec::new()), None)
    }
}

impl<T, B> Reply<T, B> {
    pub(crate) fn received(
        value: T,
        request_id: Option<String>,
        http: http::Response<B>,
        endpoint: Option<&Endpoint>,
    ) -> Self {
        let in_result = endpoint.is_some_and(|it| it.in_result);
        let envelope_in_result = endpoint.is_some_and(|it| it.errcode_in_result);
        let (attempts, done_before) = (0, false);
        Self { value, request_id, http, attempts, done_before, in_result, envelope_in_result }
    }

    /// Records that an earlier attempt had already done the work.
    pub(crate) fn found_done(mut self) -> Self {
        self.done_before = true;
        self
    }

    /// Sets the request id.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<String>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }

    /// Sets how many times the request was sent.
    #[must_use]
    pub fn after_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Removes `secret` from the request id, in case the service echoed it there. The raw answer is
    /// unchanged.
    #[must_use]
    pub fn without(mut self, secret: &str) -> Self {
        if let Some(request_id) = &mut self.request_id {
            redact::remove(request_id, secret);
        }
        self
    }

    /// Returns how many times the request was sent; 0 if attempts are not counted.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns whether an earlier attempt did the work, as far as is known: its answer was lost, and the last
    /// answer said that there was nothing left to do.
    pub fn done_before(&self) -> bool {
        self.done_before
    }

    /// Returns the typed response.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the id that the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the raw answer: status, headers, body.
    pub fn http(&self) -> &http::Response<B> {
        &self.http
    }
}

impl<T, B: AsRef<[u8]>> Reply<T, B> {
    /// Returns the raw body.
    pub fn body(&self) -> &[u8] {
        self.http.body().as_ref()
    }
}

impl<T: Serialize, B: AsRef<[u8]>> Reply<T, B> {
    /// Returns the fields of the answer that the types do not have, each by its JSON pointer (RFC 6901). They
    /// are what the service has added since the documentation was read.
    ///
    /// The body is read a second time, only when this is called. The reply to a repetition that found [the
    /// work done](Self::done_before) has no such fields.
    ///
    /// # Errors
    ///
    /// The response contains a [`Secret`](crate::Secret), which is not serialised, does not come from the
    /// service, or has an unknown field that is nested too deeply for `serde_json`.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::{decode, user::list_ids::Request};
    ///
    /// let body = br#"{"errcode": 0, "result": {"userid_list": ["usxxx"], "total": 1}}"#;
    /// let reply = decode::<Request, _>(http::Response::new(body))?;
    /// assert_eq!(reply.unknown_fields().unwrap()["/result/total"], 1);
    /// # Ok::<(), dingtalk_protocol::Error>(())
    /// ```
    pub fn unknown_fields(&self) -> serde_json::Result<BTreeMap<String, Value>> {
        let mut found = BTreeMap::new();
        if self.done_before {
            return Ok(found);
        }
        let mut known = serde_json::to_value(&self.value)?;
        if self.in_result {
            known = json!({ "result": known });
        }
        unknown::collect(&unknown::read(self.body())?, &known, "", &mut found);
        found.retain(|pointer, _| {
            let inner = pointer.strip_prefix("/result").filter(|_| self.envelope_in_result);
            !ENVELOPE.contains(&inner.unwrap_or(pointer))
        });
        Ok(found)
    }
}

/// JSON pointers of the fields that are the same in every answer.
const ENVELOPE: [&str; 6] =
    ["/errcode", "/errmsg", "/request_id", "/sub_code", "/sub_msg", "/success"];

impl<T, B> Deref for Reply<T, B> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq, B> PartialEq for Reply<T, B> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
            && self.request_id == other.request_id
            && self.attempts == other.attempts
            && self.done_before == other.done_before
    }
}

impl<T: fmt::Debug, B> fmt::Debug for Reply<T, B> {
    // The raw answer is left out: it repeats the response, and may contain more than a log should.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("done_before", &self.done_before)
            .finish_non_exhaustive()
    }
}
