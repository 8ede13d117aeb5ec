//! The interface of transports.

use std::io::Read;
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind};

/// Sends a request to the service and returns the response, without retries.
///
/// The default transport uses ureq. [`ClientBuilder::transport`](crate::ClientBuilder::transport) sets
/// another one, to use the client with another HTTP library or, in tests, with scripted responses.
pub trait Transport: Send + Sync {
    /// Sends `request` as it is and returns the response, whatever its status. It must follow no
    /// redirect, repeat nothing, and take no longer than `time`.
    ///
    /// The URL contains the access token, so it must not appear in any log or error. A request that can
    /// be cancelled has a [`Cancellation`](crate::Cancellation) among its extensions.
    ///
    /// # Errors
    ///
    /// [`Unreachable`](crate::ErrorKind::Unreachable) if it is certain that nothing was sent, and
    /// otherwise [`Connection`](crate::ErrorKind::Connection), [`Timeout`](crate::ErrorKind::Timeout) or
    /// [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge). The kind decides whether the call is repeated.
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error>;

    /// Like [`send`](Self::send), for a request whose body is read while it is sent.
    ///
    /// The reader supplies exactly as many bytes as the header `content-length` says, or fails. If it
    /// fails, close the connection, so that the service does not take a part for the whole file.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send). The default implementation sends nothing and fails with
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration).
    fn upload(
        &self,
        request: http::Request<&mut dyn Read>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let _ = (request, time);
        Err(Error::new(ErrorKind::InvalidConfiguration)
            .with_detail("the client's transport does not send files"))
    }
}
