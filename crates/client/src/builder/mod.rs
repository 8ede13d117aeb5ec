//! The settings of a client.

mod environment;
mod invalid;
mod network;
mod setters;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_protocol::{DecodeOptions, Error, Host, Retry, Secret};
use http::header::{HeaderMap, HeaderName, HeaderValue};

use self::invalid::invalid;
use self::network::{LONGEST_TIMEOUT, Network};
use crate::attempt::Sender;
use crate::client::Client;
use crate::clock::{Clock, SystemClock};
use crate::limiter::Limiter;
use crate::observer::{Attempt, Observer};
use crate::pipeline::Pipeline;
use crate::token::{AppCredentials, TokenSource};
use crate::transport::{Transport, Ureq};

/// The settings of a [`Client`].
///
/// | setting | default |
/// |---|---|
/// | [`host`](Self::host) | [`Host::MAINLAND`] |
/// | [`app`](Self::app) or [`token`](Self::token) | none: one must be set |
/// | [`timeout`](Self::timeout), for a call with all its attempts and pauses | 30 s |
/// | [`attempt_timeout`](Self::attempt_timeout) | 10 s |
/// | [`retry`](Self::retry) | at most 3 attempts |
/// | [`limiter`](Self::limiter) | 20 calls per second for each endpoint |
/// | [`missing_list_is_empty`](Self::missing_list_is_empty) | off: a missing list is an error |
/// | [`header`](Self::header) | none |
/// | [`on_attempt`](Self::on_attempt) | none |
/// | [`clock`](Self::clock) | the machine's clock |
///
/// The following settings are those of the transport on ureq. With another
/// [`transport`](Self::transport), only [`path_prefix`](Self::path_prefix) has an effect.
///
/// | setting | default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`proxy`](Self::proxy), [`proxy_from_env`](Self::proxy_from_env) | none, whatever the environment says |
/// | [`path_prefix`](Self::path_prefix) | none |
/// | [`root_certificates`](Self::root_certificates), beside the bundled ones of Mozilla | none |
/// | [`client_certificate`](Self::client_certificate) | none |
/// | [`max_idle_connections`](Self::max_idle_connections) | 100 |
/// | [`max_idle_age`](Self::max_idle_age) | 15 s |
/// | [`user_agent`](Self::user_agent) | name and version of this crate |
/// | [`max_response_bytes`](Self::max_response_bytes) | 10 MiB |
/// | [`danger_allow_plain_http`](Self::danger_allow_plain_http) | off: plain `http://` only to this machine |
///
/// TLS is rustls with TLS 1.2 or 1.3, and `Accept-Encoding` is `identity`. Cryptography is that of
/// rustls's process-wide default provider if the program has installed one before the client is built, and
/// otherwise `aws-lc-rs` or `ring`, as the features of this crate say.
#[must_use = "settings do nothing until the client is built"]
pub struct ClientBuilder {
    host: Host,
    tokens: Option<Box<dyn TokenSource>>,
    timeout: Duration,
    attempt_timeout: Duration,
    options: DecodeOptions,
    retry: Retry,
    random: fastrand::Rng,
    limiter: Option<Limiter>,
    observer: Option<Observer>,
    headers: HeaderMap,
    network: Network,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            host: Host::MAINLAND,
            tokens: None,
            timeout: Duration::from_secs(30),
            attempt_timeout: Duration::from_secs(10),
            options: DecodeOptions::new(),
            retry: Retry::default(),
            random: fastrand::Rng::new(),
            limiter: None,
            observer: None,
            transport: None,
            clock: None,
            headers: HeaderMap::new(),
            network: Network::default(),
        }
    }
}

impl Client {
    /// Returns the settings of a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// Sets the host that every call goes to. It has to be the site that the app's organization is on.
    pub fn host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    /// Fetches and renews the tokens of this app; the same as [`token`](Self::token) with
    /// [`AppCredentials::new`].
    pub fn app(self, app_key: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        self.token(AppCredentials::new(app_key, app_secret))
    }

    /// Sets the source of tokens: an [`AccessToken`](crate::AccessToken), [`AppCredentials`], or a
    /// source of your own.
    pub fn token(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Some(Box::new(source));
        self
    }

    /// Sets how long a call may take, with all its attempts and pauses, the wait for the limiter and the
    /// fetch of a token.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long one attempt may take, from its first step to the last byte of the response.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets how often and after which pauses a call is repeated. [`Retry::off`] makes one attempt.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Makes the random pauses of the client the same in every run, for tests.
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random = fastrand::Rng::with_seed(seed);
        self
    }

    /// Sets the rate limiter. [`Limiter::off`] never delays a call.
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Treats the list that a call is about as empty if the response lacks it, for every call.
    /// [`Call::missing_list_is_empty`](crate::Call::missing_list_is_empty) does so for one call.
    pub fn missing_list_is_empty(mut self) -> Self {
        self.options = DecodeOptions::new().missing_list_is_empty(true);
        self
    }

    /// Calls `observer` after every attempt of every call, in the thread that made it.
    ///
    /// The observer must not make calls with this client: during the fetch of a token, such a call can wait until its
    /// timeout, because the fetch ends only after the observer returns.
    pub fn on_attempt(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Sets a transport to use in place of the one on ureq.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Adds a header to every request, also to those that fetch tokens. A header that a request has by
    /// itself, or from [its call](crate::Call::header), stays as it is.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the clock of the client.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) for a setting that cannot work,
    /// such as plain `http://` to another machine. The error says which setting and why.
    pub fn build(self) -> Result<Client, Error> {
        for (name, timeout) in
            [("timeout", self.timeout), ("attempt_timeout", self.attempt_timeout)]
        {
            if timeout.is_zero() {
                return Err(invalid(format!(
                    "{name} is zero, so every call would fail: set a longer time"
                )));
            }
        }
        let host = self.host;
        let tokens = self.tokens.ok_or_else(|| {
            invalid("neither app nor token is set: give key and secret of an app, or a token")
        })?;
        tokens.check()?;
        let attempt_timeout = self.attempt_timeout.min(LONGEST_TIMEOUT);
        let path_prefix = self.network.checked_path_prefix()?;
        self.network.check(&host)?;
        let settings = self.network.settings(&host, attempt_timeout)?;
        let transport = self.transport.unwrap_or_else(|| Box::new(Ureq::new(settings)));
        let sender = Sender {
            host,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            transport,
            limiter: self.limiter.unwrap_or_default(),
            attempt_timeout,
            random: Mutex::new(self.random),
            observer: self.observer,
            headers: self.headers,
            path_prefix,
        };
        Ok(Client::new(Pipeline {
            sender,
            tokens,
            retry: self.retry,
            timeout: self.timeout,
            options: self.options,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    // The token is a secret, and the proxy's URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("host", &self.host).finish_non_exhaustive()
    }
}
