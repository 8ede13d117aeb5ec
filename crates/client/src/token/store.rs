//! Tokens that several processes share.

use std::fmt;
use std::sync::Arc;

use dingtalk_protocol::{Error, Host, StoredToken};

/// Storage for tokens outside the process: a file, a database, a cache that several machines share.
///
/// | store | feature |
/// |---|---|
/// | [`FileTokenStore`](crate::FileTokenStore), for the processes of one machine | `file-store` |
/// | [`RedisTokenStore`](crate::RedisTokenStore), for several machines | `redis` |
///
/// A source of tokens loads from the store before it fetches, and saves what it has fetched. The call
/// that needs the token waits for the store, but at most 2 s for each of its methods, and no longer
/// than half of the time that it has left. A store that does not return in time, panics, or fails with
/// [`ErrorKind::Unreachable`](crate::ErrorKind::Unreachable) counts as empty.
///
/// With [`try_lock`](Self::try_lock), one process fetches and the others wait for its token. They wait
/// for half of the time that their call has left, then fetch as well, so that a hanging process does not
/// delay them for longer.
pub trait TokenStore: Send + Sync {
    /// Returns the token that is stored under `key`, expired or not.
    ///
    /// # Errors
    ///
    /// The call that needs the token fails with the error, unless it is
    /// [`Unreachable`](crate::ErrorKind::Unreachable). Return that, or `None`, so that a token is
    /// fetched whenever the store does not work.
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error>;

    /// Stores `new` in place of `old`, which [`load`](Self::load) returned. If another process
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

    /// Acquires the right to fetch the token of `key`, which one process has at a time. Returns `None`,
    /// without waiting, while another process has it. The right ends when the lock is dropped, or when
    /// the process that has it dies.
    ///
    /// A store without this method has no such right: every process that needs a token fetches one.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load).
    fn try_lock(&self, key: &TokenKey) -> Result<Option<FetchLock>, Error> {
        let _ = key;
        Ok(Some(FetchLock(None)))
    }
}

/// The right to fetch a token, acquired with [`TokenStore::try_lock`]. Dropping the lock ends it.
pub struct FetchLock(Option<Box<dyn Send>>);

impl FetchLock {
    /// Returns a lock that lasts until `guard` is dropped, which happens in a thread of its own.
    pub fn new(guard: impl Send + 'static) -> Self {
        Self(Some(Box::new(guard)))
    }

    /// Returns whether the lock prevents other processes from fetching.
    pub(super) fn is_exclusive(&self) -> bool {
        self.0.is_some()
    }
}

impl fmt::Debug for FetchLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchLock").finish_non_exhaustive()
    }
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

    fn try_lock(&self, key: &TokenKey) -> Result<Option<FetchLock>, Error> {
        (**self).try_lock(key)
    }
}

/// Identifies a stored token: by site, app and, for third-party apps, organization. A token is taken to
/// be valid only on the site that issued it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenKey {
    host: Host,
    app_key: String,
    corp_id: Option<String>,
}

impl TokenKey {
    /// Returns the key of this app's token on this site.
    pub fn new(host: Host, app_key: impl Into<String>) -> Self {
        Self { host, app_key: app_key.into(), corp_id: None }
    }

    /// Returns the key of the token with which this app calls for an organization that authorized it.
    #[must_use]
    pub fn for_organization(mut self, corp_id: impl Into<String>) -> Self {
        self.corp_id = Some(corp_id.into());
        self
    }

    /// Returns the site that issued the token.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Returns the key of the app.
    pub fn app_key(&self) -> &str {
        &self.app_key
    }

    /// Returns the organization that authorized the app, if the token is for one.
    pub fn corp_id(&self) -> Option<&str> {
        self.corp_id.as_deref()
    }
}

/// Writes host, app key and organization with a space between them, as a name for the token.
impl fmt::Display for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.host, self.app_key)?;
        self.corp_id.iter().try_for_each(|corp_id| write!(f, " {corp_id}"))
    }
}
