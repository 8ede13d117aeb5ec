//! What every transport does.

use std::io::Read;
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind};

/// Carries a request to the service and its response back, once.
///
/// The client has one that uses ureq. [`ClientBuilder::transport`](crate::ClientBuilder::transport)
/// takes another, to put the same policies on another HTTP library, or a script in tests.
pub trait Transport: Send + Sync {
    /// Sends `request` as it is and returns the response, whatever its status. It follows no
    /// redirect, repeats nothing, and takes no longer than `time`.
    ///
    /// The URL carries the access token: it must not get into any text. A request that can be given
    /// up has a [`Cancellation`](crate::Cancellation) among its extensions.
    ///
    /// # Errors
    ///
    /// [`Unreachable`](crate::ErrorKind::Unreachable) if it is certain that nothing was sent, and
    /// otherwise [`Connection`](crate::ErrorKind::Connection), [`Timeout`](crate::ErrorKind::Timeout)
    /// or [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge): whether a call is repeated depends on it.
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error>;

    /// Sends a request whose body is read meanwhile, otherwise as [`send`](Self::send) does.
    ///
    /// The reader supplies exactly as many bytes as the header `content-length` says, or fails. The
    /// connection has to be broken then, so that the service does not take what it got for whole.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send). Without an implementation of its own, a transport sends no files:
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
