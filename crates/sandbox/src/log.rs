//! The log of requests.

use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use dingtalk_protocol::server::parts;
use http::{HeaderMap, Method, Request};

use crate::mask::mask;

/// A request that the sandbox has received, and the code of its response.
///
/// `Debug` and `Display` show the request line and the body without tokens and app secrets; the methods
/// return everything as it was received.
#[derive(Clone)]
pub struct RecordedRequest {
    received_at: SystemTime,
    request: Request<Vec<u8>>,
    request_id: String,
    code: Option<i64>,
    sub_code: Option<String>,
    secrets: Vec<String>,
}

impl RecordedRequest {
    pub(crate) fn request(&self) -> &Request<Vec<u8>> {
        &self.request
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the path, without the query.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Returns the query as it was received, including token and app secret.
    pub fn query(&self) -> Option<&str> {
        self.request.uri().query()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body as it was received; empty if it was too large to be read.
    pub fn body(&self) -> &[u8] {
        self.request.body()
    }

    /// Returns when the request was received, by the sandbox's clock.
    pub fn received_at(&self) -> SystemTime {
        self.received_at
    }

    /// Returns the `request_id` of the request. The response lacks it if a test set the whole response, or if the page lists
    /// none, as for `gettoken` and robots.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Returns the response's `errcode`; `None` if it has none, if a test made up the whole response, or
    /// if there was no response.
    pub fn code(&self) -> Option<i64> {
        self.code
    }

    /// Returns the response's `sub_code`, if the gateway refused the request.
    pub fn sub_code(&self) -> Option<&str> {
        self.sub_code.as_deref()
    }

    fn line(&self) -> String {
        let path = mask(self.path().as_bytes(), &self.secrets);
        let mut line = format!("{} {path}", self.method());
        if let Some(query) = self.query() {
            line = format!("{line}?{}", mask(query.as_bytes(), &self.secrets));
        }
        line
    }
}

impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())?;
        if parts(&self.request).is_some() {
            write!(f, " ({} bytes)", self.body().len())?;
        } else if !self.body().is_empty() {
            write!(f, " {}", mask(self.body(), &self.secrets))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("line", &self.line())
            .field("body", &mask(self.body(), &self.secrets))
            .field("request_id", &self.request_id)
            .field("code", &self.code)
            .field("sub_code", &self.sub_code)
            .finish_non_exhaustive()
    }
}

/// A request before it is handled.
pub(crate) struct Arrival {
    pub(crate) at: SystemTime,
    pub(crate) request_id: String,
    pub(crate) request: Request<Vec<u8>>,
    pub(crate) secrets: Vec<String>,
}

/// The last requests, oldest first.
#[derive(Debug)]
pub(crate) struct Log {
    // Bounded, so that a program that runs for weeks does not fill the memory.
    limit: usize,
    entries: VecDeque<RecordedRequest>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, entries: VecDeque::new() }
    }

    pub(crate) fn push(&mut self, arrival: Arrival, code: Option<i64>, sub_code: Option<&str>) {
        self.entries.push_back(RecordedRequest {
            received_at: arrival.at,
            request: arrival.request,
            request_id: arrival.request_id,
            code,
            sub_code: sub_code.map(str::to_owned),
            secrets: arrival.secrets,
        });
        if self.entries.len() > self.limit {
            self.entries.pop_front();
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.entries.iter()
    }

    pub(crate) fn entries(&self) -> Vec<RecordedRequest> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}
