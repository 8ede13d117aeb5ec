//! The credential of a call.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

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

/// A token and how long it lives, for whoever keeps it. `Debug` does not show the token.
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use dingtalk_protocol::StoredToken;
///
/// let now = SystemTime::now();
/// let life = Duration::from_secs(7200);
/// let token = StoredToken { token: "6d1bxxxx".into(), expires_at: now + life, life };
/// assert!(token.is_alive(now) && !token.is_due(now));
/// assert!(token.is_due(now + Duration::from_secs(6600)));
/// assert!(!token.is_alive(now + life));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// The token.
    pub token: AccessToken,
    /// When the service stops taking it.
    pub expires_at: SystemTime,
    /// How long it lived when it was issued.
    pub life: Duration,
}

/// How long before its end a token is renewed, unless a tenth of its life is shorter.
const AHEAD: Duration = Duration::from_secs(10 * 60);

impl StoredToken {
    /// Whether the service still takes it, as far as its life says.
    pub fn is_alive(&self, now: SystemTime) -> bool {
        now < self.expires_at
    }

    /// Whether it is time to renew it: 10 minutes before its end, or a tenth of its life if that is
    /// shorter.
    pub fn is_due(&self, now: SystemTime) -> bool {
        let ahead = AHEAD.min(self.life / 10);
        now.checked_add(ahead).is_none_or(|then| then >= self.expires_at)
    }
}
