//! The settings of the transport on ureq.

use std::env;
use std::time::Duration;

use dingtalk_protocol::{Error, Host};
use http::Uri;
use http::header::HeaderValue;

use super::invalid::invalid;
use crate::transport::{Settings, TlsSettings};

/// The settings of the transport on ureq.
pub(super) struct Network {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: Proxy,
    pub(super) tls: TlsSettings,
    pub(super) user_agent: String,
    pub(super) max_response_bytes: u64,
    pub(super) max_idle_connections: usize,
    pub(super) max_idle_age: Duration,
    pub(super) path_prefix: String,
    pub(super) plain_http: bool,
}

/// Which proxy to use.
pub(super) enum Proxy {
    None,
    Url(String),
    FromEnvironment,
}

/// Longest timeout passed to ureq, a year: ureq cannot calculate with much longer ones.
pub(super) const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl Default for Network {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: Proxy::None,
            tls: TlsSettings::default(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            max_response_bytes: 10 * 1024 * 1024,
            // With more threads than that, some calls open a new connection.
            max_idle_connections: 100,
            max_idle_age: Duration::from_secs(15),
            path_prefix: String::new(),
            plain_http: false,
        }
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
                "host is plain http://, so a proxy on another machine could read the token: use https:// or no proxy",
            ));
        }
        if self.connect_timeout.is_zero() {
            return Err(invalid(
                "connect_timeout is zero, so every call would fail: set a longer time",
            ));
        }
        if self.max_response_bytes == 0 {
            return Err(invalid("max_response_bytes is zero, so every call would fail"));
        }
        if HeaderValue::from_str(&self.user_agent).is_err() {
            return Err(invalid(
                "user_agent holds characters that no header can: use visible ASCII",
            ));
        }
        Ok(())
    }

    /// Returns the prefix of every call's path.
    pub(super) fn checked_path_prefix(&self) -> Result<String, Error> {
        let prefix = self.path_prefix.as_str();
        let is_path = prefix.starts_with('/')
            && !prefix.ends_with('/')
            && !prefix.contains(['?', '#'])
            && prefix.parse::<Uri>().is_ok();
        if prefix.is_empty() || is_path {
            return Ok(prefix.to_owned());
        }
        Err(invalid("path_prefix must begin with / and must not end with /: for example /dingtalk"))
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
            Proxy::FromEnvironment => proxy_of_environment()?,
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

/// Variables that name a proxy, in the order in which ureq reads them.
const PROXY_VARIABLES: [&str; 6] =
    ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// Returns the proxy that the environment names.
fn proxy_of_environment() -> Result<Option<ureq::Proxy>, Error> {
    let values = PROXY_VARIABLES.map(|name| (name, env::var_os(name).unwrap_or_default()));
    // ureq skips a value that it cannot use, and the calls would go past the proxy.
    if let Some((name, value)) = values.iter().find(|(_, value)| !value.is_empty()) {
        let value = value.to_str().unwrap_or_default();
        let url = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
        read_proxy(&url).map_err(|_| {
            invalid(format!(
                "{name} is not a URL of an HTTP proxy: set it to http://name:port. SOCKS needs the feature `socks`"
            ))
        })?;
    }
    Ok(ureq::Proxy::try_from_env())
}

/// Returns whether a proxy runs on this machine.
fn is_loopback(url: &str) -> bool {
    let name = url.parse::<Uri>().ok().and_then(|url| url.host().map(str::to_owned));
    let host = name.and_then(|name| Host::custom(&format!("http://{name}")).ok());
    host.is_some_and(|host| host.is_loopback())
}
