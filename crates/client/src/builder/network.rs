//! The settings of the transport on ureq.

use std::time::Duration;

use dingtalk_protocol::{Error, Host};
use http::Uri;
use http::header::HeaderValue;

use super::{ClientBuilder, invalid};
use crate::transport::{Settings, TlsSettings};

/// What the transport on ureq can be told.
pub(super) struct Network {
    connect_timeout: Duration,
    proxy: Proxy,
    tls: TlsSettings,
    user_agent: String,
    max_response_bytes: u64,
    max_idle_connections: usize,
    max_idle_age: Duration,
    path_prefix: String,
    plain_http: bool,
}

/// Which proxy to use.
enum Proxy {
    None,
    Url(String),
    FromEnvironment,
}

/// A year: ureq cannot reckon with ends of time that no machine will see.
pub(super) const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl Default for Network {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: Proxy::None,
            tls: TlsSettings::default(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            max_response_bytes: 10 * 1024 * 1024,
            // A thread more than that would connect anew for every call.
            max_idle_connections: 100,
            max_idle_age: Duration::from_secs(15),
            path_prefix: String::new(),
            plain_http: false,
        }
    }
}

impl ClientBuilder {
    /// Sets how long the look-up of the host's name may take, and after it the connection with TLS.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = timeout;
        self
    }

    /// Sends every request through this HTTP proxy: `http://name:port`, with `user:password@` before
    /// the name if needed. With the feature `socks` also `socks5://` and `socks4://`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.network.proxy = Proxy::Url(url.into());
        self
    }

    /// Takes the proxy from the environment: `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY`, and the hosts
    /// that need none from `NO_PROXY`. Without this call, the environment is not asked.
    pub fn proxy_from_env(mut self) -> Self {
        self.network.proxy = Proxy::FromEnvironment;
        self
    }

    /// Puts this path before that of every call, for a gateway that serves the API under a path:
    /// `/dingtalk`.
    pub fn path_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.network.path_prefix = prefix.into();
        self
    }

    /// Trusts these root certificates as well as the bundled ones: PEM, one or more. For a gateway or
    /// a proxy with certificates of one's own.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.tls.roots = pem.into();
        self
    }

    /// Trusts what the platform trusts, in place of the bundled root certificates.
    #[cfg(feature = "platform-verifier")]
    pub fn platform_verifier(mut self) -> Self {
        self.network.tls.platform_verifier = true;
        self
    }

    /// Shows this certificate to hosts that ask for one: PEM of the certificate with those above it,
    /// and of its key.
    pub fn client_certificate(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.network.tls.client = Some((chain.into(), key.into()));
        self
    }

    /// Allows plain `http://` to any host. The token and everything else is then shown to every
    /// network in between: only for a network that is protected by other means.
    pub fn danger_allow_plain_http(mut self) -> Self {
        self.network.plain_http = true;
        self
    }

    /// Sets how many connections are kept that no call is using.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.network.max_idle_connections = connections;
        self
    }

    /// Sets how long a connection is kept that no call is using.
    pub fn max_idle_age(mut self, age: Duration) -> Self {
        self.network.max_idle_age = age;
        self
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.network.user_agent = user_agent.into();
        self
    }

    /// Sets the size of the largest response that is read; a larger one is an error.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.network.max_response_bytes = bytes;
        self
    }
}

impl Network {
    /// Checks the settings for calls to `host`.
    pub(super) fn check(&self, host: &Host) -> Result<(), Error> {
        let plain_http = !host.is_https() && !self.plain_http;
        if plain_http && !host.is_loopback() {
            return Err(invalid(
                "host is plain http:// to another machine, which would show the token to the network: use https://",
            ));
        }
        if let Proxy::Url(url) = &self.proxy
            && plain_http
            && !is_loopback(url)
        {
            return Err(invalid(
                "host is plain http:// and proxy another machine, which would show it the token: use https:// or no proxy",
            ));
        }
        if self.connect_timeout.is_zero() {
            return Err(invalid(
                "connect_timeout is zero, so that every call would fail: give it some time",
            ));
        }
        if self.max_response_bytes == 0 {
            return Err(invalid("max_response_bytes is zero, so that every call would fail"));
        }
        if HeaderValue::from_str(&self.user_agent).is_err() {
            return Err(invalid(
                "user_agent holds characters that no header can: use visible ASCII",
            ));
        }
        Ok(())
    }

    /// Returns the path before that of every call.
    pub(super) fn checked_path_prefix(&self) -> Result<String, Error> {
        let prefix = self.path_prefix.as_str();
        let is_path = prefix.starts_with('/')
            && !prefix.ends_with('/')
            && !prefix.contains(['?', '#'])
            && prefix.parse::<Uri>().is_ok();
        if prefix.is_empty() || is_path {
            return Ok(prefix.to_owned());
        }
        Err(invalid("path_prefix is no path: it begins with / and ends without: /dingtalk"))
    }

    /// Returns the settings of the transport for calls to `host`.
    pub(super) fn settings(
        self,
        host: &Host,
        attempt_timeout: Duration,
    ) -> Result<Settings, Error> {
        let proxy = match self.proxy {
            Proxy::None => None,
            Proxy::Url(url) => Some(read_proxy(&url)?),
            Proxy::FromEnvironment => ureq::Proxy::try_from_env(),
        };
        Ok(Settings {
            https_only: host.is_https(),
            loopback_only: !host.is_https() && !self.plain_http,
            connect_timeout: self.connect_timeout.min(LONGEST_TIMEOUT),
            attempt_timeout,
            proxy,
            tls: self.tls.config().map_err(invalid)?,
            user_agent: self.user_agent,
            max_response_bytes: self.max_response_bytes,
            max_idle_connections: self.max_idle_connections,
            max_idle_age: self.max_idle_age.min(LONGEST_TIMEOUT),
        })
    }
}

fn read_proxy(url: &str) -> Result<ureq::Proxy, Error> {
    // The URL is not repeated in the error: it may hold a password.
    let schemes: &[&str] = if cfg!(feature = "socks") {
        &["http://", "https://", "socks4://", "socks4a://", "socks5://"]
    } else {
        &["http://", "https://"]
    };
    if !schemes.iter().any(|scheme| url.starts_with(scheme)) {
        return Err(invalid(
            "proxy is not a URL of an HTTP proxy: give it as http://name:port. SOCKS needs the \
             feature `socks`",
        ));
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
