//! The setters of the transport on ureq.

use std::time::Duration;

use super::ClientBuilder;
use super::network::Proxy;

impl ClientBuilder {
    /// Sets how long looking up the host's name may take, and again how long connecting may take,
    /// including TLS.
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

    /// Takes the proxy from the environment: `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY`, except for the
    /// hosts in `NO_PROXY`. The first of them that is set has to be usable, as for [`proxy`](Self::proxy), or
    /// [`build`](Self::build) fails. By default, the environment is ignored.
    pub fn proxy_from_env(mut self) -> Self {
        self.network.proxy = Proxy::FromEnvironment;
        self
    }

    /// Sets a prefix for the path of every call, such as `/dingtalk`, for a gateway that serves the API
    /// under that path.
    pub fn path_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.network.path_prefix = prefix.into();
        self
    }

    /// Trusts these root certificates, one or more as PEM, as well as the bundled ones. For a gateway or
    /// a proxy with private certificates.
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

    /// Presents this client certificate to hosts that ask for one. `chain` is the certificate with its
    /// issuers, and `key` its key, both as PEM.
    pub fn client_certificate(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.network.tls.client = Some((chain.into(), key.into()));
        self
    }

    /// Allows plain `http://` to any host. The token and everything else can then be read on every
    /// network in between: use this only on a network that is protected by other means.
    pub fn danger_allow_plain_http(mut self) -> Self {
        self.network.plain_http = true;
        self
    }

    /// Sets the maximum number of idle connections.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.network.max_idle_connections = connections;
        self
    }

    /// Sets how long an idle connection is kept.
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
