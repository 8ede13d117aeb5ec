//! Translates errors of ureq into errors of a call that say what to do.

use std::borrow::Cow;
use std::io;

use dingtalk_protocol::{Error, ErrorKind, Reach};
use rustls::{AlertDescription, CertificateError};
use ureq::Timeout;

use super::mask::CANCELLED;
use super::names::ELSEWHERE;

/// Facts about a failed attempt that its error lacks.
pub(super) struct Explain {
    /// The largest response that is read.
    pub(super) limit: u64,
    pub(super) has_proxy: bool,
    /// Whether any of the request can have left this machine.
    pub(super) left: bool,
    /// Whether the attempt had all the time that one may take. If not, the call had less left.
    pub(super) whole_attempt: bool,
}

impl Explain {
    /// Converts ureq's error to ours. ureq's own message is left out, because it may contain a URL.
    pub(super) fn error(&self, error: &ureq::Error) -> Error {
        if is_cancelled(error) {
            let error = Error::new(ErrorKind::Cancelled);
            return if self.left { error } else { error.with_reach(Reach::NotSent) };
        }
        let (kind, detail) = self.kind_and_detail(error);
        let lost = matches!(kind, ErrorKind::Timeout | ErrorKind::Connection);
        let kind = if lost && !self.left { ErrorKind::Unreachable } else { kind };
        Error::new(kind).with_detail(detail)
    }

    fn kind_and_detail(&self, error: &ureq::Error) -> (ErrorKind, Cow<'static, str>) {
        use ureq::Error as Ureq;

        match error {
            Ureq::Timeout(Timeout::Resolve) => {
                (ErrorKind::Unreachable, "looking up the host's name took too long".into())
            }
            Ureq::Timeout(Timeout::Connect) => {
                (ErrorKind::Unreachable, "connecting took too long".into())
            }
            Ureq::Timeout(_) if !self.whole_attempt => {
                (ErrorKind::Timeout, "the timeout of the call elapsed".into())
            }
            Ureq::Timeout(_) => (ErrorKind::Timeout, "the timeout of the attempt elapsed".into()),
            // With a proxy, only the proxy's name is looked up here.
            Ureq::HostNotFound if self.has_proxy => {
                (ErrorKind::Unreachable, "the proxy's name is not known: check its spelling".into())
            }
            Ureq::HostNotFound => (
                ErrorKind::Unreachable,
                "the host's name is not known: check its spelling, and whether this machine can \
                 look up names (DNS)"
                    .into(),
            ),
            Ureq::ConnectionFailed => {
                (ErrorKind::Unreachable, "no address of the host accepts connections".into())
            }
            Ureq::ConnectProxyFailed(_) => {
                (ErrorKind::Unreachable, "the proxy refuses the connection".into())
            }
            Ureq::Rustls(error) => (ErrorKind::Unreachable, tls(error).into()),
            Ureq::Tls(_) => (ErrorKind::Unreachable, "TLS failed".into()),
            Ureq::Io(error) => self.io(error),
            Ureq::BodyExceedsLimit(_) => {
                (ErrorKind::BodyTooLarge, format!("it exceeds {} bytes", self.limit).into())
            }
            Ureq::LargeResponseHeader(..) => {
                (ErrorKind::Connection, "the response's headers are too large".into())
            }
            Ureq::Protocol(_) | Ureq::Http(_) => {
                (ErrorKind::Connection, "the response is not HTTP".into())
            }
            _ => (ErrorKind::Connection, "the HTTP layer gave up".into()),
        }
    }

    fn io(&self, error: &io::Error) -> (ErrorKind, Cow<'static, str>) {
        let inner = error.get_ref();
        // A failed TLS handshake comes as an error of reading or writing.
        if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            let kind = if self.left { ErrorKind::Connection } else { ErrorKind::Unreachable };
            return (kind, tls(error).into());
        }
        if inner.is_some_and(|inner| inner.to_string() == ELSEWHERE) {
            return (ErrorKind::InvalidConfiguration, ELSEWHERE.into());
        }
        match error.kind() {
            io::ErrorKind::TimedOut => (ErrorKind::Timeout, "the system gave up waiting".into()),
            io::ErrorKind::UnexpectedEof if !self.left => (
                ErrorKind::Unreachable,
                "the peer closed the connection before it was established: check that it speaks TLS at \
                 this port"
                    .into(),
            ),
            // Only the kind is shown: the error's own message may come from anywhere.
            kind => (ErrorKind::Connection, kind.to_string().into()),
        }
    }
}

/// Returns whether the call was cancelled.
fn is_cancelled(error: &ureq::Error) -> bool {
    let ureq::Error::Io(error) = error else { return false };
    error.get_ref().is_some_and(|inner| inner.to_string() == CANCELLED)
}

/// Returns what is wrong with the TLS of the other side.
fn tls(error: &rustls::Error) -> &'static str {
    use rustls::Error as Tls;

    match error {
        Tls::InvalidCertificate(error) => certificate(error),
        Tls::InvalidMessage(_) => {
            "the host does not speak TLS at this port: check scheme and port of the host"
        }
        Tls::PeerIncompatible(_)
        | Tls::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity
            | AlertDescription::HandshakeFailure,
        ) => {
            "the host has no version and cipher of TLS in common with this client, which needs \
             TLS 1.2 or 1.3"
        }
        Tls::AlertReceived(AlertDescription::UnrecognisedName) => {
            "the host says that it has no certificate for this name: check the host"
        }
        Tls::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnknownCA,
        ) => "the host does not accept the client's certificate, or asks for one",
        _ => "TLS failed: check that the host speaks TLS 1.2 or 1.3 at this port",
    }
}

/// Returns what is wrong with a certificate.
fn certificate(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "the host's certificate is not trusted: check the host, or trust the root certificate \
             that it is signed with"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the host's certificate has expired: the host has to renew it, or this machine's clock \
             is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the host's certificate is not valid yet: check this machine's clock"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the host's certificate is for another name: check the host"
        }
        CertificateError::Revoked => "the host's certificate is revoked",
        // For example the self-signed certificate of an authority.
        _ => {
            "the host's certificate is not trusted: it is signed by itself, not made for a server, or \
             not well-formed"
        }
    }
}
