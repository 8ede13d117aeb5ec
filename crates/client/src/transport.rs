//! HTTP on ureq, with nothing left to its defaults.

use std::io;
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::{Agent, Proxy, Timeout};

use crate::mask::{self, MaskedConnector};

/// What can be set.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) user_agent: String,
    pub(crate) max_response_bytes: u64,
}

/// Sends requests over kept connections.
pub(crate) struct Transport {
    agent: Agent,
    max_response_bytes: u64,
}

impl Transport {
    pub(crate) fn new(settings: Settings, https_only: bool) -> Self {
        let config = Agent::config_builder()
            .https_only(https_only)
            // The envelope decides, whatever the status.
            .http_status_as_error(false)
            // A redirect would carry the token elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Otherwise ureq asks the environment.
            .proxy(settings.proxy)
            .user_agent(settings.user_agent)
            .timeout_connect(Some(settings.connect_timeout))
            .timeout_global(Some(settings.timeout))
            .build();
        let agent =
            Agent::with_parts(config, MaskedConnector::default(), DefaultResolver::default());
        Self { agent, max_response_bytes: settings.max_response_bytes }
    }

    pub(crate) fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let read = || {
            let (parts, mut body) =
                mask::run(request, |request| self.agent.run(request))?.into_parts();
            // ureq refuses what reaches its limit, we what exceeds ours.
            let limit = self.max_response_bytes.saturating_add(1);
            let body = body.with_config().limit(limit).read_to_vec()?;
            Ok(http::Response::from_parts(parts, body))
        };
        read().map_err(|error| self.explain(&error))
    }

    /// ureq's error as ours. ureq's own text is not repeated: it may hold a URL.
    fn explain(&self, error: &ureq::Error) -> Error {
        let (kind, detail) = match error {
            ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
                (ErrorKind::Unreachable, "it took longer than allowed")
            }
            ureq::Error::Timeout(phase) => (ErrorKind::Timeout, phase_text(*phase)),
            ureq::Error::HostNotFound => (ErrorKind::Unreachable, "the host's name is not known"),
            ureq::Error::ConnectionFailed => {
                (ErrorKind::Unreachable, "no address of the host accepts connections")
            }
            ureq::Error::ConnectProxyFailed(_) => {
                (ErrorKind::Unreachable, "the proxy refuses the connection")
            }
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => (
                ErrorKind::Unreachable,
                "TLS failed: the host's certificate is not trusted, or it does not speak TLS",
            ),
            ureq::Error::Io(error) => return explain_io(error),
            ureq::Error::BodyExceedsLimit(_) => {
                let limit = self.max_response_bytes;
                return Error::new(ErrorKind::BodyTooLarge)
                    .with_detail(format!("it exceeds {limit} bytes"));
            }
            ureq::Error::LargeResponseHeader(..) => {
                (ErrorKind::BodyTooLarge, "its headers exceed the limit")
            }
            ureq::Error::Protocol(_) | ureq::Error::Http(_) => {
                (ErrorKind::Connection, "the answer is not HTTP")
            }
            _ => (ErrorKind::Connection, "the HTTP layer gave up"),
        };
        Error::new(kind).with_detail(detail)
    }
}

fn explain_io(error: &io::Error) -> Error {
    use io::ErrorKind as Io;

    let kind = match error.kind() {
        Io::ConnectionRefused
        | Io::AddrNotAvailable
        | Io::HostUnreachable
        | Io::NetworkUnreachable => ErrorKind::Unreachable,
        Io::TimedOut => ErrorKind::Timeout,
        _ => ErrorKind::Connection,
    };
    // The kind alone: the error's own text may come from anywhere.
    Error::new(kind).with_detail(error.kind().to_string())
}

fn phase_text(phase: Timeout) -> &'static str {
    match phase {
        Timeout::SendRequest | Timeout::SendBody => "while the request was sent",
        Timeout::RecvResponse => "while the answer was awaited",
        Timeout::RecvBody => "while the answer was read",
        _ => "within the time allowed for the whole call",
    }
}
