//! The settings of a client.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind, Host, Secret};
use http::Uri;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use ureq::tls::TlsConfig;

use crate::attempt::Sender;
use crate::client::Client;
use crate::clock::{Clock, SystemClock};
use crate::limiter::Limiter;
use crate::observer::{Attempt, Observer};
use crate::pipeline::Pipeline;
use crate::retry::Retry;
use crate::token::{AppCredentials, TokenSource};
use crate::transport::{Settings, TlsSettings, Transport, Ureq};

/// The settings of a [`Client`].
///
/// | setting | default |
/// |---|---|
/// | [`host`](Self::host) | [`Host::INTERNATIONAL`] |
/// | [`app`](Self::app) or [`token`](Self::token) | none: one must be set |
/// | [`timeout`](Self::timeout), for a call with all its attempts and pauses | 30 s |
/// | [`attempt_timeout`](Self::attempt_timeout) | 10 s |
/// | [`retry`](Self::retry) | at most 3 attempts |
/// | [`limiter`](Self::limiter) | 20 calls per second for each endpoint |
/// | [`header`](Self::header) | none of one's own |
/// | [`on_attempt`](Self::on_attempt) | none |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`proxy`](Self::proxy) | none, whatever the environment says |
/// | [`root_certificates`](Self::root_certificates), beside the bundled ones of Mozilla | none |
/// | [`client_certificate`](Self::client_certificate) | none |
/// | [`user_agent`](Self::user_agent) | name and version of this crate |
/// | [`max_response_bytes`](Self::max_response_bytes) | 10 MiB |
/// | [`transport`](Self::transport), in place of the last six | ureq |
/// | [`clock`](Self::clock) | that of the machine |
///
/// TLS is rustls, with TLS 1.2 or 1.3. Plain `http://` is for test doubles: it works on loopback
/// addresses only.
#[must_use = "settings do nothing until the client is built"]
pub struct ClientBuilder {
    host: Host,
    tokens: Option<Box<dyn TokenSource>>,
    timeout: Duration,
    retry: Retry,
    limiter: Option<Limiter>,
    observer: Option<Observer>,
    proxy: Option<String>,
    headers: HeaderMap,
    tls: TlsSettings,
    settings: Settings,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            host: Host::INTERNATIONAL,
            tokens: None,
            timeout: Duration::from_secs(30),
            retry: Retry::default(),
            limiter: None,
            observer: None,
            transport: None,
            clock: None,
            proxy: None,
            headers: HeaderMap::new(),
            tls: TlsSettings::default(),
            settings: Settings {
                connect_timeout: Duration::from_secs(10),
                proxy: None,
                tls: TlsConfig::default(),
                user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))
                    .to_owned(),
                max_response_bytes: 10 * 1024 * 1024,
                attempt_timeout: Duration::from_secs(10),
            },
        }
    }
}

impl ClientBuilder {
    /// Where calls go.
    pub fn host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    /// Fetches and renews the tokens of this app: [`token`](Self::token) with
    /// [`AppCredentials::new`].
    pub fn app(self, app_key: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        self.token(AppCredentials::new(app_key, app_secret))
    }

    /// Where tokens come from: an [`AccessToken`](crate::AccessToken), [`AppCredentials`], or a
    /// source of your own.
    pub fn token(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Some(Box::new(source));
        self
    }

    /// How long a call may take, with all its attempts and pauses, the wait for the limiter and the
    /// fetch of a token.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one attempt may take, from its first step to the last byte of the answer.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// How often and after which pauses a call is repeated. [`Retry::off`] makes one attempt.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// What holds calls back before the service does. [`Limiter::off`] holds nothing back.
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Shows every attempt of every call to `observer`, in the thread that made it.
    ///
    /// It must not make calls of the client itself: within the fetch of a token such a call would
    /// wait for the token that it holds up.
    pub fn on_attempt(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// What carries requests, in place of ureq.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Adds a header to every request, those that fetch tokens among them. A header that a request has
    /// by itself, or from [its call](crate::Call::header), stays as it is.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Where the time comes from.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How long the look-up of the host's name may take, and after it the connection with TLS.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// An HTTP proxy as a URL: `http://name:port`, with `user:password@` before the name if needed.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts these root certificates as well as the bundled ones: PEM, one or more. For a gateway or
    /// a proxy with certificates of one's own.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots = pem.into();
        self
    }

    /// Shows this certificate to hosts that ask for one: PEM of the certificate with those above it,
    /// and of its key.
    pub fn client_certificate(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.tls.client = Some((chain.into(), key.into()));
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = user_agent.into();
        self
    }

    /// The largest answer that is read; a larger one is an error.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfiguration`] for a setting that cannot work, plain `http://` to
    /// another machine among them. The text says which setting and why.
    pub fn build(self) -> Result<Client, Error> {
        self.check()?;
        let Self { host, proxy, mut settings, .. } = self;
        let tokens = self.tokens.ok_or_else(|| {
            invalid("neither app nor token is set: give key and secret of an app, or a token")
        })?;
        tokens.check()?;
        settings.connect_timeout = settings.connect_timeout.min(LONGEST_TIMEOUT);
        settings.attempt_timeout = settings.attempt_timeout.min(LONGEST_TIMEOUT);
        let attempt_timeout = settings.attempt_timeout;
        settings.proxy = proxy.as_deref().map(read_proxy).transpose()?;
        settings.tls = self.tls.config().map_err(invalid)?;
        let transport =
            self.transport.unwrap_or_else(|| Box::new(Ureq::new(settings, host.is_https())));
        let sender = Sender {
            host,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            transport,
            limiter: self.limiter.unwrap_or_default(),
            attempt_timeout,
            observer: self.observer,
            headers: self.headers,
        };
        Ok(Client::new(Pipeline {
            sender,
            tokens,
            retry: self.retry,
            random: Mutex::new(self.retry.random()),
            timeout: self.timeout,
        }))
    }

    fn check(&self) -> Result<(), Error> {
        if !self.host.is_https() && !self.host.is_loopback() {
            return Err(invalid(
                "host is plain http:// to another machine, which would show the token to the network: use https://",
            ));
        }
        if !self.host.is_https() && self.proxy.as_deref().is_some_and(|url| !is_loopback(url)) {
            return Err(invalid(
                "host is plain http:// and proxy another machine, which would show it the token: use https:// or no proxy",
            ));
        }
        for (name, timeout) in [
            ("connect_timeout", self.settings.connect_timeout),
            ("timeout", self.timeout),
            ("attempt_timeout", self.settings.attempt_timeout),
        ] {
            if timeout.is_zero() {
                return Err(invalid(format!(
                    "{name} is zero, so that every call would fail: give it some time"
                )));
            }
        }
        if self.settings.max_response_bytes == 0 {
            return Err(invalid("max_response_bytes is zero, so that every call would fail"));
        }
        if HeaderValue::from_str(&self.settings.user_agent).is_err() {
            return Err(invalid(
                "user_agent holds characters that no header can: use visible ASCII",
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for ClientBuilder {
    // The token is a secret, and the proxy's URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("host", &self.host).finish_non_exhaustive()
    }
}

/// A year: ureq cannot reckon with ends of time that no machine will see.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

fn read_proxy(url: &str) -> Result<ureq::Proxy, Error> {
    // The URL is not repeated in the error: it may hold a password.
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(invalid("proxy is not a URL of an HTTP proxy: give it as http://name:port"));
    }
    ureq::Proxy::new(url)
        .map_err(|_| invalid("proxy cannot be read as a URL: give it as http://name:port"))
}

/// Returns whether a proxy runs on this machine.
fn is_loopback(url: &str) -> bool {
    let name = url.parse::<Uri>().ok().and_then(|url| url.host().map(str::to_owned));
    let host = name.and_then(|name| Host::custom(&format!("http://{name}")).ok());
    host.is_some_and(|host| host.is_loopback())
}

fn invalid(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidConfiguration).with_detail(what)
}
