//! A token and its lifetime.

use std::time::{Duration, SystemTime};

use crate::secret::AccessToken;

/// A token together with its lifetime, as a token store keeps it. `Debug` does not show the token.
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use dingtalk_protocol::StoredToken;
///
/// let now = SystemTime::now();
/// let token = StoredToken::issued("6d1bxxxx", Some(7200.0), now);
/// assert!(token.is_alive(now) && !token.is_due(now));
/// assert!(token.is_due(now + Duration::from_secs(6600)));
/// assert!(!token.is_alive(now + token.life));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// The token.
    pub token: AccessToken,
    /// When the token expires.
    pub expires_at: SystemTime,
    /// Lifetime of the token when it was issued.
    pub life: Duration,
}

/// How long before its expiry a token is renewed, unless a tenth of its life is shorter.
const AHEAD: Duration = Duration::from_secs(10 * 60);

/// Lifetime of a token, in seconds, if the answer does not give it.
const SHORT_LIFE: f64 = 60.0;

impl StoredToken {
    /// Creates the entry of a token that was issued at `now` with the given lifetime in seconds. Without a
    /// lifetime it expires after a minute; one of more than a century is cut.
    pub fn issued(token: impl Into<AccessToken>, expires_in: Option<f64>, now: SystemTime) -> Self {
        let seconds = expires_in.unwrap_or(SHORT_LIFE).clamp(0.0, f64::from(u32::MAX));
        // Only NaN is no duration. Such a token is taken for expired.
        let life = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        Self { token: token.into(), expires_at: now + life, life }
    }

    /// Returns whether the token is still valid, judging by its lifetime.
    pub fn is_alive(&self, now: SystemTime) -> bool {
        now < self.expires_at
    }

    /// Returns whether the token should be renewed: 10 minutes before its expiry, or a tenth of its life if
    /// that is shorter.
    pub fn is_due(&self, now: SystemTime) -> bool {
        let ahead = AHEAD.min(self.life / 10);
        now.checked_add(ahead).is_none_or(|then| then >= self.expires_at)
    }
}
