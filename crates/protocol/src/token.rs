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
    /// When the token expires.
    pub expires_at: SystemTime,
    /// How long it lived when it was issued.
    pub life: Duration,
}

/// How long before its end a token is renewed, unless a tenth of its life is shorter.
const AHEAD: Duration = Duration::from_secs(10 * 60);

impl StoredToken {
    /// Returns whether the token is still valid, as far as its lifetime says.
    pub fn is_alive(&self, now: SystemTime) -> bool {
        now < self.expires_at
    }

    /// Returns whether it is time to renew the token: 10 minutes before its end, or a tenth of its life
    /// if that is shorter.
    pub fn is_due(&self, now: SystemTime) -> bool {
        let ahead = AHEAD.min(self.life / 10);
        now.checked_add(ahead).is_none_or(|then| then >= self.expires_at)
    }
}
