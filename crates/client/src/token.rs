//! Where tokens come from.

use dingtalk_protocol::{AccessToken, Error, Host};

/// Supplies the access token of every call.
///
/// An [`AccessToken`] is a source that always supplies itself.
pub trait TokenSource: Send + Sync {
    /// A token for a call to `host`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the source from supplying one; the call then fails with it.
    fn token(&self, host: &Host) -> Result<AccessToken, Error>;
}

impl TokenSource for AccessToken {
    fn token(&self, _host: &Host) -> Result<AccessToken, Error> {
        Ok(self.clone())
    }
}
