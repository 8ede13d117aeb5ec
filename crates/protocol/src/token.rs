//! The credential of a call.

use std::fmt;
use std::sync::Arc;

/// An access token, cheap to clone. Neither `Debug` nor anything else in this crate prints it.
///
/// The service takes the token in the query string, so the URL of a request is as secret as the
/// token: an [`http::Request`] made by [`encode`](crate::encode) shows it in its own `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Arc<str>);

impl AccessToken {
    /// Takes over a token as the service issued it.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into().into())
    }

    /// The token in clear, for whoever has to send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}
