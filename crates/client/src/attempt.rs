//! One attempt of a call: encode → throttle → transport → decode.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use dingtalk_protocol::{AccessToken, Endpoint, Error, ErrorKind, Host, Reply};

use http::{HeaderMap, Uri};

use crate::cancel::Cancellation;
use crate::clock::{Clock, Deadline};
use crate::exchange::{Content, Exchange};
use crate::hints::Hints;
use crate::limiter::Limiter;
use crate::observer::{Attempt, Observer};
use crate::settings::CallSettings;
use crate::trace;
use crate::transport::Transport;

/// Makes single attempts. It knows neither tokens nor retries.
pub(crate) struct Sender {
    pub(crate) host: Host,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) limiter: Limiter,
    pub(crate) attempt_timeout: Duration,
    pub(crate) observer: Option<Observer>,
    /// Headers of every request.
    pub(crate) headers: HeaderMap,
    /// The path before that of every endpoint.
    pub(crate) path_prefix: String,
}

/// Adds headers to those of a request. What is there already stays.
fn add_headers(request: &mut HeaderMap, headers: &HeaderMap) {
    for (name, value) in headers {
        request.entry(name).or_insert_with(|| value.clone());
    }
}

/// How an attempt ended.
pub(crate) struct Ended<T> {
    pub(crate) result: Result<Reply<T>, Error>,
    pub(crate) sent: bool,
    pub(crate) held_back: Duration,
    pub(crate) duration: Duration,
    /// The token that it carried.
    pub(crate) token: Option<AccessToken>,
    /// What the response said about time.
    pub(crate) hints: Hints,
}

impl<T> Ended<T> {
    /// Returns the end of an attempt that nothing was sent for.
    pub(crate) fn unsent(error: Error, held_back: Duration) -> Self {
        Self {
            result: Err(error),
            sent: false,
            held_back,
            duration: Duration::ZERO,
            token: None,
            hints: Hints::default(),
        }
    }
}

impl Sender {
    /// Makes one attempt. `repeated` is set after an attempt whose response was lost.
    pub(crate) fn attempt<E: Exchange>(
        &self,
        exchange: &E,
        settings: &CallSettings,
        token: Option<AccessToken>,
        deadline: Deadline<'_>,
        repeated: bool,
    ) -> Ended<E::Response> {
        let clock = &*self.clock;
        let asked = clock.elapsed();
        let now = clock.now();
        let prepared = self.prepare(exchange, settings, token.as_ref(), now, deadline);
        let began = clock.elapsed();
        let held_back = began.saturating_sub(asked);
        let (http, time) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Ended::unsent(error.of(exchange.endpoint()), held_back),
        };
        let secret = token.as_ref().map_or("", AccessToken::expose);
        let mut hints = Hints::default();
        let result = self
            .carry(http, time)
            .map_err(|error| error.of(exchange.endpoint()))
            .and_then(|response| {
                hints = Hints::of(response.headers());
                exchange.decode(response, repeated)
            })
            .map(|reply| reply.without(secret))
            .map_err(|error| exchange.redact(error.without(secret), now));
        self.limiter.learn(&exchange.endpoint(), result.as_ref().err(), &hints, began, clock);
        let duration = clock.elapsed().saturating_sub(began);
        Ended { result, sent: true, held_back, duration, token, hints }
    }

    /// Writes the request and waits for the limiter. Returns it with the time that it may take.
    fn prepare<'e, E: Exchange>(
        &self,
        exchange: &'e E,
        settings: &CallSettings,
        token: Option<&AccessToken>,
        now: SystemTime,
        deadline: Deadline<'_>,
    ) -> Result<(http::Request<Content<'e>>, Duration), Error> {
        let mut http = exchange.encode(&self.host, token, now)?;
        self.complete(&mut http, &settings.headers)?;
        if let Some(cancellation) = deadline.cancellation() {
            http.extensions_mut().insert(cancellation.clone());
        }
        self.limiter.admit(&exchange.endpoint(), &*self.clock, &deadline)?;
        let time = self.attempt_timeout.min(deadline.remaining());
        if time.is_zero() {
            return Err(Error::new(ErrorKind::HeldBack)
                .with_detail("the call's timeout elapsed before the request was sent"));
        }
        Ok((http, time))
    }

    /// Hands the request to the transport.
    fn carry(
        &self,
        http: http::Request<Content<'_>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let (parts, content) = http.into_parts();
        match content {
            Content::Bytes(body) => {
                self.transport.send(http::Request::from_parts(parts, body), time)
            }
            Content::File(body, upload) => {
                let cancellation = parts.extensions.get::<Cancellation>().cloned();
                upload.send(&body, cancellation.as_ref(), |reader| {
                    self.transport.upload(http::Request::from_parts(parts, reader), time)
                })
            }
        }
    }

    /// Adds what the settings of the call and of the client say to an encoded request.
    pub(crate) fn complete<B>(
        &self,
        http: &mut http::Request<B>,
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

    /// Makes a whole call of one attempt that needs no token.
    pub(crate) fn call_once<E: Exchange>(
        &self,
        exchange: &E,
        deadline: Deadline<'_>,
    ) -> Result<Reply<E::Response>, Error> {
        let span = trace::Call::begin(&exchange.endpoint(), &*self.clock);
        let ended = self.attempt(exchange, &CallSettings::default(), None, deadline, false);
        self.observe(&exchange.endpoint(), &ended, 1, None);
        let sent = u32::from(ended.sent);
        let result = match ended.result {
            Ok(reply) => Ok(reply.after_attempts(sent)),
            Err(error) => Err(error.after_attempts(sent)),
        };
        span.end(&result);
        result
    }

    /// Shows an attempt to the observer and to the log.
    pub(crate) fn observe<T>(
        &self,
        endpoint: &Endpoint,
        ended: &Ended<T>,
        number: u32,
        pause: Option<Duration>,
    ) {
        let reply = ended.result.as_ref().ok();
        let error = ended.result.as_ref().err();
        let request_id =
            reply.map_or_else(|| error.and_then(Error::request_id), |reply| reply.request_id());
        let attempt = Attempt {
            endpoint,
            number,
            sent: ended.sent,
            held_back: ended.held_back,
            duration: ended.duration,
            error,
            request_id,
            done_before: reply.is_some_and(Reply::done_before),
            pause,
        };
        trace::attempt(&attempt);
        if let Some(observer) = &self.observer {
            observer(&attempt);
        }
    }
}
