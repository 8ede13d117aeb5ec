//! Tokens that several processes share.

use std::fmt;
use std::sync::Arc;

use dingtalk_protocol::{Error, Host, StoredToken};

/// A place for tokens outside the process: a file, a database, a cache that several machines share.
///
/// [`AppCredentials`](crate::AppCredentials) loads from it before it fetches, and saves what it has
/// fetched. The call that needs the token waits for it, but at most 2 s each, and no longer than half
/// of the time that it has left. A store that does not answer in time, or panics, counts as empty.
pub trait TokenStore: Send + Sync {
    /// Returns the token that is stored under `key`, expired or not.
    ///
    /// # Errors
    ///
    /// The call that needs the token fails with the error. Return `None` instead to have a token
    /// fetched whenever the store is out of order.
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error>;

    /// Stores `new` in place of `old`, which [`load`](Self::load) had returned. If another process
    /// has stored something else meanwhile, its token stays.
    ///
    /// Returns the token now stored: `new`, or the one another process stored first.
    ///
    /// # Errors
    ///
    /// The token is used all the same; the error goes to the log.
    fn save(
        &self,
        key: &TokenKey,
        old: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error>;
}

/// A store that several sources share.
impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error> {
        (**self).load(key)
    }

    fn save(
        &self,
        key: &TokenKey,
        old: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error> {
        (**self).save(key, old, new)
    }
}

/// The app and the site that a stored token belongs to. A token is taken to be valid only on the site
/// that issued it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenKey {
    host: Host,
    app_key: String,
}

impl TokenKey {
    /// Returns the key of this app's token on this site.
    pub fn new(host: Host, app_key: impl Into<String>) -> Self {
        Self { host, app_key: app_key.into() }
    }

    /// Returns the site that issued the token.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Returns the key of the app.
    pub fn app_key(&self) -> &str {
        &self.app_key
    }
}

/// Writes host and app key with a space between them, as a name for the token.
impl fmt::Display for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.host, self.app_key)
    }
}
