//! One attempt of a call: complete → throttle → transport.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_protocol::driver::Event;
use dingtalk_protocol::{Endpoint, Error, ErrorKind, Host};
use http::{HeaderMap, Uri};

use crate::clock::{Clock, Deadline};
use crate::limiter::Limiter;
use crate::observer::{Attempt, Observer};
use crate::settings::CallSettings;
use crate::trace;
use crate::transport::Transport;
use crate::upload::{Attached, Transfer};

/// Record of a call's attempts, for a call that must not be made again unless it did nothing.
pub(crate) trait Record {
    /// Records that a request is about to be sent. After an error, it is not sent.
    fn sending(&self) -> Result<(), Error>;

    /// Records that the attempt did nothing, before the pause that another one follows.
    fn did_nothing(&self);
}

/// Makes single attempts. Its caller supplies tokens and retries.
pub(crate) struct Sender {
    pub(crate) host: Host,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) limiter: Limiter,
    pub(crate) attempt_timeout: Duration,
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) observer: Option<Observer>,
    /// Headers of every request.
    pub(crate) headers: HeaderMap,
    /// Prefix of the path of every endpoint.
    pub(crate) path_prefix: String,
}

/// Adds headers to a request, except those that it already has.
fn add_headers(request: &mut HeaderMap, headers: &HeaderMap) {
    for (name, value) in headers {
        request.entry(name).or_insert_with(|| value.clone());
    }
}

/// Record of an attempt that has ended.
#[derive(Default)]
pub(crate) struct Ended {
    pub(crate) sent: bool,
    pub(crate) held_back: Duration,
    pub(crate) duration: Duration,
    /// When the request was given to the transport.
    began: Duration,
}

/// A request that may be sent now.
struct Prepared<'b> {
    http: http::Request<Vec<u8>>,
    /// Its body, if it uploads a file.
    transfer: Option<Transfer<'b>>,
    /// Time that it may take.
    time: Duration,
}

impl Sender {
    /// Sends a request once the limiter admits it. Returns the event for the driver and the record of
    /// the attempt.
    pub(crate) fn send(
        &self,
        endpoint: &Endpoint,
        mut http: http::Request<Vec<u8>>,
        settings: &CallSettings,
        deadline: Deadline<'_>,
        record: Option<&dyn Record>,
    ) -> (Event, Ended) {
        let clock = &*self.clock;
        let asked = clock.elapsed();
        let body = http.extensions_mut().remove::<Attached>();
        let prepared = self.prepare(endpoint, http, body.as_ref(), settings, deadline);
        let prepared = prepared.and_then(|prepared| {
            // Recorded last, because a process can die while it waits for the limiter.
            record.map_or(Ok(()), Record::sending).map(|()| prepared)
        });
        let began = clock.elapsed();
        let held_back = began.saturating_sub(asked);
        let Prepared { http, transfer, time } = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return (Event::Unsent(error), Ended { held_back, ..Ended::default() }),
        };
        let answer = match transfer {
            Some(transfer) => transfer.send(&*self.transport, http, time),
            None => self.transport.send(http, time),
        };
        let duration = clock.elapsed().saturating_sub(began);
        (Event::Answer(answer), Ended { sent: true, held_back, duration, began })
    }

    /// Reports an attempt that has ended to the limiter.
    pub(crate) fn learn(&self, endpoint: &Endpoint, ended: &Ended, error: Option<&Error>) {
        if ended.sent {
            self.limiter.learn(endpoint, error, ended.began, &*self.clock);
        }
    }

    /// Completes the request, and waits for the content of its file and for the limiter.
    fn prepare<'b>(
        &self,
        endpoint: &Endpoint,
        mut http: http::Request<Vec<u8>>,
        body: Option<&'b Attached>,
        settings: &CallSettings,
        deadline: Deadline<'_>,
    ) -> Result<Prepared<'b>, Error> {
        self.complete(&mut http, &settings.headers)?;
        if let Some(cancellation) = deadline.cancellation() {
            http.extensions_mut().insert(cancellation.clone());
        }
        // Before the limiter: what it admits has to be sent at once.
        let transfer = body.map(|body| body.take(&deadline)).transpose()?;
        self.limiter.admit(endpoint, &*self.clock, &deadline)?;
        let time = self.attempt_timeout.min(deadline.remaining());
        if time.is_zero() {
            return Err(Error::new(ErrorKind::HeldBack)
                .with_detail("the call's timeout elapsed before the request was sent"));
        }
        Ok(Prepared { http, transfer, time })
    }

    /// Adds the headers of the call and of the client, and the client's path prefix, to an encoded
    /// request.
    pub(crate) fn complete(
        &self,
        http: &mut http::Request<Vec<u8>>,
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        add_headers(http.headers_mut(), headers);
        add_headers(http.headers_mut(), &self.headers);
        if !self.path_prefix.is_empty() {
            let mut parts = http.uri().clone().into_parts();
            let target = parts.path_and_query.as_ref().map_or("", |target| target.as_str());
            parts.path_and_query = [&self.path_prefix, target].concat().parse().ok();
            *http.uri_mut() = Uri::from_parts(parts).map_err(|_| {
                Error::new(ErrorKind::InvalidRequest)
                    .with_detail("the URL is too long with the path before it")
            })?;
        }
        Ok(())
    }

    /// Shows an attempt to the log and to the observer.
    pub(crate) fn observe(&self, attempt: &Attempt<'_>) {
        trace::attempt(attempt);
        if let Some(observer) = &self.observer {
            observer(attempt);
        }
    }
}
