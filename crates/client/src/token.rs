//! Where tokens come from.

use std::sync::Arc;

use dingtalk_protocol::{AccessToken, Error, Host};

/// Supplies the access token of every call.
///
/// An [`AccessToken`] is a source that always supplies itself. The trait may grow methods that have a
/// default.
pub trait TokenSource: Send + Sync {
    /// A token for a call to `host`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TokenUnavailable`](crate::ErrorKind::TokenUnavailable) if the source can supply
    /// none; the call then fails with it.
    fn token(&self, host: &Host) -> Result<AccessToken, Error>;
}

/// A source that several clients share.
impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self, host: &Host) -> Result<AccessToken, Error> {
        (**self).token(host)
    }
}

impl TokenSource for AccessToken {
    fn token(&self, _host: &Host) -> Result<AccessToken, Error> {
        Ok(self.clone())
    }
}
