//! The settings of a client.

use std::fmt;
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind, Host};
use http::HeaderValue;

use crate::transport::{Settings, Transport};
use crate::{Client, TokenSource};

/// The settings of a [`Client`].
///
/// | setting | default |
/// |---|---|
/// | [`host`](Self::host) | [`Host::INTERNATIONAL`] |
/// | [`token`](Self::token) | none: it must be set |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`timeout`](Self::timeout) | 30 s |
/// | [`proxy`](Self::proxy) | none, whatever the environment says |
/// | [`user_agent`](Self::user_agent) | name and version of this crate |
/// | [`max_response_bytes`](Self::max_response_bytes) | 10 MiB |
///
/// TLS is not a setting. Plain `http://` is for test doubles: it works on loopback addresses only.
#[must_use = "settings do nothing until the client is built"]
pub struct ClientBuilder {
    host: Host,
    token: Option<Box<dyn TokenSource>>,
    proxy: Option<String>,
    settings: Settings,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            host: Host::INTERNATIONAL,
            token: None,
            proxy: None,
            settings: Settings {
                connect_timeout: Duration::from_secs(10),
                timeout: Duration::from_secs(30),
                proxy: None,
                user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))
                    .to_owned(),
                max_response_bytes: 10 * 1024 * 1024,
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

    /// Where tokens come from: an [`AccessToken`](crate::AccessToken), or a source of your own.
    pub fn token(mut self, token: impl TokenSource + 'static) -> Self {
        self.token = Some(Box::new(token));
        self
    }

    /// How long the look-up of the host's name may take, and then connection and TLS together.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// How long a call may take, from its first step to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// An HTTP proxy as a URL: `http://name:port`, with `user:password@` before the name if needed.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
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
        let Self { host, token, proxy, mut settings } = self;
        let token = token.ok_or_else(|| {
            invalid("token is not set: give an access token or a source of tokens")
        })?;
        if !host.is_https() && !host.is_loopback() {
            return Err(invalid(
                "host is plain http:// to another machine, which would show the token to the network: use https://",
            ));
        }
        for (name, timeout) in
            [("connect_timeout", settings.connect_timeout), ("timeout", settings.timeout)]
        {
            if timeout.is_zero() {
                return Err(invalid(format!(
                    "{name} is zero, so that every call would fail: give it some time"
                )));
            }
        }
        if settings.max_response_bytes == 0 {
            return Err(invalid("max_response_bytes is zero, so that every call would fail"));
        }
        if HeaderValue::from_str(&settings.user_agent).is_err() {
            return Err(invalid(
                "user_agent holds characters that no header can: use visible ASCII",
            ));
        }
        settings.proxy = proxy.as_deref().map(read_proxy).transpose()?;
        let transport = Transport::new(settings, host.is_https());
        Ok(Client::new(host, token, transport))
    }
}

impl fmt::Debug for ClientBuilder {
    // The token is a secret, and the proxy's URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("host", &self.host).finish_non_exhaustive()
    }
}

fn read_proxy(url: &str) -> Result<ureq::Proxy, Error> {
    // The URL is not repeated in the error: it may hold a password.
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(invalid("proxy is not a URL of an HTTP proxy: give it as http://name:port"));
    }
    ureq::Proxy::new(url)
        .map_err(|_| invalid("proxy cannot be read as a URL: give it as http://name:port"))
}

fn invalid(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidConfiguration).with_detail(what)
}
